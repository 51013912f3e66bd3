/**
 * One rule from syntax to typed form: names, tags, linters, patterns, condition, unused patterns, in this order, which is
 * YARA-X's and decides which of several mistakes is the one reported.
 */

import type { RuleMeta, Span } from "@tyara/base";
import { type Diagnostic, errors, type Source, warnings } from "../diagnostics/index.ts";
import type { CheckedPattern, Ir } from "../ir/index.ts";
import { type DeclaredPattern, declarePattern, RuleRejected, reject } from "../patterns/index.ts";
import type { Meta, Pattern, Rule } from "../syntax/index.ts";
import { asTruth, requireTruthType } from "./boolean.ts";
import { builtinFunctions } from "./builtins.ts";
import { constantTruth } from "./constants.ts";
import { checkExpression } from "./expression.ts";
import { expressionSpan } from "./expression-span.ts";
import { certainlyFitsHosts } from "./host-limits.ts";
import { lint } from "./linters.ts";
import { PatternUses } from "./pattern-uses.ts";
import type { Namespace, ProgramBuilder, RuleEntry } from "./program-builder.ts";
import { RuleContext } from "./rule-context.ts";
import { findPatternProblem } from "./slow-pattern.ts";
import { warnOfUnintendedPatterns } from "./unintended-pattern.ts";

/** Patterns that one rule may declare (CE-35). */
const MAX_PATTERNS = 100_000;

/** What became of a rule. */
export type RuleOutcome = { readonly kind: "accepted" } | RuleRejected["reason"];

/** Checks a rule and adds it to the namespace when it is sound; otherwise nothing of it stays. */
export function checkRule(
  program: ProgramBuilder,
  namespace: Namespace,
  rule: Rule,
  source: Source,
  warn: (diagnostic: Diagnostic) => void,
): RuleOutcome {
  const mark = program.mark();
  const rejected = attempt(() => acceptRule(program, namespace, rule, source, warn));
  if (!(rejected instanceof RuleRejected)) return { kind: "accepted" };
  program.rollback(mark);
  return rejected.reason;
}

function acceptRule(
  program: ProgramBuilder,
  namespace: Namespace,
  rule: Rule,
  source: Source,
  warn: (diagnostic: Diagnostic) => void,
): void {
  checkName(program, namespace, rule);
  checkTags(rule);
  runLinters(program, rule, warn);
  const declared = declarePatterns(program, rule, warn);
  const uses = new PatternUses(rule.patterns.map(({ name }) => ({ name: name.name, span: name.span })));
  const context = new RuleContext(program, namespace, rule.name.name, uses, checkExpression, warn);
  const condition = attempt(() => {
    const checked = checkRuleCondition(context, rule);
    if (uses.hasWildcards) warnOfUnintendedPatterns(rule, warn);
    refuseUnusedPatterns(uses);
    return checked;
  });
  // Compat: patterns are looked at as wholes even when the condition is wrong, but then only warnings come of it.
  const problem = findPatternProblem(program, declared, uses.all, warn);
  if (condition instanceof RuleRejected) throw condition;
  if (problem !== undefined) reject(problem);
  refuseIfTooLarge(program, rule, context, condition);

  const ids = program.internPatterns(declared, uses.all);
  uses.renumber(ids);
  const patterns = rule.patterns.map((pattern, i): CheckedPattern => {
    const { isPrivate } = declared[i]!;
    return { name: pattern.name.name, id: ids[i]!, kind: pattern.kind, isPrivate };
  });
  const entry: RuleEntry = {
    name: rule.name.name,
    isGlobal: rule.isGlobal,
    span: rule.name.span,
    source,
    id: -1,
  };
  const { isGlobal, isPrivate } = rule;
  const tags = rule.tags.map(({ name }) => name);
  program.accept(namespace, {
    entry,
    rule: { name: entry.name, isGlobal, isPrivate, tags, meta: rule.meta.map(toMeta), patterns, condition },
    references: context.ruleReferences,
  });
}

/** One rule that hosts do not compile would take the whole rule set with it. */
function refuseIfTooLarge(program: ProgramBuilder, rule: Rule, context: RuleContext, condition: Ir): void {
  if (certainlyFitsHosts(context.expressionCount, context.variableCount)) return;
  const { isGlobal, isPrivate } = rule;
  const alone = { id: 0, name: rule.name.name, namespace: 0, isGlobal, isPrivate, tags: [], meta: [] };
  if (!program.fitsHosts(program.around({ ...alone, patterns: [], condition })))
    reject(
      errors.ruleTooLarge(rule.name.span, {
        problem: "its condition needs more code or variables than a function may have",
      }),
    );
}

