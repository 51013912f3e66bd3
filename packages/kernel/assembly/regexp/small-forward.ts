// The forward sweep for programs whose positions fit into one word: see `forward.ts` for what it is for. Conditions and
// the bounds of counted runs do not count here: it may find ends where there are none, which costs the backward sweep a
// look, and none is missed. That leaves a set at each place, and what follows it known from earlier (states.ts).
import { ACCEPT_BIT, classAt, classCount, followersOf, form, maskOf, startSet } from "./positions";
import { ROW_FLAGS, allocateTable, isCleared, keyOf, openTable, rowWithKey } from "./states";
import { textLength } from "./text";

// A row: its set of live positions, references to what follows by class, and once more for places where matches may
// begin. A set with starts that were injected has them in it.
const Row_set: u32 = 0;
const Row_next: u32 = 8;

/** The row's set holds the end of the match. */
const IS_END: u32 = 1;
const IS_EMPTY: u32 = 2;

/** Shorter stretches are not worth looking states up. */
export const LONG_STRETCH: u32 = 128;
/** So many steps unknown in one stretch, and it is swept as if nothing were known of states. */
export const MOST_UNKNOWN: u32 = 64;

/** The positions that are live at the current place of the sweep. */
let live: u64 = 0;
/** The last place where a match may end. */
export let lastEnd: u32 = 0;
/** 0: there is no such place; 1: there is one; more: there may be more. */
export let endCount: u32 = 0;

let table: usize = 0;

/** The heap was forgotten. */
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
 * Looks at the places from `from` up to but without `to`, injecting starts if `injects` says so; returns the first place
 * that was not looked at: `to`, or without injection an earlier one where nothing is live.
 */
export function sweepSmallForward(from: u32, to: u32, injects: bool): u32 {
  let at = from;
  if (to - from > LONG_STRETCH && openForwardTable()) at = walk(from, to - 1, injects);
  let set = live;
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

// Sweeps from state to state; returns the place where it stopped: `to`, or an earlier one where nothing is live or where
// too much was unknown. An end at that place may have been noted.
function walk(from: u32, to: u32, injects: bool): u32 {
  const half = Row_next + (injects ? classCount << 2 : 0);
  let state = stateOf(injects ? live | startSet : live);
  let unknown: u32 = 0;
  let last = lastEnd;
  let at = from;
  // Perf: ends are noted without a branch, which on text would be guessed wrongly at nearly each of them.
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
