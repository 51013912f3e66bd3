// Untyped 64-bit slots: what a call's arguments and results look like when nobody converts them. i64 is read
// and written as two 32-bit halves, so that exact 64-bit integers cross without a bigint being made.
//
// An i32 or f32 stands in the lower half of its slot, and the upper half is zero.
// A v128 takes two slots, lower half first. References do not fit in slots.

export class ValRaw {
  readonly #i32: Int32Array;
  readonly #f32: Float32Array;
  readonly #f64: Float64Array;
  readonly #i64: BigInt64Array;
  readonly #bytes: Uint8Array;
  #base: number;

  /** @param buffer little-endian slots; the window starts at slot `base` and can be moved. */
  constructor(buffer: ArrayBufferLike, base = 0) {
    this.#i32 = new Int32Array(buffer);
    this.#f32 = new Float32Array(buffer);
    this.#f64 = new Float64Array(buffer);
    this.#i64 = new BigInt64Array(buffer);
    this.#bytes = new Uint8Array(buffer);
    this.#base = base;
  }

  /** Slots of its own for `count` values. */
  static allocate(count: number): ValRaw {
    return new ValRaw(new ArrayBuffer(Math.max(count, 1) * 8));
  }

  /** The slot that index 0 means. */
  get base(): number {
    return this.#base;
  }

  /** Moves the window; backends do so between calls. */
  moveTo(base: number): void {
    this.#base = base;
  }

  i32(slot: number): number {
    return this.#i32[(this.#base + slot) * 2]!;
  }

  setI32(slot: number, value: number): void {
    this.setI64Parts(slot, value, 0);
  }

  /** The low half of an i64, as a signed number. */
  i64Low(slot: number): number {
    return this.#i32[(this.#base + slot) * 2]!;
  }

  /** The high half of an i64, as a signed number. */
  i64High(slot: number): number {
    return this.#i32[(this.#base + slot) * 2 + 1]!;
  }

  /** An i64 as a number: exact up to 2^53, rounded beyond. */
  i64Number(slot: number): number {
    return this.i64High(slot) * 0x1_0000_0000 + (this.i64Low(slot) >>> 0);
  }

  setI64Parts(slot: number, low: number, high: number): void {
    const at = (this.#base + slot) * 2;
    this.#i32[at] = low;
    this.#i32[at + 1] = high;
  }

  /** Writes a safe integer as an i64. */
  setI64Number(slot: number, value: number): void {
    this.setI64Parts(slot, value, Math.floor(value / 0x1_0000_0000));
  }

  i64(slot: number): bigint {
    return this.#i64[this.#base + slot]!;
  }

  setI64(slot: number, value: bigint): void {
    this.#i64[this.#base + slot] = value;
  }

  f32(slot: number): number {
    return this.#f32[(this.#base + slot) * 2]!;
  }

  setF32(slot: number, value: number): void {
    const at = (this.#base + slot) * 2;
    this.#f32[at] = value;
    this.#i32[at + 1] = 0;
  }

  f64(slot: number): number {
    return this.#f64[this.#base + slot]!;
  }

  setF64(slot: number, value: number): void {
    this.#f64[this.#base + slot] = value;
  }

  /** A copy of a v128's sixteen bytes. */
  v128(slot: number): Uint8Array {
    const at = (this.#base + slot) * 8;
    return this.#bytes.slice(at, at + 16);
  }

  setV128(slot: number, value: Uint8Array): void {
    this.#bytes.set(value.subarray(0, 16), (this.#base + slot) * 8);
  }
}
