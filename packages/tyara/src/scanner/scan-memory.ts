/**
 * The one memory as the scanner sees it: the control block, the place of the scanned data, and the heap.
 *
 * Guests grow the memory while they run, and growing detaches views; so views are asked for through `refresh`, which
 * must be called after guest code ran and before bytes are touched. Asking costs a comparison.
 */
import { DATA_SLACK, MemoryMap, ScanLimit } from "../base/index.ts";
import type { Memory } from "../runtime/index.ts";

const pageSize = 0x10000;

/** Bytes that are copied at a time: few calls, and what was copied is still in a near cache when it is searched. */
const copyStep = 1 << 17;

/** Limit: bytes that are copied between two looks at the clock; they take about a millisecond. */
const uncheckedStep = 1 << 22;

/** Limit: addresses are 32 bits, and the last page stays free so that ends of ranges fit them too. */
const maxAddress = 0xffff_0000;

export class ScanMemory {
  readonly #memory: Memory;
  /** All bytes; valid until the next call of guest code. */
  bytes: Uint8Array;
  /** The same bytes for numbers, which are little-endian. */
  view: DataView;
  /** The data to be scanned, as far as they are not in the memory yet. */
  #source: Uint8Array | undefined;
  #copied = 0;
  #checkpoint: () => void = () => {};

  constructor(memory: Memory) {
    this.#memory = memory;
    this.bytes = memory.data();
    this.view = viewOf(this.bytes);
  }

  /** Makes `bytes` and `view` valid again. */
  refresh(): void {
    const bytes = this.#memory.data();
    if (bytes === this.bytes) return;
    this.bytes = bytes;
    this.view = viewOf(bytes);
  }

  get(field: number): number {
    return this.view.getUint32(field, true);
  }

  set(field: number, value: number): void {
    this.view.setUint32(field, value, true);
  }

  /** Sees to it that addresses below `end` exist; false when the memory cannot grow so far. */
  ensure(end: number): boolean {
    if (end > maxAddress) return false;
    const missing = Math.ceil(end / pageSize) - this.#memory.pages;
    if (missing > 0 && this.#memory.grow(missing) < 0) return false;
    this.refresh();
    return true;
  }

  /**
   * Makes room for data of this length at `start` or behind, with its slack, and an empty heap behind it.
   * False when the memory has no such room.
   */
  place(start: number, byteLength: number): boolean {
    const address = align(start + DATA_SLACK);
    const heap = align(address + byteLength + DATA_SLACK);
    if (!this.ensure(heap)) return false;
    this.#source = undefined;
    this.set(MemoryMap.dataAddress, address);
    this.set(MemoryMap.dataLength, byteLength);
    this.view.setBigInt64(MemoryMap.filesize, BigInt(byteLength), true);
    this.set(MemoryMap.heapNext, heap);
    this.set(MemoryMap.heapEnd, Math.min(this.bytes.length, maxAddress));
    return true;
  }

  /**
   * Gives the data to be scanned, of the length that was made room for; `copyTo` and `data` copy them in. `checkpoint` is
   * called now and then while they do, and may throw.
   */
  supply(source: Uint8Array, checkpoint: () => void): void {
    if (source.length <= copyStep) {
      this.bytes.set(source, this.get(MemoryMap.dataAddress));
      return;
    }
    this.#source = source;
    this.#copied = 0;
    this.#checkpoint = checkpoint;
  }

  /** Sees to it that the data before the offset `end` are in the memory. */
  copyTo(end: number): void {
    const source = this.#source;
    if (source === undefined || end <= this.#copied) return;
    this.refresh();
    const address = this.get(MemoryMap.dataAddress);
    const last = Math.min(source.length, Math.max(end, this.#copied + copyStep));
    while (this.#copied < last) {
      const next = Math.min(last, this.#copied + uncheckedStep);
      this.bytes.set(source.subarray(this.#copied, next), address + this.#copied);
      this.#copied = next;
      if (next < last) this.#checkpoint();
    }
    if (last === source.length) this.#source = undefined;
  }

  /** To be called when the scan is over: nothing more will be copied. */
  forgetSource(): void {
    this.#source = undefined;
  }

  /** The scanned bytes; valid until the next call of guest code. */
  data(): Uint8Array {
    this.copyTo(Number.POSITIVE_INFINITY);
    const address = this.get(MemoryMap.dataAddress);
    return this.bytes.subarray(address, address + this.get(MemoryMap.dataLength));
  }

  /** The address of so many bytes of heap, 16-aligned, not cleared; 0 when memory ran out, which the result tells. */
  allocate(byteLength: number): number {
    const address = this.get(MemoryMap.heapNext);
    const next = align(address + byteLength);
    if (next > this.get(MemoryMap.heapEnd)) {
      if (!this.ensure(next)) {
        this.set(MemoryMap.limitsMet, this.get(MemoryMap.limitsMet) | ScanLimit.memory);
        return 0;
      }
      this.set(MemoryMap.heapEnd, Math.min(this.bytes.length, maxAddress));
    }
    this.set(MemoryMap.heapNext, next);
    return address;
  }
}

/** The next multiple of 16. */
export function align(address: number): number {
  return Math.ceil(address / 16) * 16;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
