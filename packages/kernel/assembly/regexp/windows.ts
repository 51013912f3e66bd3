// The windows in which matches of regexps may start. A hit of a byte run says that a match may start in a window before
// it. Windows are collected for each regexp and verified in batches, so that overlapping ones are swept once.
//
// A batch is verified when a chunk ends. Regexps whose matches may be long (`deferred`) wait for the end of the input.
// Otherwise every chunk would sweep the same long stretch again.
//
// Merging windows is always right, because no match starts between two windows. That bounds the memory: when a list is
// full, windows that lie close together are merged.
import { spendFuel } from "../memory/fuel";
import { verifyRegexp } from "./verify";
import {
  SubPatternFlag_deferred,
  SubPattern_flags,
  SubPattern_program,
  SubPattern_windowList,
} from "../generated/search-layout";
import { MemoryMap_limitsMet, ScanLimit_memory } from "../generated/memory-map";
import { allocate } from "../memory/heap";
import { subPatternAt } from "../matches/matches";
import { regexpCount } from "../memory/table-header";

const Window_size: u32 = 8;
const Window_low: u32 = 0;
const Window_high: u32 = 4;

// The list of a regexp: the address of its windows, their number, the capacity, the next non-empty list (index + 1; 0: none),
// the sub-pattern, the distance below which windows are merged, and the account of the probes (two u32).
const List_size: u32 = 32;
const List_windows: u32 = 0;
const List_count: u32 = 4;
const List_capacity: u32 = 8;
const List_next: u32 = 12;
const List_subPattern: u32 = 16;
const List_mergeDistance: u32 = 20;
const List_probeAccount: u32 = 24;

const FIRST_CAPACITY: u32 = 64;
const MAX_CAPACITY: u32 = 1 << 16;

// Windows at most this far apart become one: sweeping the gap costs less than a new sweep.
const CLOSE: u32 = 32;
// A window of at least this length grows ahead of the hits that extend it.
const LONG_WINDOW: u32 = 128;

let lists: usize = 0;
// The first non-empty list: index + 1; 0: there is none.
let firstList: u32 = 0;

// Windows do not grow ahead of their hits beyond this place.
let horizon: u32 = 0;

/** Lets windows grow ahead of their hits up to `end`, the end of the chunk after which they are verified. */
export function setHorizon(end: u32): void {
  horizon = end;
}

export function beginWindows(): void {
  horizon = 0;
  firstList = 0;
  lists = 0;
  if (regexpCount == 0) return;
  lists = allocate(regexpCount * List_size);
  if (lists) memory.fill(lists, 0, regexpCount * List_size);
  else store<u32>(MemoryMap_limitsMet, load<u32>(MemoryMap_limitsMet) | ScanLimit_memory);
}

/** The address of the probes' account of a regexp: two u32, zero at first. 0 without memory. */
export function probeAccount(index: u32): usize {
  return lists ? listOf(index) + List_probeAccount : 0;
}

function listOf(index: u32): usize {
  return lists + load<u32>(subPatternAt(index), SubPattern_windowList) * List_size;
}

// The last window of a list that is not empty.
function lastOf(list: usize): usize {
  return load<u32>(list, List_windows) + (load<u32>(list, List_count) - 1) * Window_size;
}

/**
 * Whether the last window of the regexp covers the starts [low, high]. A long window that ends close before them is extended
 * to cover them, because sweeping on costs less than another probe.
 */
export function takeIn(index: u32, low: u32, high: u32): bool {
  const list = listOf(index);
  if (!load<u32>(list, List_count)) return false;
  const last = lastOf(list);
  const lastHigh = load<u32>(last, Window_high);
  coveredLow = load<u32>(last, Window_low);
  coveredHigh = lastHigh;
  if (low >= coveredLow && high <= lastHigh) return true;
  if (low < coveredLow || low > lastHigh + CLOSE || lastHigh - coveredLow < LONG_WINDOW) return false;
  store<u32>(last, high, Window_high);
  growAhead(last);
  coveredHigh = load<u32>(last, Window_high);
  return true;
}

/** The window that {@link takeIn} found. */
export let coveredLow: u32 = 0;
export let coveredHigh: u32 = 0;

/** Notes that a match of the regexp may start inside [low, high]. */
export function addWindow(index: u32, low: u32, high: u32): void {
  if (!lists) return;
  const list = listOf(index);
  const count = load<u32>(list, List_count);
  if (count > 0) {
    const last = lastOf(list);
    const before = load<u32>(last, Window_high);
    if (extend(last, low, high, max(load<u32>(list, List_mergeDistance), CLOSE))) {
      if (high > before) growAhead(last);
      return;
    }
  } else {
    store<u32>(list, index, List_subPattern);
    store<u32>(list, firstList, List_next);
    firstList = load<u32>(subPatternAt(index), SubPattern_windowList) + 1;
  }
  if (count == load<u32>(list, List_capacity) && !makeRoom(list)) return;
  append(list, low, high);
}

