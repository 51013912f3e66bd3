/** What `tyara/pool` is in Node, Bun and Deno. */

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { ScannerPool as Pool, type PoolOptions, type SerializableRules } from "@tyara/pool";

export { PoolClosedError, WorkerLostError } from "@tyara/pool";

/** See `pool.ts`, whose declarations are published for both. */
export class ScannerPool extends Pool {
  constructor(rules: SerializableRules | Uint8Array, options: PoolOptions = {}) {
    super(rules, options, {
      createWorker: () => new Worker(new URL("./pool-worker-node.js", import.meta.url)),
      processors: availableParallelism(),
      sharesMemory: true,
    });
  }
}
