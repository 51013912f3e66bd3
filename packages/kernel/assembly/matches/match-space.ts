// The memory of matches: blocks of power-of-two sizes, taken from the heap of the scan up to a limit. Blocks that a pattern
// has outgrown are used again. Arrays of records may take three quarters of the limit. The rest is for the bits of matches
// without records (far-matches.ts).
import { MemoryMap_freeBlocks, MemoryMap_heapNext, MemoryMap_maxMatchMemory } from "../generated/memory-map";
import { allocate } from "../memory/heap";

/** Blocks have at least 2^LEAST_SHIFT bytes. */
export const LEAST_SHIFT: u32 = 6;
const GREATEST_SHIFT: u32 = 31;

/** Bytes taken from the heap. */
let taken: u32 = 0;

/** The heap was forgotten. */
export function beginMatchSpace(): void {
  if (!taken) return;
  taken = 0;
  memory.fill(MemoryMap_freeBlocks, 0, (GREATEST_SHIFT + 1) << 2);
}

/** Takes 2^shift bytes for records, not cleared; 0 if records have used up their share. */
export function takeForRecords(shift: u32): usize {
  const limit = load<u32>(MemoryMap_maxMatchMemory);
  return take(shift, limit - (limit >> 2));
}

/** Takes 2^shift bytes for the bits of matches without records, not cleared; 0 if the limit is reached. */
export function takeForRest(shift: u32): usize {
  return take(shift, load<u32>(MemoryMap_maxMatchMemory));
}

/** Takes 2^shift bytes for temporary work, beyond all limits; 0 if the memory cannot grow. */
export function takeForWork(shift: u32): usize {
  return take(shift, u32.MAX_VALUE);
}

function take(shift: u32, limit: u32): usize {
  if (shift > GREATEST_SHIFT) return 0;
  const list = listOf(shift);
  const free = load<u32>(list);
  if (free) {
    store<u32>(list, load<u32>(free));
    return free;
  }
  return takeFromHeap(<u32>1 << shift, limit) || split(shift);
}

function takeFromHeap(size: u32, limit: u32): usize {
  if (taken > limit || size > limit - taken) return 0;
  const block = allocate(size);
  if (block) taken += size;
  return block;
}

// Splits the smallest larger free block and returns its lower end; the rest stays free.
function split(shift: u32): usize {
  // Bounded: GREATEST_SHIFT.
  for (let larger = shift + 1; larger <= GREATEST_SHIFT; larger++) {
    const block = load<u32>(listOf(larger));
    if (!block) continue;
    store<u32>(listOf(larger), load<u32>(block));
    // Bounded: GREATEST_SHIFT.
    while (larger > shift) giveSpace(block + (<usize>1 << --larger), larger);
    return block;
  }
  return 0;
}

/** Doubles a block of 2^shift bytes in place; false if it is not the last on the heap or the limit is reached. */
export function extendForRecords(block: usize, shift: u32): bool {
  const size = <u32>1 << shift;
  const limit = load<u32>(MemoryMap_maxMatchMemory);
  return load<u32>(MemoryMap_heapNext) == block + size && takeFromHeap(size, limit - (limit >> 2)) != 0;
}

/** Frees a block of 2^shift bytes. */
export function giveSpace(block: usize, shift: u32): void {
  store<u32>(block, load<u32>(listOf(shift)));
  store<u32>(listOf(shift), <u32>block);
}

// @ts-ignore: decorator
@inline
function listOf(shift: u32): usize {
  return MemoryMap_freeBlocks + (shift << 2);
}

/** The shift of the smallest block that has room for `size` bytes. */
export function shiftFor(size: u32): u32 {
  return max(LEAST_SHIFT, 32 - <u32>clz(size - 1));
}
