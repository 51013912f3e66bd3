/**
 * Scans in worker threads, as many at once as there are processors: `ScannerPool`.
 *
 * @example
 * ```ts
 * import { compile } from "tyara";
 * import { ScannerPool } from "tyara/pool";
 *
 * const pool = new ScannerPool(compile(source));
 * for await (const { source, result } of pool.scanAll(["a.exe", "b.exe"])) console.log(source, result?.matches);
 * await pool.close();
 * ```
 *
 * @packageDocumentation
 */

import { ScannerPool as Pool, type PoolOptions, type SerializableRules, type WorkerLike } from "@tyara/pool";

export {
  type BlobLike,
  type FilePath,
  type Globals,
  PoolClosedError,
  type PoolOptions,
  type PoolScanOptions,
  type PoolSource,
  type ScanAllOptions,
  type ScannerSettings,
  type ScanOutcome,
  type ScanProgress,
  type SerializableRules,
  type WorkerLike,
  WorkerLostError,
} from "@tyara/pool";
export type {
  LimitMet,
  ModuleLimit,
  PatternMatch,
  RuleMatch,
  RuleMetadata,
  RulePatternMatches,
  ScanOptions,
  ScanResult,
  ScanStatus,
} from "@tyara/scanner";

declare const Worker: new (url: URL, options: { readonly type: "module" }) => WorkerLike;

/**
 * Scans inputs in worker threads. The rules are sent once; an input is sent as bytes, which are copied once, or, in Node, Bun and Deno, as a
 * path, which the worker opens. Workers start at once and stay until the pool is closed; a program ends although idle ones are there.
 */
export class ScannerPool extends Pool {
  /**
   * `rules` are compiled rules or what their `serialize` gave; modules of one's own need a worker of one's own (`createWorker`). Throws a
   * TypeError or RangeError that names what is wrong, and what the host throws that has no workers.
   */
  constructor(rules: SerializableRules | Uint8Array, options: PoolOptions = {}) {
    super(rules, options, {
      // In this form bundlers find the file.
      createWorker: () => new Worker(new URL("./pool-worker.js", import.meta.url), { type: "module" }),
      processors: globalThis.navigator?.hardwareConcurrency ?? 1,
      // Pages may share memory only when they are isolated from other origins.
      sharesMemory: typeof SharedArrayBuffer === "function" && globalThis.crossOriginIsolated === true,
    });
  }
}
