export {
  type Anchor,
  type ArithmeticOperator,
  type BitwiseOperator,
  type CheckedPattern,
  type CheckedProgram,
  type CheckedRegexp,
  type CheckedRule,
  type ComparisonOperator,
  type Declaration,
  GLOBALS_MODULE,
  type Ir,
  type IrKind,
  type IrOf,
  type Iterable,
  type PatternId,
  type PatternRef,
  type Quantifier,
  type Range,
  type Reader,
  type RegexpId,
  type RuleId,
  type StringOperator,
  type Variable,
  type VariableId,
} from "./ir.ts";
export { childrenOfIr } from "./ir-children.ts";
export type { LiteralSpec, PatternForms, PatternSpec, RegexpSpec } from "./pattern-spec.ts";
export { mapChildren, withCondition } from "./rewrite.ts";
export { UndefinedAnalysis } from "./undefined.ts";
