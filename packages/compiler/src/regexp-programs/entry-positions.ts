/**
 * Where inside a pattern one is when one of its byte runs has been found: the positions of its automaton that may be
 * about to consume the run's first byte. From there a hit can be probed in both directions before any sweep.
 *
 * The run is followed from its end to its beginning, so that only the few positions are looked at that lead to the rest
 * of it. Rejected: spelling out which bytes each position takes, which cost more than building the program.
 */

import { CLASS_MAP, Positions, Program } from "@tyara/contract";
import { ONLY_CLASS } from "./byte-classes.ts";

/**
 * The set of positions of a packed program, as it lies in memory, at which a run of these byte sets (members ascending)
 * may begin; undefined when the program has too many positions or the run is none of its own.
 */
export function entryPositions(
  program: Uint8Array,
  run: readonly (readonly number[])[],
): Uint8Array | undefined {
  const form = PackedPositions.of(program);
  if (form === undefined) return undefined;
  let next = form.taking(run[run.length - 1]!);
  for (let i = run.length - 2; i >= 0 && next.length > 0; i--) next = form.before(next, run[i]!);
  return next.length > 0 ? form.packSet(next) : undefined;
}

/** The `Positions` form of a program, read. */
class PackedPositions {
  private readonly program: Uint8Array;
  private readonly setSize: number;
  /** Addresses in the program. */
  private readonly masks: number;
  private readonly runSet: number;
  private readonly precedes: number;
  /** By class, how many bytes it has. */
  private readonly classSizes: number[] = new Array(256).fill(0);
  private classCount = 0;
  /** By position, how many classes it takes. */
  private readonly classCounts: Uint16Array;

  static of(program: Uint8Array): PackedPositions | undefined {
    const view = new DataView(program.buffer, program.byteOffset, program.byteLength);
    const form = view.getUint32(Program.positions, true);
    return form === 0 ? undefined : new PackedPositions(program, view, form);
  }

  private constructor(program: Uint8Array, view: DataView, form: number) {
    this.program = program;
    this.setSize = view.getUint32(form + Positions.wordCount, true) * 8;
    this.masks = form + Positions.size;
    this.runSet = form + view.getUint32(form + Positions.runSet, true);
    this.precedes = form + view.getUint32(form + Positions.precedes, true);
    for (let byte = 0; byte < 256; byte++) {
      const byteClass = program[CLASS_MAP + byte]!;
      this.classSizes[byteClass] = this.classSizes[byteClass]! + 1;
    }
    while (this.classCount < 256 && this.classSizes[this.classCount] !== 0) this.classCount++;
    this.classCounts = new Uint16Array(this.setSize * 8);
    for (let byteClass = 0; byteClass < this.classCount; byteClass++) this.countClass(byteClass);
  }

  /** The positions that take these very bytes. */
  taking(bytes: readonly number[]): number[] {
    const mask = this.masks + this.program[CLASS_MAP + (bytes[0] ?? 0)]! * this.setSize;
    const classes = this.classesOf(bytes);
    const found: number[] = [];
    if (classes !== undefined) this.addTaking(mask, classes, found);
    return found;
  }

  /** The positions that take these very bytes and may be followed by one of `next`. */
  before(next: readonly number[], bytes: readonly number[]): number[] {
    const found: number[] = [];
    const classes = this.classesOf(bytes);
    if (classes === undefined) return found;
    for (let i = 0; i < next.length; i++) {
      const position = next[i]!;
      this.addTaking(this.precedes + position * this.setSize, classes, found);
      const isAgain = this.has(this.runSet, position) && this.takes(position, classes);
      if (isAgain && !found.includes(position)) found.push(position);
    }
    return found;
  }

  /** Adds the members of a set that take just these classes. */
  private addTaking(set: number, classes: readonly number[], found: number[]): void {
    for (let i = 0; i < this.setSize; i++) {
      for (let bits = this.program[set + i]!; bits !== 0; bits &= bits - 1) {
        const position = i * 8 + 31 - Math.clz32(bits & -bits);
        if (this.takes(position, classes) && !found.includes(position)) found.push(position);
      }
    }
  }

  packSet(positions: readonly number[]): Uint8Array {
    const set = new Uint8Array(this.setSize);
    for (const position of positions) set[position >> 3]! |= 1 << (position & 7);
    return set;
  }

  /** The classes that these bytes make up; undefined when they divide a class, so that no position takes just them. */
  private classesOf(bytes: readonly number[]): readonly number[] | undefined {
    if (bytes.length === 1) {
      const byteClass = this.program[CLASS_MAP + bytes[0]!]!;
      return this.classSizes[byteClass] === 1 ? ONLY_CLASS[byteClass] : undefined;
    }
    const counts = new Uint16Array(this.classCount);
    for (const byte of bytes) counts[this.program[CLASS_MAP + byte]!]!++;
    const classes: number[] = [];
    for (let i = 0; i < counts.length; i++) {
      if (counts[i] === 0) continue;
      if (counts[i] !== this.classSizes[i]) return undefined;
      classes.push(i);
    }
    return classes;
  }

  /** Whether a position takes all of these classes and no other. */
  private takes(position: number, classes: readonly number[]): boolean {
    if (this.classCounts[position] !== classes.length) return false;
    for (let i = 0; i < classes.length; i++)
      if (!this.has(this.masks + classes[i]! * this.setSize, position)) return false;
    return true;
  }

  private has(set: number, member: number): boolean {
    return ((this.program[set + (member >> 3)]! >> (member & 7)) & 1) !== 0;
  }

  private countClass(byteClass: number): void {
    const mask = this.masks + byteClass * this.setSize;
    for (let i = 0; i < this.setSize; i++) {
      for (let bits = this.program[mask + i]!; bits !== 0; bits &= bits - 1)
        this.classCounts[i * 8 + 31 - Math.clz32(bits & -bits)]!++;
    }
  }
}
