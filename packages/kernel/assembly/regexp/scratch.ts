// Memory of the two sweeps: sets of live nodes, the ends that backward states carry, queues of counted runs. It comes from the
// heap, is kept for the whole search, and is replaced by a larger one if a program needs more.
import { spendFuel } from "../memory/fuel";
import { allocate } from "../memory/heap";
import { MemoryMap_limitsMet, ScanLimit_memory } from "../generated/memory-map";
import { liveSetSize } from "./live-set";
import { nodeCount, runCount } from "./program";
import { clearQueue, openQueue, queueSize, RunState_size } from "./repetitions";

/** The nodes that are live at the current place, and those that will be at the next. */
export let live: usize = 0;
export let next: usize = 0;
/** A u32 for each node: in backward sweeps, the end of the match that a live node leads to. */
export let ends: usize = 0;
export let nextEnds: usize = 0;
export let runStates: usize = 0;

let scratch: usize = 0;
let scratchSize: u32 = 0;

/** Call this after the heap was reset: the scratch memory is gone. */
export function forgetScratch(): void {
  scratch = 0;
  scratchSize = 0;
}

/** Makes room for the current program and a text of `length` bytes; false without memory. */
export function openScratch(length: u32): bool {
  const setSize = liveSetSize();
  const endsSize = (max(nodeCount, 64) * 4 + 7) & ~7;
  const fixed = 2 * setSize + 2 * endsSize + runCount * RunState_size;
  let size: u64 = fixed;
  spendFuel(runCount);
  // Bounded: fuel is spent above.
  for (let i: u32 = 0; i < runCount; i++) size += queueSize(i, length);
  if (!reserve(size)) return false;
  live = scratch;
  next = live + setSize;
  ends = next + setSize;
  nextEnds = ends + endsSize;
  runStates = nextEnds + endsSize;
  let entries = runStates + runCount * RunState_size;
  for (let i: u32 = 0; i < runCount; i++) {
    spendFuel(1);
    openQueue(runStates + i * RunState_size, entries, i, length);
    entries += <usize>queueSize(i, length);
  }
  return true;
}

function reserve(size: u64): bool {
  if (size <= <u64>scratchSize) return true;
  // Twice the size needed, so that a series of larger and larger programs does not waste the heap.
  const wanted = size * 2 + 4096;
  scratch = wanted < 0x40000000 ? allocate(<u32>wanted) : 0;
  scratchSize = scratch ? <u32>wanted : 0;
  if (!scratch) store<u32>(MemoryMap_limitsMet, load<u32>(MemoryMap_limitsMet) | ScanLimit_memory);
  return scratch != 0;
}

/** Empties both sets, whatever was in their memory before. */
export function resetSets(): void {
  spendFuel(liveSetSize() >> 5);
  memory.fill(live, 0, liveSetSize());
  memory.fill(next, 0, liveSetSize());
}

/** Empties the queues of all counted repetitions. */
export function clearQueues(): void {
  for (let i: u32 = 0; i < runCount; i++) {
    spendFuel(1);
    clearQueue(runStates + i * RunState_size);
  }
}

/** Makes the next place the current one. */
// @ts-ignore: decorator
@inline
export function advance(): void {
  const set = live;
  live = next;
  next = set;
  const values = ends;
  ends = nextEnds;
  nextEnds = values;
}
