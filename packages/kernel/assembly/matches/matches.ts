// The records of matches. Each pattern has an array with one record for each verified match, in the order of discovery. It
// grows as needed, up to the limits. Appending is the hot path (a million matches in 4 MB are ordinary) and does nothing else.
//
// A limit cuts a pattern at an offset: the pattern has records of all its matches before the cut and of none after it. So
// the leftmost matches are kept, in whatever order they are found. There are two limits:
//
// - matches a pattern;
// - the memory of all records. When it is used up, the patterns with the largest arrays give up records first, and no
//   pattern has to give way to one that has more.
//
// The state of a pattern says that it was found at all, which needs no record. Where conditions can see matches without
// records, a bit for each offset keeps account of them (far-matches.ts).
//
// The pieces of chains have states and arrays like patterns. Their states follow those of the real patterns.
import { spendFuel } from "../memory/fuel";
import { addFar, farCount, makeFar } from "./far-matches";
import { isDelimited } from "../verify/fullword";
import {
  PatternFlag_disabled,
  PatternFlag_found,
  PatternFlag_tight,
  SubPatternFlag_counts,
  SubPatternFlag_existence,
  SubPatternFlag_fullwordLeft,
  SubPatternFlag_fullwordRight,
  SubPatternFlag_places,
  SubPattern_flags,
  SubPattern_pattern,
  SubPattern_size,
} from "../generated/search-layout";
import {
  MatchRecord_length,
  MatchRecord_offset,
  MatchRecord_size,
  MatchRecord_xorKey,
  MemoryMap_fastScan,
  MemoryMap_limitsMet,
  MemoryMap_maxMatchesPerPattern,
  MemoryMap_patternStates,
  PatternState_capacity,
  PatternState_count,
  PatternState_cut,
  PatternState_far,
  PatternState_flags,
  PatternState_kept,
  PatternState_matches,
  PatternState_nextFound,
  PatternState_size,
  ScanLimit_matchesPerPattern,
  ScanLimit_memory,
} from "../generated/memory-map";
import { MatchRecord_subPattern, countBefore, isStrictlyDescending, putInOrder, turn } from "./match-order";
import { LEAST_SHIFT, beginMatchSpace, extendForRecords, giveSpace, takeForRecords } from "./match-space";
import { realPatternCount, subPatterns, wantedPatternCount } from "../memory/table-header";

/** In place of an xor key: the pattern has no `xor` modifier. */
export const NO_KEY: i32 = -1;

/** A record has 2^4 bytes. */
const RECORD_SHIFT: u32 = 4;

// A pattern is given up when the search is this many bytes past its cut. Matches found in a chunk begin at most that far
// before the chunk.
const LATE: u32 = 8192;

// An array of this many records has the size of a block of bits (far-matches.ts).
const FAR_CAPACITY: u32 = 256;

/** The list of the patterns that were found, linked by `nextFound`. Its links are pattern + 1; 0 is the end. */
export let firstFound: u32 = 0;

/** Whether records are being sorted. If the scan stops now, they are in no usable order. */
export let isArranging: bool = false;

// How many of the wanted patterns have been given up.
let disabledCount: u32 = 0;
// How many patterns have been cut but not given up.
let cutCount: u32 = 0;
// Whether memory for the bits of matches without records ran out.
let isFarLost: bool = false;
// Whether chains are being joined. The records of pieces must not change then.
let arePiecesFixed: bool = false;

/** Call this when the search starts to look for other patterns. */
export function beginPatterns(): void {
  disabledCount = 0;
}

export function beginMatches(): void {
  beginPatterns();
  cutCount = 0;
  isArranging = false;
  isFarLost = false;
  arePiecesFixed = false;
  beginMatchSpace();
}

/** Freezes the records of pieces, because chains are about to be joined. */
export function fixPieces(): void {
  arePiecesFixed = true;
}

// @ts-ignore: decorator
@inline
export function patternState(pattern: u32): usize {
  return load<u32>(MemoryMap_patternStates) + pattern * PatternState_size;
}

