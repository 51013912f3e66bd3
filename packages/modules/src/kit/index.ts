export {
  defineModule,
  type ModuleContext,
  type ModuleDefinition,
  type ModuleFunctions,
} from "./define-module.ts";
export { collectLimits, noteLimit, noteLimitsIn } from "./limits.ts";
export { allowanceOf, noteFailure, runModule, settled } from "./run-module.ts";
