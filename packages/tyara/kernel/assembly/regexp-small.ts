// The two sweeps for programs whose positions fit into one 64-bit word; the idea is that of `regexp-forward.ts` and
// `regexp-backward.ts`, which are for all others. There are no nodes that consume nothing here: each position has the set
// of those that may follow it, and where the order matters or conditions are to be met, a list in order of preference.
import {
  CLASS_MAP,
  Follow_assertions,
  Follow_size,
  Follow_target,
  Program_positions,
  Run_size,
  ONE_WORD_ACCEPT,
  ONE_WORD_START,
  Positions_conditional,
  Positions_follows,
  Positions_isStartConditional,
  Positions_lists,
  Positions_precedes,
  Positions_runIndex,
  Positions_runSet,
  Positions_size,
  Positions_startSet,
  Positions_wordCount,
} from "./generated/program-layout";
import { emitMatch } from "./matches";
import { runs } from "./regexp-program";
import { canBegin, canEnd, clearQueue, foundEnd, isQueueEmpty, queueEnd, queueStart, RunState_size } from "./regexp-runs";
import { isForgotten, newGeneration, rememberedFollows, rememberFollows, recipeFor, Recipe_moveCount, Recipe_moves, Recipe_set } from "./regexp-memo";
import { advance, ends, nextEnds, runStates } from "./regexp-scratch";
import { holds, textAddress, textLength } from "./regexp-text";

const ACCEPT_BIT: u64 = <u64>1 << ONE_WORD_ACCEPT;

let small: usize = 0;
let classMap: usize = 0;
let masks: usize = 0;
let follows: usize = 0;
let precedes: usize = 0;
let lists: usize = 0;
let runIndex: usize = 0;
let startSet: u64 = 0;
let runSet: u64 = 0;
/** Positions whose followers are not simply a set: conditions are to be met, or they are runs. */
let special: u64 = 0;
let conditional: u64 = 0;
let isStartConditional: bool = false;
let afterStart: u64 = 0;

/** The positions that are live at the current place of the sweep. */
let live: u64 = 0;
/** Runs with a queue, as a set of positions. */
let active: u64 = 0;

/** False when the program has no form whose sets are single words. */
export function openSmall(program: usize): bool {
  const offset = load<u32>(program, Program_positions);
  if (!offset || load<u32>(program + offset, Positions_wordCount) != 1) return false;
  small = program + offset;
  classMap = program + CLASS_MAP;
  masks = small + Positions_size;
  follows = small + load<u32>(small, Positions_follows);
  precedes = small + load<u32>(small, Positions_precedes);
  lists = small + load<u32>(small, Positions_lists);
  runIndex = small + load<u32>(small, Positions_runIndex);
  startSet = load<u64>(small + load<u32>(small, Positions_startSet));
  runSet = load<u64>(small + load<u32>(small, Positions_runSet));
  conditional = load<u64>(small + load<u32>(small, Positions_conditional));
  special = conditional | runSet;
  isStartConditional = load<u32>(small, Positions_isStartConditional) != 0;
  afterStart = load<u64>(precedes + (ONE_WORD_ACCEPT << 3));
  newGeneration();
  return true;
}

function begin(): void {
  live = 0;
  active = 0;
  for (let rest = runSet; rest; rest &= rest - 1) clearQueue(queueOf(<u32>ctz(rest)));
}

function runOf(position: u32): u32 {
  return load<u8>(runIndex + position);
}

function queueOf(position: u32): usize {
  return runStates + runOf(position) * RunState_size;
}

// @ts-ignore: decorator
@inline
function maskOf(at: u32): u64 {
  return load<u64>(masks + (<usize>load<u8>(classMap + <usize>load<u8>(textAddress + at)) << 3));
}

// The followers of a position at a place.
function followersAt(position: u32, at: u32): u64 {
  return (conditional >> position) & 1 ? followsAt(position, at) : load<u64>(follows + (position << 3));
}

