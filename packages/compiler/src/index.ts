export { Compiler } from "./compiler.ts";
export { dumpIr } from "./dump.ts";
export { emitProgram } from "./emit/index.ts";
export { dumpRuleCode, inspectRules, type RuleInspection } from "./inspect.ts";
export {
  type RequiredBytes,
  type Requirement,
  type RuleRequirement,
  requirementsOf,
} from "./requirements.ts";
export { describePattern } from "./search/index.ts";
