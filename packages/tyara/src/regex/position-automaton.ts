/**
 * The automaton without the nodes that consume nothing: for each position (a consuming node), what may follow it, in
 * order of preference and with the conditions on the way. Small ones fit into one machine word and get a matcher of
 * their own in the kernel; that is nearly every regular expression of real rules.
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

/** The number that stands for the end of the match: the highest bit of a word. */
export const ACCEPT = 63;

/** Undefined when there are more positions than fit into a word beside {@link ACCEPT}. */
export function toPositionAutomaton(nfa: Nfa): PositionAutomaton | undefined {
  const numbers = new Map<number, number>();
  const positions: Extract<NfaNode, { kind: "byte" | "run" }>[] = [];
  nfa.nodes.forEach((node, index) => {
    if (node.kind !== "byte" && node.kind !== "run") return;
    numbers.set(index, positions.length);
    positions.push(node);
  });
  if (positions.length > ACCEPT) return undefined;
  return {
    positions,
    start: followsOf(nfa, nfa.start, numbers),
    follows: positions.map((position) => followsOf(nfa, position.next, numbers)),
  };
}

/** What can be reached from a node without consuming, the preferred first. */
function followsOf(nfa: Nfa, from: number, numbers: ReadonlyMap<number, number>): Follow[] {
  const found: Follow[] = [];
  const visited = new Set<string>();
  const pending: { readonly node: number; readonly assertions: readonly Assertion[] }[] = [
    { node: from, assertions: [] },
  ];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    const { node: index, assertions } = entry;
    // What was reached before under no more conditions is preferred to this.
    if (visited.has(`${index}`) || visited.has(`${index} ${assertions}`)) continue;
    visited.add(assertions.length === 0 ? `${index}` : `${index} ${assertions}`);
    const node = nfa.nodes[index]!;
    if (node.kind === "split")
      pending.push({ node: node.other, assertions }, { node: node.next, assertions });
    else if (node.kind === "assertion") {
      pending.push({ node: node.next, assertions: [...new Set([...assertions, node.assertion])].sort() });
    } else found.push({ target: numbers.get(index) ?? ACCEPT, assertions });
  }
  return found;
}