// @ts-ignore: decorator
@inline
export function subPatternAt(index: u32): usize {
  return subPatterns + index * SubPattern_size;
}

// @ts-ignore: decorator
@inline
function stateOf(subPattern: usize): usize {
  return patternState(load<u32>(subPattern, SubPattern_pattern));
}

/** Whether the sub-pattern is still looked for. */
// @ts-ignore: decorator
@inline
export function isWanted(subPattern: usize): bool {
  return (load<u32>(stateOf(subPattern), PatternState_flags) & PatternFlag_disabled) == 0;
}

/** Whether matches of the sub-pattern that begin at `start` or later still matter. */
export function isWantedFrom(subPattern: usize, start: u32): bool {
  const state = stateOf(subPattern);
  return start < cutOf(state) || wantsFar(state, load<u32>(subPattern, SubPattern_flags));
}

/** Whether all wanted patterns have been given up, so that the rest of the data need not be searched. */
export function noPatternIsWanted(): bool {
  return disabledCount == wantedPatternCount;
}

/**
 * Reports a verified match of a sub-pattern. `length` is in bytes. Tests `fullword`. Matches may come in any order of offsets,
 * and more than once.
 */
export function emitMatch(subPattern: u32, start: u32, length: u32): void {
  emitMatchWithKey(subPattern, start, length, NO_KEY);
}

export function emitMatchWithKey(index: u32, start: u32, length: u32, key: i32): void {
  const flags = load<u32>(subPatternAt(index), SubPattern_flags);
  if (!isDelimited(flags, start, start + length, key == NO_KEY ? 0 : key)) return;
  append(index, start, length, key);
}

/** In place of a sub-pattern: {@link emitSpan} keeps no record and only sets {@link isReported}. */
export const ONLY_WHETHER: u32 = u32.MAX_VALUE;
export let isReported: bool = false;

/** Resets {@link isReported}. */
export function beginOnlyWhether(): void {
  isReported = false;
}

/** Reports verified matches that begin at `low`, `low` + 1, … `high` and end at the same place. */
export function emitSpan(index: u32, low: u32, high: u32, end: u32): void {
  if (index == ONLY_WHETHER) {
    isReported = true;
    return;
  }
  const isEach = (load<u32>(subPatternAt(index), SubPattern_flags) & (SubPatternFlag_fullwordLeft | SubPatternFlag_fullwordRight)) != 0;
  const state = stateOf(subPatternAt(index));
  let start = high + 1;
  if (start > cutOf(state) && !wantsFar(state, load<u32>(subPatternAt(index), SubPattern_flags))) start = cutOf(state);
  // Bounded: the places of one segment of a sweep, which spends fuel for them (verify.ts).
  if (isEach) while (start > low) emitMatch(index, --start, end - start);
  else while (start > low) append(index, --start, end - start, NO_KEY);
}

// Appends a fully verified match. `key` is the xor key or NO_KEY.
function append(index: u32, start: u32, length: u32, key: i32): void {
  const subPattern = subPatternAt(index);
  const pattern = load<u32>(subPattern, SubPattern_pattern);
  const state = patternState(pattern);
  if (!(load<u32>(state, PatternState_flags) & PatternFlag_found)) noteFound(state, pattern);
  const flags = load<u32>(subPattern, SubPattern_flags);
  if (start >= cutOf(state) || (load<u32>(state, PatternState_kept) == load<u32>(state, PatternState_capacity) && !makeRoom(state, pattern, flags, start))) {
    noteFar(state, flags, start);
    return;
  }
  const kept = load<u32>(state, PatternState_kept);
  const record: usize = load<u32>(state, PatternState_matches) + (kept << RECORD_SHIFT);
  store<u32>(record, start, MatchRecord_offset);
  store<u32>(record, length, MatchRecord_length);
  store<i32>(record, key, MatchRecord_xorKey);
  store<u32>(record, index, MatchRecord_subPattern);
  store<u32>(state, kept + 1, PatternState_kept);
  if (flags & SubPatternFlag_existence && load<u32>(MemoryMap_fastScan)) giveUp(state);
}

