export { builtinFunctions } from "./builtins.ts";
export { Checker, type CheckerSurroundings, type IgnoredRule } from "./checker.ts";
export { CompileError } from "./compile-error.ts";
export type { IncludeReader } from "./includes.ts";
export type { Linter, MetadataLinter, MetadataType } from "./linters.ts";
export type { BannedModule, CompilerOptions } from "./options.ts";
export type { RuleEntry } from "./program-builder.ts";
export { type NamesAbove, RuleChecker, type RuleReport } from "./rule-checker.ts";
