// The current program in the form whose sets of positions are single words; see `Positions` in contract/src/program-layout.ts.
// It has no nodes that consume nothing. Each position has the set of positions that may follow it, and, where order or
// conditions matter, a list of them in order of preference.
import { spendFuel } from "../memory/fuel";
import {
  CLASS_MAP,
  Follow_assertions,
  Follow_size,
  Follow_target,
  ONE_WORD_ACCEPT,
  Positions_classCount,
  Positions_conditional,
  Positions_follows,
  Positions_isStartConditional,
  Positions_lastSet,
  Positions_lists,
  Positions_precedes,
  Positions_runSet,
  Positions_size,
  Positions_startSet,
  Positions_wordCount,
  Program_positions,
} from "../generated/program-layout";
import { RunState_size } from "./repetitions";
import { runStates } from "./scratch";
import { holds, textAddress } from "./text";

export const ACCEPT_BIT: u64 = <u64>1 << ONE_WORD_ACCEPT;

/** The address of the form, which tells programs apart. */
export let form: usize = 0;
export let classCount: u32 = 0;
/** By class, the positions that take its bytes. */
export let masks: usize = 0;
export let startSet: u64 = 0;
export let isStartConditional: bool = false;
export let runSet: u64 = 0;
/** Positions with conditions on what follows. */
export let conditional: u64 = 0;
/** Whether what may follow is all that counts: no conditions, no counted runs. */
export let isPlain: bool = false;
let classMap: usize = 0;
let follows: usize = 0;
let precedes: usize = 0;
let lists: usize = 0;
/** The positions that may be the last. */
let lastSet: u64 = 0;

/** False when the program has no form whose sets are single words. */
export function openPositions(program: usize): bool {
  const offset = load<u32>(program, Program_positions);
  if (!offset || load<u32>(program + offset, Positions_wordCount) != 1) return false;
  form = program + offset;
  classMap = program + CLASS_MAP;
  classCount = load<u32>(form, Positions_classCount);
  masks = form + Positions_size;
  follows = form + load<u32>(form, Positions_follows);
  precedes = form + load<u32>(form, Positions_precedes);
  lists = form + load<u32>(form, Positions_lists);
  startSet = load<u64>(form + load<u32>(form, Positions_startSet));
  runSet = load<u64>(form + load<u32>(form, Positions_runSet));
  conditional = load<u64>(form + load<u32>(form, Positions_conditional));
  isStartConditional = load<u32>(form, Positions_isStartConditional) != 0;
  isPlain = !(conditional | runSet) && !isStartConditional;
  lastSet = load<u64>(form + load<u32>(form, Positions_lastSet));
  return true;
}

// @ts-ignore: decorator
@inline
export function classAt(place: u32): u32 {
  return load<u8>(classMap + <usize>load<u8>(textAddress + place));
}

/** The positions that take the bytes of a class. */
// @ts-ignore: decorator
@inline
export function maskOf(byteClass: u32): u64 {
  return load<u64>(masks + (<usize>byteClass << 3));
}

/** Runs are numbered in the order of their positions. */
// @ts-ignore: decorator
@inline
export function runOf(position: u32): u32 {
  return <u32>popcnt(runSet & ((<u64>1 << position) - 1));
}

export function queueOf(position: u32): usize {
  return runStates + runOf(position) * RunState_size;
}

/** What may follow one of these positions, whatever the conditions and the bounds of runs say. */
// @ts-ignore: decorator
@inline
export function followersOf(taken: u64): u64 {
  let set = taken & runSet;
  for (let rest = taken; rest; rest &= rest - 1) set |= load<u64>(follows + (<usize>ctz(rest) << 3));
  return set;
}

/** The positions that one of these may follow, or the end. */
export function positionsBefore(live: u64): u64 {
  let before = lastSet;
  for (let rest = live & ~ACCEPT_BIT; rest; rest &= rest - 1) before |= load<u64>(precedes + (<usize>ctz(rest) << 3));
  return before;
}

const NOTHING: u32 = 0xffffffff;

/** A row of the lists has about as many followers as there are positions. Longer ones cost fuel. */
const LONG_ROW: u32 = 128;

/** The preferred follower of a row of the lists among the live positions, conditions aside; there is one. */
export function firstLive(row: u32, live: u64): u32 {
  let entry = lists + load<u32>(lists + (row << 2));
  let left = LONG_ROW;
  while (!((live >> load<u32>(entry, Follow_target)) & 1)) {
    if (--left == 0) {
      spendFuel(LONG_ROW);
      left = LONG_ROW;
    }
    entry += Follow_size;
  }
  return load<u32>(entry, Follow_target);
}

/** The preferred follower of a row among the live positions whose conditions hold at a place; see {@link isSome}. */
export function firstLiveAt(row: u32, live: u64, place: u32): u32 {
  const last = lists + load<u32>(lists + (row << 2), 4);
  let entry = lists + load<u32>(lists + (row << 2));
  if (last - entry > LONG_ROW * Follow_size) spendFuel(<u32>(last - entry) / Follow_size);
  // Bounded: the followers of one position; fuel is spent above if damaged tables have many.
  for (; entry < last; entry += Follow_size) {
    const target = load<u32>(entry, Follow_target);
    if (((live >> target) & 1) && allHold(load<u32>(entry, Follow_assertions), place)) return target;
  }
  return NOTHING;
}

// @ts-ignore: decorator
@inline
export function isSome(follower: u32): bool {
  return follower != NOTHING;
}

function allHold(assertions: u32, place: u32): bool {
  for (let rest = assertions; rest; rest &= rest - 1) if (!holds(ctz(rest), place)) return false;
  return true;
}
