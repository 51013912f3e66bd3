/** Arithmetic, bit operations, comparisons, string tests, `matches`. */
import type { Span } from "@tyara/base";
import { BOOL, FLOAT, INTEGER } from "@tyara/base";
import { errors, warnings } from "../diagnostics/index.ts";
import type {
  ArithmeticOperator,
  BitwiseOperator,
  ComparisonOperator,
  Ir,
  StringOperator,
  Variable,
} from "../ir/index.ts";
import { reject } from "../patterns/index.ts";
import type { BinaryExpr, BinaryOperator, Expr, UnaryExpr } from "../syntax/index.ts";
import { NUMBERS, requireType, SCALARS } from "./boolean.ts";
import { float, foldArithmetic, foldBitwise, integer } from "./constants.ts";
import { chainOperands, expressionSpan, wholeSpan } from "./expression-span.ts";
import { describeType, type RuleContext } from "./rule-context.ts";
import { warnIfUnsatisfiable } from "./unsatisfiable.ts";

const ARITHMETIC: Partial<Record<BinaryOperator, ArithmeticOperator>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "\\": "divide",
  "%": "modulo",
};

const BITWISE: Partial<Record<BinaryOperator, BitwiseOperator>> = {
  "&": "and",
  "|": "or",
  "^": "xor",
  "<<": "shift-left",
  ">>": "shift-right",
};

const COMPARISONS: readonly string[] = ["==", "!=", "<", "<=", ">", ">="];

/** Any binary operator but `and` and `or`. */
export function checkOperator(context: RuleContext, expr: BinaryExpr): Ir {
  const arithmetic = ARITHMETIC[expr.operator];
  if (arithmetic !== undefined) return checkArithmetic(context, expr, arithmetic);
  let left = context.check(expr.operands[0]!);
  let leftExpr = expr.operands[0]!;
  for (let i = 1; i < expr.operands.length; i++) {
    const right = context.check(expr.operands[i]!);
    const pair: BinaryExpr = { ...expr, operands: [leftExpr, expr.operands[i]!] };
    left = checkPair(context, pair, left, right);
    leftExpr = pair;
  }
  return left;
}

function checkPair(context: RuleContext, expr: BinaryExpr, left: Ir, right: Ir): Ir {
  const bitwise = BITWISE[expr.operator];
  if (bitwise !== undefined) return checkBitwise(expr, bitwise, left, right);
  if (COMPARISONS.includes(expr.operator)) return checkComparison(context, expr, left, right);
  if (expr.operator === "matches") return checkMatches(expr, left, right);
  requireType(left, expr.operands[0]!, ["string"]);
  requireType(right, expr.operands[1]!, ["string"]);
  return {
    kind: "string-test",
    operator: expr.operator as StringOperator,
    left,
    right,
    type: BOOL,
    span: expressionSpan(expr),
  };
}

function checkArithmetic(context: RuleContext, expr: BinaryExpr, operator: ArithmeticOperator): Ir {
  const exprs = chainOperands(expr);
  const values = exprs.map((operand) => context.check(operand));
  const types = operator === "modulo" ? (["integer"] as const) : NUMBERS;
  values.forEach((value, i) => {
    requireType(value, exprs[i]!, types);
  });
  const span = expressionSpan(expr);
  const folded = foldArithmetic(operator, values, span);
  if (folded !== undefined) return folded;
  const firstFloat = values.findIndex((value) => value.type.kind === "float");
  if (firstFloat < 0) return { kind: "arithmetic", operator, operands: values, type: INTEGER, span };
  const operands = operator === "divide" ? divideIntegers(values, firstFloat, exprs) : values;
  return { kind: "arithmetic", operator, operands: operands.map(toFloat), type: FLOAT, span };
}

/**
 * The operands of a division of floats. The integers before the first float are divided as integers: `7 \ 2 \ 2.0` is
 * 1.5, and `7 \ 0 \ 2.0` is undefined. Compat: in chains of `+`, `-` and `*` a float makes every operand a float.
 */
function divideIntegers(values: readonly Ir[], firstFloat: number, exprs: readonly Expr[]): readonly Ir[] {
  if (firstFloat < 2) return values;
  const operands = values.slice(0, firstFloat);
  const span = { start: expressionSpan(exprs[0]!).start, end: expressionSpan(exprs[firstFloat - 1]!).end };
  const quotient: Ir = { kind: "arithmetic", operator: "divide", operands, type: INTEGER, span };
  return [quotient, ...values.slice(firstFloat)];
}

function toFloat(ir: Ir): Ir {
  if (ir.type.kind === "float") return ir;
  return ir.kind === "integer"
    ? float(Number(ir.value), ir.span)
    : { kind: "convert", operand: ir, type: FLOAT, span: ir.span };
}

function checkBitwise(expr: BinaryExpr, operator: BitwiseOperator, left: Ir, right: Ir): Ir {
  const [leftExpr, rightExpr] = expr.operands as [Expr, Expr];
  requireType(left, leftExpr, ["integer"]);
  requireType(right, rightExpr, ["integer"]);
  const isShift = operator === "shift-left" || operator === "shift-right";
  if (isShift && right.kind === "integer" && right.value < 0n)
    reject(errors.unexpectedNegativeNumber(expressionSpan(rightExpr)));
  const span = expressionSpan(expr);
  if (left.kind === "integer" && right.kind === "integer")
    return integer(foldBitwise(operator, left.value, right.value), span);
  return { kind: "bitwise", operator, left, right, type: INTEGER, span };
}

