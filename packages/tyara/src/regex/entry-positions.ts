/**
 * Where inside a pattern one is when one of its byte runs has been found: the positions of its automaton that may be
 * about to consume the run's first byte. From there a hit can be probed in both directions before any sweep.
 */
import { CLASS_MAP, Program, Small } from "./program-layout.ts";

/** A set of positions as two 32-bit halves. */
export interface PositionSet {
  readonly low: number;
  readonly high: number;
}

const NOWHERE: PositionSet = { low: 0, high: 0 };

/**
 * The positions of a packed program at which a run of these byte sets (members ascending) may begin; the empty set when
 * the program has too many positions or the run is none of its own.
 */
export function entryPositions(program: Uint8Array, run: readonly (readonly number[])[]): PositionSet {
  const view = new DataView(program.buffer, program.byteOffset, program.byteLength);
  const small = view.getUint32(Program.small, true);
  if (small === 0) return NOWHERE;
  const sets = positionSets(view, small).map((members) => members.join());
  const follows = view.getUint32(small + Small.follows, true) + small;
  let next: boolean[] = sets.map(() => true);
  for (let i = run.length - 1; i >= 0; i--) {
    const members = run[i]!.join();
    const behind = next;
    const goesOn = (position: number) =>
      i === run.length - 1 ||
      (isRun(view, small, position) && behind[position]!) ||
      behind.some((isIn, target) => isIn && hasMember(view, follows + position * 8, target));
    next = sets.map((set, position) => set === members && goesOn(position));
  }
  return toHalves(next);
}

function isRun(view: DataView, small: number, position: number): boolean {
  return hasMember(view, small + Small.runSet, position);
}

function hasMember(view: DataView, set: number, member: number): boolean {
  return ((view.getUint8(set + (member >> 3)) >> (member & 7)) & 1) !== 0;
}

/** The bytes that each position takes, ascending. */
function positionSets(view: DataView, small: number): number[][] {
  const sets: number[][] = [];
  for (let byte = 0; byte < 256; byte++) {
    const mask = small + Small.size + view.getUint8(CLASS_MAP + byte) * 8;
    for (let position = 0; position < 63; position++) {
      if (hasMember(view, mask, position)) (sets[position] ??= []).push(byte);
    }
  }
  return Array.from(sets, (set) => set ?? []);
}

function toHalves(members: readonly boolean[]): PositionSet {
  let low = 0;
  let high = 0;
  members.forEach((isIn, position) => {
    if (!isIn) return;
    if (position < 32) low |= 1 << position;
    else high |= 1 << (position - 32);
  });
  return { low: low >>> 0, high: high >>> 0 };
}
