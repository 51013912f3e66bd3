/** The server: which request of the protocol is answered by which feature. Transports are apart, in `node.ts` and `browser.ts`. */
import {
  type CancellationToken,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
} from "vscode-languageserver";
import { clientOf } from "./client.ts";
import { clientHost } from "./client-host.ts";
import type { RuleDocument } from "./document.ts";
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from "./features/call-hierarchy.ts";
import { codeActions } from "./features/code-actions.ts";
import { codeLenses } from "./features/code-lenses.ts";
import { completion } from "./features/completion.ts";
import { resolveCompletion } from "./features/completion-resolve.ts";
import { definition } from "./features/definition.ts";
import { configurationDiagnostics, diagnostics } from "./features/diagnostics.ts";
import { documentLinks } from "./features/document-links.ts";
import { foldingRanges } from "./features/folding.ts";
import { formatting, formattingBehindBrace } from "./features/formatting.ts";
import { hover } from "./features/hover.ts";
import { inlayHints } from "./features/inlay-hints.ts";
import { linkedEditingRanges } from "./features/linked-editing.ts";
import { documentHighlights, references } from "./features/references.ts";
import { prepareRename, RequestError, rename } from "./features/rename.ts";
import { selectionRanges } from "./features/selection-range.ts";
import { semanticTokens, semanticTokensDelta, semanticTokensInRange } from "./features/semantic-tokens.ts";
import { signatureHelp } from "./features/signature-help.ts";
import { documentSymbols, workspaceSymbols } from "./features/symbols.ts";
import type { Host } from "./host.ts";
import { Indexing } from "./indexing.ts";
import { serverCapabilities } from "./server-capabilities.ts";
import { defaultSettings, readSettings, type Settings } from "./settings.ts";
import { findConfiguration, isConfiguration, noConfiguration } from "./workspace/project-configuration.ts";
import { Cancelled, type IsCancelled } from "./workspace/slices.ts";
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
  #workspace: Workspace;
  /** The tokens that a client was sent last, by document, for those that ask for what has changed. */
  readonly #sentTokens = new Map<string, { readonly id: string; readonly data: readonly number[] }>();
  #tokensCount = 0;
  readonly #indexing: Indexing;
  /** Requests wait until settings are known. */
  #configured: Promise<void> = Promise.resolve();
  #editorSettings: Settings = defaultSettings;

  constructor(connection: Connection, host: Host) {
    this.#connection = connection;
    this.#host = host;
    this.#indexing = new Indexing(connection);
    this.#workspace = new Workspace(clientOf({}), host);
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
    connection.onWorkspaceSymbol(({ query }, token) =>
      this.#answer(token, (isCancelled) => workspaceSymbols(this.#workspace, query, isCancelled)),
    );
    connection.onCompletionResolve((item) => resolveCompletion(this.#workspace, item));
    this.#registerDocumentRequests();
    this.#registerTokens();
    this.#registerCallHierarchy();
  }

  #registerCallHierarchy(): void {
    const { callHierarchy } = this.#connection.languages;
    callHierarchy.onPrepare((params, token) =>
      this.#on(
        params,
        token,
        (document) => prepareCallHierarchy(this.#workspace, document, params.position),
        null,
      ),
    );
    callHierarchy.onIncomingCalls(({ item }, token) =>
      this.#answer(token, (isCancelled) => incomingCalls(this.#workspace, item, isCancelled)),
    );
    callHierarchy.onOutgoingCalls(({ item }, token) =>
      this.#answer(token, async () => outgoingCalls(this.#workspace, item)),
    );
  }

  #registerDocumentRequests(): void {
    const connection = this.#connection;
    connection.onCompletion((params, token) =>
      this.#on(params, token, (document) => completion(this.#workspace, document, params.position), []),
    );
    connection.onHover((params, token) =>
      this.#on(params, token, (document) => hover(this.#workspace, document, params.position), null),
    );
    connection.onDefinition((params, token) =>
      this.#on(params, token, (document) => definition(this.#workspace, document, params.position), null),
    );
    connection.onReferences((params, token) =>
      this.#on(
        params,
        token,
        (document, isCancelled) =>
          references(
            this.#workspace,
            document,
            params.position,
            params.context.includeDeclaration,
            isCancelled,
          ),
        null,
      ),
    );
    connection.onDocumentHighlight((params, token) =>
      this.#on(
        params,
        token,
        (document) => documentHighlights(this.#workspace, document, params.position),
        null,
      ),
    );
    connection.onPrepareRename((params, token) =>
      this.#on(params, token, (document) => prepareRename(this.#workspace, document, params.position), null),
    );
    connection.onRenameRequest((params, token) =>
      this.#on(
        params,
        token,
        (document, isCancelled) =>
          rename(this.#workspace, document, params.position, params.newName, isCancelled),
        null,
      ),
    );
    connection.onDocumentSymbol((params, token) =>
      this.#on(params, token, (document) => documentSymbols(this.#workspace, document), []),
    );
    connection.onCodeAction((params, token) =>
      this.#on(
        params,
        token,
        (document) => codeActions(this.#workspace, document, params.range, params.context),
        [],
      ),
    );
    connection.onSelectionRanges((params, token) =>
      this.#on(params, token, (document) => selectionRanges(document, params.positions), []),
    );
    connection.onSignatureHelp((params, token) =>
      this.#on(params, token, (document) => signatureHelp(this.#workspace, document, params.position), null),
    );
    connection.onDocumentFormatting((params, token) =>
      this.#on(params, token, (document) => formatting(this.#workspace, document, params.options), []),
    );
    connection.onDocumentRangeFormatting((params, token) =>
      this.#on(
        params,
        token,
        (document) => formatting(this.#workspace, document, params.options, params.range),
        [],
      ),
    );
    connection.onDocumentOnTypeFormatting((params, token) =>
      this.#on(
        params,
        token,
        (document) => formattingBehindBrace(this.#workspace, document, params.options, params.position),
        [],
      ),
    );
    connection.onCodeLens((params, token) =>
      this.#on(
        params,
        token,
        (document, isCancelled) => codeLenses(this.#workspace, document, isCancelled),
        [],
      ),
    );
    connection.languages.onLinkedEditingRange((params, token) =>
      this.#on(
        params,
        token,
        (document) => linkedEditingRanges(this.#workspace, document, params.position),
        null,
      ),
    );
    connection.onFoldingRanges((params, token) => this.#on(params, token, foldingRanges, []));
    connection.onDocumentLinks((params, token) =>
      this.#on(params, token, (document) => documentLinks(this.#workspace, document), []),
    );
    connection.languages.inlayHint.on((params, token) =>
      this.#on(params, token, (document) => inlayHints(this.#workspace, document, params.range), []),
    );
    connection.languages.diagnostics.on((params, token) =>
      this.#on(
        params,
        token,
        async (document) => {
          const resultId = this.#workspace.stateOf(document);
          if (params.previousResultId === resultId) return { kind: "unchanged" as const, resultId };
          const items = await diagnostics(this.#workspace, document);
          const isRich = this.#workspace.client.diagnostics;
          return { kind: "full" as const, items, ...(isRich && { resultId }) };
        },
        { kind: "full" as const, items: [] },
      ),
    );
  }

  #registerTokens(): void {
    const { semanticTokens: requests } = this.#connection.languages;
    const remember = (uri: string, data: number[]) => {
      const id = String(++this.#tokensCount);
      this.#sentTokens.set(uri, { id, data });
      return id;
    };
    requests.on((params, token) =>
      this.#on(
        params,
        token,
        (document) => {
          const { data } = semanticTokens(document);
          return { data, resultId: remember(document.uri, data) };
        },
        { data: [] },
      ),
    );
    requests.onDelta((params, token) =>
      this.#on(
        params,
        token,
        (document) => {
          const sent = this.#sentTokens.get(document.uri);
          const { data } = semanticTokens(document);
          const resultId = remember(document.uri, data);
          if (sent?.id !== params.previousResultId) return { data, resultId };
          return { ...semanticTokensDelta(sent.data, data), resultId };
        },
        { data: [] },
      ),
    );
    requests.onRange((params, token) =>
      this.#on(params, token, (document) => semanticTokensInRange(document, params.range), { data: [] }),
    );
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
    this.#workspace = workspace;
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
    this.#configured = Promise.race([this.#configure(undefined), later(PATIENCE)]);
    await this.#configured;
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

  // ── Requests ──

  /** Answers a request about a document, when what it includes is known; with `otherwise` when it is not open. */
  #on<T, Otherwise>(
    { textDocument: { uri } }: { readonly textDocument: { readonly uri: string } },
    token: CancellationToken,
    feature: (document: RuleDocument, isCancelled: IsCancelled) => T | Promise<T>,
    otherwise: Otherwise,
  ): Promise<T | Otherwise | ResponseError<never>> {
    return this.#answer<T | Otherwise>(token, async (isCancelled) => {
      const document = this.#workspace.document(uri);
      if (document === undefined) return otherwise;
      await this.#workspace.readIncluded(document);
      return feature(document, isCancelled);
    });
  }

  /** Runs a feature. What it throws becomes an error response; the server goes on. */
  async #answer<T>(
    token: CancellationToken,
    feature: (isCancelled: IsCancelled) => Promise<T>,
  ): Promise<T | ResponseError<never>> {
    try {
      await this.#configured;
      return await Promise.race([feature(() => token.isCancellationRequested), cancelled(token)]);
    } catch (error) {
      if (error instanceof Cancelled)
        return token.isCancellationRequested
          ? new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled")
          : new ResponseError(LSPErrorCodes.ContentModified, "the document has changed meanwhile");
      if (error instanceof RequestError) return new ResponseError(LSPErrorCodes.RequestFailed, error.message);
      throw error;
    }
  }
}

/** Rejects when the client does not wait any more. */
function cancelled(token: CancellationToken): Promise<never> {
  return new Promise((_, reject) => {
    if (token.isCancellationRequested) reject(new Cancelled());
    else token.onCancellationRequested(() => reject(new Cancelled()));
  });
}

/** The texts of a list, whatever it is. */
function namesIn(value: unknown): ReadonlySet<string> {
  return new Set(Array.isArray(value) ? value.filter((one) => typeof one === "string") : []);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
