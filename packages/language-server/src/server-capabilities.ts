import { type ServerCapabilities, TextDocumentSyncKind } from "vscode-languageserver";
import type { Client } from "./client.ts";
import { codeActionKinds } from "./features/code-actions.ts";
import { tokenModifiers, tokenTypes } from "./features/semantic-tokens.ts";

/** What the server can do, as it tells a client. */
export function serverCapabilities(client: Client): ServerCapabilities {
  return {
    positionEncoding: client.encoding,
    textDocumentSync: {
      openClose: true,
      change: TextDocumentSyncKind.Incremental,
      save: { includeText: false },
    },
    completionProvider: {
      triggerCharacters: [".", "!", "$", "@", "#"],
      resolveProvider: client.completionResolve,
    },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    codeActionProvider: { codeActionKinds: [...codeActionKinds] },
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: "}" },
    renameProvider: { prepareProvider: true },
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentLinkProvider: {},
    signatureHelpProvider: { triggerCharacters: ["("], retriggerCharacters: [","] },
    inlayHintProvider: true,
    codeLensProvider: {},
    callHierarchyProvider: true,
    linkedEditingRangeProvider: true,
    diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false },
    semanticTokensProvider: {
      legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
      full: { delta: true },
      range: true,
    },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}
