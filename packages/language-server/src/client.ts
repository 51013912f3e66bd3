import type { ClientCapabilities } from "vscode-languageserver";
import type { PositionEncoding } from "./text/line-table.ts";

/**
 * What a client can do with answers. Where it declares nothing of a feature, it is answered just as YARA-X's language server
 * answers; where it does, it gets what the protocol offers beyond that.
 */
export interface Client {
  readonly encoding: PositionEncoding;
  readonly hover: boolean;
  readonly completion: boolean;
  /** Documentation of completion items may come when one is looked at. */
  readonly completionResolve: boolean;
  /** Definitions may be links that tell a name from what it declares. */
  readonly definitionLinks: boolean;
  readonly highlights: boolean;
  readonly references: boolean;
  readonly symbols: boolean;
  readonly diagnostics: boolean;
  readonly signatureHelp: boolean;
  /** It asks for diagnostics, so that they need not be sent. */
  readonly pullsDiagnostics: boolean;
  readonly configuration: boolean;
  readonly dynamicConfiguration: boolean;
  readonly dynamicWatching: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly workDoneProgress: boolean;
  readonly workspaceFolders: boolean;
}

/** What the capabilities that a client sends come to. */
export function clientOf({ general, textDocument, window, workspace }: ClientCapabilities): Client {
  const encodings = general?.positionEncodings ?? [];
  return {
    // The client lists first what it likes most; where it does not count bytes, UTF-16 is what everybody knows.
    encoding: encodings.find((one) => one === "utf-8" || one === "utf-16") === "utf-8" ? "utf-8" : "utf-16",
    hover: textDocument?.hover !== undefined,
    completion: textDocument?.completion !== undefined,
    completionResolve:
      textDocument?.completion?.completionItem?.resolveSupport?.properties.includes("documentation") ?? false,
    definitionLinks: textDocument?.definition?.linkSupport ?? false,
    highlights: textDocument?.documentHighlight !== undefined,
    references: textDocument?.references !== undefined,
    symbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport ?? false,
    diagnostics: textDocument?.publishDiagnostics !== undefined || textDocument?.diagnostic !== undefined,
    signatureHelp: textDocument?.signatureHelp !== undefined,
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    configuration: workspace?.configuration ?? false,
    dynamicConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration ?? false,
    dynamicWatching: workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport ?? false,
    workDoneProgress: window?.workDoneProgress ?? false,
    workspaceFolders: workspace?.workspaceFolders ?? false,
  };
}
