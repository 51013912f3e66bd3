/**
 * Scanning with compiled rules, published as `tyara/scan`: no compiler, and no code of modules but what it is given. Rules come
 * from `Rules.serialize` of `tyara`.
 *
 * @example
 * ```ts
 * import { Rules } from "tyara/scan";
 * import { peModule } from "tyara/modules/pe";
 *
 * const rules = Rules.deserialize(bytes, { modules: new Map([["pe", peModule]]) });
 * const { matches } = rules.scan(data);
 * ```
 *
 * @packageDocumentation
 */
export { Float, float, type GlobalValue, VariableError } from "@tyara/base";
export { RuleFormatError, type RuleSet } from "@tyara/contract";
export { chooseKernel, type KernelChoice, type KernelVariant } from "@tyara/kernel";
export type { Module } from "@tyara/language/modules";
export {
  type AsyncScanOptions,
  type AsyncSource,
  type BlobSource,
  DataChangedError,
  type DataReader,
  type DataSource,
  type DataStream,
  DataTooLargeError,
  type DeserializeOptions,
  jsonValue,
  type LimitMet,
  type ModuleLimit,
  type PatternDescription,
  type PatternMatch,
  type RuleCriteria,
  type RuleDescription,
  type RuleMatch,
  type RuleMetadata,
  type RulePatternMatches,
  type RuleSelection,
  Rules,
  type RulesOptions,
  Scanner,
  type ScanOptions,
  type ScanResult,
  type ScanStatus,
  type SearchProgress,
  type StreamSource,
} from "@tyara/scanner";
