/**
 * Where paths that consume nothing lead, in the order in which backtracking would take them. None is taken that comes to a node where one
 * has been: what comes after that node is preferred as that path found it. So it is known what repetitions prefer that take empty turns.
 */
import type { Assertion } from "@tyara/language/regexp";
import type { NfaNode, PassingNode } from "./nfa.ts";

export interface Reached {
  readonly node: number;
  /** All of these must hold on the way; sorted. */
  readonly assertions: readonly Assertion[];
}

export const NONE: readonly Assertion[] = [];

/** The nodes behind `from`, itself included, that consume or that `goesThrough` does not want to be passed. */
export function reachedFrom(
  nodes: readonly NfaNode[],
  from: number,
  goesThrough: (node: number) => boolean,
): Reached[] {
  const found: Reached[] = [];
  const visited = new Visited();
  const pending: Reached[] = [{ node: from, assertions: NONE }];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    const { node: index, assertions } = entry;
    if (!visited.add(index, assertions)) continue;
    const node = nodes[index]!;
    if (!isPassing(node) || !goesThrough(index)) found.push(entry);
    else if (node.kind === "split")
      pending.push({ node: node.other, assertions }, { node: node.next, assertions });
    else pending.push({ node: node.next, assertions: [...new Set([...assertions, node.assertion])].sort() });
  }
  return found;
}

/** Whether a node consumes nothing and leads on. */
export function isPassing(node: NfaNode): node is PassingNode {
  return node.kind === "split" || node.kind === "assertion";
}

/** The nodes reached so far, and under which conditions. */
class Visited {
  private readonly unconditionally = new Set<number>();
  private readonly conditionally = new Map<number, (readonly Assertion[])[]>();

  /** False when the node was reached before under no more conditions: that way is preferred to this. */
  add(node: number, assertions: readonly Assertion[]): boolean {
    if (this.unconditionally.has(node)) return false;
    if (assertions.length === 0) {
      this.unconditionally.add(node);
      return true;
    }
    const before = this.conditionally.get(node) ?? [];
    if (before.some((conditions) => conditions.every((condition) => assertions.includes(condition))))
      return false;
    this.conditionally.set(node, [...before, assertions]);
    return true;
  }
}
