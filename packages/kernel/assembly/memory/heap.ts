// The heap of one scan: a bump allocator whose two fields live in the control block, shared with the host.
import { spendFuel } from "./fuel";
import { MemoryMap_heapEnd, MemoryMap_heapNext } from "../generated/memory-map";

// Limit: nobody needs more at once in a small memory; in a larger one, no more than four times as much as is there.
const GREAT_SIZE: u64 = 1 << 24;

let heapLimit: u32 = 0xffff0000;

/** A scan begins, in which the kernels may let the heap grow to this address, a multiple of the size of a page. */
export function limitHeap(end: u32): void {
  heapLimit = end;
}

/**
 * `size` bytes at a multiple of 16, not cleared, growing the memory when needed; 0 when the memory can grow no more.
 * Nothing is ever freed: the heap is forgotten as a whole at the next scan.
 */
export function allocate(size: u32): usize {
  const address = load<u32>(MemoryMap_heapNext);
  spendFuel(size >> 8);
  const next = (<u64>address + <u64>size + 15) & ~15;
  if (next > <u64>load<u32>(MemoryMap_heapEnd) && !grow(next)) return 0;
  store<u32>(MemoryMap_heapNext, <u32>next);
  return address;
}

// Grows by half of what is there: hosts without WebAssembly copy the memory each time.
function grow(needed: u64): bool {
  const pages = memory.size();
  const start = load<u32>(MemoryMap_heapNext);
  // Only damaged rules write to where the heap is kept, or have counts of so many things.
  if (start >>> 16 > <u32>pages || needed - start > (<u64>pages << 18) + GREAT_SIZE) unreachable();
  const missing = <i32>((needed + 0xffff) >> 16) - pages;
  if (missing > 0) {
    const wanted = max(missing, min(pages >> 1, <i32>(heapLimit >>> 16) - pages));
    if (needed > <u64>heapLimit || (memory.grow(wanted) < 0 && memory.grow(missing) < 0)) return false;
  }
  store<u32>(MemoryMap_heapEnd, <u32>min(<u64>memory.size() << 16, 0xffff0000));
  return true;
}
