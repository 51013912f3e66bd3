/** `of`, `for … of`, `for … in`, `with`: quantifiers, sets of patterns, loops and their variables. */
import { BOOL, INTEGER, type Span, STRING, sameType, spendWork, type Type } from "@tyara/base";
import { errors, warnings } from "../diagnostics/index.ts";
import type { Declaration, Ir, Iterable, Quantifier, Variable } from "../ir/index.ts";
import { reject } from "../patterns/index.ts";
import type {
  Expr,
  ForInExpr,
  ForOfExpr,
  Iterable as IterableExpr,
  OfExpr,
  PatternSet,
  PatternSetItem,
  Quantifier as QuantifierExpr,
  WithExpr,
} from "../syntax/index.ts";
import { checkCondition, requireTruthType, requireType, SCALARS } from "./boolean.ts";
import { isConstant } from "./constants.ts";
import { expressionSpan } from "./expression-span.ts";
import { maxJumpTargets } from "./host-limits.ts";
import { isMethod } from "./names.ts";
import type { PatternQuestion, PatternSetUse } from "./pattern-uses.ts";
import { anchorOffset, checkAnchor, checkNatural, checkRange, questionOf } from "./patterns.ts";
import { describeType, type RuleContext } from "./rule-context.ts";
import { warnIfRangeIsLarge } from "./slow-loop.ts";

/** Variable places that YARA-X's code for each kind of loop takes (CD-12). */
const OF_SLOTS = 5;
const FOR_OF_SLOTS = 5;
const FOR_IN_SLOTS = 7;

/** Limit: patterns of all sets of a rule that differ from each other; wildcards make large sets of short texts. */
const MAX_SET_SIZES = 1 << 20;

export function checkOf(context: RuleContext, expr: OfExpr): Ir {
  const quantifier = checkQuantifier(context, expr.quantifier);
  const { items } = expr;
  if (items.kind === "tuple") {
    const values = items.items.map((item) => checkCondition(context, item));
    warnAboutQuantifier(context, expr, quantifier, values.length);
    return context.withSlots(OF_SLOTS, expr.span, () => ({
      kind: "of-tuple",
      quantifier,
      items: values,
      type: BOOL,
      span: expressionSpan(expr),
    }));
  }
  const set = resolveSet(context, items.set);
  warnAboutQuantifier(context, expr, quantifier, set.ids.length);
  if (expr.anchor?.kind === "at")
    warnIfSameOffset(context, expr, quantifier, set.ids.length, expr.anchor.span);
  const anchor = expr.anchor && checkAnchor(context, expr.anchor);
  context.patterns.useSet(set, anchorOffset(anchor), questionOf(anchor));
  return context.withSlots(OF_SLOTS, expr.span, () => ({
    kind: "of-patterns",
    quantifier,
    patterns: set.ids,
    anchor,
    type: BOOL,
    span: expressionSpan(expr),
  }));
}

function checkQuantifier(context: RuleContext, quantifier: QuantifierExpr): Quantifier {
  switch (quantifier.kind) {
    case "count":
      return { kind: "count", value: checkNatural(context, quantifier.value) };
    case "percentage":
      return { kind: "percentage", value: checkPercentage(context, quantifier.value) };
    default:
      return { kind: quantifier.kind };
  }
}

function checkPercentage(context: RuleContext, expr: Expr): Ir {
  const value = context.check(expr);
  requireType(value, expr, ["integer"]);
  if (value.kind === "integer" && (value.value < 0n || value.value > 100n))
    reject(errors.numberOutOfRange(expressionSpan(expr), { min: 0, max: 100 }));
  return value;
}

/** The patterns of a set, each once, in order of declaration. */
function resolveSet(context: RuleContext, set: PatternSet): PatternSetUse {
  const key = set.kind === "them" ? "them" : set.items.map(describeItem).join();
  const found = context.patterns.set(key, () => findPatterns(context, set));
  if (context.patterns.setSizes > MAX_SET_SIZES)
    reject(errors.ruleTooLarge(set.span, { problem: `its sets hold more than ${MAX_SET_SIZES} patterns` }));
  return found;
}

const describeItem = ({ name, isWildcard }: PatternSetItem): string => (isWildcard ? `${name}*` : name);

function findPatterns(context: RuleContext, set: PatternSet): number[] {
  const { all } = context.patterns;
  if (set.kind === "them") {
    if (all.length === 0) rejectSet(set.span, "this rule declares no patterns");
    return all.map((_, index) => index);
  }
  const chosen = new Set<number>();
  for (const item of set.items) {
    const indices = matchItem(context, item);
    if (indices.length === 0) rejectSet(item.span, `no pattern is called \`${describeItem(item)}\``);
    for (const index of indices) chosen.add(index);
  }
  return [...chosen].sort((a, b) => a - b);
}