function append(list: usize, low: u32, high: u32): void {
  const count = load<u32>(list, List_count);
  const window = load<u32>(list, List_windows) + count * Window_size;
  store<u32>(window, low, Window_low);
  store<u32>(window, high, Window_high);
  store<u32>(list, count + 1, List_count);
}

// Makes `window` cover [low, high] too if they overlap or lie less than `distance` apart.
function extend(window: usize, low: u32, high: u32, distance: u32): bool {
  const windowLow = load<u32>(window, Window_low);
  const windowHigh = load<u32>(window, Window_high);
  if (<u64>low > <u64>windowHigh + 1 + distance || <u64>high + 1 + distance < <u64>windowLow) return false;
  store<u32>(window, min(low, windowLow), Window_low);
  store<u32>(window, max(high, windowHigh), Window_high);
  return true;
}

// Where hits lie close together, sweeping costs less than handling hits. So a long window grows by half its length: hits inside
// it are skipped, and at most that half is swept in vain.
function growAhead(window: usize): void {
  const high = load<u32>(window, Window_high);
  const length = high - load<u32>(window, Window_low);
  if (length >= LONG_WINDOW) store<u32>(window, max(high, min(high + (length >> 1), horizon)), Window_high);
}

function makeRoom(list: usize): bool {
  const capacity = load<u32>(list, List_capacity);
  if (capacity < MAX_CAPACITY) return enlarge(list, max(FIRST_CAPACITY, capacity * 2));
  // Bounded: each turn doubles the distance; windows that lie less than 4 GB apart are one.
  do {
    store<u32>(list, load<u32>(list, List_mergeDistance) * 2 + 8, List_mergeDistance);
    mergeWindows(list);
  } while (load<u32>(list, List_count) > capacity / 2);
  return true;
}

function enlarge(list: usize, capacity: u32): bool {
  const windows = allocate(capacity * Window_size);
  if (!windows) {
    store<u32>(MemoryMap_limitsMet, load<u32>(MemoryMap_limitsMet) | ScanLimit_memory);
    return false;
  }
  memory.copy(windows, load<u32>(list, List_windows), load<u32>(list, List_count) * Window_size);
  store<u32>(list, <u32>windows, List_windows);
  store<u32>(list, capacity, List_capacity);
  return true;
}

/** Whether any windows are still to be verified. */
export function hasWindows(): bool {
  return firstList != 0;
}

/** Verifies the windows collected so far. Those of deferred regexps wait unless `all` is set. */
export function flushWindows(all: bool): void {
  let kept: u32 = 0;
  let next = firstList;
  firstList = 0;
  while (next) {
    spendFuel(8);
    const list = lists + (next - 1) * List_size;
    const following = load<u32>(list, List_next);
    const subPattern = subPatternAt(load<u32>(list, List_subPattern));
    if (all || !(load<u32>(subPattern, SubPattern_flags) & SubPatternFlag_deferred)) {
      verify(list, subPattern);
      store<u32>(list, 0, List_count);
    } else {
      store<u32>(list, kept, List_next);
      kept = next;
    }
    next = following;
  }
  firstList = kept;
}

function verify(list: usize, subPattern: usize): void {
  mergeWindows(list);
  const index = load<u32>(list, List_subPattern);
  verifyRegexp(load<u32>(subPattern, SubPattern_program), index, load<u32>(list, List_windows), load<u32>(list, List_count));
}

// Sorts the windows and merges those that touch.
function mergeWindows(list: usize): void {
  const windows = load<u32>(list, List_windows);
  const count = load<u32>(list, List_count);
  sort(windows, count);
  const distance = load<u32>(list, List_mergeDistance);
  let last = windows;
  for (let i: u32 = 1; i < count; i++) {
    if ((i & 1023) == 0) spendFuel(1024);
    const window = windows + i * Window_size;
    if (extend(last, load<u32>(window, Window_low), load<u32>(window, Window_high), distance)) continue;
    last += Window_size;
    store<u64>(last, load<u64>(window));
  }
  store<u32>(list, <u32>((last - windows) / Window_size) + 1, List_count);
}

// Shell sort by the lower end. Hits come nearly in order, so there is little to do; the gaps bound the worst case.
function sort(windows: usize, count: u32): void {
  let gap: u32 = 1;
  // Bounded: tripling a 32-bit number.
  while (gap < count / 3) gap = gap * 3 + 1;
  // Bounded: dividing a 32-bit number by three.
  for (; gap > 0; gap /= 3) {
    for (let i = gap; i < count; i++) {
      if ((i & 1023) == 0) spendFuel(16 * 1024);
      const moved = load<u64>(windows + i * Window_size);
      let j = i;
      // Bounded: the turns of a shell sort add up to MAX_CAPACITY^1.5 at most, a few hundred for each `i`.
      for (; j >= gap && <u32>load<u64>(windows + (j - gap) * Window_size) > <u32>moved; j -= gap) {
        store<u64>(windows + j * Window_size, load<u64>(windows + (j - gap) * Window_size));
      }
      store<u64>(windows + j * Window_size, moved);
    }
  }
}
