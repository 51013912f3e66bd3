/**
 * The automaton without the nodes that consume nothing: for each position (a consuming node), what may follow it, in
 * order of preference and with the conditions on the way. Sets of positions tell quickly whether a hit can be part of a
 * match; where they fit into one machine word, as for nearly all regular expressions of real rules, the kernel sweeps
 * with them too.
 */
import type { Assertion } from "@tyara/language/regexp";
import type { Nfa, NfaNode } from "./nfa.ts";
import { NONE, reachedFrom } from "./reached.ts";

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

/** Perf: what follows nearly every position, by target (the end first): one target without conditions. */
const ONLY: readonly (readonly Follow[])[] = Array.from({ length: MAX_POSITIONS + 1 }, (_, i) => [
  { target: i + ACCEPT, assertions: NONE },
]);

/** What can be reached from a node without consuming, the preferred first; `numbers` has the positions' by node. */
function followsOf(nfa: Nfa, from: number, numbers: Int32Array): readonly Follow[] {
  const first = nfa.nodes[from]!;
  if (first.kind !== "split" && first.kind !== "assertion") return ONLY[numbers[from]! + 1]!;
  return reachedFrom(nfa.nodes, from, () => true).map(({ node, assertions }) => ({
    target: numbers[node]!,
    assertions,
  }));
}