// Gives up a pattern after its first match, in fast scans.
function giveUp(state: usize): void {
  disable(state);
  store<u32>(state, ~0, PatternState_cut);
}

// The cut: from this offset on, matches of the pattern have no records. The state holds its complement, so that a cleared
// state has no cut.
// @ts-ignore: decorator
@inline
function cutOf(state: usize): u32 {
  return ~load<u32>(state, PatternState_cut);
}

/** Adds a pattern to the list of found ones, which are sorted at the end and cleared before the next scan. */
function noteFound(state: usize, pattern: u32): void {
  store<u32>(state, 1, PatternState_count);
  store<u32>(state, load<u32>(state, PatternState_flags) | PatternFlag_found, PatternState_flags);
  store<u32>(state, firstFound, PatternState_nextFound);
  firstFound = pattern + 1;
}

// Whether a condition can see matches without records. Conditions on places always can. Counts can while the number of matches
// is below the limit of the pattern. `flags` are those of a sub-pattern.
function wantsFar(state: usize, flags: u32): bool {
  if (flags & SubPatternFlag_places) return true;
  return (flags & SubPatternFlag_counts) != 0 && load<u32>(state, PatternState_kept) < maxMatches() && farCount(load<u32>(state, PatternState_far)) < maxMatches();
}

// @ts-ignore: decorator
@inline
function maxMatches(): u32 {
  return load<u32>(MemoryMap_maxMatchesPerPattern);
}

// Pieces have no limit of their own.
// @ts-ignore: decorator
@inline
function limitOf(pattern: u32): u32 {
  return pattern < realPatternCount ? maxMatches() : u32.MAX_VALUE;
}

// @ts-ignore: decorator
@inline
function noteLimit(limit: u32): void {
  store<u32>(MemoryMap_limitsMet, load<u32>(MemoryMap_limitsMet) | limit);
}

function noteFar(state: usize, flags: u32, start: u32): void {
  if (!wantsFar(state, flags) || isFarLost) return;
  while (!keepFar(state, start)) {
    spendFuel(8);
    if (makeWay(FAR_CAPACITY)) continue;
    isFarLost = true;
    noteLimit(ScanLimit_memory);
    return;
  }
}

function keepFar(state: usize, start: u32): bool {
  let far: usize = load<u32>(state, PatternState_far);
  if (!far) {
    far = makeFar();
    store<u32>(state, <u32>far, PatternState_far);
  }
  return far != 0 && addFar(far, start);
}

// Makes room for one record, in an array that is full. Returns false if the pattern is now cut at or before `start`.
function makeRoom(state: usize, pattern: u32, flags: u32, start: u32): bool {
  const capacity = load<u32>(state, PatternState_capacity);
  const limit = limitOf(pattern);
  const isTight = (load<u32>(state, PatternState_flags) & PatternFlag_tight) != 0;
  const mayGrow = capacity < limit || isTight;
  if (mayGrow && grow(state)) return true;
  if (capacity == 0) {
    cutAt(state, 0, ScanLimit_memory);
    return false;
  }
  const isDescending = tidy(state, pattern, flags);
  const kept = load<u32>(state, PatternState_kept);
  if (kept > capacity - (capacity >> 2)) {
    // The limit left little room: if that is not enough either, the array grows.
    if (!mayGrow && <u64>capacity < 2 * <u64>limit) store<u32>(state, load<u32>(state, PatternState_flags) | PatternFlag_tight, PatternState_flags);
    if (mayGrow || (kept == capacity && !grow(state))) cutShort(state, flags, isDescending, start);
  }
  return start < cutOf(state);
}

