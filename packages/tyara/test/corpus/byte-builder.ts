/**
 * Writes files for tests: numbers, text and references to places that are known later. Builders of the formats are
 * made of it. Files are deterministic: the same calls give the same bytes.
 */
export class ByteBuilder {
  #bytes = new Uint8Array(256);
  #length = 0;
  readonly #isLittle: boolean;

  /** @param order the byte order of numbers, default `little`. */
  constructor(order: "little" | "big" = "little") {
    this.#isLittle = order === "little";
  }

  /** The offset of the next byte. */
  get length(): number {
    return this.#length;
  }

  u8(...values: number[]): this {
    for (const value of values) this.#view(1).setUint8(0, value);
    return this;
  }

  u16(...values: number[]): this {
    for (const value of values) this.#view(2).setUint16(0, value, this.#isLittle);
    return this;
  }

  u32(...values: number[]): this {
    for (const value of values) this.#view(4).setUint32(0, value, this.#isLittle);
    return this;
  }

  u64(...values: (number | bigint)[]): this {
    for (const value of values)
      this.#view(8).setBigUint64(0, BigInt.asUintN(64, BigInt(value)), this.#isLittle);
    return this;
  }

  bytes(values: Uint8Array | readonly number[]): this {
    this.#reserve(values.length);
    this.#bytes.set(values, this.#length);
    this.#length += values.length;
    return this;
  }

  /** UTF-8 without a terminator. */
  text(value: string): this {
    return this.bytes(new TextEncoder().encode(value));
  }

  /** UTF-16, in the builder's byte order, without a terminator. */
  wideText(value: string): this {
    for (let at = 0; at < value.length; at++) this.u16(value.charCodeAt(at));
    return this;
  }

  /** So many copies of a byte, default zeros. */
  fill(byteLength: number, value = 0): this {
    this.#reserve(byteLength);
    this.#bytes.fill(value, this.#length, this.#length + byteLength);
    this.#length += byteLength;
    return this;
  }

  /** Zeros up to the next multiple of `unit`. */
  align(unit: number): this {
    return this.fill((unit - (this.#length % unit)) % unit);
  }

  /** Zeros up to an offset, which must not lie before the end. */
  padTo(offset: number): this {
    if (offset < this.#length)
      throw new RangeError(`${this.#length} bytes are already written, more than ${offset}`);
    return this.fill(offset - this.#length);
  }

  /** Overwrites a number that was written before. */
  patch(offset: number, value: number, byteLength: 1 | 2 | 4 = 4): this {
    const view = new DataView(this.#bytes.buffer, offset, byteLength);
    if (byteLength === 1) view.setUint8(0, value);
    else if (byteLength === 2) view.setUint16(0, value, this.#isLittle);
    else view.setUint32(0, value, this.#isLittle);
    return this;
  }

  /** The file, a copy. */
  build(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #view(byteLength: number): DataView {
    this.#reserve(byteLength);
    const view = new DataView(this.#bytes.buffer, this.#length, byteLength);
    this.#length += byteLength;
    return view;
  }

  #reserve(byteLength: number): void {
    const needed = this.#length + byteLength;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
