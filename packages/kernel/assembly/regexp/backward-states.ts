// The states of the backward sweep over one-word sets (backward-walk.ts), and the work on each step from one state to the next.
//
// A state is the set of live positions and, for each of them, the register that holds the end of its match. Most positions
// lead to the same end, so a state needs few registers. On a long stretch of similar bytes no register changes.
//
// A position that is a counted run has a register of its own. All other registers are numbered in the order in which a step
// first needs them, so that states which differ only in the names of registers are one state.
import { ONE_WORD_ACCEPT } from "../generated/program-layout";
import { allocate } from "../memory/heap";
import { ACCEPT_BIT, classCount, firstLive, form, maskOf, positionsBefore, runOf, runSet, startSet } from "./positions";
import { runCount } from "./program";
import { allocateTable, isCleared, keyOf, openTable, reserveInTable, rowWithKey } from "./states";

// A row, which is a state:
//
//      0  u64       the live positions                              ┐ the key
//      8  u8 × 64   by position: its register                      ┘
//     72  u32, u32  by class of bytes: a reference to the state before a byte of this class (0: not known yet),
//                   and the address of the work on the step there (0: none)
//         u32       by counted run: a reference to the state that differs from this one only in whether the run is live
//
// A reference is the address of a row and flags in its low four bits (ROW_FLAGS).
export const Row_live: u32 = 0;
export const Row_registers: u32 = 8;
export const Row_steps: u32 = 72;
const KEY_SIZE: u32 = 72;

/** Flag of a reference: a match begins, or may begin, where the row's positions are live. */
export const IS_START: u32 = 1;

// The work on a step:
//
//     u8, u8                  moveCount, queueCount
//     moveCount × u8, u8      a register, and the register that its new value comes from; all moves happen at once
//     queueCount × u8, u8     the position of a counted run, and the register of the end to put into the run's queue
export const Work_moveCount: u32 = 0;
export const Work_queueCount: u32 = 1;
export const Work_items: u32 = 2;
const MAX_WORK_SIZE: u32 = 2 + 2 * 64 + 2 * 64;

/** The register that holds the current place: the end of matches that end here. */
export const HERE: u32 = ONE_WORD_ACCEPT;
/** The register of a counted run is RUNS + its position. */
export const RUNS: u32 = 64;

// Memory beside the table: 128 registers of a u32; room for 64 moved values; for each run, by position, the place at which
// to ask its queue again; work that is being planned.
export const MOVED: u32 = 128 * 4;
// While a step is planned, that room holds a byte for each new register: its source.
const SOURCES: u32 = MOVED;
export const ALARMS: u32 = MOVED + 64 * 4;
const WORK: u32 = ALARMS + 64 * 4;
const NOTES_SIZE: u32 = WORK + MAX_WORK_SIZE;

let table: usize = 0;
/** The address of the registers, and of the notes beside them. */
export let registers: usize = 0;

/** Call this after the heap was reset: table and registers are gone. */
export function forgetWalks(): void {
  table = 0;
  registers = 0;
}

/** Opens the table for the current program. Returns false without memory. */
export function openWalkTable(): bool {
  if (!table) table = allocateTable();
  if (!registers) registers = allocate(NOTES_SIZE);
  if (!table || !registers) return false;
  openTable(table, form, KEY_SIZE, (Row_steps + (classCount << 3) + (runCount << 2) + 15) & ~15);
  return true;
}

// @ts-ignore: decorator
@inline
export function valueOf(register: u32): u32 {
  return load<u32>(registers + (register << 2));
}

// @ts-ignore: decorator
@inline
export function setValue(register: u32, end: u32): void {
  store<u32>(registers + (register << 2), end);
}

// @ts-ignore: decorator
@inline
export function registerOf(row: usize, position: u32): u32 {
  return position == ONE_WORD_ACCEPT ? HERE : load<u8>(row + position, Row_registers);
}

/** Clears the key of the state to look for and returns its address. */
export function clearedKey(): usize {
  memory.fill(keyOf(table), 0, KEY_SIZE);
  return keyOf(table);
}

/** A reference to the state whose key is complete. */
export function stateOfKey(): u32 {
  const row = rowWithKey(table);
  return <u32>row | (load<u64>(row, Row_live) & startSet ? IS_START : 0);
}

