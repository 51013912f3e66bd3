/**
 * Common subexpressions of the whole rule set: what many rules ask (a hash, a lookup, a loop over sections) is evaluated
 * at the first need of a scan and kept in a slot. An expression qualifies when it costs much more than reading a slot,
 * depends on nothing around it, is pure, and stands in at least two places or inside a loop.
 *
 * Equal expressions are found by numbering: nodes with the same kind, details and numbers of children have one number,
 * so that the work is linear however large the expressions are.
 */
import { childrenOfIr } from "../check/ir-children.ts";
import type { CheckedProgram, Ir, IrKind } from "../ir.ts";
import { mapChildren } from "../rewrite.ts";
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

/** The same program with common subexpressions shared. */
export function share(program: CheckedProgram): CheckedProgram {
  const sharing = new Sharing();
  for (const rule of program.rules) sharing.count(rule.condition, false);
  const rules = program.rules.map((rule) => ({ ...rule, condition: sharing.replace(rule.condition) }));
  return { ...program, rules, sharedSlotCount: sharing.slotCount };
}

class Sharing {
  private readonly dependence = new DependenceAnalysis();
  private readonly numbers = new Map<string, number>();
  private readonly numberOf = new Map<Ir, number>();
  private readonly occurrences = new Map<number, number>();
  private readonly slots = new Map<number, number>();
  private readonly values = new Map<number, Ir>();

  get slotCount(): number {
    return this.slots.size;
  }

  /** Counts the candidates of an expression. */
  count(ir: Ir, isInLoop: boolean): void {
    if (this.isCandidate(ir)) {
      const number = this.number(ir);
      this.occurrences.set(number, (this.occurrences.get(number) ?? 0) + (isInLoop ? worthSharing : 1));
    }
    const isLoop = ir.kind === "for-in" || ir.kind === "for-of";
    for (const child of childrenOfIr(ir)) this.count(child, isInLoop || (isLoop && child === ir.body));
  }

  /** Puts shared nodes where candidates stand that are worth it; the outermost first. */
  replace(ir: Ir): Ir {
    const number = this.isCandidate(ir) ? this.number(ir) : undefined;
    if (number === undefined || (this.occurrences.get(number) ?? 0) < worthSharing)
      return this.replaceInside(ir);
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

  private number(ir: Ir): number {
    let number = this.numberOf.get(ir);
    if (number === undefined) {
      const key = `${detailsOf(ir)}(${childrenOfIr(ir).map((child) => this.number(child))})`;
      number = this.numbers.get(key) ?? this.numbers.size;
      this.numbers.set(key, number);
      this.numberOf.set(ir, number);
    }
    return number;
  }
}

/** Everything of a node but its children and its place. */
function detailsOf(ir: Ir): string {
  return JSON.stringify(ir, (key, value: unknown) => {
    if (key === "") return shallow(ir);
    if (typeof value === "bigint") return `${value}n`;
    if (value instanceof Uint8Array) return [...value].join(" ");
    return value;
  });
}

/** The node without place, type and children; of structures with children only what tells their form. */
function shallow(ir: Ir): object {
  const { span: _span, ...rest } = ir;
  const children = new Set<unknown>(childrenOfIr(ir));
  const entries = Object.entries(rest).map(([name, value]) => [name, describe(name, value, children)]);
  return Object.fromEntries(entries);
}

function describe(name: string, value: unknown, children: ReadonlySet<unknown>): unknown {
  if (name === "type") return (value as Ir["type"]).kind;
  if (children.has(value)) return "child";
  if (Array.isArray(value)) return value.map((one) => describe("", one, children));
  if (name === "signature") return (value as { readonly id: string }).id;
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([inner]) => inner !== "name")
      .map(([inner, one]) => [inner, describe(inner, one, children)]),
  );
}
