/** Expressions as conditions: what may stand for a truth value, and `and`, `or`, `not`, `defined`. */

import { BOOL, type Type } from "@tyara/base";
import { errors, warnings } from "../diagnostics/index.ts";
import type { Ir } from "../ir/index.ts";
import { reject } from "../patterns/index.ts";
import type { BinaryExpr, Expr, UnaryExpr } from "../syntax/index.ts";
import { bool, constantTruth } from "./constants.ts";
import { chainOperands, expressionSpan } from "./expression-span.ts";
import { describeType, type RuleContext } from "./rule-context.ts";

const TRUTH_NOTES: Partial<Record<Type["kind"], string>> = {
  integer: "zero counts as `false`, any other integer as `true`",
  float: "zero counts as `false`, any other float as `true`",
  string: 'the empty string (`""`) counts as `false`, any other string as `true`',
};

/** The expression as a truth value. Numbers and strings are converted, with a warning; anything else is E002. */
export function checkCondition(context: RuleContext, expr: Expr): Ir {
  return toCondition(context, context.check(expr), expr);
}

/** An expression checked before, as a truth value. */
export function toCondition(context: RuleContext, ir: Ir, expr: Expr): Ir {
  requireTruthType(context, ir, expr);
  return asTruth(ir);
}

/** Warns of numbers and strings that stand for truth values, refuses what cannot. */
export function requireTruthType(context: RuleContext, ir: Ir, expr: Expr): void {
  if (!mayBeCondition(ir)) rejectAsCondition(ir, expr);
  warnIfNotBool(context, ir, expr);
}

const mayBeCondition = ({ type }: Ir): boolean =>
  type.kind === "bool" || TRUTH_NOTES[type.kind] !== undefined;

function warnIfNotBool(context: RuleContext, { type }: Ir, expr: Expr): void {
  if (type.kind === "bool") return;
  const note = TRUTH_NOTES[type.kind];
  const footers = note === undefined ? [] : [{ kind: "note", text: note } as const];
  context.warn(warnings.nonBoolExpr(expressionSpan(expr), { type: describeType(type) }, { footers }));
}

function rejectAsCondition({ type }: Ir, expr: Expr): never {
  const hint =
    type.kind === "function"
      ? [{ kind: "help", text: "to call the function, put `()` behind its name" } as const]
      : [];
  return reject(
    errors.wrongType(
      expressionSpan(expr),
      { expected: "a boolean", actual: describeType(type) },
      { footers: hint },
    ),
  );
}

/** The conversion itself; constants convert to constants. */
export function asTruth(ir: Ir): Ir {
  if (ir.type.kind === "bool") return ir;
  const truth = constantTruth(ir);
  return truth === undefined
    ? { kind: "convert", operand: ir, type: BOOL, span: ir.span }
    : bool(truth, ir.span);
}

/** `and`, `or` over any number of operands. */
export function checkLogic(context: RuleContext, expr: BinaryExpr): Ir {
  const exprs = chainOperands(expr);
  const values = exprs.map((operand) => context.check(operand));
  // Compat: here, unlike anywhere else, warnings come before the error, and even for what cannot be a condition.
  values.forEach((value, i) => {
    warnIfNotBool(context, value, exprs[i]!);
  });
  values.forEach((value, i) => {
    if (!mayBeCondition(value)) rejectAsCondition(value, exprs[i]!);
  });
  const operands = values.map(asTruth);
  return joinLogic(expr.operator === "and" ? "and" : "or", operands, expressionSpan(expr));
}

/** Constants that decide the result fold the whole; those that cannot are left out. */
function joinLogic(kind: "and" | "or", operands: readonly Ir[], span: Ir["span"]): Ir {
  const deciding = kind === "or";
  const open: Ir[] = [];
  for (const operand of operands) {
    const truth = constantTruth(operand);
    if (truth === deciding) return bool(deciding, span);
    if (truth === undefined) open.push(operand);
  }
  return open.length === 0 ? bool(!deciding, span) : { kind, operands: open, type: BOOL, span };
}

export function checkNot(context: RuleContext, expr: UnaryExpr): Ir {
  const value = context.check(expr.operand);
  const operand = toCondition(context, value, expr.operand);
  const span = expressionSpan(expr);
  // Compat: only booleans fold under `not`, so that `not 0` is not called invariant.
  if (value.kind === "bool") return bool(!value.value, span);
  return { kind: "not", operand, type: BOOL, span };
}

export function checkDefined(context: RuleContext, expr: UnaryExpr): Ir {
  const operand = context.check(expr.operand);
  requireType(operand, expr.operand, SCALARS);
  return { kind: "defined", operand, type: BOOL, span: expressionSpan(expr) };
}

/** Types of operands by name, in the order in which messages list them. */
export const SCALARS = ["bool", "float", "integer", "string"] as const;
export const NUMBERS = ["float", "integer"] as const;

/** E002 unless the value has one of the types. */
export function requireType(ir: Ir, expr: Expr, kinds: readonly Type["kind"][]): void {
  if (kinds.includes(ir.type.kind)) return;
  const names = kinds
    .map((kind) => (kind === "bool" ? "boolean" : kind))
    .map((name) => (/^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`));
  const last = names.pop()!;
  const expected = names.length === 0 ? last : `${names.join(", ")} or ${last}`;
  reject(errors.wrongType(expressionSpan(expr), { expected, actual: describeType(ir.type) }));
}
