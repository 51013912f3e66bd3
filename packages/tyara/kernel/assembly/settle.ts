// Deals the log out: each touched pattern gets an array of its matches on the heap, sorted by offset, one match an
// offset (pieces of chains keep all: a shorter one may be the one that the next piece follows). Which of several matches
// at one offset counts is written in the sub-pattern (longest, shortest, or the one of the sub-pattern that comes first).
import { copyRecord, swapRecords } from "./block";
import { spendFuel, spendOnRecord } from "./fuel";
import {
  Preference_longest,
  Preference_mask,
  Preference_shortest,
  SubPattern_flags,
  SubPattern_pattern,
} from "./generated/layout";
import {
  MatchRecord_length,
  MatchRecord_offset,
  MatchRecord_size,
  MatchRecord_xorKey,
  MemoryMap_limitsMet,
  MemoryMap_maxMatchesPerPattern,
  PatternState_count,
  PatternState_log,
  PatternState_matches,
  ScanLimit_matchesPerPattern,
  ScanLimit_memory,
} from "./generated/memory-map";
import { allocate } from "./heap";
import {
  LogBlock_end,
  LogBlock_next,
  LogBlock_records,
  MatchRecord_subPattern,
  NO_KEY,
  SPAN_FLAG,
  closeLog,
  firstLogBlock,
  firstTouched,
  patternState,
  subPatternAt,
} from "./matches";
import { realPatternCount } from "./tables";

/** Fills the states of the real patterns, or those of the pieces of chains. */
export function settle(real: bool): void {
  closeLog();
  for (let next = firstTouched; next; next = load<u32>(patternState(next - 1), PatternState_log)) {
    if (next - 1 < realPatternCount == real) reserve(patternState(next - 1));
  }
  for (let block = firstLogBlock; block; block = load<u32>(block, LogBlock_next)) dealOut(block, real);
  for (let next = firstTouched; next; next = load<u32>(patternState(next - 1), PatternState_log)) {
    if (next - 1 < realPatternCount == real) finish(patternState(next - 1), real);
  }
}

// While the log is dealt out, `matches` is where the pattern's next match goes.
function reserve(state: usize): void {
  const array = allocate(load<u32>(state, PatternState_count) * MatchRecord_size);
  if (!array) {
    store<u32>(MemoryMap_limitsMet, load<u32>(MemoryMap_limitsMet) | ScanLimit_memory);
    store<u32>(state, 0, PatternState_count);
  }
  store<u32>(state, <u32>array, PatternState_matches);
}

function dealOut(block: usize, real: bool): void {
  const end = load<u32>(block, LogBlock_end);
  spendFuel((end - <u32>block) >> 2);
  for (let record = block + LogBlock_records; record < end; record += MatchRecord_size) {
    const name = load<u32>(record, MatchRecord_subPattern);
    const pattern = load<u32>(subPatternAt(name & ~SPAN_FLAG), SubPattern_pattern);
    if (pattern < realPatternCount != real) continue;
    const state = patternState(pattern);
    const target = load<u32>(state, PatternState_matches);
    if (!target) continue;
    if (!(name & SPAN_FLAG)) copyRecord(target, record);
    const behind = name & SPAN_FLAG ? spread(target, record) : target + MatchRecord_size;
    store<u32>(state, <u32>behind, PatternState_matches);
  }
}

// Writes the matches of a span one by one, from right to left as other matches of a regexp; returns where they end.
function spread(target: usize, span: usize): usize {
  const first = load<u32>(span, MatchRecord_offset);
  const end = first + load<u32>(span, MatchRecord_length);
  const subPattern = load<u32>(span, MatchRecord_subPattern) & ~SPAN_FLAG;
  for (let start = first + load<u32>(span, MatchRecord_xorKey); start > first; target += MatchRecord_size) {
    start--;
    spendOnRecord(target);
    store<u32>(target, start, MatchRecord_offset);
    store<u32>(target, end - start, MatchRecord_length);
    store<i32>(target, NO_KEY, MatchRecord_xorKey);
    store<u32>(target, subPattern, MatchRecord_subPattern);
  }
  return target;
}

