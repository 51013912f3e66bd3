/**
 * Where an expression begins and ends for the purpose of a message: parentheses around operands do not count, and a call
 * of a method or of a module's function begins at the function's name. Compat: YARA-X's places (corpus of goldens).
 */
import type { Span } from "@tyara/base";
import type { BinaryExpr, Expr } from "../syntax/index.ts";

/** The place of an expression in messages. */
export function expressionSpan(expr: Expr): Span {
  const start = startOf(expr);
  const end = endOf(expr);
  // Perf: nearly always it is the place that the expression has anyway.
  return start === expr.span.start && end === expr.span.end ? expr.span : { start, end };
}

function startOf(expr: Expr): number {
  for (let at = expr; ; ) {
    switch (at.kind) {
      case "binary":
        at = at.operands[0]!;
        break;
      case "field":
      case "index":
        at = at.object;
        break;
      case "call":
        return at.callee.kind === "field" ? at.callee.field.span.start : at.callee.span.start;
      case "of":
        if (at.quantifier.kind !== "count" && at.quantifier.kind !== "percentage") return at.span.start;
        at = at.quantifier.value;
        break;
      default:
        return at.span.start;
    }
  }
}

function endOf(expr: Expr): number {
  for (let at = expr; ; ) {
    if (at.kind === "binary") at = at.operands.at(-1)!;
    else if (at.kind === "unary") at = at.operand;
    else if (at.kind === "pattern-match" && at.anchor?.kind === "at") at = at.anchor.offset;
    else if (at.kind === "of" && at.anchor?.kind === "at") at = at.anchor.offset;
    else return at.span.end;
  }
}

/** Everything that was written for the expression, the receiver of a call included. */
export function wholeSpan(expr: Expr): Span {
  let at = expr;
  while (at.kind === "field" || at.kind === "index" || at.kind === "call")
    at = at.kind === "call" ? at.callee : at.object;
  return { start: startOf(at), end: endOf(expr) };
}

/**
 * The operands of a chain of one operator, a chain in parentheses at its left end included: `(a + b) + c` has three.
 * Compat: all operands of a chain are checked before their types are compared.
 */
export function chainOperands(expr: BinaryExpr): readonly Expr[] {
  let { operands } = expr;
  for (
    let first = operands[0]!;
    first.kind === "binary" && first.operator === expr.operator;
    first = operands[0]!
  )
    operands = [...first.operands, ...operands.slice(1)];
  return operands;
}
