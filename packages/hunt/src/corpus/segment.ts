/**
 * A segment: the signatures of many objects, turned round. Row n holds bit n of every signature, so that a question about a gram reads
 * a few bytes. Objects of a segment have signatures of one size.
 */
import { closeSync, openSync, readSync, writeFileSync } from "node:fs";

/** Limit: bytes of a segment, and so of what is held while one is built. */
const maxSegment = 64 << 20;
const maxSlots = 512;

/** How many objects a segment with signatures of so many bits holds: a multiple of 8. */
export function slotsFor(bits: number): number {
  const fitting = Math.floor((maxSegment * 8) / bits / 8) * 8;
  return Math.max(8, Math.min(maxSlots, fitting));
}

/** Writes the signatures, each of `bits`, as a segment. */
export function writeSegment(file: string, signatures: readonly Uint8Array[], bits: number): void {
  const rowLength = Math.ceil(signatures.length / 8);
  const rows = new Uint8Array(bits * rowLength);
  for (const [slot, signature] of signatures.entries()) {
    const column = slot >> 3;
    const mark = 1 << (slot & 7);
    for (let byte = 0; byte < signature.length; byte++) {
      for (let left = signature[byte]!; left !== 0; left &= left - 1) {
        const bit = byte * 8 + (31 - Math.clz32(left & -left));
        rows[bit * rowLength + column]! |= mark;
      }
    }
  }
  writeFileSync(file, rows);
}

/** Reads rows of a segment, each once. */
export class SegmentReader {
  readonly rowLength: number;
  readonly #file: number;
  readonly #rows = new Map<number, Uint8Array>();
  /** Bytes that were read. */
  bytesRead = 0;

  constructor(file: string, slots: number) {
    this.rowLength = Math.ceil(slots / 8);
    this.#file = openSync(file, "r");
  }

  row(bit: number): Uint8Array {
    let row = this.#rows.get(bit);
    if (row === undefined) {
      row = new Uint8Array(this.rowLength);
      if (readSync(this.#file, row, 0, row.length, bit * this.rowLength) !== row.length)
        throw new Error("a segment of the index is too short");
      this.bytesRead += row.length;
      this.#rows.set(bit, row);
    }
    return row;
  }

  close(): void {
    closeSync(this.#file);
  }
}