function finish(state: usize, real: bool): void {
  const count = load<u32>(state, PatternState_count);
  if (count == 0) return;
  const limit = real ? load<u32>(MemoryMap_maxMatchesPerPattern) : u32.MAX_VALUE;
  let matches = load<u32>(state, PatternState_matches) - count * MatchRecord_size;
  let kept = count;
  if (isStrictlyDescending(matches, count)) {
    // Those that are kept are the last, so that the others need not be turned round.
    if (count > limit) matches += (count - limit) * MatchRecord_size;
    turn(matches, matches + (min(count, limit) - 1) * MatchRecord_size);
  } else if (!isStrictlySorted(matches, count)) {
    turnDescendingRuns(matches, matches + count * MatchRecord_size);
    if (!isStrictlySorted(matches, count)) {
      if (!sort(matches, count)) {
        store<u32>(MemoryMap_limitsMet, load<u32>(MemoryMap_limitsMet) | ScanLimit_memory);
        store<u32>(state, 0, PatternState_count);
        return;
      }
      if (real) kept = keepOneAnOffset(matches, count);
    }
  }
  if (kept > limit) {
    store<u32>(MemoryMap_limitsMet, load<u32>(MemoryMap_limitsMet) | ScanLimit_matchesPerPattern);
    kept = limit;
  }
  store<u32>(state, matches, PatternState_matches);
  store<u32>(state, kept, PatternState_count);
}

// What a sweep over one region found.
function isStrictlyDescending(matches: usize, count: u32): bool {
  const end = matches + count * MatchRecord_size;
  let previous = load<u32>(matches, MatchRecord_offset);
  for (let record = matches + MatchRecord_size; record < end; record += MatchRecord_size) {
    spendOnRecord(record);
    const offset = load<u32>(record, MatchRecord_offset);
    if (offset >= previous) return false;
    previous = offset;
  }
  return true;
}

function isStrictlySorted(matches: usize, count: u32): bool {
  const end = matches + count * MatchRecord_size;
  let previous = load<u32>(matches, MatchRecord_offset);
  for (let record = matches + MatchRecord_size; record < end; record += MatchRecord_size) {
    spendOnRecord(record);
    const offset = load<u32>(record, MatchRecord_offset);
    if (offset <= previous) return false;
    previous = offset;
  }
  return true;
}

// Merge sort, bottom up and stable. What is already in order is left alone: what a regexp's sweeps found from right to left
// has been turned round before, and mostly nothing is left to merge. False when there is no memory to do it.
function sort(matches: usize, count: u32): bool {
  const scratch = allocate(count * MatchRecord_size);
  if (!scratch) return false;
  for (let width: u32 = 1; width < count; width *= 2) {
    for (let low: u32 = 0; low + width < count; low += width * 2) {
      spendFuel(4);
      const middle = matches + (low + width) * MatchRecord_size;
      const high = matches + min(low + width * 2, count) * MatchRecord_size;
      merge(matches + low * MatchRecord_size, middle, high, scratch);
    }
  }
  return true;
}

function turnDescendingRuns(first: usize, end: usize): void {
  while (first < end) {
    let next = first + MatchRecord_size;
    while (next < end && load<u32>(next, MatchRecord_offset) < load<u32>(next - MatchRecord_size, MatchRecord_offset)) {
      spendOnRecord(next);
      next += MatchRecord_size;
    }
    turn(first, next - MatchRecord_size);
    first = next;
  }
}

function turn(left: usize, right: usize): void {
  for (; left < right; left += MatchRecord_size, right -= MatchRecord_size) {
    spendOnRecord(left);
    swapRecords(left, right);
  }
}

function merge(low: usize, middle: usize, high: usize, scratch: usize): void {
  if (load<u32>(middle - MatchRecord_size, MatchRecord_offset) <= load<u32>(middle, MatchRecord_offset)) return;
  memory.copy(scratch, low, middle - low);
  const scratchEnd = scratch + (middle - low);
  let left = scratch;
  let right = middle;
  let target = low;
  while (left < scratchEnd) {
    spendOnRecord(target);
    const takeRight = right < high && load<u32>(right, MatchRecord_offset) < load<u32>(left, MatchRecord_offset);
    copyRecord(target, takeRight ? right : left);
    if (takeRight) right += MatchRecord_size;
    else left += MatchRecord_size;
    target += MatchRecord_size;
  }
}

function keepOneAnOffset(matches: usize, count: u32): u32 {
  const end = matches + count * MatchRecord_size;
  let last = matches;
  for (let record = matches + MatchRecord_size; record < end; record += MatchRecord_size) {
    spendOnRecord(record);
    if (load<u32>(record, MatchRecord_offset) == load<u32>(last, MatchRecord_offset)) {
      if (isPreferred(record, last)) copyRecord(last, record);
    } else {
      last += MatchRecord_size;
      copyRecord(last, record);
    }
  }
  return <u32>((last - matches) / MatchRecord_size) + 1;
}

function isPreferred(record: usize, other: usize): bool {
  const subPattern = load<u32>(record, MatchRecord_subPattern);
  const length = load<u32>(record, MatchRecord_length);
  const otherLength = load<u32>(other, MatchRecord_length);
  const preference = load<u32>(subPatternAt(subPattern), SubPattern_flags) & Preference_mask;
  if (preference == Preference_longest) return length > otherLength;
  if (preference == Preference_shortest) return length < otherLength;
  return subPattern < load<u32>(other, MatchRecord_subPattern);
}
