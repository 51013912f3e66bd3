export { dumpJson, dumpYaml } from "./dump/index.ts";
export { type FileSignature, hasSignature, saysNothing } from "./file-signature.ts";
export { collectLimits, noteLimitsIn } from "./limits.ts";
export type { FunctionContext, Module, ModuleFunction, ModuleInput, RegexpArgument } from "./module.ts";
export { type BuiltinModulesOptions, builtinModules } from "./registry.ts";
export { allowanceOf, noteFailure, runModule, settled } from "./run-module.ts";