const rejectSet = (span: Span, text: string): never =>
  reject(errors.noMatchingPatterns(span, { footers: [{ kind: "note", text }] }));

function matchItem(context: RuleContext, { name, isWildcard }: PatternSetItem): number[] {
  if (!isWildcard && name !== "$") {
    const index = context.patterns.find(name.slice(1));
    return index === undefined ? [] : [index];
  }
  if (isWildcard) context.patterns.hasWildcards = true;
  const indices: number[] = [];
  spendWork(context.patterns.all.length);
  context.patterns.all.forEach((pattern, index) => {
    if (isWildcard ? pattern.name.startsWith(name) : pattern.name === name) indices.push(index);
  });
  return indices;
}

function warnAboutQuantifier(
  context: RuleContext,
  expr: OfExpr | ForOfExpr,
  quantifier: Quantifier,
  count: number,
): void {
  if (quantifier.kind !== "count" || quantifier.value.kind !== "integer") return;
  const { value } = quantifier.value;
  const span = expressionSpan(expr);
  if (value > BigInt(count)) {
    const note = `${value} are demanded, but there are only ${count}`;
    context.warn(
      warnings.invariantExpr(span, { value: "false" }, { footers: [{ kind: "note", text: note }] }),
    );
  } else if (value === 0n && expr.kind === "of") {
    const replacement = { span: expressionSpan((expr.quantifier as { value: Expr }).value), text: "none" };
    context.warn(warnings.ambiguousExpr(span, { replacements: [replacement] }));
  }
}

/** Several patterns can hardly match at one offset (CW-18). */
function warnIfSameOffset(
  context: RuleContext,
  expr: OfExpr,
  quantifier: Quantifier,
  count: number,
  anchor: Span,
): void {
  if (demandedCount(quantifier, count) < 2) return;
  context.warn(
    warnings.unsatisfiableExpr(
      expr.quantifier.span,
      { certainty: "potentially ", problem: "several patterns are demanded" },
      { labels: [{ span: anchor, text: "all at the same offset" }] },
    ),
  );
}

/** How many of so many a quantifier demands for certain. */
function demandedCount(quantifier: Quantifier, count: number): number {
  if (quantifier.kind === "all") return count;
  if (quantifier.kind !== "count" && quantifier.kind !== "percentage") return 0;
  if (quantifier.value.kind !== "integer") return 0;
  const value = Number(quantifier.value.value);
  return quantifier.kind === "count" ? value : Math.floor((count * value) / 100);
}

export function checkForOf(context: RuleContext, expr: ForOfExpr): Ir {
  const quantifier = checkQuantifier(context, expr.quantifier);
  const set = resolveSet(context, expr.set);
  return context.withSlots(FOR_OF_SLOTS, expr.span, () => {
    const { body, questions } = context.inForOf(() => checkCondition(context, expr.body));
    warnAboutQuantifier(context, expr, quantifier, set.ids.length);
    for (const question of new Set<PatternQuestion>(["whether", ...questions]))
      context.patterns.useSet(set, undefined, question);
    return {
      kind: "for-of",
      quantifier,
      patterns: set.ids,
      body,
      type: BOOL,
      span: expr.span,
    };
  });
}

export function checkForIn(context: RuleContext, expr: ForInExpr): Ir {
  const quantifier = checkQuantifier(context, expr.quantifier);
  const iterable = checkIterable(context, expr.iterable);
  const iterations = context.iterations;
  warnIfManyIterations(context, expr, iterable);
  const types = yieldedTypes(iterable);
  if (types.length !== expr.variables.length) rejectVariables(expr, types.length);
  const result = context.withSlots(FOR_IN_SLOTS, expr.span, () =>
    context.inScope((): Ir => {
      const variables = expr.variables.map(({ name, span }, i) =>
        declareVariable(context, name, types[i]!, span),
      );
      const body = checkCondition(context, expr.body);
      return { kind: "for-in", quantifier, variables, iterable, body, type: BOOL, span: expr.span };
    }),
  );
  context.iterations = iterations;
  return result;
}

function declareVariable(context: RuleContext, name: string, type: Type, span: Span): Variable {
  const variable = context.newVariable(name, type);
  context.declare(name, { kind: "variable", variable: variable.id, type, span });
  return variable;
}

function checkIterable(context: RuleContext, iterable: IterableExpr): Iterable {
  switch (iterable.kind) {
    case "range": {
      const range = checkRange(context, iterable.range);
      warnIfRangeIsLarge(context, range, iterable.range.span);
      return { kind: "range", range };
    }
    case "tuple":
      return { kind: "tuple", items: checkTuple(context, iterable) };
    case "expr": {
      const collection = context.check(iterable.expr);
      const { kind } = collection.type;
      if (kind !== "array" && kind !== "map")
        reject(
          errors.wrongType(expressionSpan(iterable.expr), {
            expected: "an array or a map",
            actual: describeType(collection.type),
          }),
        );
      return { kind: "collection", collection };
    }
  }
}

