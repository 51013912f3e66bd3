// A cursor over a module's bytes. Every read is checked against the end, and LEB128 numbers against their
// width, as the specification demands; whatever is wrong is signalled with its byte offset.
import { WasmFailureSignal } from "./failure.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export class BinaryReader {
  readonly bytes: Uint8Array;
  /** Offset of the next byte, from the start of the module. */
  offset: number;
  /** Offset just behind the last byte that may be read. */
  readonly end: number;
  /** High half of what {@link s64} read last. */
  high = 0;

  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.offset = start;
    this.end = end;
  }

  get isAtEnd(): boolean {
    return this.offset >= this.end;
  }

  malformed(message: string, offset: number = this.offset): never {
    throw new WasmFailureSignal("malformed", offset, message);
  }

  /** Signals that the module needs a proposal. */
  unsupported(proposal: string, offset: number = this.offset): never {
    throw new WasmFailureSignal("unsupported", offset, `the module uses the proposal "${proposal}"`);
  }

  u8(): number {
    if (this.offset >= this.end) this.malformed("unexpected end");
    return this.bytes[this.offset++]!;
  }

  /** Unsigned LEB128, at most 32 bits. */
  u32(): number {
    const first = this.u8();
    if (first < 0x80) return first;
    let result = first & 0x7f;
    for (let shift = 7; shift < 35; shift += 7) {
      const byte = this.u8();
      if (shift === 28 && byte > 0x7f) this.malformed("integer representation too long", this.offset - 1);
      if (shift === 28 && byte > 0x0f) this.malformed("integer too large", this.offset - 1);
      result |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return result >>> 0;
  }

  /** Unsigned LEB128, at most 64 bits, as a number: rounded beyond 2^53. */
  u64Number(): number {
    let result = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.u8();
      if (shift === 63 && byte > 0x7f) this.malformed("integer representation too long", this.offset - 1);
      if (shift === 63 && byte > 1) this.malformed("integer too large", this.offset - 1);
      result += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    return result;
  }

  /** Signed LEB128, at most 32 bits. */
  s32(): number {
    let result = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8();
      result |= (byte & 0x7f) << shift;
      if (shift === 28) this.#checkLastByte(byte, 4);
      if (byte < 0x80) return shift < 28 && (byte & 0x40) !== 0 ? result | (-1 << (shift + 7)) : result;
    }
    return result;
  }

  /** Signed LEB128 of 33 bits, as block types are written; beyond 32 bits it is malformed for every use. */
  s33(): number {
    let result = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8();
      result += (byte & 0x7f) * 2 ** shift;
      if (shift === 28) this.#checkLastByte(byte, 5);
      if (byte < 0x80) return (byte & 0x40) !== 0 ? result - 2 ** (shift + 7) : result;
    }
    return result;
  }

  /** Signed LEB128, at most 64 bits. Returns the low half; the high half is left in {@link high}. */
  s64(): number {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.u8();
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      if (shift === 28) high = bits >> 4;
      if (shift > 28) high |= bits << (shift - 32);
      if (shift === 63) this.#checkLastByte(byte, 1);
      if (byte >= 0x80) continue;
      if ((byte & 0x40) !== 0) {
        if (shift + 7 < 32) low |= -1 << (shift + 7);
        if (shift + 7 < 64) high |= shift + 7 < 32 ? -1 : -1 << (shift + 7 - 32);
      }
      break;
    }
    this.high = high;
    return low;
  }

  /** Four bytes, little-endian. */
  bits32(): number {
    const at = this.skip(4);
    const { bytes } = this;
    return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  }

  /** A name: UTF-8 behind its length. */
  name(): string {
    const length = this.u32();
    const start = this.skip(length, "length out of bounds");
    try {
      return utf8.decode(this.bytes.subarray(start, this.offset));
    } catch {
      return this.malformed("malformed UTF-8 encoding", start);
    }
  }

  /** Moves past `count` bytes and returns where they start. */
  skip(count: number, message = "unexpected end"): number {
    const start = this.offset;
    if (count > this.end - start) this.malformed(message);
    this.offset = start + count;
    return start;
  }

  // The last byte of a signed number of full length: no continuation, and its unused bits repeat the sign.
  #checkLastByte(byte: number, usedBits: number): void {
    if (byte > 0x7f) this.malformed("integer representation too long", this.offset - 1);
    const signAndAbove = byte >> (usedBits - 1);
    const allOnes = 0x7f >> (usedBits - 1);
    if (signAndAbove !== 0 && signAndAbove !== allOnes) this.malformed("integer too large", this.offset - 1);
  }
}
