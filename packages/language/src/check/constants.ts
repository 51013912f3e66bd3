/**
 * Constants of the checker: exact 64-bit arithmetic on values known at compile time.
 *
 * Folding happens where the rules of the language depend on it (negative offsets, empty ranges, invariant conditions):
 * `+ - *`, negation, bit operations, `not`, `and`, `or`. Division, comparisons and string tests stay as they are for the
 * optimiser. Compat: YARA-X folds `+ - *` in floating point and so loses precision above 2^53; here integers are exact.
 */
import type { Span } from "@tyara/base";
import { BOOL, FLOAT, INTEGER, STRING } from "@tyara/base";
import { errors } from "../diagnostics/index.ts";
import type { ArithmeticOperator, BitwiseOperator, Ir } from "../ir/index.ts";
import { reject } from "../patterns/index.ts";

const MIN_INTEGER = -(1n << 63n);
const MAX_INTEGER: bigint = (1n << 63n) - 1n;

/** The largest integer there is, as ranges of messages show it. */
export { MAX_INTEGER };

export const integer = (value: bigint, span: Span): Ir => ({ kind: "integer", value, type: INTEGER, span });
export const float = (value: number, span: Span): Ir => ({ kind: "float", value, type: FLOAT, span });
export const bool = (value: boolean, span: Span): Ir => ({ kind: "bool", value, type: BOOL, span });
export const string = (value: Uint8Array, span: Span): Ir => ({ kind: "string", value, type: STRING, span });

/** A node that stands for a value known now. */
export type Constant = Extract<Ir, { kind: "integer" | "float" | "bool" | "string" }>;

export function isConstant(ir: Ir): ir is Constant {
  return ir.kind === "integer" || ir.kind === "float" || ir.kind === "bool" || ir.kind === "string";
}

/** The truth of a constant of any type; `undefined` for what is not constant. */
export function constantTruth(ir: Ir): boolean | undefined {
  switch (ir.kind) {
    case "bool":
      return ir.value;
    case "integer":
      return ir.value !== 0n;
    case "float":
      return ir.value !== 0;
    case "string":
      return ir.value.length > 0;
    default:
      return undefined;
  }
}

/** The value of `+ - *` over constants, or `undefined`; E007 when integers leave 64 bits. */
export function foldArithmetic(
  operator: ArithmeticOperator,
  operands: readonly Ir[],
  span: Span,
): Ir | undefined {
  if (operator === "divide" || operator === "modulo") return undefined;
  const values: (bigint | number)[] = [];
  for (const operand of operands) {
    if (operand.kind !== "integer" && operand.kind !== "float") return undefined;
    values.push(operand.value);
  }
  if (values.some((value) => typeof value === "number"))
    return float(
      values
        .map(Number)
        .reduce((a, b) => (operator === "add" ? a + b : operator === "subtract" ? a - b : a * b)),
      span,
    );
  const result = (values as bigint[]).reduce((a, b) =>
    operator === "add" ? a + b : operator === "subtract" ? a - b : a * b,
  );
  if (result < MIN_INTEGER || result > MAX_INTEGER)
    reject(errors.numberOutOfRange(span, { min: MIN_INTEGER, max: MAX_INTEGER }));
  return integer(result, span);
}

/** The value of a bit operation on two integers; shifts by 64 and more give 0 (SM-4). */
export function foldBitwise(operator: BitwiseOperator, left: bigint, right: bigint): bigint {
  switch (operator) {
    case "and":
      return left & right;
    case "or":
      return left | right;
    case "xor":
      return left ^ right;
    case "shift-left":
      return right >= 64n ? 0n : BigInt.asIntN(64, left << right);
    case "shift-right":
      return right >= 64n ? 0n : left >> right;
  }
}
