/**
 * What a worker of one's own calls to serve a `ScannerPool` whose rules use modules of one's own.
 *
 * @example
 * ```ts
 * // worker.ts, given to the pool as `createWorker: () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" })`
 * import { servePool } from "tyara/pool/serve";
 * import { tpak } from "./tpak.js";
 *
 * servePool({ modules: [tpak] });
 * ```
 *
 * @packageDocumentation
 */

import { type ServerPort, serve, type ToWorker } from "@tyara/pool";
import { rulesReader, type ServePoolOptions } from "./pool-rules.ts";

export type { ServePoolOptions } from "./pool-rules.ts";

interface WorkerScope {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: { readonly data: ToWorker }) => void): void;
}

/** Serves the pool that started this worker, until the pool ends it. To be called at once when the worker's script runs. */
export function servePool(options: ServePoolOptions = {}): void {
  const scope = globalThis as unknown as WorkerScope;
  const port: ServerPort = {
    post: (message) => scope.postMessage(message),
    listen: (receive) => scope.addEventListener("message", ({ data }) => receive(data)),
  };
  serve(port, { readRules: rulesReader(options) });
}
