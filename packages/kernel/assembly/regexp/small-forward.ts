// The forward sweep for programs whose positions fit into one word; `forward.ts` explains its purpose. It ignores conditions and
// the bounds of counted runs. So it may find an end where there is none, which the backward sweep then rejects, but misses
// none. What is left is one set of positions at each place, and long stretches are walked from state to state (states.ts).
import { ACCEPT_BIT, classAt, classCount, followersOf, form, maskOf, startSet } from "./positions";
import { ROW_FLAGS, allocateTable, isCleared, keyOf, openTable, rowWithKey } from "./states";
import { textLength } from "./text";

// A row: u64, the set of live positions, with injected starts; then by class of bytes a u32 reference to the next state; then
// the same for places where starts are injected.
const Row_set: u32 = 0;
const Row_next: u32 = 8;

/** The row's set holds the end of the match. */
const IS_END: u32 = 1;
const IS_EMPTY: u32 = 2;

/** Shorter stretches are not worth looking states up. */
export const LONG_STRETCH: u32 = 128;
/** After this many new states in one stretch, the rest is swept step by step. */
export const MOST_UNKNOWN: u32 = 64;

/** The positions that are live at the current place of the sweep. */
let live: u64 = 0;
/** The last place where a match may end. */
export let lastEnd: u32 = 0;
/** The number of places where a match may end. 0 and 1 are exact; more may count a place twice. */
export let endCount: u32 = 0;

let table: usize = 0;

/** Call this after the heap was reset: the table is gone. */
export function forgetForward(): void {
  table = 0;
}

export function beginSmallForward(): void {
  live = 0;
  endCount = 0;
}

export function isSmallAlive(): bool {
  return live != 0;
}

/**
 * Sweeps the places [from, to), injecting a start at each if `injects` is set. Returns the first place that was not swept:
 * `to`, or without injection an earlier one where nothing is live.
 */
export function sweepSmallForward(from: u32, to: u32, injects: bool): u32 {
  let at = from;
  if (to - from > LONG_STRETCH && openForwardTable()) at = walk(from, to - 1, injects);
  let set = live;
  // Bounded: one segment of the sweep, which spends fuel for it (verify.ts).
  for (; at < to; at++) {
    if (injects) set |= startSet;
    else if (!set) {
      live = 0;
      return at;
    }
    if (set & ACCEPT_BIT) noteEnd(at);
    if (at == textLength) break;
    set = followersOf(set & maskOf(classAt(at)));
  }
  live = set;
  return to;
}

// @ts-ignore: decorator
@inline
function noteEnd(place: u32): void {
  lastEnd = place;
  endCount++;
}

function openForwardTable(): bool {
  if (!table) table = allocateTable();
  if (!table) return false;
  openTable(table, form, 8, (Row_next + (classCount << 3) + 15) & ~15);
  return true;
}

// Sweeps from state to state. Returns the place where it stopped: `to`, or an earlier one where nothing is live or after too
// many new states. An end at that place may have been counted already.
function walk(from: u32, to: u32, injects: bool): u32 {
  const half = Row_next + (injects ? classCount << 2 : 0);
  let state = stateOf(injects ? live | startSet : live);
  let unknown: u32 = 0;
  let last = lastEnd;
  let at = from;
  // Perf: without a branch, because on text nearly every end would be mispredicted.
  // Bounded: one segment of the sweep, which spends fuel for it (verify.ts).
  for (; at < to && !(state & IS_EMPTY); at++) {
    const isEnd = state & IS_END;
    last = select<u32>(at, last, isEnd);
    endCount += isEnd;
    const reference = (state & ~ROW_FLAGS) + half + (classAt(at) << 2);
    let next = load<u32>(reference);
    if (!next) {
      if (++unknown > MOST_UNKNOWN) break;
      next = follow(state & ~ROW_FLAGS, classAt(at), injects, reference);
    }
    state = next;
  }
  lastEnd = last;
  live = load<u64>(state & ~ROW_FLAGS, Row_set);
  return at;
}

function follow(row: usize, byteClass: u32, injects: bool, reference: usize): u32 {
  const set = followersOf(load<u64>(row, Row_set) & maskOf(byteClass)) | (injects ? startSet : 0);
  const next = stateOf(set);
  if (!isCleared) store<u32>(reference, next);
  return next;
}

function stateOf(set: u64): u32 {
  store<u64>(keyOf(table), set);
  return <u32>rowWithKey(table) | (set & ACCEPT_BIT ? IS_END : 0) | (set ? 0 : IS_EMPTY);
}
