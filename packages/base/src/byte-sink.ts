// A growable byte array with the number encodings of the WebAssembly binary format. Rule sets compile to
// megabytes of code, so writing one byte is one store: no arrays of numbers, no intermediate buffers.

const encoder = new TextEncoder();
const floatBytes = new DataView(new ArrayBuffer(8));

/** Longest LEB128 encoding of a 64-bit number. */
const maxLeb128Length = 10;

export class ByteSink {
  #bytes: Uint8Array;
  #length = 0;

  /** @param capacity bytes reserved at first; grows by doubling. */
  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(Math.max(capacity, maxLeb128Length));
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** Forgets what was written and keeps the capacity. */
  clear(): void {
    this.#length = 0;
  }

  /** What was written, as a view that the next write may invalidate. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** What was written, as a copy that the caller owns. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length) as Uint8Array<ArrayBuffer>;
  }

  u8(value: number): this {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
    return this;
  }

  /** Unsigned LEB128 of a number below 2^32. */
  u32(value: number): this {
    this.#reserve(maxLeb128Length);
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
    return this;
  }

  /** Signed LEB128 of the low 32 bits of `value`; 0xffffffff and -1 are written alike. */
  s32(value: number): this {
    this.#reserve(maxLeb128Length);
    let rest = value | 0;
    while (rest < -64 || rest > 63) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>= 7;
    }
    this.#bytes[this.#length++] = rest & 0x7f;
    return this;
  }

  /** Signed LEB128 of the low 64 bits of `value`; a number must be a safe integer. */
  s64(value: bigint | number): this {
    if (typeof value === "number" && (value | 0) === value) return this.s32(value);
    this.#reserve(maxLeb128Length);
    let rest = BigInt.asIntN(64, BigInt(value));
    while (rest < -64n || rest > 63n) {
      this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#length++] = Number(rest & 0x7fn);
    return this;
  }

  /** Four bytes, little-endian. */
  bits32(value: number): this {
    floatBytes.setUint32(0, value, true);
    return this.#fixed(4);
  }

  f32(value: number): this {
    floatBytes.setFloat32(0, value, true);
    return this.#fixed(4);
  }

  f64(value: number): this {
    floatBytes.setFloat64(0, value, true);
    return this.#fixed(8);
  }

  /** Sixteen bytes, the lowest lane first. */
  v128(value: Uint8Array): this {
    if (value.length !== 16) throw new RangeError(`a v128 has 16 bytes, not ${value.length}`);
    return this.bytes(value);
  }

  /** The sixteen lane numbers of a shuffle. */
  lanes(lanes: readonly number[] | Uint8Array): this {
    if (lanes.length !== 16) throw new RangeError(`a shuffle has 16 lanes, not ${lanes.length}`);
    for (const lane of lanes) this.u8(lane);
    return this;
  }

  /** Raw bytes. */
  bytes(bytes: Uint8Array): this {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  /** The bytes `[start, end)` of others. */
  range(bytes: Uint8Array, start: number, end: number): this {
    // Perf: a view for a few bytes costs more than the bytes.
    if (end - start > 32) return this.bytes(bytes.subarray(start, end));
    this.#reserve(end - start);
    for (let at = start; at < end; at++) this.#bytes[this.#length++] = bytes[at]!;
    return this;
  }

  /** Raw bytes behind their length: a section, a function body, a data segment. */
  sized(bytes: Uint8Array): this {
    return this.u32(bytes.length).bytes(bytes);
  }

  /** A name in UTF-8 behind its length. */
  name(text: string): this {
    const start = this.#length;
    this.u32(text.length);
    this.#reserve(text.length);
    // Perf: nearly all names are ASCII, and then need no array of their own.
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) {
        this.#length = start;
        return this.sized(encoder.encode(text));
      }
      this.#bytes[this.#length++] = unit;
    }
    return this;
  }

  /** Numbers behind their count. */
  u32List(values: readonly number[]): this {
    this.u32(values.length);
    for (const value of values) this.u32(value);
    return this;
  }

  #fixed(length: number): this {
    this.#reserve(length);
    for (let i = 0; i < length; i++) this.#bytes[this.#length++] = floatBytes.getUint8(i);
    return this;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