// Cuts a full array of tidy records for want of memory.
function cutShort(state: usize, flags: u32, isDescending: bool, start: u32): void {
  const capacity = load<u32>(state, PatternState_capacity);
  const matches: usize = load<u32>(state, PatternState_matches);
  const last = isDescending ? matches : matches + ((load<u32>(state, PatternState_kept) - 1) << RECORD_SHIFT);
  // If matches come from left to right, all records are to the left of this match: cut just before it.
  if (start > load<u32>(last, MatchRecord_offset)) cutAt(state, start, ScanLimit_memory);
  else keepFirst(state, capacity - (capacity >> 2), flags, isDescending, ScanLimit_memory);
}

// Doubles the array; false without memory.
function grow(state: usize): bool {
  const capacity = load<u32>(state, PatternState_capacity);
  const matches: usize = load<u32>(state, PatternState_matches);
  const shift = capacity ? shiftOf(capacity) : LEAST_SHIFT - 1;
  if (!capacity || !extendForRecords(matches, shift)) {
    let larger = takeForRecords(shift + 1);
    while (!larger && makeWay(capacity)) {
      spendFuel(8);
      larger = takeForRecords(shift + 1);
    }
    if (!larger) return false;
    if (capacity) {
      memory.copy(larger, matches, capacity << RECORD_SHIFT);
      giveSpace(matches, shift);
    }
    store<u32>(state, <u32>larger, PatternState_matches);
  }
  store<u32>(state, <u32>1 << (shift + 1 - RECORD_SHIFT), PatternState_capacity);
  store<u32>(state, load<u32>(state, PatternState_flags) & ~PatternFlag_tight, PatternState_flags);
  return true;
}

// @ts-ignore: decorator
@inline
function shiftOf(capacity: u32): u32 {
  return <u32>ctz(capacity) + RECORD_SHIFT;
}

// Halves the largest arrays to free memory for an array of `capacity` records that is about to double. Returns false if none
// has at least four times that capacity.
function makeWay(capacity: u32): bool {
  const largest = largestCapacity();
  if (largest < 4 * max(capacity, 1) || shiftOf(largest) <= LEAST_SHIFT) return false;
  for (let found = firstFound; found; ) {
    spendFuel(1);
    const state = patternState(found - 1);
    if (load<u32>(state, PatternState_capacity) == largest && mayChange(found - 1)) halve(state, found - 1);
    found = load<u32>(state, PatternState_nextFound);
  }
  return true;
}

function largestCapacity(): u32 {
  let largest: u32 = 0;
  for (let found = firstFound; found; ) {
    spendFuel(1);
    const state = patternState(found - 1);
    if (mayChange(found - 1)) largest = max(largest, load<u32>(state, PatternState_capacity));
    found = load<u32>(state, PatternState_nextFound);
  }
  return largest;
}

// @ts-ignore: decorator
@inline
function mayChange(pattern: u32): bool {
  return pattern < realPatternCount || !arePiecesFixed;
}

function halve(state: usize, pattern: u32): void {
  const half = load<u32>(state, PatternState_capacity) >> 1;
  const matches: usize = load<u32>(state, PatternState_matches);
  if (load<u32>(state, PatternState_kept) > half) {
    const flags = load<u32>(subPatternAt(load<u32>(matches, MatchRecord_subPattern)), SubPattern_flags);
    const isDescending = tidy(state, pattern, flags);
    if (load<u32>(state, PatternState_kept) > half) keepFirst(state, half, flags, isDescending, ScanLimit_memory);
  }
  store<u32>(state, half, PatternState_capacity);
  giveSpace(matches + (half << RECORD_SHIFT), shiftOf(half));
}

/**
 * Sorts the records of a pattern and drops those beyond its limit. `flags` are those of any of its sub-patterns; the bits that
 * concern the pattern are the same in all.
 */
export function arrange(state: usize, pattern: u32, flags: u32): void {
  if (!tidy(state, pattern, flags)) return;
  const matches: usize = load<u32>(state, PatternState_matches);
  turn(matches, matches + ((load<u32>(state, PatternState_kept) - 1) << RECORD_SHIFT));
}

