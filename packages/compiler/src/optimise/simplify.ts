/**
 * Constant folding and boolean simplification, from the leaves up.
 *
 * What is dropped must be pure, and an operand that can be undefined is only taken out of an `and` or `or` together with
 * it: alone, it would no longer be taken as false.
 */
import type { ComparisonOperator, Ir, IrOf } from "@tyara/language/ir";
import { mapChildren, UndefinedAnalysis } from "@tyara/language/ir";
import { isPure } from "./purity.ts";

/** The same condition, simpler. */
export function simplify(ir: Ir): Ir {
  return simplifyNode(mapChildren(ir, simplify));
}

function simplifyNode(ir: Ir): Ir {
  switch (ir.kind) {
    case "and":
      return simplifyLogic(ir, false);
    case "or":
      return simplifyLogic(ir, true);
    case "not":
      return simplifyNot(ir);
    case "defined":
      return isAlwaysDefined(ir.operand) && isPure(ir.operand) ? bool(ir, true) : ir;
    case "compare":
      return simplifyComparison(ir);
    case "arithmetic":
      return simplifyArithmetic(ir);
    case "negate":
      return ir.operand.kind === "integer" ? integer(ir, -ir.operand.value) : ir;
    case "complement":
      return ir.operand.kind === "integer" ? integer(ir, ~ir.operand.value) : ir;
    case "convert":
      return simplifyConversion(ir);
    default:
      return ir;
  }
}

const bool = ({ type, span }: Ir, value: boolean): Ir => ({ kind: "bool", value, type, span });
const integer = ({ type, span }: Ir, value: bigint): Ir => {
  return { kind: "integer", value: BigInt.asIntN(64, value), type, span };
};

/** Whether it has a value wherever it stands; of variables nothing is known here. */
function isAlwaysDefined(ir: Ir): boolean {
  return !new UndefinedAnalysis().of(ir);
}

/** `decisive` is the operand that settles the matter: false for `and`, true for `or`. */
function simplifyLogic(ir: IrOf<"and" | "or">, decisive: boolean): Ir {
  const operands: Ir[] = [];
  const isNested = ir.operands.some(({ kind }) => kind === ir.kind);
  const all = isNested
    ? ir.operands.flatMap((one) => (one.kind === ir.kind ? one.operands : [one]))
    : ir.operands;
  for (const operand of all) {
    if (operand.kind !== "bool") operands.push(operand);
    else if (operand.value === decisive) {
      if (operands.every(isPure)) return bool(ir, decisive);
      operands.push(operand);
      break;
    }
  }
  if (operands.length === 0) return bool(ir, !decisive);
  const [only] = operands;
  if (operands.length === 1 && only && isAlwaysDefined(only)) return only;
  return isSameList(operands, ir.operands) ? ir : { ...ir, operands };
}

function isSameList(a: readonly Ir[], b: readonly Ir[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

function simplifyNot(ir: IrOf<"not">): Ir {
  const { operand } = ir;
  if (operand.kind === "bool") return bool(ir, !operand.value);
  return operand.kind === "not" ? operand.operand : ir;
}

function simplifyComparison(ir: IrOf<"compare">): Ir {
  const { left, right, operator } = ir;
  if (left.kind === "integer" && right.kind === "integer")
    return bool(ir, holds(operator, left.value, right.value));
  if (left.kind === "float" && right.kind === "float")
    return bool(ir, holds(operator, left.value, right.value));
  return ir;
}

function holds<T extends bigint | number>(operator: ComparisonOperator, left: T, right: T): boolean {
  switch (operator) {
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}

/** Integers only: floats keep the host's rounding at run time. Division by 0 stays, it is undefined. */
function simplifyArithmetic(ir: IrOf<"arithmetic">): Ir {
  let result: bigint | undefined;
  for (const operand of ir.operands) {
    if (operand.kind !== "integer") return ir;
    result = result === undefined ? operand.value : calculate(ir.operator, result, operand.value);
    if (result === undefined) return ir;
  }
  return result === undefined ? ir : integer(ir, result);
}

function calculate(
  operator: IrOf<"arithmetic">["operator"],
  left: bigint,
  right: bigint,
): bigint | undefined {
  switch (operator) {
    case "add":
      return BigInt.asIntN(64, left + right);
    case "subtract":
      return BigInt.asIntN(64, left - right);
    case "multiply":
      return BigInt.asIntN(64, left * right);
    case "divide":
      return right === 0n ? undefined : BigInt.asIntN(64, left / right);
    case "modulo":
      return right === 0n ? undefined : left % right;
  }
}

function simplifyConversion(ir: IrOf<"convert">): Ir {
  const { operand, type } = ir;
  if (type.kind === "bool" && operand.kind === "integer") return bool(ir, operand.value !== 0n);
  if (type.kind === "bool" && operand.kind === "string") return bool(ir, operand.value.length > 0);
  if (type.kind === "float" && operand.kind === "integer") {
    return { kind: "float", value: Number(operand.value), type, span: ir.span };
  }
  return ir;
}
