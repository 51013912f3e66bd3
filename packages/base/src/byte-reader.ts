/**
 * Reads numbers, byte runs and strings out of untrusted bytes.
 *
 * Every read is checked: past the end it gives `undefined`, it never throws and never reads a neighbour's bytes. Two
 * ways to read share one object: at an absolute offset (`u32At(60)`, does not move) and at the cursor (`u32()`, moves
 * only when the read succeeds). Offsets come from the file, so any number is a legal argument: negative, fractional
 * and huge ones are simply out of range.
 *
 * Rejected: throwing at the end (hostile input would make exceptions the common case) and a sticky error flag (parsers
 * then go on computing with zeros, which end up in fields that should be absent).
 *
 * Reads pay for their work (`work.ts`), so that loops whose work is proportional to what they read need not.
 */

import { spendWork } from "./work.ts";

/** The byte order of multi-byte numbers. */
export type ByteOrder = "little" | "big";

export interface ByteReaderOptions {
  /** Default `little`. */
  readonly order?: ByteOrder;
  /** Where the cursor begins, default 0. */
  readonly position?: number;
}

/** Units of work that making a view of bytes takes, and making a reader. */
const viewWork = 8;
const readerWork = 16;

/** A bounds-checked cursor over bytes that it does not own and does not copy. */
export class ByteReader {
  readonly data: Uint8Array;
  readonly order: ByteOrder;
  /** The offset of the next cursor read; {@link seek} and {@link skip} check it, so prefer them to assigning. */
  position: number;
  private readonly view: DataView;
  private readonly isLittle: boolean;

  constructor(data: Uint8Array, options: ByteReaderOptions = {}) {
    this.data = data;
    this.order = options.order ?? "little";
    this.position = options.position ?? 0;
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    this.isLittle = this.order === "little";
  }

  /** Bytes in all, read or not. */
  get length(): number {
    return this.data.length;
  }

  /** Bytes between the cursor and the end; 0 when the cursor is out of range. */
  get remaining(): number {
    return this.has(this.position, 0) ? this.data.length - this.position : 0;
  }

  /** Whether `byteLength` bytes can be read at `offset`. */
  has(offset: number, byteLength: number): boolean {
    spendWork(1);
    if (!Number.isInteger(offset) || !Number.isInteger(byteLength)) return false;
    return offset >= 0 && byteLength >= 0 && offset + byteLength <= this.data.length;
  }

  /** Moves the cursor; false, and it stays, when `offset` lies outside the data. */
  seek(offset: number): boolean {
    if (!this.has(offset, 0)) return false;
    this.position = offset;
    return true;
  }

  /** Moves the cursor forward; false, and it stays, when fewer bytes are left. */
  skip(byteLength: number): boolean {
    return this.seek(this.position + byteLength);
  }

  u8At(offset: number): number | undefined {
    return this.has(offset, 1) ? this.view.getUint8(offset) : undefined;
  }

  i8At(offset: number): number | undefined {
    return this.has(offset, 1) ? this.view.getInt8(offset) : undefined;
  }

  u16At(offset: number): number | undefined {
    return this.has(offset, 2) ? this.view.getUint16(offset, this.isLittle) : undefined;
  }

  i16At(offset: number): number | undefined {
    return this.has(offset, 2) ? this.view.getInt16(offset, this.isLittle) : undefined;
  }

  u32At(offset: number): number | undefined {
    return this.has(offset, 4) ? this.view.getUint32(offset, this.isLittle) : undefined;
  }

  i32At(offset: number): number | undefined {
    return this.has(offset, 4) ? this.view.getInt32(offset, this.isLittle) : undefined;
  }

  u64At(offset: number): bigint | undefined {
    return this.has(offset, 8) ? this.view.getBigUint64(offset, this.isLittle) : undefined;
  }

  i64At(offset: number): bigint | undefined {
    return this.has(offset, 8) ? this.view.getBigInt64(offset, this.isLittle) : undefined;
  }

  f64At(offset: number): number | undefined {
    return this.has(offset, 8) ? this.view.getFloat64(offset, this.isLittle) : undefined;
  }

  u8(): number | undefined {
    return this.advance(1, this.u8At(this.position));
  }

  i8(): number | undefined {
    return this.advance(1, this.i8At(this.position));
  }

  u16(): number | undefined {
    return this.advance(2, this.u16At(this.position));
  }

  i16(): number | undefined {
    return this.advance(2, this.i16At(this.position));
  }

  u32(): number | undefined {
    return this.advance(4, this.u32At(this.position));
  }

  i32(): number | undefined {
    return this.advance(4, this.i32At(this.position));
  }

  u64(): bigint | undefined {
    return this.advance(8, this.u64At(this.position));
  }

  i64(): bigint | undefined {
    return this.advance(8, this.i64At(this.position));
  }

  f64(): number | undefined {
    return this.advance(8, this.f64At(this.position));
  }

  /** Exactly `byteLength` bytes as a view of the data, or `undefined`. */
  bytesAt(offset: number, byteLength: number): Uint8Array | undefined {
    if (!this.has(offset, byteLength)) return undefined;
    spendWork(viewWork);
    return this.data.subarray(offset, offset + byteLength);
  }

  /** {@link bytesAt} at the cursor. */
  bytes(byteLength: number): Uint8Array | undefined {
    return this.advance(byteLength, this.bytesAt(this.position, byteLength));
  }

  /** What there is of `[offset, offset + byteLength)`, cut at both ends of the data; empty when it lies outside. */
  clampedBytesAt(offset: number, byteLength: number): Uint8Array {
    spendWork(viewWork);
    const start = Math.min(Math.max(0, offset), this.data.length);
    return this.data.subarray(start, Math.max(start, Math.min(offset + byteLength, this.data.length)));
  }

  /** A reader of exactly that part with a cursor of its own at its start; its offset 0 is `offset` here. */
  sub(offset: number, byteLength: number): ByteReader | undefined {
    spendWork(readerWork);
    const part = this.bytesAt(offset, byteLength);
    return part && new ByteReader(part, { order: this.order });
  }

  /** The bytes from `offset` up to, not including, the first zero byte within `maxByteLength`; `undefined` without one. */
  zeroTerminatedAt(offset: number, maxByteLength: number): Uint8Array | undefined {
    const window = this.clampedBytesAt(offset, maxByteLength);
    const end = this.has(offset, 0) ? window.indexOf(0) : -1;
    spendWork((end < 0 ? window.length : end) >>> 6);
    return end < 0 ? undefined : window.subarray(0, end);
  }

  /** {@link zeroTerminatedAt} at the cursor, which ends up behind the zero byte. */
  zeroTerminated(maxByteLength: number): Uint8Array | undefined {
    const text = this.zeroTerminatedAt(this.position, maxByteLength);
    return text && this.advance(text.length + 1, text);
  }

  /** Whether the bytes at `offset` begin with `prefix`. */
  startsWith(prefix: Uint8Array | readonly number[], offset = 0): boolean {
    if (!this.has(offset, prefix.length)) return false;
    spendWork(prefix.length >>> 3);
    for (let i = 0; i < prefix.length; i++) if (this.data[offset + i] !== prefix[i]) return false;
    return true;
  }

  private advance<T>(byteLength: number, value: T | undefined): T | undefined {
    if (value !== undefined) this.position += byteLength;
    return value;
  }
}
