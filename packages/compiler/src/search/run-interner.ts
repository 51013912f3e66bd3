/** Equal runs become one. Perf: found by a hash of their bytes, as spelling out keys costs more than comparing runs. */
import { spendWork } from "@tyara/base";
import { type ByteRun, isExactRun } from "./byte-run.ts";

/** The different ones among runs, in the order in which they came, each with what was made for it. */
export class RunInterner<T extends { readonly run: ByteRun }> {
  readonly all: T[] = [];
  private readonly byHash = new Map<number, T>();
  private readonly make: (run: ByteRun) => T;

  constructor(make: (run: ByteRun) => T) {
    this.make = make;
  }

  intern(run: ByteRun): T {
    // What has the same hash as another run takes the next free number.
    spendWork(run.values.length);
    for (let hash = hashOf(run); ; hash++) {
      spendWork(1);
      const found = this.byHash.get(hash);
      if (found === undefined) {
        const made = this.make(run);
        this.byHash.set(hash, made);
        this.all.push(made);
        return made;
      }
      if (areEqual(found.run, run)) return found;
    }
  }
}

/** Limit: engines store integers of 30 bits as they are. */
const HASH_MASK = 0x3fff_ffff;

function hashOf({ values, classes, xor }: ByteRun): number {
  let hash = values.length + 31 * classes.length + (xor === undefined ? 0 : xor.start + 257 * xor.end);
  for (let i = 0; i < values.length; i++) hash = Math.imul(hash ^ values[i]!, 0x0100_0193);
  return (hash ^ (hash >>> 15)) & HASH_MASK;
}

function areEqual(a: ByteRun, b: ByteRun): boolean {
  if (a.values.length !== b.values.length || a.classes.length !== b.classes.length) return false;
  if (a.xor?.start !== b.xor?.start || a.xor?.end !== b.xor?.end) return false;
  for (let i = 0; i < a.values.length; i++) if (a.values[i] !== b.values[i]) return false;
  if (isExactRun(a) && isExactRun(b)) return true;
  for (let i = 0; i < a.masks.length; i++) if (a.masks[i] !== b.masks[i]) return false;
  return a.classes.every(
    ({ offset, set }, i) => offset === b.classes[i]!.offset && set.equals(b.classes[i]!.set),
  );
}
