/** `$a`, `#a`, `@a`, `!a` with their anchors, ranges and indexes. */
import type { Span } from "@tyara/base";
import { BOOL, INTEGER } from "@tyara/base";
import { type Extra, errors } from "../diagnostics/index.ts";
import type { Anchor, Ir, PatternRef, Range } from "../ir/index.ts";
import { reject } from "../patterns/index.ts";
import type {
  Anchor as AnchorExpr,
  Expr,
  Identifier,
  PatternCountExpr,
  PatternLengthExpr,
  PatternMatchExpr,
  PatternOffsetExpr,
  Range as RangeExpr,
} from "../syntax/index.ts";
import { requireType } from "./boolean.ts";
import { MAX_INTEGER } from "./constants.ts";
import { expressionSpan } from "./expression-span.ts";
import type { PatternQuestion } from "./pattern-uses.ts";
import type { RuleContext } from "./rule-context.ts";

export function checkPatternMatch(context: RuleContext, expr: PatternMatchExpr): Ir {
  const anchor = expr.anchor && checkAnchor(context, expr.anchor);
  const pattern = resolvePattern(context, expr.name, anchorOffset(anchor), questionOf(anchor));
  return { kind: "pattern-match", pattern, anchor, type: BOOL, span: expr.span };
}

export function checkPatternCount(context: RuleContext, expr: PatternCountExpr): Ir {
  const range = expr.range && checkRange(context, expr.range);
  const pattern = resolvePattern(context, expr.name, undefined, range === undefined ? "list" : "where");
  return { kind: "pattern-count", pattern, range, type: INTEGER, span: expr.span };
}

export function checkPatternDetail(context: RuleContext, expr: PatternOffsetExpr | PatternLengthExpr): Ir {
  const index = expr.index && checkMatchIndex(context, expr.index);
  const pattern = resolvePattern(context, expr.name, undefined, "list");
  return { kind: expr.kind, pattern, index, type: INTEGER, span: expr.span };
}

/** Matches are counted from 1. */
function checkMatchIndex(context: RuleContext, expr: Expr): Ir {
  const index = context.check(expr);
  requireType(index, expr, ["integer"]);
  if (index.kind === "integer" && index.value < 1n)
    reject(errors.numberOutOfRange(expressionSpan(expr), { min: 1, max: MAX_INTEGER }));
  return index;
}

/** Who writes `!x` may mean `not x`. */
function hintFor(name: string, { start }: Span): Extra {
  if (!name.startsWith("!")) return {};
  const text = "`!` stands for the length of a match: write `not` for a negation";
  return {
    footers: [{ kind: "help", text }],
    replacements: [{ span: { start, end: start + 1 }, text: "not " }],
  };
}

/** The pattern of a name, or the one of the enclosing loop for a bare sigil. Notes how it is used. */
function resolvePattern(
  context: RuleContext,
  { name, span }: Identifier,
  anchor: bigint | undefined,
  question: PatternQuestion,
): PatternRef {
  if (name.length === 1) {
    if (!context.useCurrentPattern(question)) {
      const label = `\`${name}\` means the pattern of a \`for … of\` loop, but there is no such loop around`;
      reject(errors.syntaxError(span, { found: label }));
    }
    return { kind: "current" };
  }
  const index = context.patterns.find(name.slice(1));
  if (index === undefined) return reject(errors.unknownPattern(span, { name }, hintFor(name, span)));
  context.patterns.use(index, anchor, question);
  return context.patterns.reference(index);
}

export function checkAnchor(context: RuleContext, expr: AnchorExpr): Anchor {
  if (expr.kind === "in") return { kind: "in", range: checkRange(context, expr.range) };
  return { kind: "at", offset: checkNatural(context, expr.offset) };
}

/** What an anchor asks, or the lack of one. */
export function questionOf(anchor: Anchor | undefined): PatternQuestion {
  return anchor === undefined ? "whether" : "where";
}

/** The constant offset of an anchor. */
export function anchorOffset(anchor: Anchor | undefined): bigint | undefined {
  return anchor?.kind === "at" && anchor.offset.kind === "integer" ? anchor.offset.value : undefined;
}

/** `(lower..upper)`; known bounds must be natural numbers in order. */
export function checkRange(context: RuleContext, expr: RangeExpr): Range {
  const lower = checkNatural(context, expr.lower);
  const upper = checkNatural(context, expr.upper);
  if (lower.kind === "integer" && upper.kind === "integer" && lower.value > upper.value)
    reject(errors.invalidRange(expr.span, { lower: lower.value, upper: upper.value }));
  return { lower, upper };
}

/** An integer expression that is not known to be negative. */
export function checkNatural(context: RuleContext, expr: Expr): Ir {
  const value = context.check(expr);
  requireType(value, expr, ["integer"]);
  if (value.kind === "integer" && value.value < 0n)
    reject(errors.unexpectedNegativeNumber(expressionSpan(expr)));
  return value;
}
