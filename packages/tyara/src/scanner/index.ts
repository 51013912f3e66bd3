export { DataTooLargeError, maxDataLength } from "./data-too-large.ts";
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
export { Rules, type RulesOptions } from "./rules.ts";
export {
  type DataSource,
  defaultMaxMatchData,
  defaultMaxMatchesPerPattern,
  Scanner,
  type ScanOptions,
} from "./scanner.ts";
