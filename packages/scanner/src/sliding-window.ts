/**
 * A window in memory that slides over data outside of it. It holds the bytes that the search of the current chunk reads.
 * The search addresses them by their offsets in the data.
 */

import type { Sight } from "@tyara/contract";
import { MemoryMap } from "@tyara/contract";
import { type ByteSource, copyPart } from "./data-source.ts";
import { align, type ScanMemory } from "./scan-memory.ts";

/** Chunks and the contents of the window begin at multiples of this, so bytes are aligned as they are without a window. */
const chunkUnit = 64;

/** Bytes per step: few copies, and the window stays in the cache beside the search tables. */
const leastStep = 1 << 17;

export class SlidingWindow {
  readonly #memory: ScanMemory;
  readonly #sight: Sight;
  readonly #step: number;
  /** The number of bytes before a chunk that the window holds. */
  readonly #behind: number;
  #source: ByteSource = noBytes;
  #length = 0;
  #address = 0;
  /** The range of the data that the window holds. */
  #start = 0;
  #end = 0;

  /**
   * @param step bytes searched between two copies, a multiple of 64. The default makes the cost of copying the overlap
   * negligible.
   */
  constructor(memory: ScanMemory, sight: Sight, step?: number) {
    this.#memory = memory;
    this.#sight = sight;
    this.#behind = align(sight.behind, chunkUnit);
    this.#step = step ?? Math.max(leastStep, align(this.#behind + sight.ahead, chunkUnit));
  }

  /** The size of the window in bytes. `PROBE_SLACK` readable bytes must follow it. */
  get byteLength(): number {
    const { head, ahead } = this.#sight;
    return Math.max(head, this.#behind + this.#step + ahead);
  }

  /** Opens the window on these bytes. `address`, a multiple of 64, is its address in memory. */
  open(source: ByteSource, address: number): void {
    this.#source = source;
    this.#length = source.length;
    this.#address = address;
    this.#start = 0;
    this.#end = 0;
  }

  /** Drops the bytes. */
  close(): void {
    this.#source = noBytes;
  }

  /** Shows what is looked at before the first chunk, and what of the first chunks goes with it. */
  showHead(): void {
    this.#slideTo(0, Math.max(this.#sight.head, this.#step + this.#sight.ahead));
  }

  /** Copies the bytes that the search of a chunk reads. Returns the number of bytes that may be searched. */
  showChunk(from: number, byteLength: number): number {
    const size = Math.min(byteLength, this.#step);
    const start = Math.max(0, from - this.#behind);
    const end = Math.min(this.#length, from + size + this.#sight.ahead);
    if (start < this.#start || end > this.#end) this.#slideTo(start, from + this.#step + this.#sight.ahead);
    return size;
  }

  /** Copies bytes that somebody else than the search reads, at most {@link byteLength}. Returns their address. */
  show(start: number, end: number): number {
    if (start < this.#start || end > this.#end) this.#slideTo(start, end);
    return this.#address + (start - this.#start);
  }

  #slideTo(start: number, end: number): void {
    const memory = this.#memory;
    memory.refresh();
    const last = Math.min(this.#length, end);
    // Nothing, while a reader may fail.
    this.#end = 0;
    copyPart(this.#source, start, last, memory.bytes, this.#address);
    this.#start = start;
    this.#end = last;
    // Adding an offset wraps around at 2^32 and gives the address.
    memory.set(MemoryMap.searchAddress, (this.#address - start) >>> 0);
  }
}

const noBytes = new Uint8Array(0);
