/**
 * The automaton without the nodes that consume nothing. Its positions are the consuming nodes. For each position it lists the
 * positions that may follow, in order of preference, with the conditions in between.
 *
 * Sets of positions tell quickly whether a hit can be part of a match. For nearly all regular expressions of real rules such a
 * set fits into one machine word. Then the kernel sweeps with these sets too.
 */
import type { Assertion } from "@tyara/language/regexp";
import type { Nfa, NfaNode } from "./nfa.ts";
import { NONE, reachedFrom } from "./reached.ts";

/** A possible successor of a position. */
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

/** In place of a position: the end of the match. */
export const ACCEPT = -1;

/** Limit: each position has a set of positions, so their total size grows with the square. */
const MAX_POSITIONS = 255;

/** Undefined if there are too many positions. */
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

/** Perf: the lists of a single target without conditions, which nearly every position has. By target, the end first. */
const ONLY: readonly (readonly Follow[])[] = Array.from({ length: MAX_POSITIONS + 1 }, (_, i) => [
  { target: i + ACCEPT, assertions: NONE },
]);

/** The positions that can be reached from a node without consuming, in order of preference. `numbers` has the position of each node. */
function followsOf(nfa: Nfa, from: number, numbers: Int32Array): readonly Follow[] {
  const first = nfa.nodes[from]!;
  if (first.kind !== "split" && first.kind !== "assertion") return ONLY[numbers[from]! + 1]!;
  return reachedFrom(nfa.nodes, from, () => true).map(({ node, assertions }) => ({
    target: numbers[node]!,
    assertions,
  }));
}
