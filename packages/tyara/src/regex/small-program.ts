/** Packs a position automaton that fits into one word: see `Small` in `program-layout.ts`. */
import { ASSERTION_CODES } from "./assertion-codes.ts";
import type { Follow as FollowEdge, PositionAutomaton } from "./position-automaton.ts";
import { Follow, SMALL_ACCEPT, SMALL_START, Small } from "./program-layout.ts";

const ROWS = SMALL_START + 1;

/** Bytes that the form takes. */
export function smallSize(automaton: PositionAutomaton, classCount: number): number {
  const edgeCount = automaton.follows.reduce((sum, list) => sum + list.length, automaton.start.length);
  return (
    Small.size +
    classCount * 8 +
    2 * SMALL_START * 8 +
    (ROWS + 1) * 4 +
    SMALL_START +
    edgeCount * Follow.size +
    16
  );
}

/** Writes the form at `at`; `representatives` has one byte of each class. */
export function writeSmall(
  out: DataView,
  at: number,
  automaton: PositionAutomaton,
  representatives: readonly number[],
): void {
  const { positions, follows, start } = automaton;
  const masks = at + Small.size;
  const followSets = masks + representatives.length * 8;
  const precedeSets = followSets + SMALL_START * 8;
  const lists = precedeSets + SMALL_START * 8;
  const runIndex = lists + (ROWS + 1) * 4;
  out.setUint32(at + Small.follows, followSets - at, true);
  out.setUint32(at + Small.precedes, precedeSets - at, true);
  out.setUint32(at + Small.lists, lists - at, true);
  out.setUint32(at + Small.runIndex, runIndex - at, true);
  out.setUint32(at + Small.isStartConditional, start.some(isConditional) ? 1 : 0, true);
  let runCount = 0;
  positions.forEach((position, number) => {
    representatives.forEach((byte, byteClass) => {
      if (position.set.has(byte)) addMember(out, masks + byteClass * 8, number);
    });
    for (const { target } of follows[number]!) {
      addMember(out, followSets + number * 8, target);
      addMember(out, precedeSets + target * 8, number);
    }
    if (follows[number]!.some(isConditional)) addMember(out, at + Small.conditional, number);
    if (position.kind === "run") {
      addMember(out, at + Small.runSet, number);
      out.setUint8(runIndex + number, runCount++);
    }
  });
  for (const { target } of start) addMember(out, at + Small.startSet, target);
  writeLists(out, at, lists, (runIndex + SMALL_START + 7) & ~7, automaton);
}

function writeLists(
  out: DataView,
  at: number,
  lists: number,
  entries: number,
  automaton: PositionAutomaton,
): void {
  let entry = entries;
  for (let row = 0; row < ROWS; row++) {
    out.setUint32(lists + row * 4, entry - at, true);
    for (const { target, assertions } of listOf(automaton, row)) {
      out.setUint32(entry + Follow.target, target, true);
      const bits = assertions.reduce((set, assertion) => set | (1 << ASSERTION_CODES[assertion]), 0);
      out.setUint32(entry + Follow.assertions, bits, true);
      entry += Follow.size;
    }
  }
  out.setUint32(lists + ROWS * 4, entry - at, true);
}

function listOf(automaton: PositionAutomaton, row: number): readonly FollowEdge[] {
  if (row === SMALL_START) return automaton.start;
  return row === SMALL_ACCEPT ? [] : (automaton.follows[row] ?? []);
}

function isConditional(follow: FollowEdge): boolean {
  return follow.assertions.length > 0;
}

function addMember(out: DataView, set: number, member: number): void {
  const byte = set + (member >> 3);
  out.setUint8(byte, out.getUint8(byte) | (1 << (member & 7)));
}
