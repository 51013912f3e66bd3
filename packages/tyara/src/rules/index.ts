export {
  type HostImport,
  hostImports,
  type Import,
  type KernelImport,
  kernelImports,
  mainExport,
  minimumPages,
  nocaseOperators,
  SharedSlot,
  SharedState,
} from "./linkage.ts";
export type {
  FunctionUse,
  GlobalsInfo,
  ModuleUse,
  RuleInfo,
  RulePattern,
  RuleSet,
  SlotLayout,
  StateLayout,
  StructLayout,
} from "./rule-set.ts";
export { packRules, RuleReader, type RuleTable } from "./rule-table.ts";
export { deserialiseRuleSet, RuleFormatError, serialiseRuleSet } from "./serialise.ts";
