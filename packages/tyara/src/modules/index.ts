export type { FunctionContext, Module, ModuleFunction, ModuleInput, RegexpArgument } from "./module.ts";
