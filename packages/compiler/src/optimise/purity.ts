/** What an expression depends on and what evaluating it does: the questions that passes ask before they move or drop it. */

import type { Ir, PatternRef, VariableId } from "@tyara/language/ir";
import { childrenOfIr } from "@tyara/language/ir";

/** Perf: every node that contains an expression asks again. */
const knownPurity = new WeakMap<Ir, boolean>();

/** Whether evaluating it gives a value and does nothing else: only functions of the console module do more. */
export function isPure(ir: Ir): boolean {
  let answer = knownPurity.get(ir);
  if (answer === undefined) {
    answer = !(ir.kind === "call" && ir.module === "console") && childrenOfIr(ir).every(isPure);
    knownPurity.set(ir, answer);
  }
  return answer;
}

/** What an expression takes from the loops and declarations around it. */
export interface Dependence {
  readonly variables: ReadonlySet<VariableId>;
  /** Whether it speaks of the pattern that an enclosing `for … of` is at. */
  readonly usesCurrentPattern: boolean;
}

/** Finds dependences; each node is looked at once. */
export class DependenceAnalysis {
  readonly #known = new Map<Ir, Dependence>();

  of(ir: Ir): Dependence {
    let answer = this.#known.get(ir);
    if (answer === undefined) {
      answer = this.#analyse(ir);
      this.#known.set(ir, answer);
    }
    return answer;
  }

  #analyse(ir: Ir): Dependence {
    const children = childrenOfIr(ir).map((child) => this.of(child));
    const variables = new Set(children.flatMap((child) => [...child.variables]));
    let usesCurrentPattern = children.some((child) => child.usesCurrentPattern) || speaksOfCurrent(ir);
    if (ir.kind === "variable") variables.add(ir.variable);
    if (ir.kind === "for-of") usesCurrentPattern = this.#quantifierUsesCurrent(ir);
    for (const variable of boundBy(ir)) variables.delete(variable);
    if (variables.size === 0 && !usesCurrentPattern) return independent;
    return { variables, usesCurrentPattern };
  }

  /** The body of a `for … of` speaks of its own pattern; what is outside the body, of the enclosing one. */
  #quantifierUsesCurrent({ quantifier }: Extract<Ir, { kind: "for-of" }>): boolean {
    return "value" in quantifier && this.of(quantifier.value).usesCurrentPattern;
  }
}

const independent: Dependence = { variables: new Set(), usesCurrentPattern: false };

function speaksOfCurrent(ir: Ir): boolean {
  const pattern: PatternRef | undefined = "pattern" in ir ? ir.pattern : undefined;
  return pattern?.kind === "current";
}

/** The variables that are declared by a node. */
function boundBy(ir: Ir): readonly VariableId[] {
  if (ir.kind === "for-in") return ir.variables.map(({ id }) => id);
  return ir.kind === "with" ? ir.declarations.map(({ variable }) => variable.id) : [];
}
