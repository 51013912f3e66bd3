export { RuleFormatError } from "./format-error.ts";
export {
  type HostImport,
  hostImports,
  type Import,
  importAll,
  type KernelImport,
  kernelImports,
  mainExport,
  minimumPages,
  nocaseOperators,
  SharedSlot,
  SharedState,
} from "./linkage.ts";
export { meterCode } from "./meter-code.ts";
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
export { deserialiseRuleSet, sealRuleSet, serialiseRuleSet } from "./serialise.ts";
export { layOutState, ruleSetWords, type StateSizes, stateEnd } from "./state-layout.ts";
