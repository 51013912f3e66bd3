/**
 * The one memory as the scanner sees it: the control block and the heap.
 *
 * Guests grow the memory while they run, and growing detaches views; so views are asked for through `refresh`, which
 * must be called after guest code ran and before bytes are touched. Asking costs a comparison.
 */
import { MemoryMap, ScanLimit } from "@tyara/contract";
import type { Memory } from "@tyara/runtime";
import { damagedRules } from "./damaged-rules.ts";

const pageSize = 0x10000;

/** The memory grows by this part of itself at least: hosts may collect garbage whenever it grows. */
const growth = 1 / 4;

/** Limit: addresses are 32 bits, and the last page stays free so that ends of ranges fit them too. */
export const maxAddress = 0xffff_0000;

export class ScanMemory {
  readonly #memory: Memory;
  /** All bytes; valid until the next call of guest code. */
  bytes: Uint8Array;
  /** The same bytes for numbers, which are little-endian. */
  view: DataView;

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
    const { pages } = this.#memory;
    const missing = Math.ceil(end / pageSize) - pages;
    if (missing > 0 && !this.#grow(Math.ceil(pages * growth), missing)) return false;
    this.refresh();
    return true;
  }

  /** By more than needed, where there is so much. */
  #grow(wanted: number, needed: number): boolean {
    return (wanted > needed && this.#memory.grow(wanted) >= 0) || this.#memory.grow(needed) >= 0;
  }

  /** Makes the heap of a scan begin here, empty; false when there is no memory so far. */
  beginHeap(address: number): boolean {
    if (!this.ensure(address)) return false;
    this.set(MemoryMap.heapNext, address);
    this.set(MemoryMap.heapEnd, Math.min(this.bytes.length, maxAddress));
    return true;
  }

  /**
   * The address of so many bytes of heap, 16-aligned, not cleared; 0 when memory ran out, which the result tells. Throws
   * RuleFormatError when rules have written to where the heap is kept.
   */
  allocate(byteLength: number): number {
    const address = this.get(MemoryMap.heapNext);
    if (address > this.bytes.length) throw damagedRules("the heap is outside of the memory");
    const next = align(address + byteLength);
    if (next > Math.min(this.get(MemoryMap.heapEnd), this.bytes.length)) {
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

/** The next multiple of 16, or of another unit. */
export function align(address: number, unit = 16): number {
  return Math.ceil(address / unit) * unit;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
