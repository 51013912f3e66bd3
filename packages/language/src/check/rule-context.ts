/**
 * What the check of one rule knows and collects: names in scope, the rule's patterns, warnings.
 *
 * The first error of a rule ends its check, as in YARA-X: what follows from a mistake would be noise, and codes and places
 * stay comparable. It travels as {@link RuleRejected}, a signal that never leaves this room; diagnostics themselves are data.
 * Warnings stay even when the rule is rejected later.
 */
import { type Span, spendWork, type Type, typeName } from "@tyara/base";
import { type Diagnostic, errors } from "../diagnostics/index.ts";
import type { Ir, Variable } from "../ir/index.ts";
import { reject } from "../patterns/index.ts";
import type { Expr } from "../syntax/index.ts";
import type { PatternQuestion, PatternUses } from "./pattern-uses.ts";
import type { Namespace, ProgramBuilder, RuleEntry } from "./program-builder.ts";

/** A name declared by a loop or by `with`. */
export interface LocalName {
  readonly name: string;
  /** What the name stands for: a variable, or the constant or function that was bound to it. */
  readonly value: Ir;
  isUsed: boolean;
}

/** A node that refers to a rule, whose number it gets when all rules are known. */
export interface RuleReference {
  readonly node: { rule: number };
  readonly target: RuleEntry;
}

/** Places for variables of nested loops and `with` statements, as many as YARA-X has (CD-12). */
const MAX_VARIABLE_SLOTS = 2048;

/** Units of work that the check of an expression takes, apart from its parts. */
const expressionWork = 32;

export class RuleContext {
  readonly program: ProgramBuilder;
  readonly namespace: Namespace;
  readonly ruleName: string;
  readonly patterns: PatternUses;
  /** References to other rules, to be numbered when all rules are known. */
  readonly ruleReferences: RuleReference[] = [];
  /** The value that each variable of `with` was given, for what is known of it. */
  readonly variableValues: Map<number, Ir> = new Map();
  /** The `for … of` loops around, outermost first: whether their bodies merely ask if `$` matches. */
  private readonly forOfLoops: Set<PatternQuestion>[] = [];
  /** How many expressions were checked. */
  expressionCount = 0;
  /** How many variables loops and `with` have declared. */
  variableCount = 0;
  /** How often the bodies of the enclosing loops run in total, where known. */
  iterations = 1;
  private readonly locals: LocalName[] = [];
  private usedSlots = 0;
  private readonly checkExpr: (context: RuleContext, expr: Expr) => Ir;
  private readonly warnings: (diagnostic: Diagnostic) => void;

  constructor(
    program: ProgramBuilder,
    namespace: Namespace,
    ruleName: string,
    patterns: PatternUses,
    checkExpr: (context: RuleContext, expr: Expr) => Ir,
    warnings: (diagnostic: Diagnostic) => void,
  ) {
    this.program = program;
    this.namespace = namespace;
    this.ruleName = ruleName;
    this.patterns = patterns;
    this.checkExpr = checkExpr;
    this.warnings = warnings;
  }

  /** The typed form of an expression of any type. */
  check(expr: Expr): Ir {
    spendWork(expressionWork);
    this.expressionCount++;
    return this.checkExpr(this, expr);
  }

  warn(diagnostic: Diagnostic): void {
    this.warnings(diagnostic);
  }

  /** A variable of its own number; it is in scope once {@link withNames} says so. */
  newVariable(name: string, type: Type): Variable {
    return { id: this.variableCount++, name, type };
  }

  /** The innermost local of a name; asking counts as a use. */
  local(name: string): LocalName | undefined {
    for (let i = this.locals.length - 1; i >= 0; i--) {
      const local = this.locals[i]!;
      if (local.name !== name) continue;
      local.isUsed = true;
      return local;
    }
    return undefined;
  }

  declare(name: string, value: Ir): LocalName {
    const local = { name, value, isUsed: false };
    this.locals.push(local);
    return local;
  }

  /** Checks the body of a `for … of` loop; tells what it asks of its pattern. */
  inForOf(check: () => Ir): { readonly body: Ir; readonly questions: ReadonlySet<PatternQuestion> } {
    const questions = new Set<PatternQuestion>();
    this.forOfLoops.push(questions);
    const body = check();
    this.forOfLoops.pop();
    return { body, questions };
  }

  /** Notes a use of a bare `$`, `#`, `@` or `!`; `false` when no `for … of` loop is around. */
  useCurrentPattern(question: PatternQuestion): boolean {
    return this.forOfLoops.at(-1)?.add(question) !== undefined;
  }

  /** Runs `body`, then forgets the locals declared meanwhile. */
  inScope<T>(body: () => T): T {
    const depth = this.locals.length;
    const result = body();
    this.locals.length = depth;
    return result;
  }

  /** Runs `body` with so many variable places taken; E047 at `span` when there are not enough. */
  withSlots<T>(count: number, span: Span, body: () => T): T {
    if (this.usedSlots + count > MAX_VARIABLE_SLOTS) reject(errors.tooManyVariables(span));
    this.usedSlots += count;
    const result = body();
    this.usedSlots -= count;
    return result;
  }
}

/** A type with its article, for labels: `an integer`, `a struct`. */
export function describeType(type: Type): string {
  const name = typeName(type);
  return `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
}