// As `arrange`, but records in strictly descending order stay so. Returns whether they are.
function tidy(state: usize, pattern: u32, flags: u32): bool {
  isArranging = true;
  const matches: usize = load<u32>(state, PatternState_matches);
  const kept = load<u32>(state, PatternState_kept);
  const isDescending = isStrictlyDescending(matches, kept);
  if (!isDescending) store<u32>(state, putInOrder(matches, kept, pattern < realPatternCount), PatternState_kept);
  const limit = limitOf(pattern);
  if (load<u32>(state, PatternState_kept) > limit) keepFirst(state, limit, flags, isDescending, ScanLimit_matchesPerPattern);
  isArranging = false;
  return isDescending;
}

// Cuts tidy records so that at most `count` are left.
function keepFirst(state: usize, count: u32, flags: u32, isDescending: bool, limit: u32): void {
  const matches: usize = load<u32>(state, PatternState_matches);
  const kept = load<u32>(state, PatternState_kept);
  // The cut lies between two offsets. Pieces may have several records at one offset.
  const first = matches + ((isDescending ? kept - count - 1 : count) << RECORD_SHIFT);
  const offset = load<u32>(first, MatchRecord_offset);
  const left = isDescending ? count : countBefore(matches, count, offset);
  const dropped = isDescending ? matches : matches + (left << RECORD_SHIFT);
  cutAt(state, offset, limit);
  keepAllFar(state, flags, dropped, dropped + ((kept - left) << RECORD_SHIFT));
  spendFuel(left >> 4);
  if (isDescending) memory.copy(matches, matches + ((kept - left) << RECORD_SHIFT), left << RECORD_SHIFT);
  store<u32>(state, left, PatternState_kept);
}

function keepAllFar(state: usize, flags: u32, first: usize, end: usize): void {
  for (let record = first; record < end; record += MatchRecord_size) {
    spendFuel(4);
    if (!wantsFar(state, flags)) return;
    if (isFarLost || !keepFar(state, load<u32>(record, MatchRecord_offset))) {
      isFarLost = true;
      noteLimit(ScanLimit_memory);
      return;
    }
  }
}

function cutAt(state: usize, offset: u32, limit: u32): void {
  if (load<u32>(state, PatternState_cut) == 0) cutCount++;
  store<u32>(state, ~offset, PatternState_cut);
  noteLimit(limit);
}

/**
 * Gives up the patterns that are cut and of which no condition can see more. Call it between batches of verification, when
 * the data has been searched up to `end`.
 */
export function disableCutPatterns(end: u32): void {
  if (cutCount == 0) return;
  for (let found = firstFound; found; ) {
    spendFuel(1);
    const state = patternState(found - 1);
    if (found - 1 < realPatternCount && isDone(state, end)) {
      disable(state);
      cutCount--;
    }
    found = load<u32>(state, PatternState_nextFound);
  }
}

function isDone(state: usize, end: u32): bool {
  if (load<u32>(state, PatternState_cut) == 0 || load<u32>(state, PatternState_flags) & PatternFlag_disabled) return false;
  const matches: usize = load<u32>(state, PatternState_matches);
  if (!matches || <u64>cutOf(state) + LATE > <u64>end) return false;
  return !wantsFar(state, load<u32>(subPatternAt(load<u32>(matches, MatchRecord_subPattern)), SubPattern_flags));
}

function disable(state: usize): void {
  disabledCount++;
  store<u32>(state, load<u32>(state, PatternState_flags) | PatternFlag_disabled, PatternState_flags);
}

/** Clears the pattern states that the last search changed. */
export function clearPatterns(): void {
  // Bounded: each turn clears a link of the list, so even a list that leads back to itself ends.
  while (firstFound) {
    const state = patternState(firstFound - 1);
    firstFound = load<u32>(state, PatternState_nextFound);
    memory.fill(state, 0, PatternState_size);
  }
}
