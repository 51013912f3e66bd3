/**
 * Hunts with YARA rules through many objects: on one machine with a journal, or on many with NATS JetStream.
 *
 * @packageDocumentation
 */
export { type BatchLimits, batchesOf, defaultBatchLimits } from "./batches.ts";
export { type Cluster, type ClusterOptions, openCluster } from "./cluster/connection.ts";
export { findHunt, type Hunt, type HuntState, listHunts } from "./cluster/hunts.ts";
export {
  cancelHunt,
  type HuntStatus,
  readResults,
  readStatus,
  retryAbandoned,
} from "./cluster/results.ts";
export { type SubmitOptions, submitHunt } from "./cluster/submit.ts";
export { runWorker, type WorkerEvent, type WorkerOptions } from "./cluster/worker.ts";
export { HuntError } from "./hunt-error.ts";
export { newHuntName } from "./hunt-name.ts";
export { type HuntIdentity, Journal } from "./local/journal.ts";
export { type HuntTotals, type LocalHunt, runLocally } from "./local/run.ts";
export { openSource, type SourceCredentials } from "./objects/open-source.ts";
export {
  type ListedObject,
  ObjectError,
  type ObjectErrorCode,
  type ObjectSource,
  type OpenedObject,
} from "./objects/source.ts";
export type { FoundPattern, FoundRule, HuntRecord, RecordStatus } from "./record.ts";
export { loadRuleSet, openRuleSet, type RuleSetFile, type RuleSetOptions } from "./rule-set.ts";
export { defaultObjectLimits, type ObjectLimits, type Scan } from "./scan-objects.ts";
export { openScanPool, type ScanPool } from "./scan-pool.ts";
