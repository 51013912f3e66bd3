/**
 * Follows paths that consume nothing, in the order in which a backtracking matcher would try them. A path ends at a node
 * that an earlier path has reached: the earlier path already leads to everything after that node, and is preferred. This
 * rule also decides what a repetition prefers when its body matches the empty string.
 */
import { spendWork } from "@tyara/base";
import type { Assertion } from "@tyara/language/regexp";
import type { NfaNode, PassingNode } from "./nfa.ts";

export interface Reached {
  readonly node: number;
  /** The assertions on the path, which must all hold; sorted. */
  readonly assertions: readonly Assertion[];
}

export const NONE: readonly Assertion[] = [];

/** The ends of the paths from `from`: nodes that consume or accept, and nodes that `goesThrough` rejects. It may be `from` itself. */
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
    spendWork(4 + assertions.length);
    if (!visited.add(index, assertions)) continue;
    const node = nodes[index]!;
    if (!isPassing(node) || !goesThrough(index)) found.push(entry);
    else if (node.kind === "split")
      pending.push({ node: node.other, assertions }, { node: node.next, assertions });
    else pending.push({ node: node.next, assertions: [...new Set([...assertions, node.assertion])].sort() });
  }
  return found;
}

/** Whether a node consumes nothing and has a successor. */
export function isPassing(node: NfaNode): node is PassingNode {
  return node.kind === "split" || node.kind === "assertion";
}

/** The nodes reached so far, and the assertions on the paths to them. */
class Visited {
  private readonly unconditionally = new Set<number>();
  private readonly conditionally = new Map<number, (readonly Assertion[])[]>();

  /** Returns false if an earlier path reached the node under the same assertions or a subset of them. */
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
