export { Checker, type CheckerSurroundings, type IgnoredRule } from "./checker.ts";
export { CompileError } from "./compile-error.ts";
export type { IncludeReader } from "./includes.ts";
export type { Linter, MetadataLinter, MetadataType } from "./linters.ts";
export type { BannedModule, CompilerOptions } from "./options.ts";
