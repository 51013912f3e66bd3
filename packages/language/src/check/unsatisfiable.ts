/** `==` between a constant and something that is known never to have that value (CW-19). */

import type { ResultConstraint, StructType } from "@tyara/base";
import { type Extra, warnings } from "../diagnostics/index.ts";
import type { Ir } from "../ir/index.ts";
import type { BinaryExpr, Expr } from "../syntax/index.ts";
import { readerConstraints } from "./builtins.ts";
import { type Constant, isConstant } from "./constants.ts";
import { expressionSpan } from "./expression-span.ts";
import type { RuleContext } from "./rule-context.ts";

export function warnIfUnsatisfiable(context: RuleContext, left: Ir, right: Ir, expr: BinaryExpr): void {
  const [leftExpr, rightExpr] = expr.operands as [Expr, Expr];
  const pairs: [Ir, Expr, Ir, Expr][] = [
    [left, leftExpr, right, rightExpr],
    [right, rightExpr, left, leftExpr],
  ];
  for (const [value, valueExpr, constant, constantExpr] of pairs) {
    if (!isConstant(constant)) continue;
    for (const constraint of constraintsOf(context, value)) {
      const violation = findViolation(constraint, constant);
      if (violation === undefined) continue;
      report(context, violation, constantExpr, valueExpr);
      return;
    }
  }
}

/** What is known of each value of an expression. */
function constraintsOf(context: RuleContext, ir: Ir): readonly ResultConstraint[] {
  switch (ir.kind) {
    case "read":
      return readerConstraints(ir.reader);
    case "call":
      return ir.signature.constraints ?? [];
    case "field":
      return (ir.object.type as StructType).fields.get(ir.field)?.isLowercase ? [{ kind: "lowercase" }] : [];
    case "variable": {
      const value = context.variableValues.get(ir.variable);
      return value === undefined ? [] : constraintsOf(context, value);
    }
    default:
      return [];
  }
}

interface Violation {
  /** About the value that is constrained. */
  readonly known: string;
  /** About the constant. */
  readonly found: string;
  /** The constant as it would have to be written, where there is a way. */
  readonly remedy?: (written: string) => string;
}

function findViolation(constraint: ResultConstraint, constant: Constant): Violation | undefined {
  switch (constraint.kind) {
    case "lowercase":
      return hasByte(constant, 0x41, 0x5a)
        ? {
            known: "this is always lower-case",
            found: "here is an upper-case letter",
            remedy: (text) => text.toLowerCase(),
          }
        : undefined;
    case "uppercase":
      return hasByte(constant, 0x61, 0x7a)
        ? {
            known: "this is always upper-case",
            found: "here is a lower-case letter",
            remedy: (text) => text.toUpperCase(),
          }
        : undefined;
    case "length": {
      if (constant.kind !== "string" || constant.value.length === constraint.length) return undefined;
      return {
        known: `this is always ${constraint.length} bytes long`,
        found: `this is ${constant.value.length} bytes long`,
      };
    }
    case "range": {
      if (constant.kind !== "integer") return undefined;
      const { min, max } = constraint;
      if (constant.value >= min && constant.value <= max) return undefined;
      return { known: `this is always between ${min} and ${max}`, found: "this is not" };
    }
  }
}

const hasByte = (constant: Constant, first: number, last: number): boolean =>
  constant.kind === "string" && constant.value.some((byte) => byte >= first && byte <= last);

function report(
  context: RuleContext,
  { known, found, remedy }: Violation,
  constant: Expr,
  value: Expr,
): void {
  const span = expressionSpan(constant);
  const [first, second] =
    span.start < expressionSpan(value).start
      ? [
          { span, text: found },
          { span: expressionSpan(value), text: known },
        ]
      : [
          { span: expressionSpan(value), text: known },
          { span, text: found },
        ];
  const written = context.program.sourceText(span);
  const extra: Extra = {
    labels: [second!],
    replacements: remedy === undefined ? [] : [{ span, text: remedy(written) }],
  };
  context.warn(warnings.unsatisfiableExpr(first!.span, { certainty: "", problem: first!.text }, extra));
}