/** The work on the step to the state that {@link stateBefore} returned last; 0: none. */
export let workBefore: usize = 0;

/**
 * Works out the state before a byte of a class, and the work on the step there. Notes both at `reference`, the field of `row`
 * for that class, unless the table was cleared meanwhile.
 */
export function stateBefore(row: usize, byteClass: u32, reference: usize): u32 {
  const workSize = planStep(row, byteClass);
  workBefore = workSize ? keepWork(workSize) : 0;
  const wasCleared = workSize != 0 && isCleared;
  const state = stateOfKey();
  // If the table was cleared after the work was kept, the work still lies there until other work is kept.
  if (isCleared || wasCleared) return state;
  store<u32>(reference, state);
  store<u32>(reference, <u32>workBefore, 4);
  return state;
}

function keepWork(size: u32): usize {
  const work = reserveInTable(table, size);
  // Bounded: MAX_WORK_SIZE.
  memory.copy(work, registers + WORK, size);
  return work;
}

// Makes the key of the state before a byte of a class, and plans the work on the step there. Returns the size of the work
// in bytes, 0 if there is none.
//
// Positions that are no runs take over the end of their preferred live follower. Their new registers are numbered from 0
// by distinct source; the bytes at SOURCES map a new register to the old one. Runs that were live and take the byte keep
// their register. A run that can continue with a live follower gets the end of that follower queued; its queue then decides
// whether the run is live (backward-walk.ts).
function planStep(row: usize, byteClass: u32): u32 {
  const key = clearedKey();
  const work = registers + WORK;
  const live = load<u64>(row, Row_live);
  const mask = maskOf(byteClass);
  const candidates = positionsBefore(live) & mask;
  const keptRuns = live & runSet & mask;
  let registerCount: u32 = 0;
  for (let rest = candidates & ~runSet; rest; rest &= rest - 1) {
    const position = <u32>ctz(rest);
    const source = registerOf(row, firstLive(position, live | ACCEPT_BIT));
    let register: u32 = 0;
    // Bounded: the 64 positions of a set.
    while (register < registerCount && load<u8>(registers + SOURCES + register) != source) register++;
    if (register == registerCount) store<u8>(registers + SOURCES + registerCount++, source);
    store<u8>(key + position, register, Row_registers);
  }
  for (let rest = keptRuns; rest; rest &= rest - 1) store<u8>(key + <usize>ctz(rest), RUNS + <u32>ctz(rest), Row_registers);
  store<u64>(key, (candidates & ~runSet) | keptRuns, Row_live);
  let item = work + Work_items;
  // Bounded: the 64 positions of a set.
  for (let register: u32 = 0; register < registerCount; register++) {
    const source = load<u8>(registers + SOURCES + register);
    if (source != register) item = addItem(item, register, source);
  }
  store<u8>(work, (item - work - Work_items) >> 1, Work_moveCount);
  const queued = item;
  for (let rest = candidates & runSet; rest; rest &= rest - 1) {
    item = addItem(item, <u32>ctz(rest), registerOf(row, firstLive(<u32>ctz(rest), live | ACCEPT_BIT)));
  }
  store<u8>(work, (item - queued) >> 1, Work_queueCount);
  return item == work + Work_items ? 0 : <u32>(item - work);
}

function addItem(item: usize, first: u32, second: u32): usize {
  store<u8>(item, first);
  store<u8>(item, second, 1);
  return item + 2;
}

/** The state that differs from `row` only in whether the run at `position` is live. */
export function turnedRun(row: usize, position: u32): u32 {
  const reference = row + Row_steps + (classCount << 3) + (runOf(position) << 2);
  let state = load<u32>(reference);
  if (state) return state;
  const key = keyOf(table);
  memory.copy(key, row, KEY_SIZE);
  const live = load<u64>(key, Row_live) ^ (<u64>1 << position);
  store<u64>(key, live, Row_live);
  store<u8>(key + position, (live >> position) & 1 ? RUNS + position : 0, Row_registers);
  state = stateOfKey();
  if (!isCleared) store<u32>(reference, state);
  return state;
}
