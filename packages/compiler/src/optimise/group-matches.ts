/**
 * `x matches /a/ or x matches /b/` is `x matches /a|b/`: one pass over the string instead of many. The flags of the
 * regexps are in their HIR already, so any of them may stand side by side.
 */

import type { CheckedProgram, CheckedRegexp, Ir, IrOf, RegexpId } from "@tyara/language/ir";
import { mapChildren, withCondition } from "@tyara/language/ir";
import { alternation } from "@tyara/language/regexp";
import { Numbering } from "./numbering.ts";
import { isPure } from "./purity.ts";

/** Limit: an automaton of more regexps is larger than what a pass over the string saves. */
const maxGroup = 16;

/** The same program with regexps that are tried on one string put together. */
export function groupMatches(program: CheckedProgram): CheckedProgram {
  const regexps = [...program.regexps];
  const grouping = new Grouping(regexps);
  const rules = program.rules.map((rule) => withCondition(rule, grouping.rewrite(rule.condition)));
  return { ...program, rules, regexps };
}

const isMatch = ({ kind }: Ir): boolean => kind === "matches";

class Grouping {
  private readonly regexps: CheckedRegexp[];
  private readonly known = new Map<string, RegexpId>();

  /** @param regexps where the new ones are added. */
  constructor(regexps: CheckedRegexp[]) {
    this.regexps = regexps;
  }

  rewrite(ir: Ir): Ir {
    const inner = mapChildren(ir, this.rewriteChild);
    return inner.kind === "or" && inner.operands.some(isMatch) ? this.group(inner) : inner;
  }

  private readonly rewriteChild = (child: Ir): Ir => this.rewrite(child);

  private group(ir: IrOf<"or">): Ir {
    const groups = this.groups(ir.operands);
    const operands = ir.operands.flatMap((operand) => {
      const group = operand.kind === "matches" ? groups.get(operand) : undefined;
      if (group === undefined || group.length < 2) return [operand];
      return group[0] === operand ? [{ ...operand, regexp: this.union(group) }] : [];
    });
    return operands.length === ir.operands.length ? ir : { ...ir, operands };
  }

  /** For each `matches`, those that are tried on the same string together with it, in order. */
  private groups(operands: readonly Ir[]): Map<Ir, IrOf<"matches">[]> {
    const numbering = new Numbering();
    const open = new Map<number, IrOf<"matches">[]>();
    const groups = new Map<Ir, IrOf<"matches">[]>();
    for (const operand of operands) {
      if (operand.kind !== "matches" || !isPure(operand)) continue;
      const number = numbering.of(operand.operand);
      let group = open.get(number);
      if (group === undefined || group.length === maxGroup) open.set(number, (group = []));
      group.push(operand);
      groups.set(operand, group);
    }
    return groups;
  }

  private union(group: readonly IrOf<"matches">[]): RegexpId {
    const ids = [...new Set(group.map(({ regexp }) => regexp))];
    const key = ids.join("|");
    let id = this.known.get(key);
    if (id === undefined) {
      const parts = ids.map((one) => this.regexps[one]!);
      const source = parts.map((part) => part.source).join("|");
      const hir = alternation(parts.map((part) => part.hir));
      id = this.regexps.push({ source, caseInsensitive: false, dotMatchesNewline: false, hir }) - 1;
      this.known.set(key, id);
    }
    return id;
  }
}
