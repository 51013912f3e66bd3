// The memory of matches: blocks whose sizes are powers of two, taken from the heap of the scan up to a limit, and used
// again when a pattern has outgrown them. Arrays of records may have three quarters of the limit; the rest is for what says
// where those matches are that have no records.
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

/** 2^shift bytes for records, not cleared; 0 when they have all that they may have. */
export function takeForRecords(shift: u32): usize {
  const limit = load<u32>(MemoryMap_maxMatchMemory);
  return take(shift, limit - (limit >> 2));
}

/** 2^shift bytes for what has to do without records, not cleared; 0 when all is taken. */
export function takeForRest(shift: u32): usize {
  return take(shift, load<u32>(MemoryMap_maxMatchMemory));
}

/** 2^shift bytes that no limit refuses, for a short time; 0 when the memory can grow no more. */
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

// The lower end of the smallest larger block that is free; the rest of it stays free.
function split(shift: u32): usize {
  for (let larger = shift + 1; larger <= GREATEST_SHIFT; larger++) {
    const block = load<u32>(listOf(larger));
    if (!block) continue;
    store<u32>(listOf(larger), load<u32>(block));
    while (larger > shift) giveSpace(block + (<usize>1 << --larger), larger);
    return block;
  }
  return 0;
}

/** Makes a block of 2^shift bytes twice as long where it lies; false when that cannot be done. */
export function extendForRecords(block: usize, shift: u32): bool {
  const size = <u32>1 << shift;
  const limit = load<u32>(MemoryMap_maxMatchMemory);
  return load<u32>(MemoryMap_heapNext) == block + size && takeFromHeap(size, limit - (limit >> 2)) != 0;
}

/** Gives a block back. */
export function giveSpace(block: usize, shift: u32): void {
  store<u32>(block, load<u32>(listOf(shift)));
  store<u32>(listOf(shift), <u32>block);
}

// @ts-ignore: decorator
@inline
function listOf(shift: u32): usize {
  return MemoryMap_freeBlocks + (shift << 2);
}

/** The least shift whose block has room for so many bytes. */
export function shiftFor(size: u32): u32 {
  return max(LEAST_SHIFT, 32 - <u32>clz(size - 1));
}
