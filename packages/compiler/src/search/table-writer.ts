import { spendMemory } from "@tyara/base";

/** A growing block of little-endian bytes whose final address is known while it is written. */
export class TableWriter {
  private bytes: Uint8Array;
  private view: DataView;
  private length = 0;
  private readonly base: number;

  /** @param expectedLength so much is taken at once; memory that is not written to costs nothing */
  constructor(base: number, expectedLength: number) {
    this.base = base;
    this.bytes = new Uint8Array(expectedLength);
    this.view = new DataView(this.bytes.buffer);
  }

  /** The address of what is written next. */
  get address(): number {
    return this.base + this.length;
  }

  align(size: number): this {
    this.reserve(Math.ceil(this.length / size) * size - this.length);
    return this;
  }

  /** Zero bytes; returns their address. */
  reserve(count: number): number {
    const { address } = this;
    spendMemory(count);
    this.grow(count);
    this.length += count;
    return address;
  }

  /** Copies the bytes in; returns their address. */
  append(bytes: Uint8Array): number {
    const address = this.reserve(bytes.length);
    this.bytes.set(bytes, address - this.base);
    return address;
  }

  /** The bytes at an address that was reserved, to be filled; valid until more is reserved. */
  bytesAt(address: number, count: number): Uint8Array {
    return this.bytes.subarray(address - this.base, address - this.base + count);
  }

  setU32(address: number, value: number): void {
    this.view.setUint32(address - this.base, value, true);
  }

  setI16(address: number, value: number): void {
    this.view.setInt16(address - this.base, value, true);
  }

  /** Copies the bytes [start, end) of an array, as far as it has them, to an address that is already reserved. */
  copy(address: number, bytes: Uint8Array, start: number, end: number): void {
    const last = Math.min(end, bytes.length);
    for (let i = start; i < last; i++) this.bytes[address - this.base + i - start] = bytes[i]!;
  }

  /** The bytes written so far. Nothing may be written afterwards. Perf: large tables are not copied just to cut off a little free room. */
  finish(): Uint8Array {
    const { bytes, length } = this;
    return bytes.length - length > length / 8 ? bytes.slice(0, length) : bytes.subarray(0, length);
  }

  private grow(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    larger.set(this.bytes);
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}
