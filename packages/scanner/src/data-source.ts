/** Where the bytes of a scan come from: the caller's memory, or a reader. */

import { isOrdinaryBuffer } from "@tyara/base";
import { DataPages } from "./data-reader.ts";

export type ByteSource = Uint8Array | DataPages;

/** Copies bytes of the data to `memory`. Throws {@link sourceIsGone}, and what a reader throws. */
export function copyPart(
  source: ByteSource,
  start: number,
  end: number,
  memory: Uint8Array,
  address: number,
): void {
  if (source instanceof Uint8Array) memory.set(wholePart(source, start, end), address);
  else source.copy(start, memory.subarray(address, address + (end - start)));
}

/** Whether modules may be given views of it: nobody else writes there. */
export function isOrdinary(source: ByteSource): boolean {
  return source instanceof DataPages || isOrdinaryBuffer(source.buffer);
}

/** Bytes of the data. Throws {@link sourceIsGone}. */
export function wholePart(source: Uint8Array, start: number, end: number): Uint8Array {
  // What is left of a transferred buffer cannot even be looked at.
  if (source.length < end) throw sourceIsGone();
  // Perf: functions of modules ask for all data again and again.
  return start === 0 && end === source.length ? source : source.subarray(start, end);
}

/** A scan calls the caller's code, which may transfer or shrink the buffer of its data. */
export function sourceIsGone(): TypeError {
  return new TypeError(
    "the data to scan must stay until the scan is over: their buffer was transferred or has shrunk",
  );
}