export function checkNegate(context: RuleContext, expr: UnaryExpr): Ir {
  const operand = context.check(expr.operand);
  requireType(operand, expr.operand, NUMBERS);
  const span = expressionSpan(expr);
  if (operand.kind === "integer") return integer(BigInt.asIntN(64, -operand.value), span);
  if (operand.kind === "float") return float(-operand.value, span);
  return { kind: "negate", operand, type: operand.type, span };
}

export function checkComplement(context: RuleContext, expr: UnaryExpr): Ir {
  const operand = context.check(expr.operand);
  requireType(operand, expr.operand, ["integer"]);
  const span = expressionSpan(expr);
  if (operand.kind === "integer") return integer(~operand.value, span);
  return { kind: "complement", operand, type: INTEGER, span };
}

function checkMatches(expr: BinaryExpr, operand: Ir, regexp: Ir): Ir {
  const [operandExpr, regexpExpr] = expr.operands as [Expr, Expr];
  requireType(operand, operandExpr, ["string"]);
  requireType(regexp, regexpExpr, ["regexp"]);
  if (regexp.kind !== "regexp") return rejectRegexp(regexpExpr);
  return { kind: "matches", operand, regexp: regexp.regexp, type: BOOL, span: expressionSpan(expr) };
}

const rejectRegexp = (expr: Expr): never =>
  reject(
    errors.wrongType(expressionSpan(expr), {
      expected: "a regular expression literal",
      actual: "another expression",
    }),
  );

function checkComparison(context: RuleContext, expr: BinaryExpr, left: Ir, right: Ir): Ir {
  const [leftExpr, rightExpr] = expr.operands as [Expr, Expr];
  const operator = expr.operator as ComparisonOperator;
  const accepted = operator === "==" ? SCALARS : (["float", "integer", "string"] as const);
  requireType(left, leftExpr, accepted);
  requireType(right, rightExpr, accepted);
  const span = expressionSpan(expr);
  const [a, b] = [left.type.kind, right.type.kind];
  if (a === b) {
    if (operator === "==") warnIfUnsatisfiable(context, left, right, expr);
    return { kind: "compare", operator, left, right, type: BOOL, span };
  }
  if (isNumber(a) && isNumber(b))
    return { kind: "compare", operator, left: toFloat(left), right: toFloat(right), type: BOOL, span };
  if (a === "bool" && b === "integer") return compareBool(context, expr, left, right, leftExpr);
  if (a === "integer" && b === "bool") return compareBool(context, expr, right, left, rightExpr);
  return reject(
    errors.mismatchingTypes(
      expressionSpan(leftExpr),
      { left: describeType(left.type), right: describeType(right.type) },
      {
        labels: [{ span: expressionSpan(rightExpr), text: `this is ${describeType(right.type)}` }],
      },
    ),
  );
}

const isNumber = (kind: string): boolean => kind === "integer" || kind === "float";

/** `bool == 0` and `bool == 1` become the operand itself or its negation (TY-3); other integers are compared as such. */
function compareBool(context: RuleContext, expr: BinaryExpr, boolean: Ir, number: Ir, booleanExpr: Expr): Ir {
  const span = expressionSpan(expr);
  if (number.kind === "integer" && (number.value === 0n || number.value === 1n)) {
    const isNegated = number.value === 0n;
    const text = context.program.sourceText(wholeSpan(booleanExpr));
    context.warn(
      warnings.boolIntComparison(span, {
        replacements: [{ span, text: isNegated ? `not ${text}` : text }],
      }),
    );
    return isNegated ? { kind: "not", operand: boolean, type: BOOL, span } : boolean;
  }
  return compareAsNumber(context, boolean, number, span);
}

/**
 * Whether an integer is 1 for a true boolean or 0 for a false one; undefined when either is. Both are evaluated once. The
 * IR has no conversion from booleans, because this is the only place that would need it.
 */
function compareAsNumber(context: RuleContext, boolean: Ir, number: Ir, span: Span): Ir {
  const flag = context.newVariable("flag", BOOL);
  const value = context.newVariable("value", INTEGER);
  const read = ({ id, type }: Variable): Ir => ({ kind: "variable", variable: id, type, span });
  const equals = (left: Ir, right: Ir): Ir => ({
    kind: "compare",
    operator: "==",
    left,
    right,
    type: BOOL,
    span,
  });
  const isOne = equals(read(flag), equals(read(value), integer(1n, span)));
  const isZero = equals(
    { kind: "not", operand: read(flag), type: BOOL, span },
    equals(read(value), integer(0n, span)),
  );
  const both: Ir = { kind: "and", operands: [isOne, isZero], type: BOOL, span };
  // `and` takes undefined for false; comparing with what is true unless it is undefined keeps it undefined.
  const body = equals(both, equals(isOne, isOne));
  const declarations = [
    { variable: flag, value: boolean },
    { variable: value, value: number },
  ];
  return { kind: "with", declarations, body, type: BOOL, span };
}
