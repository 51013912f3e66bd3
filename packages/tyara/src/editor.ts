/**
 * YARA as text that changes, published as `tyara/editor`: what `tyara/language` has, and besides it sources that are read and checked
 * again only where an edit touches them, and how patterns will be looked for. Editors and language servers stand on it.
 *
 * @packageDocumentation
 */
export type {
  Field,
  FunctionSignature,
  FunctionType,
  Parameter,
  StructType,
  Type,
} from "@tyara/base";
export { typeName } from "@tyara/base";
export {
  builtinFunctions,
  type NamesAbove,
  RuleChecker,
  type RuleEntry,
  type RuleReport,
} from "@tyara/language/check";
export { errors } from "@tyara/language/diagnostics";
export {
  type IncludedNames,
  type IncludeResolver,
  SegmentedSource,
  type SegmentReport,
  SourceCheck,
  type SourceReport,
  SourceSegment,
} from "@tyara/language/editing";
export { readSegments, type Segment } from "@tyara/language/syntax";
export { type ExplainedPattern, explainPattern } from "./explain-pattern.ts";
export * from "./language.ts";
