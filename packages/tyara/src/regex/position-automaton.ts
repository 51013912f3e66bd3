/**
 * The automaton without the nodes that consume nothing: for each position (a consuming node), what may follow it, in
 * order of preference and with the conditions on the way. Sets of positions tell quickly whether a hit can be part of a
 * match; where they fit into one machine word, as for nearly all regular expressions of real rules, the kernel sweeps
 * with them too.
 */
import type { Assertion } from "./hir.ts";
import type { Nfa, NfaNode } from "./nfa.ts";

/** What may follow: a position, or the end of the match. */
export interface Follow {
  /** A position's number, or {@link ACCEPT}. */
  readonly target: number;
  /** All of these must hold in between. */
  readonly assertions: readonly Assertion[];
}

export interface PositionAutomaton {
  readonly positions: readonly Extract<NfaNode, { kind: "byte" | "run" }>[];
  readonly start: readonly Follow[];
  /** By position. */
  readonly follows: readonly (readonly Follow[])[];
}

/** Stands for the end of the match where a position might be. */
export const ACCEPT = -1;

/** Limit: sets of positions are kept for each position, so their size goes with the square. */
const MAX_POSITIONS = 255;

/** Undefined when there are too many positions. */
export function toPositionAutomaton(nfa: Nfa): PositionAutomaton | undefined {
  const numbers = new Int32Array(nfa.nodes.length).fill(ACCEPT);
  const positions: Extract<NfaNode, { kind: "byte" | "run" }>[] = [];
  for (let index = 0; index < nfa.nodes.length; index++) {
    const node = nfa.nodes[index]!;
    if (node.kind !== "byte" && node.kind !== "run") continue;
    numbers[index] = positions.length;
    positions.push(node);
  }
  if (positions.length > MAX_POSITIONS) return undefined;
  return {
    positions,
    start: followsOf(nfa, nfa.start, numbers),
    follows: positions.map((position) => followsOf(nfa, position.next, numbers)),
  };
}

const NONE: readonly Assertion[] = [];

/** Perf: what follows nearly every position, by target (the end first): one target without conditions. */
const ONLY: readonly (readonly Follow[])[] = Array.from({ length: MAX_POSITIONS + 1 }, (_, i) => [
  { target: i + ACCEPT, assertions: NONE },
]);

/** What can be reached from a node without consuming, the preferred first; `numbers` has the positions' by node. */
function followsOf(nfa: Nfa, from: number, numbers: Int32Array): readonly Follow[] {
  const first = nfa.nodes[from]!;
  if (first.kind !== "split" && first.kind !== "assertion") return ONLY[numbers[from]! + 1]!;
  const found: Follow[] = [];
  const visited = new Visited();
  const pending: { readonly node: number; readonly assertions: readonly Assertion[] }[] = [
    { node: from, assertions: NONE },
  ];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    const { node: index, assertions } = entry;
    if (!visited.add(index, assertions)) continue;
    const node = nfa.nodes[index]!;
    if (node.kind === "split")
      pending.push({ node: node.other, assertions }, { node: node.next, assertions });
    else if (node.kind === "assertion") {
      pending.push({ node: node.next, assertions: [...new Set([...assertions, node.assertion])].sort() });
    } else found.push({ target: numbers[index]!, assertions });
  }
  return found;
}

/** The nodes reached so far, and under which conditions. */
class Visited {
  private readonly unconditionally = new Set<number>();
  private readonly conditionally = new Set<string>();

  /** False when the node was reached before under no more conditions: that way is preferred to this. */
  add(node: number, assertions: readonly Assertion[]): boolean {
    if (this.unconditionally.has(node)) return false;
    if (assertions.length === 0) this.unconditionally.add(node);
    else {
      const key = `${node} ${assertions}`;
      if (this.conditionally.has(key)) return false;
      this.conditionally.add(key);
    }
    return true;
  }
}
