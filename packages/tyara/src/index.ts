/**
 * YARA in TypeScript: rules compiled to WebAssembly, run wherever JavaScript runs.
 *
 * @packageDocumentation
 */
export {
  Float,
  float,
  type GlobalValue,
  printable,
  printableJson,
  printableLines,
  type Value,
  VariableError,
} from "@tyara/base";
export {
  describePattern,
  type RequiredBytes,
  type Requirement,
  type RuleRequirement,
  requirementsOf,
} from "@tyara/compiler";
export type { PatternFacts, SearchDecision } from "@tyara/contract";
export { RuleFormatError, type RuleSet } from "@tyara/contract";
export { chooseKernel, type KernelChoice, type KernelVariant } from "@tyara/kernel";
export {
  CompileError,
  type CompilerOptions,
  type IgnoredRule,
  type IncludeReader,
  type Linter,
} from "@tyara/language/check";
export {
  type Diagnostic,
  type DiagnosticData,
  diagnosticData,
  type Footer,
  type Label,
  type LabelData,
  type PlaceData,
  type Replacement,
  type ReplacementData,
  type Source,
} from "@tyara/language/diagnostics";
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
  type RulesOptions,
  Scanner,
  type ScanOptions,
  type ScanResult,
  type ScanStatus,
  type SearchProgress,
  type StreamSource,
} from "@tyara/scanner";
export { type BuildOptions, type CompileOptions, Compiler, compile } from "./compile.ts";
export { type DumpOptions, dumpableModules, dumpModules } from "./dump.ts";
export { type RenderDiagnosticOptions, renderDiagnostic } from "./render.ts";
export { Rules } from "./rules.ts";
export { version } from "./version.ts";
