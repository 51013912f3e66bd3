/** The extension in VS Code on a desk, and on the server of a remote one. */
import { Worker } from "node:worker_threads";
import { type ExtensionContext, Uri } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { start, stop } from "./activation.ts";
import type { Platform } from "./platform.ts";

const desk: Platform = {
  client({ extensionUri }, options) {
    const module = Uri.joinPath(extensionUri, "dist/server.cjs").fsPath;
    return new LanguageClient("tyara", "YARA", { module, transport: TransportKind.stdio }, options);
  },
  scanWorker({ extensionUri }) {
    const worker = new Worker(Uri.joinPath(extensionUri, "dist/scan-worker.cjs").fsPath);
    return {
      post: (message) => worker.postMessage(message),
      listen: (listener, fail) => {
        worker.on("message", listener);
        worker.on("error", (error) => fail(String(error)));
      },
      end: () => void worker.terminate(),
    };
  },
};

export const activate = (context: ExtensionContext): Promise<void> => start(context, desk);
export const deactivate = (): Promise<void> => stop();
