// Counted repetitions of one class of bytes (counted runs). In a sweep `[x]{64,512}` is one node with a queue of places, instead
// of 512 nodes. All places in a queue belong to one unbroken stretch of bytes of the class.
//
// Backward sweep: a place is queued where what follows the run can continue. The run may begin at a place if a queued place
// lies `min` to `max` bytes to the right. A greedy run takes the farthest such place, a lazy one the nearest.
// Forward sweep: a place is queued where the run may have begun. The run may end where one lies `min` to `max` bytes to the left.
//
// Queues are kept short: neighbouring places with the same end are one entry. A greedy run without upper bound needs only
// the oldest place; a lazy run needs only the newest that is far enough away.
import { spendFuel } from "../memory/fuel";
import { Repetition_isGreedy, Repetition_max, Repetition_min, Repetition_size, UNBOUNDED_REPETITION } from "../generated/program-layout";
import { runs } from "./program";

/** State of one run: its ring of entries, how many fit, index of the oldest, count, and whether it is in use. */
export const RunState_size: u32 = 32;
const RunState_entries: u32 = 0;
const RunState_capacity: u32 = 4;
const RunState_first: u32 = 8;
const RunState_count: u32 = 12;

/** An entry: the places from the first queued to the last, neighbours all; backwards also the end of the match that goes on from there. */
const ENTRY_SIZE: u32 = 12;
const Entry_first: u32 = 0;
const Entry_last: u32 = 4;
const Entry_end: u32 = 8;

/** Fuel is spent after this many dropped entries: only damaged programs make a queue that long at once. */
const LOOK_MASK: u32 = 1023;

/** How many entries the queue of a run may need in a text of `length` bytes. */
function queueCapacity(run: u32, length: u32): u32 {
  const record = runs + run * Repetition_size;
  const max = load<u32>(record, Repetition_max);
  return <u32>min<u64>(<u64>(max == UNBOUNDED_REPETITION ? load<u32>(record, Repetition_min) : max) + 2, <u64>length + 2);
}

/** How many bytes the queue of a run may need in a text of `length` bytes. */
export function queueSize(run: u32, length: u32): u64 {
  return <u64>queueCapacity(run, length) * ENTRY_SIZE;
}

export function openQueue(state: usize, entries: usize, run: u32, length: u32): void {
  store<u32>(state, <u32>entries, RunState_entries);
  store<u32>(state, queueCapacity(run, length), RunState_capacity);
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

/** Backwards: queues a place, left of all others, from which the match goes on to `end`. */
export function queueEnd(state: usize, run: u32, place: u32, end: u32): void {
  const record = runs + run * Repetition_size;
  const count = load<u32>(state, RunState_count);
  if (count > 0) {
    if (load<u32>(record, Repetition_max) == UNBOUNDED_REPETITION && load<u32>(record, Repetition_isGreedy)) return;
    const newest = entryAt(state, count - 1);
    if (load<u32>(newest, Entry_end) == end && load<u32>(newest, Entry_last) == place + 1) {
      store<u32>(newest, place, Entry_last);
      return;
    }
  }
  append(state, count, place, end);
}

/** Forwards: queues a place, right of all others, where the run may have begun. */
export function queueStart(state: usize, run: u32, place: u32): void {
  const count = load<u32>(state, RunState_count);
  if (count > 0) {
    const newest = entryAt(state, count - 1);
    if (load<u32>(newest, Entry_last) + 1 == place) {
      store<u32>(newest, place, Entry_last);
      return;
    }
    if (load<u32>(runs + run * Repetition_size, Repetition_max) == UNBOUNDED_REPETITION) return;
  }
  append(state, count, place, 0);
}

function append(state: usize, count: u32, place: u32, end: u32): void {
  const entry = entryAt(state, count);
  store<u32>(entry, place, Entry_first);
  store<u32>(entry, place, Entry_last);
  store<u32>(entry, end, Entry_end);
  store<u32>(state, count + 1, RunState_count);
}

/**
 * Backwards: whether the run can begin at `place`; the end of its match goes to `foundEnd`. To be asked for places from
 * right to left. The answer is the same for all places down to `holdsTo`, as long as the bytes are of the class and
 * nothing is queued.
 */
export function canBegin(state: usize, run: u32, place: u32): bool {
  const record = runs + run * Repetition_size;
  const least = load<u32>(record, Repetition_min);
  const most = load<u32>(record, Repetition_max);
  let dropped: u32 = 0;
  while (!isQueueEmpty(state) && load<u32>(entryAt(state, 0), Entry_last) - place > most) {
    dropOldest(state);
    if ((++dropped & LOOK_MASK) == 0) spendFuel(LOOK_MASK);
  }
  holdsTo = 0;
  if (isQueueEmpty(state)) return false;
  if (!load<u32>(record, Repetition_isGreedy)) {
    // Places farther away than the nearest one that is far enough are never chosen again.
    while (load<u32>(state, RunState_count) > 1 && load<u32>(entryAt(state, 1), Entry_first) - place >= least) {
      dropOldest(state);
      if ((++dropped & LOOK_MASK) == 0) spendFuel(LOOK_MASK);
    }
    if (load<u32>(state, RunState_count) > 1) noteChange(load<u32>(entryAt(state, 1), Entry_first), least);
  }
  const entry = entryAt(state, 0);
  const first = load<u32>(entry, Entry_first);
  if (first - place < least) {
    noteChange(first, least);
    return false;
  }
  if (most != UNBOUNDED_REPETITION) noteChange(load<u32>(entry, Entry_last), most + 1);
  foundEnd = load<u32>(entry, Entry_end);
  return true;
}

// The answer changes so far left of `place`.
function noteChange(place: u32, distance: u32): void {
  if (place >= distance) holdsTo = max(holdsTo, place - distance + 1);
}

export let foundEnd: u32 = 0;
export let holdsTo: u32 = 0;

/** Forwards: whether the run can end at `place`. */
export function canEnd(state: usize, run: u32, place: u32): bool {
  const record = runs + run * Repetition_size;
  const most = load<u32>(record, Repetition_max);
  let dropped: u32 = 0;
  while (!isQueueEmpty(state)) {
    const oldest = entryAt(state, 0);
    if (place - load<u32>(oldest, Entry_last) <= most) {
      if (place - load<u32>(oldest) > most) store<u32>(oldest, place - most);
      return place - load<u32>(oldest) >= load<u32>(record, Repetition_min);
    }
    dropOldest(state);
    if ((++dropped & LOOK_MASK) == 0) spendFuel(LOOK_MASK);
  }
  return false;
}
