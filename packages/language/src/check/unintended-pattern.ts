/**
 * Patterns that got into a set by a wildcard although the condition also speaks of them by name (CW-25).
 *
 * The condition is expanded into alternatives (a disjunction of conjunctions). Within one alternative each pattern that
 * a wildcard catches is told of when it is also named, or else caught by a narrower wildcard, with the first use that is
 * of this kind. Of a pattern and a first place nothing is told twice. Conditions with more than 256 alternatives are not
 * looked at. Compat: which uses count, and which pairs are reported in which order, was learned by experiment: `them` and
 * tuples do not count, `not` and `defined` are looked through, counts (`#a`) are no uses.
 */
import { type Span, spendWork } from "@tyara/base";
import { type Diagnostic, warnings } from "../diagnostics/index.ts";
import type { Expr, PatternSet, Rule } from "../syntax/index.ts";

/** A pattern by name, or all whose names begin with the prefix. */
interface Use {
  readonly name: string;
  readonly isWildcard: boolean;
  readonly span: Span;
}

type Conjunction = Use[];

const MAX_ALTERNATIVES = 256;

/** Limit: wildcards of an alternative times patterns of the rule; more are not looked at. */
const MAX_CAUGHT = 1_000_000;

export function warnOfUnintendedPatterns(rule: Rule, warn: (diagnostic: Diagnostic) => void): void {
  const reported = new Set<string>();
  for (const uses of expand(rule.condition) ?? []) {
    const wildcards = uses.filter(({ isWildcard }) => isWildcard);
    if (wildcards.length * rule.patterns.length > MAX_CAUGHT) continue;
    for (const { pattern, wildcard, other } of findPairs(rule, uses, wildcards)) {
      const [first, second] = other.span.start < wildcard.span.start ? [other, wildcard] : [wildcard, other];
      const key = `${pattern} ${first.span.start}`;
      if (!reported.has(key)) warn(describe(pattern, wildcard, first, second));
      reported.add(key);
    }
  }
}

/** The alternatives of a condition; `undefined` when there are too many. */
function expand(expr: Expr): Conjunction[] | undefined {
  switch (expr.kind) {
    case "pattern-match":
      return [
        expr.name.name.length === 1
          ? []
          : [{ name: expr.name.name, isWildcard: false, span: expr.name.span }],
      ];
    case "unary":
      return expr.operator === "not" || expr.operator === "defined" ? expand(expr.operand) : [[]];
    case "binary":
      if (expr.operator === "or") return alternatives(expr.operands);
      return expr.operator === "and" ? product(expr.operands.map(expand)) : [[]];
    case "of":
      return [expr.items.kind === "patterns" ? usesOf(expr.items.set) : []];
    case "for-of":
      return product([[usesOf(expr.set)], expand(expr.body)]);
    case "for-in":
    case "with":
      return expand(expr.body);
    default:
      return [[]];
  }
}

function alternatives(operands: readonly Expr[]): Conjunction[] | undefined {
  const all: Conjunction[] = [];
  for (const operand of operands) {
    const some = expand(operand);
    if (some === undefined || all.length + some.length > MAX_ALTERNATIVES) return undefined;
    for (const conjunction of some) all.push(conjunction);
  }
  return all;
}

function product(factors: readonly (Conjunction[] | undefined)[]): Conjunction[] | undefined {
  let all: Conjunction[] = [[]];
  for (const factor of factors) {
    if (factor === undefined || all.length * factor.length > MAX_ALTERNATIVES) return undefined;
    // Perf: appending in place keeps long chains of `and` linear.
    if (factor.length === 1) for (const conjunction of all) append(conjunction, factor[0]!);
    else all = all.flatMap((conjunction) => factor.map((uses) => [...conjunction, ...uses]));
  }
  return all;
}

function append(conjunction: Conjunction, uses: Conjunction): void {
  spendWork(uses.length);
  for (const use of uses) conjunction.push(use);
}

function usesOf(set: PatternSet): Conjunction {
  if (set.kind === "them") return [];
  return set.items.filter(({ name, isWildcard }) => isWildcard || name !== "$");
}

/** A pattern that a wildcard catches, and the use that makes this doubtful. */
interface Pair {
  readonly pattern: string;
  readonly wildcard: Use;
  readonly other: Use;
}

function* findPairs(rule: Rule, uses: Conjunction, wildcards: Conjunction): Generator<Pair> {
  if (uses.length < 2) return;
  const named = firstByName(uses.filter(({ isWildcard }) => !isWildcard));
  const narrow = [...firstByName(wildcards).values()];
  for (const wildcard of wildcards)
    for (const { name } of rule.patterns) {
      spendWork(1 + narrow.length);
      const pattern = name.name;
      if (pattern === "$" || !pattern.startsWith(wildcard.name)) continue;
      const other = named.get(pattern) ?? narrow.find((use) => isNarrower(use, wildcard, pattern));
      if (other !== undefined) yield { pattern, wildcard, other };
    }
}

function firstByName(uses: Conjunction): Map<string, Use> {
  const first = new Map<string, Use>();
  for (const use of uses) if (!first.has(use.name)) first.set(use.name, use);
  return first;
}

function isNarrower({ name }: Use, wildcard: Use, pattern: string): boolean {
  return name.length > wildcard.name.length && pattern.startsWith(name);
}

function describe(pattern: string, { name: set }: Use, first: Use, second: Use): Diagnostic {
  const say = ({ isWildcard, name }: Use, also: string) =>
    isWildcard ? `\`${pattern}\` ${also}belongs to \`${name}*\`` : `\`${pattern}\` is ${also}used here`;
  return warnings.unintendedPatternInSet(
    first.span,
    { pattern, set: `${set}*` },
    { label: say(first, ""), labels: [{ span: second.span, text: say(second, "also ") }] },
  );
}
