export { PoolClosedError, WorkerLostError } from "./errors.ts";
export {
  type PoolHost,
  type PoolOptions,
  ScannerPool,
  type SerializableRules,
} from "./pool.ts";
export type { BlobLike, FileName, FromWorker, Globals, ScannerSettings, ToWorker } from "./protocol.ts";
export type { ScanAllOptions, ScanOutcome, ScanProgress } from "./scan-all.ts";
export { type ServerHost, type ServerPort, serve } from "./server.ts";
export type { FilePath, PoolSource } from "./sources.ts";
export type { PoolScanOptions } from "./task.ts";
export type { WorkerLike } from "./worker-like.ts";
