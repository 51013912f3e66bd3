/**
 * Common subexpressions of the whole rule set: what many rules ask (a hash, a lookup, a loop over sections) is evaluated
 * at the first need of a scan and kept in a slot. An expression qualifies when it costs much more than reading a slot,
 * depends on nothing around it, is pure, and stands in at least two places or inside a loop.
 */

import type { CheckedProgram, Ir, IrKind } from "@tyara/language/ir";
import { childrenOfIr, mapChildren, withCondition } from "@tyara/language/ir";
import { Numbering } from "./numbering.ts";
import { DependenceAnalysis, isPure } from "./purity.ts";

const costly: ReadonlySet<IrKind> = new Set([
  "call",
  "matches",
  "string-test",
  "for-in",
  "for-of",
  "of-tuple",
]);

/** How often an expression must stand for being shared; one in a loop counts as many. */
const worthSharing = 2;

/** Limit: shared values of a rule set; each is a function, of which hosts allow a million. */
const maxSlots = 200_000;

/** The same program with common subexpressions shared. */
export function share(program: CheckedProgram): CheckedProgram {
  const sharing = new Sharing();
  for (const rule of program.rules) sharing.count(rule.condition, false);
  const rules = program.rules.map((rule) => withCondition(rule, sharing.replace(rule.condition)));
  return { ...program, rules, sharedSlotCount: sharing.slotCount };
}

class Sharing {
  private readonly dependence = new DependenceAnalysis();
  private readonly numbering = new Numbering();
  private readonly occurrences = new Map<number, number>();
  private readonly slots = new Map<number, number>();
  private readonly values = new Map<number, Ir>();

  get slotCount(): number {
    return this.slots.size;
  }

  /** Counts the candidates of an expression. */
  count(ir: Ir, isInLoop: boolean): void {
    if (this.isCandidate(ir)) {
      const number = this.numbering.of(ir);
      this.occurrences.set(number, (this.occurrences.get(number) ?? 0) + (isInLoop ? worthSharing : 1));
    }
    const isLoop = ir.kind === "for-in" || ir.kind === "for-of";
    for (const child of childrenOfIr(ir)) this.count(child, isInLoop || (isLoop && child === ir.body));
  }

  /** Puts shared nodes where candidates stand that are worth it; the outermost first. */
  replace(ir: Ir): Ir {
    const number = this.isCandidate(ir) ? this.numbering.of(ir) : undefined;
    if (number === undefined || (this.occurrences.get(number) ?? 0) < worthSharing)
      return this.replaceInside(ir);
    if (this.slots.size === maxSlots && !this.slots.has(number)) return this.replaceInside(ir);
    let value = this.values.get(number);
    if (value === undefined) this.values.set(number, (value = this.replaceInside(ir)));
    const slot = this.slots.get(number) ?? this.slots.size;
    this.slots.set(number, slot);
    return { kind: "shared", slot, value, type: ir.type, span: ir.span };
  }

  private replaceInside(ir: Ir): Ir {
    return mapChildren(ir, (child) => this.replace(child));
  }

  private isCandidate(ir: Ir): boolean {
    if (!costly.has(ir.kind) || !isPure(ir)) return false;
    const { variables, usesCurrentPattern } = this.dependence.of(ir);
    return variables.size === 0 && !usesCurrentPattern;
  }
}
