/** Classes of bytes that no set of a pattern tells apart, so that one mask a class says which nodes take a byte. */
import { spendWork } from "@tyara/base";
import { ByteSet } from "@tyara/language/regexp";

/** Lists of one class. Perf: shared, because nearly all sets have one byte. */
export const ONLY_CLASS: readonly (readonly number[])[] = Array.from({ length: 256 }, (_, byteClass) => [
  byteClass,
]);

export class ByteClasses {
  readonly classOf: Uint8Array = new Uint8Array(256);
  count = 1;
  /** By class. */
  private readonly sizes: number[] = new Array(256).fill(0);
  private readonly bySet = new Map<ByteSet, readonly number[]>();

  /** Splits the bytes by one set after the other. Bytes of one class are in the same sets. */
  constructor(sets: Iterable<ByteSet>) {
    this.sizes[0] = 256;
    for (const set of sets) {
      const members = set.bytes();
      spendWork(1 + members.length);
      if (members.length === 1) this.splitOff(members[0]!);
      // The set of all bytes splits nothing.
      else if (set !== ByteSet.all) this.split(members);
    }
  }

  private splitOff(byte: number): void {
    const { classOf, sizes } = this;
    const old = classOf[byte]!;
    if (sizes[old] === 1) return;
    sizes[old] = sizes[old]! - 1;
    sizes[this.count] = 1;
    classOf[byte] = this.count++;
  }

  private split(members: readonly number[]): void {
    const { classOf, sizes } = this;
    const memberCounts = new Uint16Array(256);
    const splitInto = new Uint8Array(256);
    for (const byte of members) memberCounts[classOf[byte]!]!++;
    for (const byte of members) {
      const old = classOf[byte]!;
      if (memberCounts[old] === sizes[old]) continue;
      if (splitInto[old] === 0) splitInto[old] = this.count++;
      classOf[byte] = splitInto[old]!;
    }
    for (let old = 0; old < 256; old++) {
      if (splitInto[old] === 0) continue;
      sizes[splitInto[old]!] = memberCounts[old]!;
      sizes[old] = sizes[old]! - memberCounts[old]!;
    }
  }

  /** The classes that make up one of the sets. */
  of(set: ByteSet): readonly number[] {
    const members = set.bytes();
    if (members.length === 1) return ONLY_CLASS[this.classOf[members[0]!]!]!;
    let classes = this.bySet.get(set);
    if (classes === undefined) this.bySet.set(set, (classes = this.listClasses(set)));
    return classes;
  }

  private listClasses(set: ByteSet): readonly number[] {
    const isIn = new Uint8Array(this.count);
    for (const byte of set.bytes()) isIn[this.classOf[byte]!] = 1;
    const classes: number[] = [];
    for (let byteClass = 0; byteClass < this.count; byteClass++)
      if (isIn[byteClass] === 1) classes.push(byteClass);
    return classes;
  }
}
