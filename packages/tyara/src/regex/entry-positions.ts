/**
 * Where inside a pattern one is when one of its byte runs has been found: the positions of its automaton that may be
 * about to consume the run's first byte. From there a hit can be probed in both directions before any sweep.
 */
import { CLASS_MAP, Positions, Program } from "./program-layout.ts";

/**
 * The set of positions of a packed program, as it lies in memory, at which a run of these byte sets (members ascending)
 * may begin; undefined when the program has too many positions or the run is none of its own.
 */
export function entryPositions(
  program: Uint8Array,
  run: readonly (readonly number[])[],
): Uint8Array | undefined {
  const view = new DataView(program.buffer, program.byteOffset, program.byteLength);
  const form = view.getUint32(Program.positions, true);
  if (form === 0) return undefined;
  const setSize = view.getUint32(form + Positions.wordCount, true) * 8;
  const sets = positionSets(view, form, setSize).map((members) => members.join());
  const follows = view.getUint32(form + Positions.follows, true) + form;
  const runSet = view.getUint32(form + Positions.runSet, true) + form;
  let next: boolean[] = sets.map(() => true);
  for (let i = run.length - 1; i >= 0; i--) {
    const members = run[i]!.join();
    const behind = next;
    const goesOn = (position: number) =>
      i === run.length - 1 ||
      (hasMember(view, runSet, position) && behind[position]!) ||
      behind.some((isIn, target) => isIn && hasMember(view, follows + position * setSize, target));
    next = sets.map((set, position) => set === members && goesOn(position));
  }
  return next.includes(true) ? packSet(next, setSize) : undefined;
}

function hasMember(view: DataView, set: number, member: number): boolean {
  return ((view.getUint8(set + (member >> 3)) >> (member & 7)) & 1) !== 0;
}

/** The bytes that each position takes, ascending. */
function positionSets(view: DataView, form: number, setSize: number): number[][] {
  const sets: number[][] = Array.from({ length: setSize * 8 - 1 }, () => []);
  for (let byte = 0; byte < 256; byte++) {
    const mask = form + Positions.size + view.getUint8(CLASS_MAP + byte) * setSize;
    sets.forEach((members, position) => {
      if (hasMember(view, mask, position)) members.push(byte);
    });
  }
  return sets;
}

function packSet(members: readonly boolean[], setSize: number): Uint8Array {
  const set = new Uint8Array(setSize);
  members.forEach((isIn, position) => {
    if (isIn) set[position >> 3]! |= 1 << (position & 7);
  });
  return set;
}
