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
  DataTooLargeError,
  defaultMaxMatchData,
  defaultMaxMatchesPerPattern,
  maxDataLength,
  Scanner,
  type ScanOptions,
} from "./scanner.ts";
