import type { ExtensionContext } from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";
import type { FromWorker, ToWorker } from "./scan-messages.ts";

/** A worker that scans. */
export interface ScanPort {
  post(message: ToWorker): void;
  listen(listener: (message: FromWorker) => void, fail: (problem: string) => void): void;
  end(): void;
}

/** What differs between the editor on a desk and the editor in a page. */
export interface Platform {
  client(context: ExtensionContext, options: LanguageClientOptions): BaseLanguageClient;
  scanWorker(context: ExtensionContext): ScanPort;
}
