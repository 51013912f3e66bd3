// Sorts the records of matches by offset and keeps one match at each offset. Mostly that is only a check, because matches are
// found nearly in order, or from right to left by the sweeps of regexps.
import { copyRecord, swapRecords } from "../memory/records";
import { spendFuel, spendOnRecord } from "../memory/fuel";
import { Preference_longest, Preference_mask, Preference_shortest, SubPattern_flags, SubPattern_size } from "../generated/search-layout";
import { MatchRecord_length, MatchRecord_offset, MatchRecord_size } from "../generated/memory-map";
import { giveSpace, shiftFor, takeForWork } from "./match-space";
import { subPatterns } from "../memory/table-header";

/** While the search runs, the last field of a record holds the sub-pattern. It is unused afterwards. */
export const MatchRecord_subPattern: u32 = 12;

/**
 * Sorts records by offset and returns how many are left. With `onePerOffset` one match is kept at each offset: the longest,
 * the shortest, or that of the first sub-pattern, as the flags of the sub-pattern say. Otherwise only duplicates are dropped.
 */
export function putInOrder(matches: usize, count: u32, onePerOffset: bool): u32 {
  if (count < 2 || isStrictlySorted(matches, count)) return count;
  turnDescendingRuns(matches, matches + count * MatchRecord_size);
  if (isStrictlySorted(matches, count)) return count;
  sort(matches, count);
  return onePerOffset ? keepOneAnOffset(matches, count) : keepDifferent(matches, count);
}

/** Whether the offsets strictly descend, as those of matches that a backward sweep found. */
export function isStrictlyDescending(matches: usize, count: u32): bool {
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

/** Reverses the records from `left` to `right`, both included. */
export function turn(left: usize, right: usize): void {
  for (; left < right; left += MatchRecord_size, right -= MatchRecord_size) {
    spendOnRecord(left);
    swapRecords(left, right);
  }
}

/** How many of these sorted records begin before `offset`. */
export function countBefore(matches: usize, count: u32, offset: u64): u32 {
  let low: u32 = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (<u64>load<u32>(matches + middle * MatchRecord_size, MatchRecord_offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
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

function turnDescendingRuns(first: usize, end: usize): void {
  while (first < end) {
    spendOnRecord(first);
    let next = first + MatchRecord_size;
    while (next < end && load<u32>(next, MatchRecord_offset) < load<u32>(next - MatchRecord_size, MatchRecord_offset)) {
      spendOnRecord(next);
      next += MatchRecord_size;
    }
    turn(first, next - MatchRecord_size);
    first = next;
  }
}

function sort(matches: usize, count: u32): void {
  // Merging copies at most as many records aside as the largest power of two below `count`.
  const shift = shiftFor(count * (MatchRecord_size / 2));
  const scratch = takeForWork(shift);
  if (!scratch) sortInPlace(matches, count);
  else {
    sortByMerging(matches, count, scratch);
    giveSpace(scratch, shift);
  }
}

// Bottom-up stable merge sort. Pairs of stretches that are in order already are not copied.
function sortByMerging(matches: usize, count: u32, scratch: usize): void {
  // Bounded: doubling a 32-bit number.
  for (let width: u32 = 1; width < count; width *= 2) {
    for (let low: u32 = 0; low + width < count; low += width * 2) {
      spendFuel(4);
      const middle = matches + (low + width) * MatchRecord_size;
      const high = matches + min(low + width * 2, count) * MatchRecord_size;
      merge(matches + low * MatchRecord_size, middle, high, scratch);
    }
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

// Shell sort, used if there is no memory for merging.
function sortInPlace(matches: usize, count: u32): void {
  let gap: u32 = 1;
  // Bounded: tripling a 32-bit number.
  while (gap < count / 3) gap = gap * 3 + 1;
  // Bounded: dividing a 32-bit number by three.
  for (; gap > 0; gap /= 3) {
    const distance = <usize>gap * MatchRecord_size;
    const end = matches + count * MatchRecord_size;
    for (let record = matches + distance; record < end; record += MatchRecord_size) {
      spendOnRecord(record);
      for (let at = record; at >= matches + distance; at -= distance) {
        if (load<u32>(at - distance, MatchRecord_offset) <= load<u32>(at, MatchRecord_offset)) break;
        spendFuel(1);
        swapRecords(at - distance, at);
      }
    }
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
  const preference = load<u32>(subPatterns + subPattern * SubPattern_size, SubPattern_flags) & Preference_mask;
  if (preference == Preference_longest) return length > otherLength;
  if (preference == Preference_shortest) return length < otherLength;
  return subPattern < load<u32>(other, MatchRecord_subPattern);
}

function keepDifferent(matches: usize, count: u32): u32 {
  const end = matches + count * MatchRecord_size;
  let last = matches;
  for (let record = matches + MatchRecord_size; record < end; record += MatchRecord_size) {
    spendOnRecord(record);
    const isSame =
      load<u32>(record, MatchRecord_offset) == load<u32>(last, MatchRecord_offset) &&
      load<u32>(record, MatchRecord_length) == load<u32>(last, MatchRecord_length);
    if (isSame) continue;
    last += MatchRecord_size;
    copyRecord(last, record);
  }
  return <u32>((last - matches) / MatchRecord_size) + 1;
}
