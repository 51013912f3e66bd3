/**
 * A window of the memory that slides over data which are elsewhere: while a chunk is searched it holds what the search
 * looks at, under the offsets that the data have.
 */

import type { Sight } from "@tyara/contract";
import { MemoryMap } from "@tyara/contract";
import { align, type ScanMemory } from "./scan-memory.ts";

/** Chunks begin at multiples of this; so does what the window holds, and data are aligned in it as they are without one. */
const chunkUnit = 64;

/** Bytes: few copies, and what is copied stays in a near cache beside the search's tables. */
const leastStep = 1 << 17;

export class SlidingWindow {
  readonly #memory: ScanMemory;
  readonly #sight: Sight;
  readonly #step: number;
  /** Bytes before a chunk that are there. */
  readonly #behind: number;
  #source: Uint8Array = noBytes;
  #length = 0;
  #address = 0;
  /** Which bytes of the data the window holds. */
  #start = 0;
  #end = 0;

  /**
   * @param step bytes that are searched between two copies, a multiple of 64. By default so many that copying what is around
   * them twice does not matter.
   */
  constructor(memory: ScanMemory, sight: Sight, step?: number) {
    this.#memory = memory;
    this.#sight = sight;
    this.#behind = align(sight.behind, chunkUnit);
    this.#step = step ?? Math.max(leastStep, align(this.#behind + sight.ahead, chunkUnit));
  }

  /** How many bytes of data it holds at most; `PROBE_SLACK` must follow them in the memory. */
  get byteLength(): number {
    const { head, ahead } = this.#sight;
    return Math.max(head, this.#behind + this.#step + ahead);
  }

  /** Opens it on these bytes; `address`, a multiple of 64, is where in memory it lies. */
  open(source: Uint8Array, address: number): void {
    this.#source = source;
    this.#length = source.length;
    this.#address = address;
  }

  /** Forgets the bytes. */
  close(): void {
    this.#source = noBytes;
  }

  /** Shows what is looked at before the first chunk, and what of the first chunks goes with it. */
  showHead(): void {
    this.#slideTo(0, Math.max(this.#sight.head, this.#step + this.#sight.ahead));
  }

  /** Shows what searching the chunk looks at; returns how many bytes of it may be searched. */
  showChunk(from: number, byteLength: number): number {
    const size = Math.min(byteLength, this.#step);
    const start = Math.max(0, from - this.#behind);
    const end = Math.min(this.#length, from + size + this.#sight.ahead);
    if (start < this.#start || end > this.#end) this.#slideTo(start, from + this.#step + this.#sight.ahead);
    return size;
  }

  #slideTo(start: number, end: number): void {
    const memory = this.#memory;
    memory.refresh();
    this.#start = start;
    this.#end = Math.min(this.#length, end);
    memory.bytes.set(wholePart(this.#source, start, this.#end), this.#address);
    // A sum with an offset wraps around at 2^32, to the address.
    memory.set(MemoryMap.searchAddress, (this.#address - start) >>> 0);
  }
}

const noBytes = new Uint8Array(0);

/** Bytes of the data. Throws {@link sourceIsGone}. */
export function wholePart(source: Uint8Array, start: number, end: number): Uint8Array {
  // Perf: functions of modules ask for all data again and again.
  const part = start === 0 && end === source.length ? source : source.subarray(start, end);
  if (part.length !== end - start) throw sourceIsGone();
  return part;
}

/** A scan calls code of others, who may transfer the buffer of its data, or shrink it. */
export function sourceIsGone(): TypeError {
  return new TypeError(
    "the data to scan must stay until the scan is over: their buffer was transferred or has shrunk",
  );
}
