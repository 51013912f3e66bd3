/** The server's life: how it starts, what it is told, what it sends by itself. Transports are apart, in `node.ts` and `browser.ts`. */
import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
} from "vscode-languageserver";
import { Answering } from "./answering.ts";
import { clientOf } from "./client.ts";
import { clientHost } from "./client-host.ts";
import type { RuleDocument } from "./document.ts";
import { configurationDiagnostics, diagnostics } from "./features/diagnostics.ts";
import type { Host } from "./host.ts";
import { Indexing } from "./indexing.ts";
import { registerCallHierarchy, registerRequests } from "./requests.ts";
import { serverCapabilities } from "./server-capabilities.ts";
import { defaultSettings, readSettings, type Settings } from "./settings.ts";
import { registerTokens, type SentTokens } from "./token-requests.ts";
import { findConfiguration, isConfiguration, noConfiguration } from "./workspace/project-configuration.ts";
import { Cancelled } from "./workspace/slices.ts";
import { Workspace } from "./workspace/workspace.ts";

/** Answers one client on a connection. The transport starts to listen. */
export function serve(connection: Connection, host: Host): void {
  new Server(connection, host).register();
}

/** Milliseconds that a client is given to tell its settings. */
const PATIENCE = 2_000;

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The section of the settings that is the server's. */
const SECTION = "YARA";

class Server {
  readonly #connection: Connection;
  readonly #host: Host;
  readonly #answering: Answering;
  /** The tokens that a client was sent last, by document, for those that ask for what has changed. */
  readonly #sentTokens: SentTokens = new Map();
  readonly #indexing: Indexing;
  #editorSettings: Settings = defaultSettings;

  constructor(connection: Connection, host: Host) {
    this.#connection = connection;
    this.#host = host;
    this.#indexing = new Indexing(connection);
    this.#answering = new Answering(new Workspace(clientOf({}), host));
  }

  get #workspace(): Workspace {
    return this.#answering.workspace;
  }

  register(): void {
    const connection = this.#connection;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => this.#initialized());
    connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
      this.#publish(this.#workspace.open(uri, version, text));
    });
    connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
      const changed = this.#workspace.document(uri)?.changed(version, contentChanges);
      if (changed === undefined) return;
      this.#workspace.change(changed);
      this.#publish(changed);
    });
    connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
      this.#workspace.close(uri);
      this.#sentTokens.delete(uri);
      if (!this.#workspace.client.pullsDiagnostics) void connection.sendDiagnostics({ uri, diagnostics: [] });
    });
    connection.onDidSaveTextDocument(() => {});
    connection.onDidChangeConfiguration(({ settings }) => this.#configure(settings));
    connection.onDidChangeWatchedFiles(({ changes }) => this.#filesChanged(changes.map(({ uri }) => uri)));
    registerRequests(connection, this.#answering);
    registerCallHierarchy(connection, this.#answering);
    registerTokens(connection, this.#answering, this.#sentTokens);
  }

  // ── The life of the server ──

  #initialize({
    capabilities,
    workspaceFolders,
    rootUri,
    initializationOptions,
  }: InitializeParams): InitializeResult {
    const host = initializationOptions?.files === true ? clientHost(this.#connection) : this.#host;
    const workspace = new Workspace(clientOf(capabilities ?? {}), host);
    workspace.commands = namesIn(initializationOptions?.commands);
    workspace.folders = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
    this.#answering.workspace = workspace;
    return {
      capabilities: serverCapabilities(workspace.client),
      serverInfo: { name: "tyara-language-server" },
    };
  }

  async #initialized(): Promise<void> {
    const { client } = this.#workspace;
    const connection = this.#connection;
    if (client.dynamicConfiguration)
      await connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION });
    if (client.dynamicWatching) {
      const watchers = [{ globPattern: "**/*.{yar,yara}" }, { globPattern: "**/{tyara,.yara-x}.toml" }];
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
    this.#answering.ready = Promise.race([this.#configure(undefined), later(PATIENCE)]);
    await this.#answering.ready;
    void this.#indexing.start(this.#workspace);
    if (client.workspaceFolders)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        const kept = this.#workspace.folders.filter((uri) => !gone.has(uri));
        return this.#foldersChanged([...kept, ...added.map(({ uri }) => uri)]);
      });
  }

  /** Files of folders that are closed are known no more. */
  async #foldersChanged(folders: readonly string[]): Promise<void> {
    this.#workspace.folders = folders;
    this.#workspace.forgetAll();
    await this.#readProject();
    this.#republish();
    void this.#indexing.start(this.#workspace);
  }

  /** Takes settings: those that the client has, where it can be asked, or those that it sent. */
  async #configure(sent: unknown): Promise<void> {
    const { client } = this.#workspace;
    const section = (sent as { readonly [SECTION]?: unknown } | undefined)?.[SECTION];
    const value = client.configuration ? await this.#connection.workspace.getConfiguration(SECTION) : section;
    this.#editorSettings = readSettings(value, (problem) =>
      this.#connection.window.showWarningMessage(problem),
    );
    await this.#readProject();
    this.#republish();
  }

  /** Reads the configuration of the first folder, and tells where it is wrong. */
  async #readProject(): Promise<void> {
    const workspace = this.#workspace;
    const [folder] = workspace.folders;
    const before = workspace.project.uri;
    const project = folder === undefined ? noConfiguration : await findConfiguration(workspace.host, folder);
    workspace.configure(this.#editorSettings, project);
    const { uri } = project;
    if (before !== undefined && before !== uri)
      await this.#connection.sendDiagnostics({ uri: before, diagnostics: [] });
    if (uri !== undefined)
      await this.#connection.sendDiagnostics({ uri, diagnostics: configurationDiagnostics(workspace) });
  }

  async #filesChanged(uris: readonly string[]): Promise<void> {
    this.#workspace.forget(uris);
    if (uris.some(isConfiguration)) await this.#readProject();
    this.#republish();
    void this.#indexing.start(this.#workspace);
  }

  // ── Diagnostics ──

  /** Sends the diagnostics of a document to clients that do not ask for them. */
  #publish(document: RuleDocument): void {
    if (this.#workspace.client.pullsDiagnostics) return;
    void this.#send(document);
  }

  async #send(document: RuleDocument): Promise<void> {
    const { uri, version } = document;
    try {
      const found = await diagnostics(this.#workspace, document);
      if (this.#workspace.document(uri) !== document) return;
      await this.#connection.sendDiagnostics({ uri, version, diagnostics: found });
    } catch (error) {
      if (!(error instanceof Cancelled)) this.#connection.console.error(messageOf(error));
    }
  }

  /** Something else than a text has changed. */
  #republish(): void {
    const { client } = this.#workspace;
    if (!client.pullsDiagnostics) for (const document of this.#workspace.documents) void this.#send(document);
    else if (client.refreshesDiagnostics) this.#connection.languages.diagnostics.refresh();
  }
}

/** The texts of a list, whatever it is. */
function namesIn(value: unknown): ReadonlySet<string> {
  return new Set(Array.isArray(value) ? value.filter((one) => typeof one === "string") : []);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
