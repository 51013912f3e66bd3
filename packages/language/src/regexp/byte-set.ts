/** A set of byte values: 256 bits. Immutable once made. */
export class ByteSet {
  private readonly words: Uint32Array;
  private members: readonly number[] | undefined;

  private constructor(words: Uint32Array) {
    this.words = words;
  }

  static readonly empty: ByteSet = new ByteSet(new Uint32Array(8));
  static readonly all: ByteSet = ByteSet.empty.complement();

  /** Perf: sets of one byte are shared, because patterns are full of them. */
  private static readonly singles: readonly ByteSet[] = Array.from({ length: 256 }, (_, byte) =>
    ByteSet.range(byte, byte),
  );

  static single(byte: number): ByteSet {
    return ByteSet.singles[byte]!;
  }

  static of(...bytes: readonly number[]): ByteSet {
    return ByteSet.from(bytes);
  }

  /** Bytes may be there more than once. */
  static from(bytes: ArrayLike<number>): ByteSet {
    const words = new Uint32Array(8);
    for (let i = 0; i < bytes.length; i++) words[bytes[i]! >> 5]! |= 1 << (bytes[i]! & 31);
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
    return this.bytes().length;
  }

  /** The members in ascending order. */
  bytes(): readonly number[] {
    this.members ??= this.listMembers();
    return this.members;
  }

  private listMembers(): number[] {
    const members: number[] = [];
    for (let i = 0; i < 8; i++) {
      for (let rest = this.words[i]!; rest !== 0; rest &= rest - 1)
        members.push(i * 32 + 31 - Math.clz32(rest & -rest));
    }
    return members;
  }

  union(other: ByteSet): ByteSet {
    // Perf: what lies before a run is mostly nothing, or anything.
    if (this === ByteSet.all || other === ByteSet.empty) return this;
    if (other === ByteSet.all || this === ByteSet.empty) return other;
    const words = new Uint32Array(8);
    for (let i = 0; i < 8; i++) words[i] = this.words[i]! | other.words[i]!;
    return new ByteSet(words);
  }

  intersect(other: ByteSet): ByteSet {
    const words = new Uint32Array(8);
    for (let i = 0; i < 8; i++) words[i] = this.words[i]! & other.words[i]!;
    return new ByteSet(words);
  }

  complement(): ByteSet {
    return new ByteSet(this.words.map((word) => ~word));
  }

  equals(other: ByteSet): boolean {
    return this.words.every((word, i) => word === other.words[i]);
  }
}
