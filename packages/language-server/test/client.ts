/** A client of the server, in the same process: everything between them goes through the protocol. */
import { PassThrough } from "node:stream";
import {
  type ClientCapabilities,
  createProtocolConnection,
  type InitializeResult,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { serveStreams } from "../src/node.ts";

export interface TestClient {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** Diagnostics that the server sent by itself, by document; the last ones. */
  readonly sent: ReadonlyMap<string, readonly unknown[]>;
  request<T = unknown>(method: string, params: unknown): Promise<T>;
  open(uri: string, text: string): void;
  change(uri: string, version: number, text: string): void;
  close(): Promise<void>;
}

/** What editors declare, more or less. */
export const editorCapabilities: ClientCapabilities = {
  textDocument: {
    hover: { contentFormat: ["markdown"] },
    completion: { completionItem: { snippetSupport: true } },
    definition: { linkSupport: true },
    documentHighlight: {},
    references: {},
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    diagnostic: {},
    signatureHelp: {},
  },
};

/** Starts a server and a client of it. */
export async function startClient(
  capabilities: ClientCapabilities = {},
  options: { readonly folders?: readonly string[]; readonly settings?: unknown } = {},
): Promise<TestClient> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const served = serveStreams(toServer, toClient);
  const connection = createProtocolConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  const sent = new Map<string, readonly unknown[]>();
  connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) => {
    sent.set(uri, diagnostics);
  });
  connection.onRequest("workspace/configuration", () => [options.settings ?? null]);
  connection.onRequest("client/registerCapability", () => null);
  connection.listen();
  const workspaceFolders = options.folders?.map((uri) => ({ uri, name: uri })) ?? null;
  const initialized = await connection.sendRequest<InitializeResult>("initialize", {
    processId: null,
    rootUri: null,
    workspaceFolders,
    capabilities,
  });
  void connection.sendNotification("initialized", {});
  if (options.settings !== undefined && !capabilities.workspace?.configuration)
    void connection.sendNotification("workspace/didChangeConfiguration", { settings: options.settings });
  return {
    connection,
    initialized,
    sent,
    request: (method, params) => connection.sendRequest(method, params),
    open: (uri, text) => {
      const textDocument = { uri, languageId: "yara", version: 1, text };
      void connection.sendNotification("textDocument/didOpen", { textDocument });
    },
    change: (uri, version, text) => {
      const params = { textDocument: { uri, version }, contentChanges: [{ text }] };
      void connection.sendNotification("textDocument/didChange", params);
    },
    close: async () => {
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      toServer.end();
      await served;
      connection.dispose();
    },
  };
}
