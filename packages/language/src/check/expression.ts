/**
 * From syntax to typed IR, one expression at a time: the checker's dispatch.
 *
 * Operands are checked from left to right before their types are compared, so that the error reported is the one YARA-X
 * reports. Recursion is bounded by the parser's nesting limit.
 */
import { INTEGER, REGEXP, unreachable } from "@tyara/base";
import { errors } from "../diagnostics/index.ts";
import type { Ir } from "../ir/index.ts";
import { reject } from "../patterns/index.ts";
import type { Expr, RegexpLiteral, UnaryExpr } from "../syntax/index.ts";
import { checkDefined, checkLogic, checkNot } from "./boolean.ts";
import { bool, float, integer, string } from "./constants.ts";
import { checkCall, checkField, checkIdentifier, checkIndex } from "./names.ts";
import { checkComplement, checkNegate, checkOperator } from "./operators.ts";
import { checkPatternCount, checkPatternDetail, checkPatternMatch } from "./patterns.ts";
import { checkForIn, checkForOf, checkOf, checkWith } from "./quantified.ts";
import type { RuleContext } from "./rule-context.ts";

export function checkExpression(context: RuleContext, expr: Expr): Ir {
  switch (expr.kind) {
    case "integer":
      return integer(expr.value, expr.span);
    case "float":
      return float(expr.value, expr.span);
    case "bool":
      return bool(expr.value, expr.span);
    case "string":
      return string(expr.value, expr.span);
    case "regexp":
      return checkRegexp(context, expr);
    case "filesize":
      return { kind: "filesize", type: INTEGER, span: expr.span };
    case "entrypoint":
      return rejectEntrypoint(expr.span);
    case "identifier":
      return checkIdentifier(context, expr);
    case "field":
      return checkField(context, expr);
    case "index":
      return checkIndex(context, expr);
    case "call":
      return checkCall(context, expr);
    case "unary":
      return checkUnary(context, expr);
    case "binary":
      return expr.operator === "and" || expr.operator === "or"
        ? checkLogic(context, expr)
        : checkOperator(context, expr);
    case "pattern-match":
      return checkPatternMatch(context, expr);
    case "pattern-count":
      return checkPatternCount(context, expr);
    case "pattern-offset":
    case "pattern-length":
      return checkPatternDetail(context, expr);
    case "of":
      return checkOf(context, expr);
    case "for-of":
      return checkForOf(context, expr);
    case "for-in":
      return checkForIn(context, expr);
    case "with":
      return checkWith(context, expr);
    default:
      return unreachable(expr);
  }
}

function checkUnary(context: RuleContext, expr: UnaryExpr): Ir {
  switch (expr.operator) {
    case "not":
      return checkNot(context, expr);
    case "defined":
      return checkDefined(context, expr);
    case "-":
      return checkNegate(context, expr);
    case "~":
      return checkComplement(context, expr);
  }
}

function checkRegexp(context: RuleContext, literal: RegexpLiteral): Ir {
  return { kind: "regexp", regexp: context.program.regexp(literal), type: REGEXP, span: literal.span };
}

function rejectEntrypoint(span: Expr["span"]): never {
  const footers = [
    { kind: "help", text: "use `pe.entry_point`, `elf.entry_point` or `macho.entry_point`" } as const,
  ];
  return reject(
    errors.entrypointUnsupported(span, { footers, replacements: [{ span, text: "pe.entry_point" }] }),
  );
}