/** What `check` gives, or why it rejected the rule. */
function attempt<T>(check: () => T): T | RuleRejected {
  try {
    return check();
  } catch (signal) {
    if (signal instanceof RuleRejected) return signal;
    throw signal;
  }
}

function refuseUnusedPatterns(uses: PatternUses): void {
  for (const { name, span, isUsed } of uses.all)
    if (!isUsed && !name.startsWith("$_")) reject(errors.unusedPattern(span, { name }));
}

function checkName(program: ProgramBuilder, namespace: Namespace, { name: { name, span } }: Rule): void {
  const first = namespace.rules.get(name);
  if (first !== undefined) {
    const labels = [{ span: first.span, source: first.source, text: `\`${name}\` is declared here` }];
    reject(errors.duplicateRule(span, { name }, { labels }));
  }
  const isTaken =
    namespace.modules.has(name) || program.globals.type.fields.has(name) || builtinFunctions.fields.has(name);
  if (isTaken) reject(errors.conflictingRuleName(span, { name }));
}

function checkTags({ tags }: Rule): void {
  const seen = new Set<string>();
  for (const { name, span } of tags) {
    if (seen.has(name)) reject(errors.duplicateTag(span, { name }));
    seen.add(name);
  }
}

function runLinters(program: ProgramBuilder, rule: Rule, warn: (diagnostic: Diagnostic) => void): void {
  for (const linter of program.options.linters)
    for (const found of lint(rule, linter)) {
      if (found.severity === "error") reject(found);
      warn(found);
    }
}

function declarePatterns(
  program: ProgramBuilder,
  rule: Rule,
  warn: (diagnostic: Diagnostic) => void,
): DeclaredPattern[] {
  const count = rule.patterns.length;
  if (count > MAX_PATTERNS) reject(errors.tooManyPatterns(rule.name.span, { count, max: MAX_PATTERNS }));
  const names = new Map<string, Span>();
  const values = new Map<string, DeclaredValue[]>();
  return rule.patterns.map((pattern) => {
    const { name, span } = pattern.name;
    const declared = declarePattern(pattern, program.options, warn);
    if (name !== "$") {
      const first = names.get(name);
      if (first !== undefined)
        reject(
          errors.duplicatePattern(
            span,
            { name },
            { labels: [{ span: first, text: `\`${name}\` is declared here` }] },
          ),
        );
      names.set(name, span);
    }
    warnOfEqualValue({ name, kind: pattern.kind, declared }, values, warn);
    return declared;
  });
}

/** A pattern among those of its rule that look for the same thing. */
interface DeclaredValue {
  readonly name: string;
  readonly kind: Pattern["kind"];
  readonly declared: DeclaredPattern;
}

/** Compat: the same bytes as text and as hex, or once private and once not, are no duplicates. */
function warnOfEqualValue(
  value: DeclaredValue,
  values: Map<string, DeclaredValue[]>,
  warn: (diagnostic: Diagnostic) => void,
): void {
  const { kind, declared } = value;
  // Perf: the key is the one under which the pattern is interned, so that its hash is computed once.
  const equal = values.get(declared.key);
  const first = equal?.find(
    (other) => other.kind === kind && other.declared.isPrivate === declared.isPrivate,
  );
  if (first !== undefined) warn(describeEqualValue(first, declared));
  else if (equal !== undefined) equal.push(value);
  else values.set(declared.key, [value]);
}

function describeEqualValue({ name, declared: first }: DeclaredValue, again: DeclaredPattern): Diagnostic {
  const labels = [{ span: again.span, text: `the same value as pattern \`${name}\`` }];
  const label = `pattern \`${name}\` is declared here`;
  return warnings.duplicatePatternValue(first.span, { first: name }, { label, labels });
}

function checkRuleCondition(context: RuleContext, { condition }: Rule): Ir {
  const value = context.check(condition);
  requireTruthType(context, value, condition);
  const truth = constantTruth(value);
  if (truth !== undefined) {
    const note = `rule \`${context.ruleName}\` ${truth ? "always" : "never"} matches`;
    context.warn(
      warnings.invariantExpr(
        expressionSpan(condition),
        { value: String(truth) },
        { footers: [{ kind: "note", text: note }] },
      ),
    );
  }
  return asTruth(value);
}

function toMeta({ name, value }: Meta): RuleMeta {
  return { identifier: name.name, kind: value.kind, value: value.value };
}
