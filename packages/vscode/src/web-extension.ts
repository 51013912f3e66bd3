/** The extension in VS Code for the Web. */
import { type ExtensionContext, Uri } from "vscode";
import { LanguageClient } from "vscode-languageclient/browser";
import { start, stop } from "./activation.ts";
import type { Platform } from "./platform.ts";

const workerOf = ({ extensionUri }: ExtensionContext, file: string): Worker =>
  new Worker(Uri.joinPath(extensionUri, "dist/web", file).toString(true));

const page: Platform = {
  client: (context, options) => new LanguageClient("tyara", "YARA", workerOf(context, "server.js"), options),
  scanWorker(context) {
    const worker = workerOf(context, "scan-worker.js");
    return {
      post: (message) => worker.postMessage(message),
      listen: (listener, fail) => {
        worker.onmessage = ({ data }) => listener(data);
        worker.onerror = ({ message }) => fail(message);
      },
      end: () => worker.terminate(),
    };
  },
};

export const activate = (context: ExtensionContext): Promise<void> => start(context, page);
export const deactivate = (): Promise<void> => stop();
