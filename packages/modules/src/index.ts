export { builtinModules } from "./registry.ts";
