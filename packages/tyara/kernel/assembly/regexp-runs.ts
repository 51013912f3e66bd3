// Counted repetitions of one class inside a sweep: `[x]{64,512}` is one node with a queue of the places where something
// begins or ends, instead of 512 nodes. All places in a queue belong to one unbroken run of the class.
//
// Backwards: places where what follows the run can go on are queued as the sweep passes them. A run may begin at a place
// when a queued place lies between `min` and `max` bytes to the right; the farthest such place is the greedy choice, the
// nearest the lazy one. Forwards: places where the run may have begun; it may end where one lies that far to the left.
//
// Of a greedy run without an upper bound only the oldest place matters, of any lazy one only the newest that is far
// enough; that keeps the queues short.
import { Run_isGreedy, Run_max, Run_min, Run_size, UNBOUNDED_RUN } from "./generated/program-layout";
import { runs } from "./regexp-program";

/** State of one run: its ring of entries, how many fit, index of the oldest, count, and whether it is in use. */
export const RunState_size: u32 = 32;
const RunState_entries: u32 = 0;
const RunState_capacity: u32 = 4;
const RunState_first: u32 = 8;
const RunState_count: u32 = 12;

/** An entry: backwards a place and the end of the match that goes on from there; forwards the first and the last of neighbouring places. */
const ENTRY_SIZE: u32 = 8;

/** How many entries the queue of a run may need in a text of `length` bytes. */
export function queueCapacity(run: u32, length: u32): u32 {
  const record = runs + run * Run_size;
  const max = load<u32>(record, Run_max);
  return <u32>min<u64>(<u64>(max == UNBOUNDED_RUN ? load<u32>(record, Run_min) : max) + 2, <u64>length + 2);
}

export function openQueue(state: usize, entries: usize, capacity: u32): void {
  store<u32>(state, <u32>entries, RunState_entries);
  store<u32>(state, capacity, RunState_capacity);
  clearQueue(state);
}

export function clearQueue(state: usize): void {
  store<u32>(state, 0, RunState_first);
  store<u32>(state, 0, RunState_count);
}

// @ts-ignore: decorator
@inline
export function isQueueEmpty(state: usize): bool {
  return load<u32>(state, RunState_count) == 0;
}

function entryAt(state: usize, index: u32): usize {
  const capacity = load<u32>(state, RunState_capacity);
  let slot = load<u32>(state, RunState_first) + index;
  if (slot >= capacity) slot -= capacity;
  return load<u32>(state, RunState_entries) + slot * ENTRY_SIZE;
}

function dropOldest(state: usize): void {
  let first = load<u32>(state, RunState_first) + 1;
  if (first == load<u32>(state, RunState_capacity)) first = 0;
  store<u32>(state, first, RunState_first);
  store<u32>(state, load<u32>(state, RunState_count) - 1, RunState_count);
}

/** Backwards: queues a place from which the match goes on to `end`. */
export function queueEnd(state: usize, run: u32, place: u32, end: u32): void {
  const record = runs + run * Run_size;
  const count = load<u32>(state, RunState_count);
  if (count > 0 && load<u32>(record, Run_max) == UNBOUNDED_RUN && load<u32>(record, Run_isGreedy)) return;
  append(state, count, place, end);
}

/** Forwards: queues a place where the run may have begun. */
export function queueStart(state: usize, run: u32, place: u32): void {
  const count = load<u32>(state, RunState_count);
  if (count > 0) {
    const newest = entryAt(state, count - 1);
    if (load<u32>(newest, 4) + 1 == place) {
      store<u32>(newest, place, 4);
      return;
    }
    if (load<u32>(runs + run * Run_size, Run_max) == UNBOUNDED_RUN) return;
  }
  append(state, count, place, place);
}

function append(state: usize, count: u32, first: u32, second: u32): void {
  const entry = entryAt(state, count);
  store<u32>(entry, first);
  store<u32>(entry, second, 4);
  store<u32>(state, count + 1, RunState_count);
}

/** Whether the run can begin at `place`; the end of its match goes to `foundEnd`. */
export function canBegin(state: usize, run: u32, place: u32): bool {
  const record = runs + run * Run_size;
  const least = load<u32>(record, Run_min);
  const most = load<u32>(record, Run_max);
  while (!isQueueEmpty(state) && load<u32>(entryAt(state, 0)) - place > most) dropOldest(state);
  if (!load<u32>(record, Run_isGreedy)) {
    // The places behind the nearest that is far enough will never be chosen again.
    while (load<u32>(state, RunState_count) > 1 && load<u32>(entryAt(state, 1)) - place >= least) dropOldest(state);
  }
  if (isQueueEmpty(state)) return false;
  const entry = entryAt(state, 0);
  foundEnd = load<u32>(entry, 4);
  return load<u32>(entry) - place >= least;
}

export let foundEnd: u32 = 0;

/** Whether the run can end at `place`, in a forward sweep. */
export function canEnd(state: usize, run: u32, place: u32): bool {
  const record = runs + run * Run_size;
  const most = load<u32>(record, Run_max);
  while (!isQueueEmpty(state)) {
    const oldest = entryAt(state, 0);
    if (place - load<u32>(oldest, 4) <= most) {
      if (place - load<u32>(oldest) > most) store<u32>(oldest, place - most);
      return place - load<u32>(oldest) >= load<u32>(record, Run_min);
    }
    dropOldest(state);
  }
  return false;
}
