/**
 * Takes work that does not change from turn to turn out of loops: `for … : (… e …)` becomes `with v = e : for … : (… v …)`.
 * A variable keeps the undefined value of its expression, so the meaning stays. Only pure work that costs little is
 * moved, because the loop might not have reached it: reads, arithmetic, lookups and tests of strings. Calls, nested
 * loops and regexps are left to sharing, which evaluates at the first need.
 */

import type { Declaration, Ir, IrKind, IrOf, VariableId } from "@tyara/language/ir";
import { childrenOfIr, mapChildren } from "@tyara/language/ir";
import { DependenceAnalysis } from "./purity.ts";

type Loop = IrOf<"for-in" | "for-of">;

/** Kinds whose work is worth a variable. */
const hoistable: ReadonlySet<IrKind> = new Set([
  "read",
  "index",
  "arithmetic",
  "bitwise",
  "compare",
  "string-test",
  "convert",
  "negate",
  "complement",
]);

/** Kinds that hoisted work may be made of, besides. */
const movable: ReadonlySet<IrKind> = new Set([
  "integer",
  "float",
  "bool",
  "string",
  "filesize",
  "variable",
  "module",
  "field",
  "length",
]);

/** Limit: variables that one condition gets. Each takes locals of its function, and their number is bounded. */
const maxVariables = 64;

/** Limit: loops with more loops inside each other stay as they are, for what is inside is looked through once for each. */
const maxNesting = 8;

/** The same condition with the loops' invariant work in front of them. */
export function hoist(condition: Ir): Ir {
  return new Hoister(condition).loops(condition);
}

class Hoister {
  private readonly dependence = new DependenceAnalysis();
  private readonly condition: Ir;
  private nextVariable: VariableId | undefined;
  private declared = 0;
  private readonly nestings = new Map<Ir, number>();

  constructor(condition: Ir) {
    this.condition = condition;
  }

  /** Treats each loop of an expression, outer ones first. */
  loops(ir: Ir): Ir {
    if (ir.kind !== "for-in" && ir.kind !== "for-of") return mapChildren(ir, (child) => this.loops(child));
    if (this.nestingOf(ir) > maxNesting) return mapChildren(ir, (child) => this.loops(child));
    const { declarations, body } = this.invariants(ir);
    const loop = mapChildren({ ...ir, body }, (child) => this.loops(child));
    if (declarations.length === 0) return loop;
    return { kind: "with", declarations, body: loop, type: ir.type, span: ir.span };
  }

  /** How many loops stand inside each other there. */
  private nestingOf(ir: Ir): number {
    let nesting = this.nestings.get(ir);
    if (nesting === undefined) {
      nesting = ir.kind === "for-in" || ir.kind === "for-of" ? 1 : 0;
      let inside = 0;
      for (const child of childrenOfIr(ir)) inside = Math.max(inside, this.nestingOf(child));
      this.nestings.set(ir, (nesting += inside));
    }
    return nesting;
  }

  private invariants(loop: Loop): { declarations: Declaration[]; body: Ir } {
    const inside = new Set(loop.kind === "for-in" ? loop.variables.map(({ id }) => id) : []);
    const declarations: Declaration[] = [];
    const replace = (ir: Ir): Ir => {
      if (this.canMove(ir, inside)) return this.declare(ir, declarations);
      for (const { id } of declaredBy(ir)) inside.add(id);
      return mapChildren(ir, replace);
    };
    return { body: replace(loop.body), declarations };
  }

  private canMove(ir: Ir, inside: ReadonlySet<VariableId>): boolean {
    if (this.declared === maxVariables || !hoistable.has(ir.kind) || !isMovable(ir)) return false;
    const { variables, usesCurrentPattern } = this.dependence.of(ir);
    return !usesCurrentPattern && ![...variables].some((variable) => inside.has(variable));
  }

  private declare(value: Ir, declarations: Declaration[]): Ir {
    this.nextVariable ??= highestVariable(this.condition) + 1;
    const id = this.nextVariable++;
    this.declared++;
    const { type, span } = value;
    declarations.push({ variable: { id, name: `invariant ${id}`, type }, value });
    return { kind: "variable", variable: id, type, span };
  }
}

function isMovable(ir: Ir): boolean {
  return (movable.has(ir.kind) || hoistable.has(ir.kind)) && childrenOfIr(ir).every(isMovable);
}

function declaredBy(ir: Ir) {
  if (ir.kind === "for-in") return ir.variables;
  return ir.kind === "with" ? ir.declarations.map(({ variable }) => variable) : [];
}

function highestVariable(ir: Ir): VariableId {
  const below = childrenOfIr(ir).map(highestVariable);
  return [...declaredBy(ir).map(({ id }) => id), ...below].reduce((most, id) => Math.max(most, id), -1);
}
