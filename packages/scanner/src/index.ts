export { DataChangedError, type DataReader } from "./data-reader.ts";
export { DataTooLargeError, maxDataLength } from "./data-too-large.ts";
export { nextTurn } from "./next-turn.ts";
export type {
  LimitMet,
  ModuleLimit,
  PatternMatch,
  RuleMatch,
  RuleMetadata,
  RulePatternMatches,
  ScanResult,
  ScanStatus,
} from "./result.ts";
export { jsonValue } from "./result-json.ts";
export type { PatternDescription, RuleDescription } from "./rule-description.ts";
export type { RuleCriteria, RuleSelection } from "./rule-selection.ts";
export { type DeserializeOptions, Rules, type RulesOptions, rulesOptionsOf } from "./rules.ts";
export {
  type AsyncScanOptions,
  defaultMaxMatchData,
  defaultMaxMatchesPerPattern,
  type ScanOptions,
  type SearchProgress,
} from "./scan-options.ts";
export { type DataSource, type DataStream, Scanner } from "./scanner.ts";
export type { AsyncSource, BlobSource, StreamSource } from "./spool.ts";
