export type {
  FunctionUse,
  GlobalsInfo,
  ModuleUse,
  RuleInfo,
  RuleMeta,
  RulePattern,
  RuleSet,
  SlotLayout,
  StateLayout,
  StructLayout,
} from "./rule-set.ts";
