export { CompileError } from "./compile-error.ts";
export { Compiler, type IgnoredRule } from "./compiler.ts";
export { emitProgram } from "./emit/index.ts";
export type { IncludeReader } from "./includes.ts";
export type * from "./ir.ts";
export type { Linter, MetadataLinter, MetadataType } from "./linters.ts";
export type { BannedModule, CompilerOptions } from "./options.ts";
