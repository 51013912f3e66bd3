// The heap of one scan: a bump allocator. Its two fields are in the control block, which the host shares.
import { spendFuel } from "./fuel";
import { MemoryMap_heapEnd, MemoryMap_heapNext } from "../generated/memory-map";

// Limit: one allocation may have this size plus four times the size of the memory. Nothing sound needs more.
const GREAT_SIZE: u64 = 1 << 24;

let heapLimit: u32 = 0xffff0000;

/** Sets the address up to which the heap may grow in this scan, a multiple of the page size. */
export function limitHeap(end: u32): void {
  heapLimit = end;
}

/**
 * Allocates `size` bytes at a multiple of 16, not cleared. Grows the memory if needed; returns 0 if it cannot grow. Nothing
 * is freed: the next scan resets the heap as a whole.
 */
export function allocate(size: u32): usize {
  const address = load<u32>(MemoryMap_heapNext);
  spendFuel(size >> 8);
  const next = (<u64>address + <u64>size + 15) & ~15;
  if (next > <u64>load<u32>(MemoryMap_heapEnd) && !grow(next)) return 0;
  store<u32>(MemoryMap_heapNext, <u32>next);
  return address;
}

// Grows the memory by half its size, because hosts without WebAssembly copy it each time.
function grow(needed: u64): bool {
  const pages = memory.size();
  const start = load<u32>(MemoryMap_heapNext);
  // Only damaged rules overwrite the fields of the heap or contain such large counts.
  if (start >>> 16 > <u32>pages || needed - start > (<u64>pages << 18) + GREAT_SIZE) unreachable();
  const missing = <i32>((needed + 0xffff) >> 16) - pages;
  if (missing > 0) {
    const wanted = max(missing, min(pages >> 1, <i32>(heapLimit >>> 16) - pages));
    if (needed > <u64>heapLimit || (memory.grow(wanted) < 0 && memory.grow(missing) < 0)) return false;
  }
  store<u32>(MemoryMap_heapEnd, <u32>min(<u64>memory.size() << 16, 0xffff0000));
  return true;
}
