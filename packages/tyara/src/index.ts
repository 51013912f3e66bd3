/**
 * YARA in TypeScript: rules compiled to WebAssembly, run wherever JavaScript runs.
 *
 * @packageDocumentation
 */
export { printable, printableJson, printableLines } from "./base/index.ts";
export { type BuildOptions, type CompileOptions, Compiler, compile } from "./compile.ts";
export {
  CompileError,
  type CompilerOptions,
  type IgnoredRule,
  type IncludeReader,
  type Linter,
} from "./compiler/index.ts";
export type { Diagnostic, Footer, Label, Replacement, Source } from "./diagnostics/index.ts";
export { type DumpOptions, dumpableModules, dumpModules } from "./dump.ts";
export { type RenderDiagnosticOptions, renderDiagnostic } from "./render.ts";
export { RuleFormatError, type RuleSet } from "./rules/index.ts";
export {
  type DataSource,
  type DataStream,
  DataTooLargeError,
  type DeserializeOptions,
  type LimitMet,
  type ModuleLimit,
  type PatternMatch,
  type RuleMatch,
  type RuleMetadata,
  type RulePatternMatches,
  Rules,
  type RulesOptions,
  Scanner,
  type ScanOptions,
  type ScanResult,
  type ScanStatus,
} from "./scanner/index.ts";
export {
  chooseKernel,
  describePattern,
  type KernelChoice,
  type KernelVariant,
  type PatternFacts,
  type SearchDecision,
} from "./search/index.ts";
export { type Value, VariableError } from "./types/index.ts";
export { version } from "./version.ts";