// The followers of a row whose conditions hold at a place.
function followsAt(row: u32, at: u32): u64 {
  let set: u64 = 0;
  const last = small + load<u32>(lists + (row << 2), 4);
  for (let entry = small + load<u32>(lists + (row << 2)); entry < last; entry += Follow_size) {
    if (allHold(load<u32>(entry, Follow_assertions), at)) set |= <u64>1 << load<u32>(entry, Follow_target);
  }
  return set;
}

function allHold(assertions: u32, at: u32): bool {
  for (let rest = assertions; rest; rest &= rest - 1) if (!holds(ctz(rest), at)) return false;
  return true;
}

// ---- forwards

export let lastEnd: u32 = 0;
/** How many places there are where a match may end. */
export let endCount: u32 = 0;

export function beginSmallForward(): void {
  begin();
  endCount = 0;
}

export function isSmallAlive(): bool {
  return (live | active) != 0;
}

/**
 * Looks at the places from `from` up to but without `to`, injecting starts if `injects` says so; returns the first place
 * that was not looked at: `to`, or without injection an earlier one where nothing is live.
 */
export function sweepSmallForward(from: u32, to: u32, injects: bool): u32 {
  let set = live;
  for (let at = from; at < to; at++) {
    if (injects) set |= isStartConditional ? followsAt(ONE_WORD_START, at) : startSet;
    else if (!(set | active)) {
      live = 0;
      return at;
    }
    if (<i64>set < 0) {
      lastEnd = at;
      endCount++;
    }
    if (at == textLength) break;
    const mask = maskOf(at);
    const taken = set & mask;
    if (!(taken & (taken - 1))) set = taken ? followOne(<u32>ctz(taken), at) : 0;
    else if (taken & special) set = followMany(taken, at);
    else {
      set = rememberedFollows(taken);
      if (isForgotten) rememberFollows(taken, (set = followMany(taken, at)));
    }
    if (active) set |= stepRunsForward(mask, at + 1);
  }
  live = set;
  return to;
}

// @ts-ignore: decorator
@inline
function followOne(position: u32, at: u32): u64 {
  return (special >> position) & 1 ? followSpecial(position, at) : load<u64>(follows + (position << 3));
}

function followMany(taken: u64, at: u32): u64 {
  let set: u64 = 0;
  for (let rest = taken; rest; rest &= rest - 1) set |= followOne(<u32>ctz(rest), at);
  return set;
}

function followSpecial(position: u32, at: u32): u64 {
  if (!((runSet >> position) & 1)) return followersAt(position, at + 1);
  queueStart(queueOf(position), runOf(position), at);
  active |= <u64>1 << position;
  return 0;
}

function stepRunsForward(mask: u64, at: u32): u64 {
  let set: u64 = 0;
  for (let rest = active; rest; rest &= rest - 1) {
    const position = <u32>ctz(rest);
    const queue = queueOf(position);
    if (!((mask >> position) & 1)) clearQueue(queue);
    else if (canEnd(queue, runOf(position), at)) set |= followersAt(position, at);
    if (isQueueEmpty(queue)) active &= ~(<u64>1 << position);
  }
  return set;
}

// ---- backwards

export function beginSmallBackward(): void {
  begin();
}

/**
 * Sweeps from the place `from` down to the place `to`, letting matches end everywhere, and reports those that begin on
 * the way if `reports` says so. To be continued from `to` − 1.
 */
export function sweepSmallBackward(from: u32, to: u32, subPattern: u32, reports: bool): void {
  for (let at = from; ; at--) {
    if (live) stepSmallBackward(at);
    live |= ACCEPT_BIT;
    store<u32>(ends + (ONE_WORD_ACCEPT << 2), at);
    if (reports && live & startSet && prefer(ONE_WORD_START, at)) emitMatch(subPattern, at, preferredEnd - at);
    if (at == to) return;
  }
}

let preferredEnd: u32 = 0;

