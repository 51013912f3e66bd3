/**
 * YARA as text, published as `tyara/language`: what an editor, a linter or a language server needs. It parses and checks rules
 * and says what is wrong with them. It holds no parser of a file format, no search and no scanner.
 *
 * @packageDocumentation
 */
export { Float, float, type GlobalValue, type Value, VariableError } from "@tyara/base";
export {
  Checker,
  type CheckerSurroundings,
  CompileError,
  type CompilerOptions,
  type IgnoredRule,
  type IncludeReader,
  type Linter,
} from "@tyara/language/check";
export {
  type Diagnostic,
  type DiagnosticData,
  type DiagnosticJson,
  DiagnosticRenderer,
  diagnosticData,
  ERROR_CODES,
  type Footer,
  type Label,
  type LabelData,
  LineIndex,
  type PlaceData,
  type Position,
  type Replacement,
  type ReplacementData,
  type Source,
  WARNING_CODES,
} from "@tyara/language/diagnostics";
export { builtinDeclarations, type ModuleDeclaration } from "@tyara/language/modules";
export { type Hir, type ParsedRegexp, parseRegexp, type RegexpError } from "@tyara/language/regexp";
export * from "./syntax.ts";
