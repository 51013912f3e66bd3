// The log of matches. While the search runs, every verified match is appended to one log, in blocks on the heap, in the
// order of discovery; the pattern states only count. At the end `settle` deals the log out into one array a pattern,
// sorts each by offset and keeps one match an offset. Appending is the hot path (a million matches in 4 MB are
// ordinary), so it does nothing else; sorting is mostly a check, because matches are found nearly in order.
//
// The pieces of chains are logged like matches of "virtual" patterns, whose states follow those of the real ones:
// sorting and dealing out serves both.
import { isDelimited } from "./fullword";
import {
  PatternFlag_disabled,
  PatternFlag_touched,
  SubPatternFlag_existence,
  SubPatternFlag_fullwordLeft,
  SubPatternFlag_fullwordRight,
  SubPattern_flags,
  SubPattern_pattern,
  SubPattern_size,
} from "./generated/layout";
import {
  MatchRecord_length,
  MatchRecord_offset,
  MatchRecord_size,
  MatchRecord_xorKey,
  MemoryMap_fastScan,
  MemoryMap_limitsMet,
  MemoryMap_maxMatchesPerPattern,
  MemoryMap_patternStates,
  PatternState_count,
  PatternState_flags,
  PatternState_log,
  PatternState_size,
  ScanLimit_memory,
} from "./generated/memory-map";
import { allocate } from "./heap";
import { realPatternCount, subPatterns, wantedPatternCount } from "./tables";

/** In the log, the field of a match record that is free later holds the sub-pattern. */
export const MatchRecord_subPattern: u32 = 12;

/**
 * Beside the sub-pattern: the record stands for as many matches as its key says, which begin one behind the other, the
 * first at its offset, and end at the same place.
 */
export const SPAN_FLAG: u32 = 1 << 31;

/** A block of the log: the address of the next, the address behind its last record, then records. */
export const LogBlock_next: u32 = 0;
export const LogBlock_end: u32 = 4;
export const LogBlock_records: u32 = 16;
const LOG_BLOCK_SIZE: u32 = LogBlock_records + 4096 * MatchRecord_size;

// Limit: a log of 16 Mi matches and the arrays made of it take 512 MiB, which still fits beside large inputs.
const MAX_LOGGED: u32 = 1 << 24;

// A pattern is given up only when its log is longer than its limit by this much: several sub-patterns may have found
// the same match, and only `settle` knows.
const DUPLICATES_ALLOWED: u32 = 4096;

/** No key: the match is of a pattern without `xor`. */
export const NO_KEY: i32 = -1;

/** The first block of the log; 0 when there were no matches. */
export let firstLogBlock: usize = 0;
/** The head of the list of touched pattern states, linked by their `log` field: pattern + 1, 0 at the end. */
export let firstTouched: u32 = 0;

// How many of the wanted patterns have been given up.
let disabledCount: u32 = 0;
// How many patterns have enough matches and are still looked for, until the batch at hand is verified.
let fullCount: u32 = 0;
let logBlock: usize = 0;
let logNext: usize = 0;
let logBlockEnd: usize = 0;
// Matches in the log, those of spans counted one by one.
let loggedCount: u32 = 0;

/** The search looks for other patterns from now on. */
export function beginPatterns(): void {
  disabledCount = 0;
}

export function beginLog(): void {
  beginPatterns();
  fullCount = 0;
  firstLogBlock = 0;
  logBlock = 0;
  logNext = 0;
  logBlockEnd = 0;
  loggedCount = 0;
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

/** Whether matches of the sub-pattern are still wanted. */
// @ts-ignore: decorator
@inline
export function isWanted(subPattern: usize): bool {
  return (load<u32>(patternState(load<u32>(subPattern, SubPattern_pattern)), PatternState_flags) & PatternFlag_disabled) == 0;
}

/** Whether every pattern has as many matches as anybody wants: the rest of the data need not be looked at. */
export function noPatternIsWanted(): bool {
  return disabledCount == wantedPatternCount;
}

/**
 * Reports a verified match of a sub-pattern; `length` in bytes. Tests `fullword`; may be called more than once for
 * one match and in any order of offsets.
 */
export function emitMatch(subPattern: u32, start: u32, length: u32): void {
  emitMatchWithKey(subPattern, start, length, NO_KEY);
}

export function emitMatchWithKey(index: u32, start: u32, length: u32, key: i32): void {
  const subPattern = subPatternAt(index);
  if (!isDelimited(load<u32>(subPattern, SubPattern_flags), start, start + length, key == NO_KEY ? 0 : key)) return;
  logMatch(index, start, length, key);
}

/** In place of a sub-pattern: nothing is logged, but {@link isReported} tells. */
export const ONLY_WHETHER: u32 = u32.MAX_VALUE;
export let isReported: bool = false;

/** Whether there are matches is asked from now on. */
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
  if (low == high || isEach) for (let start = high + 1; start > low; ) emitMatch(index, --start, end - start);
  else append(index | SPAN_FLAG, low, end - low, high - low + 1, high - low + 1);
}