// Whether a follower of the row is live here; the preferred one's end goes to `preferredEnd`.
function prefer(row: u32, at: u32): bool {
  const last = small + load<u32>(lists + (row << 2), 4);
  for (let entry = small + load<u32>(lists + (row << 2)); entry < last; entry += Follow_size) {
    const target = load<u32>(entry, Follow_target);
    if (!((live >> target) & 1)) continue;
    const assertions = load<u32>(entry, Follow_assertions);
    if (assertions && !allHold(assertions, at)) continue;
    preferredEnd = load<u32>(ends + (target << 2));
    return true;
  }
  return false;
}

// Steps over the byte at `at`, from the place behind it.
function stepSmallBackward(at: u32): void {
  const mask = maskOf(at);
  let set: u64;
  if (live == ACCEPT_BIT) set = moveEnds(afterStart & mask & ~runSet, at);
  else {
    // What moves where depends on nothing but the live positions and the byte's, unless there are conditions.
    const recipe = recipeFor(live, mask);
    if (isForgotten) writeRecipe(recipe, positionsBefore() & mask & ~runSet);
    set = load<u64>(recipe, Recipe_set);
    if (set & special) set = moveEnds(set, at);
    else followRecipe(recipe);
  }
  if (runSet) set |= stepRunsBackward(positionsBefore() & mask, mask, at);
  live = set;
  advance();
}

// The positions that one of the live ones may follow.
function positionsBefore(): u64 {
  let before = afterStart;
  for (let rest = live & ~ACCEPT_BIT; rest; rest &= rest - 1) before |= load<u64>(precedes + (<usize>ctz(rest) << 3));
  return before;
}

// Gives each candidate the end of its preferred live follower; returns those that have one.
function moveEnds(candidates: u64, at: u32): u64 {
  let set: u64 = 0;
  for (let rest = candidates; rest; rest &= rest - 1) {
    const position = <u32>ctz(rest);
    if (!prefer(position, at + 1)) continue;
    set |= <u64>1 << position;
    store<u32>(nextEnds + (position << 2), preferredEnd);
  }
  return set;
}

// A recipe names for each candidate the follower whose end it takes. With conditions among the candidates only they are noted.
function writeRecipe(recipe: usize, candidates: u64): void {
  store<u64>(recipe, candidates, Recipe_set);
  if (candidates & special) return;
  let move = recipe + Recipe_moves;
  for (let rest = candidates; rest; rest &= rest - 1) {
    const position = <u32>ctz(rest);
    store<u8>(move, position);
    store<u8>(move, firstLive(position), 1);
    move += 2;
  }
  store<u32>(recipe, <u32>popcnt(candidates), Recipe_moveCount);
}

// The preferred one of the live followers, conditions aside.
function firstLive(row: u32): u32 {
  let entry = small + load<u32>(lists + (row << 2));
  while (!((live >> load<u32>(entry, Follow_target)) & 1)) entry += Follow_size;
  return load<u32>(entry, Follow_target);
}

function followRecipe(recipe: usize): void {
  let move = recipe + Recipe_moves;
  const last = move + (load<u32>(recipe, Recipe_moveCount) << 1);
  for (; move < last; move += 2) {
    store<u32>(nextEnds + (<usize>load<u8>(move) << 2), load<u32>(ends + (<usize>load<u8>(move, 1) << 2)));
  }
}

function stepRunsBackward(left: u64, mask: u64, at: u32): u64 {
  for (let rest = left & runSet; rest; rest &= rest - 1) {
    const position = <u32>ctz(rest);
    if (!prefer(position, at + 1)) continue;
    queueEnd(queueOf(position), runOf(position), at + 1, preferredEnd);
    active |= <u64>1 << position;
  }
  let set: u64 = 0;
  for (let rest = active; rest; rest &= rest - 1) {
    const position = <u32>ctz(rest);
    const queue = queueOf(position);
    if (!((mask >> position) & 1)) clearQueue(queue);
    else if (canBegin(queue, runOf(position), at)) {
      set |= <u64>1 << position;
      store<u32>(nextEnds + (position << 2), foundEnd);
    }
    if (isQueueEmpty(queue)) active &= ~(<u64>1 << position);
  }
  return set;
}