/** Items of one scalar type. */
function checkTuple(
  context: RuleContext,
  tuple: { readonly items: readonly Expr[]; readonly span: Span },
): Ir[] {
  const exprs = tuple.items;
  const items: Ir[] = [];
  exprs.forEach((expr, i) => {
    const item = context.check(expr);
    requireType(item, expr, SCALARS);
    const previous = items.at(-1);
    if (previous !== undefined && !sameType(previous.type, item.type))
      reject(
        errors.mismatchingTypes(
          expressionSpan(exprs[i - 1]!),
          { left: describeType(previous.type), right: describeType(item.type) },
          { labels: [{ span: expressionSpan(expr), text: `this is ${describeType(item.type)}` }] },
        ),
      );
    items.push(item);
  });
  if (items.length > maxJumpTargets && !items.every(isConstant))
    reject(
      errors.ruleTooLarge(tuple.span, { problem: `more than ${maxJumpTargets} items that are not constant` }),
    );
  return items;
}

function yieldedTypes(iterable: Iterable): Type[] {
  if (iterable.kind === "range") return [INTEGER];
  if (iterable.kind === "tuple") return [iterable.items[0]!.type];
  const { type } = iterable.collection;
  if (type.kind === "map") return [type.key === "integer" ? INTEGER : STRING, type.value];
  return type.kind === "array" ? [type.item] : [];
}

function rejectVariables(expr: ForInExpr, produced: number): never {
  const first = expr.variables[0]!.span;
  const last = expr.variables.at(-1)!.span;
  return reject(
    errors.assignmentMismatch(
      { start: first.start, end: last.end },
      { expected: expr.variables.length, actual: produced },
      { labels: [{ span: expr.iterable.span, text: `this yields ${produced} value(s) at a time` }] },
    ),
  );
}

function iterationCount(iterable: Iterable): number | undefined {
  if (iterable.kind === "tuple") return iterable.items.length;
  if (iterable.kind !== "range") return undefined;
  const { lower, upper } = iterable.range;
  return lower.kind === "integer" && upper.kind === "integer"
    ? Number(upper.value - lower.value + 1n)
    : undefined;
}

/** Nested loops that run their body more often than this are told of (CW-23). */
const MANY_ITERATIONS = 1_000_000;

/** Notes that the body runs so often inside the loops around, and warns when that is too much. */
function warnIfManyIterations(context: RuleContext, expr: ForInExpr, iterable: Iterable): void {
  const count = iterationCount(iterable);
  if (count === undefined) return;
  context.iterations *= count;
  if (context.iterations > MANY_ITERATIONS)
    context.warn(warnings.tooManyIterations(expr.span, { count: context.iterations }));
}

export function checkWith(context: RuleContext, expr: WithExpr): Ir {
  const first = expr.declarations[0]!.name.span;
  const last = expr.declarations.at(-1)!.value.span;
  const declared = { start: first.start, end: last.end };
  return context.withSlots(expr.declarations.length, declared, () =>
    context.inScope((): Ir => {
      const declarations: Declaration[] = [];
      const names = expr.declarations.map(({ name, value }) => ({
        name,
        local: declareWith(context, name.name, value, declarations),
      }));
      const body = context.check(expr.body);
      requireTruthType(context, body, expr.body);
      for (const { name, local } of names)
        if (!local.isUsed) context.warn(warnings.unusedIdentifier(name.span));
      // Compat: the whole has the type and the known value of its body, so that a number is warned of twice.
      if (isConstant(body)) return { ...body, span: expr.span };
      // Without declarations too: a copy of the body would miss the id that a reference to a rule gets at the end.
      return { kind: "with", declarations, body, type: body.type, span: expr.span };
    }),
  );
}

/** Names of constants and functions stand for these; everything else becomes a variable. */
function declareWith(
  context: RuleContext,
  name: string,
  expr: Expr,
  declarations: Declaration[],
): ReturnType<RuleContext["declare"]> {
  const value = context.check(expr);
  if (value.type.kind === "function") {
    if (isMethod(value)) reject(errors.methodNotAllowedInWith(expressionSpan(expr)));
    return context.declare(name, value);
  }
  if (value.type.kind === "regexp") requireType(value, expr, SCALARS);
  if (isConstant(value)) return context.declare(name, value);
  const variable = context.newVariable(name, value.type);
  context.variableValues.set(variable.id, value);
  declarations.push({ variable, value });
  return context.declare(name, {
    kind: "variable",
    variable: variable.id,
    type: value.type,
    span: value.span,
  });
}
