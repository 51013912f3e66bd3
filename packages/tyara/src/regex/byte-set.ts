/** A set of byte values: 256 bits. Immutable once made. */
export class ByteSet {
  private readonly words: Uint32Array;

  private constructor(words: Uint32Array) {
    this.words = words;
  }

  static readonly empty: ByteSet = new ByteSet(new Uint32Array(8));
  static readonly all: ByteSet = ByteSet.empty.complement();

  static of(...bytes: readonly number[]): ByteSet {
    const words = new Uint32Array(8);
    for (const byte of bytes) words[byte >> 5]! |= 1 << (byte & 31);
    return new ByteSet(words);
  }

  /** Both ends belong to the set. */
  static range(first: number, last: number): ByteSet {
    const words = new Uint32Array(8);
    for (let byte = first; byte <= last; byte++) words[byte >> 5]! |= 1 << (byte & 31);
    return new ByteSet(words);
  }

  /** The bytes that agree with `value` in the bits of `mask`, as `A?` of a hex pattern. */
  static masked(value: number, mask: number): ByteSet {
    const words = new Uint32Array(8);
    for (let byte = 0; byte < 256; byte++)
      if ((byte & mask) === (value & mask)) words[byte >> 5]! |= 1 << (byte & 31);
    return new ByteSet(words);
  }

  has(byte: number): boolean {
    return (this.words[byte >> 5]! & (1 << (byte & 31))) !== 0;
  }

  get size(): number {
    let count = 0;
    for (const word of this.words) for (let rest = word; rest !== 0; rest &= rest - 1) count++;
    return count;
  }

  /** The members in ascending order. */
  bytes(): number[] {
    const members: number[] = [];
    this.words.forEach((word, i) => {
      for (let rest = word; rest !== 0; rest &= rest - 1)
        members.push(i * 32 + 31 - Math.clz32(rest & -rest));
    });
    return members;
  }

  union(other: ByteSet): ByteSet {
    return new ByteSet(this.words.map((word, i) => word | other.words[i]!));
  }

  intersect(other: ByteSet): ByteSet {
    return new ByteSet(this.words.map((word, i) => word & other.words[i]!));
  }

  complement(): ByteSet {
    return new ByteSet(this.words.map((word) => ~word));
  }

  equals(other: ByteSet): boolean {
    return this.words.every((word, i) => word === other.words[i]);
  }
}
