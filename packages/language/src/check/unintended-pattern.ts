/**
 * Patterns that got into a set by a wildcard although the condition also speaks of them by name (CW-25).
 *
 * The condition is expanded into alternatives (a disjunction of conjunctions); within one alternative a pattern that is
 * named and also caught by a wildcard, or caught by two different wildcards, is told of. Conditions with more than 256
 * alternatives are not looked at. Compat: which uses count, and which pairs are reported, was learned by experiment:
 * `them` and tuples do not count, `not` and `defined` are looked through, counts (`#a`) are no uses.
 */
import type { Span } from "@tyara/base";
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

export function warnOfUnintendedPatterns(rule: Rule, warn: (diagnostic: Diagnostic) => void): void {
  const reported = new Set<string>();
  for (const uses of expand(rule.condition) ?? []) {
    if (uses.length < 2 || !uses.some(({ isWildcard }) => isWildcard)) continue;
    for (const name of namesOfInterest(rule, uses))
      for (const [first, second] of findPairs(name, uses)) {
        const key = `${name} ${first.span.start} ${second.span.start}`;
        if (!reported.has(key)) warn(describe(name, first, second));
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
    all.push(...some);
  }
  return all;
}

function product(factors: readonly (Conjunction[] | undefined)[]): Conjunction[] | undefined {
  let all: Conjunction[] = [[]];
  for (const factor of factors) {
    if (factor === undefined || all.length * factor.length > MAX_ALTERNATIVES) return undefined;
    // Perf: appending in place keeps long chains of `and` linear.
    if (factor.length === 1) for (const conjunction of all) conjunction.push(...factor[0]!);
    else all = all.flatMap((conjunction) => factor.map((uses) => [...conjunction, ...uses]));
  }
  return all;
}

function usesOf(set: PatternSet): Conjunction {
  if (set.kind === "them") return [];
  return set.items.filter(({ name, isWildcard }) => isWildcard || name !== "$");
}

/** Patterns that some wildcard among the uses catches besides another use, each once. */
function namesOfInterest(rule: Rule, uses: Conjunction): Set<string> {
  const caught = new Set<string>();
  const prefixes = [...new Set(uses.filter(({ isWildcard }) => isWildcard).map(({ name }) => name))];
  for (const { name, isWildcard } of uses)
    if (!isWildcard && prefixes.some((prefix) => name.startsWith(prefix))) caught.add(name);
  if (prefixes.length > 1)
    for (const { name } of rule.patterns)
      if (name.name !== "$" && isCaughtTwice(name.name, prefixes)) caught.add(name.name);
  return caught;
}

function isCaughtTwice(name: string, prefixes: readonly string[]): boolean {
  const first = prefixes.findIndex((prefix) => name.startsWith(prefix));
  return first !== -1 && prefixes.some((prefix, i) => i > first && name.startsWith(prefix));
}

/** Pairs of uses of one pattern in one alternative that say too much, in order. */
function findPairs(name: string, uses: Conjunction): [Use, Use][] {
  const catching = uses.filter((use) => (use.isWildcard ? name.startsWith(use.name) : use.name === name));
  const named = catching.findIndex(({ isWildcard }) => !isWildcard);
  if (named === -1) {
    return catching.flatMap((use, i): [Use, Use][] => {
      const other = catching.slice(i + 1).find((later) => later.name !== use.name);
      return other === undefined ? [] : [[use, other]];
    });
  }
  const before = catching.slice(0, named).map((use): [Use, Use] => [use, catching[named]!]);
  const after = catching.slice(named).find(({ isWildcard }) => isWildcard);
  return after === undefined ? before : [...before, [catching[named]!, after]];
}

function describe(pattern: string, first: Use, second: Use): Diagnostic {
  const wildcards = [first, second].filter(({ isWildcard }) => isWildcard).map(({ name }) => name);
  const widest = wildcards.reduce((a, b) => (b.length < a.length ? b : a));
  const say = ({ isWildcard, name }: Use, also: string) =>
    isWildcard ? `\`${pattern}\` ${also}belongs to \`${name}*\`` : `\`${pattern}\` is ${also}used here`;
  return warnings.unintendedPatternInSet(
    first.span,
    { pattern, set: `${widest}*` },
    { label: say(first, ""), labels: [{ span: second.span, text: say(second, "also ") }] },
  );
}
