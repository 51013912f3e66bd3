export { Compiler } from "./compiler.ts";
export { emitProgram } from "./emit/index.ts";
export {
  type RequiredBytes,
  type Requirement,
  type RuleRequirement,
  requirementsOf,
} from "./requirements.ts";
export { describePattern } from "./search/index.ts";