/** Appends a match of a sub-pattern that is fully verified. */
export function logMatch(index: u32, start: u32, length: u32, key: i32): void {
  append(index, start, length, key, 1);
}

function append(name: u32, start: u32, length: u32, key: i32, count: u32): void {
  const subPattern = subPatternAt(name & ~SPAN_FLAG);
  const pattern = load<u32>(subPattern, SubPattern_pattern);
  const state = patternState(pattern);
  const flags = load<u32>(state, PatternState_flags);
  if (flags & PatternFlag_disabled || !makeRoom(count)) return;
  store<u32>(logNext, start, MatchRecord_offset);
  store<u32>(logNext, length, MatchRecord_length);
  store<i32>(logNext, key, MatchRecord_xorKey);
  store<u32>(logNext, name, MatchRecord_subPattern);
  logNext += MatchRecord_size;
  loggedCount += count;
  if (!(flags & PatternFlag_touched)) touch(state, pattern);
  const before = load<u32>(state, PatternState_count);
  store<u32>(state, before + count, PatternState_count);
  if (pattern >= realPatternCount) return;
  const enough = load<u32>(MemoryMap_maxMatchesPerPattern) + DUPLICATES_ALLOWED;
  if (before < enough && before + count >= enough) fullCount++;
  if (load<u32>(subPattern, SubPattern_flags) & SubPatternFlag_existence && load<u32>(MemoryMap_fastScan)) disable(state);
}

/**
 * Gives up the patterns that have enough matches; to be called between batches of verification, never inside one:
 * regexps are verified from right to left, and the matches to keep are the leftmost.
 */
export function disableFullPatterns(): void {
  if (fullCount == 0) return;
  fullCount = 0;
  const enough = load<u32>(MemoryMap_maxMatchesPerPattern) + DUPLICATES_ALLOWED;
  for (let touched = firstTouched; touched; ) {
    const state = patternState(touched - 1);
    const isFull = touched - 1 < realPatternCount && load<u32>(state, PatternState_count) >= enough;
    if (isFull && !(load<u32>(state, PatternState_flags) & PatternFlag_disabled)) disable(state);
    touched = load<u32>(state, PatternState_log);
  }
}

function disable(state: usize): void {
  disabledCount++;
  store<u32>(state, load<u32>(state, PatternState_flags) | PatternFlag_disabled, PatternState_flags);
}

/** Puts a pattern state into the list of those to be dealt with at the end, and cleared before the next scan. */
function touch(state: usize, pattern: u32): void {
  store<u32>(state, load<u32>(state, PatternState_flags) | PatternFlag_touched, PatternState_flags);
  store<u32>(state, firstTouched, PatternState_log);
  firstTouched = pattern + 1;
}

// Whether there is room for a record of so many matches.
function makeRoom(count: u32): bool {
  if (count <= MAX_LOGGED - loggedCount && (logNext != logBlockEnd || startLogBlock())) return true;
  store<u32>(MemoryMap_limitsMet, load<u32>(MemoryMap_limitsMet) | ScanLimit_memory);
  return false;
}

function startLogBlock(): bool {
  const block = allocate(LOG_BLOCK_SIZE);
  if (!block) return false;
  closeLog();
  if (logBlock) store<u32>(logBlock, <u32>block, LogBlock_next);
  else firstLogBlock = block;
  store<u32>(block, 0, LogBlock_next);
  logBlock = block;
  logNext = block + LogBlock_records;
  logBlockEnd = block + LOG_BLOCK_SIZE;
  return true;
}

/** Notes how far the last block is filled; to be called before the log is read. */
export function closeLog(): void {
  if (logBlock) store<u32>(logBlock, <u32>logNext, LogBlock_end);
}

/** Clears the pattern states that the last search touched. */
export function clearPatterns(): void {
  while (firstTouched) {
    const state = patternState(firstTouched - 1);
    firstTouched = load<u32>(state, PatternState_log);
    memory.fill(state, 0, PatternState_size);
  }
}
