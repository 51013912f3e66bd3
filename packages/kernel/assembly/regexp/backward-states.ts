// The states of the backward sweep over one-word sets (backward-walk.ts), and what is to be done on the way from one
// to the next. A state is the set of live positions and for each of them the register that holds its end: registers are
// few, since most positions lead to the same end, and on a long stretch of similar bytes nothing moves between them.
//
// A register for each position that is no run is numbered by the order in which they are needed, so that states are the
// same that differ in names only; a run has a register of its own.
import { ONE_WORD_ACCEPT } from "../generated/program-layout";
import { allocate } from "../memory/heap";
import { ACCEPT_BIT, classCount, firstLive, form, maskOf, positionsBefore, runOf, runSet, startSet } from "./positions";
import { runCount } from "./program";
import { allocateTable, isCleared, keyOf, openTable, reserveInTable, rowWithKey } from "./states";

// A row: its key, which is the live positions and by position the register; by class, a reference to what is live before a
// byte of it, and the address of the work to be done on the way; by run, a reference to the state in which the run is
// live when it is not in this one, or the other way round.
export const Row_live: u32 = 0;
export const Row_registers: u32 = 8;
export const Row_steps: u32 = 72;
const KEY_SIZE: u32 = 72;

/** A match begins where the row's positions are live, or may do so. */
export const IS_START: u32 = 1;

// Work: how many moves and how many places to be queued; then the moves, each two bytes, a register and the one that its new
// value comes from; then for each place to be queued the run's position and the register of its end.
export const Work_moveCount: u32 = 0;
export const Work_queueCount: u32 = 1;
export const Work_items: u32 = 2;
const MAX_WORK_SIZE: u32 = 2 + 2 * 64 + 2 * 64;

/** The register of the end of a match that consists of what is left of the current place. */
export const HERE: u32 = ONE_WORD_ACCEPT;
/** Runs have registers from here on, by position. */
export const RUNS: u32 = 64;

// Memory beside the table: registers, room for moves, by run's position when to ask its queue again, and work not yet kept.
export const MOVED: u32 = 128 * 4;
export const ALARMS: u32 = MOVED + 64 * 4;
const WORK: u32 = ALARMS + 64 * 4;
const NOTES_SIZE: u32 = WORK + MAX_WORK_SIZE;

let table: usize = 0;
/** The address of the registers, and of the notes beside them. */
export let registers: usize = 0;

/** The heap was forgotten. */
export function forgetWalks(): void {
  table = 0;
  registers = 0;
}

/** Opens the table for the opened program; false without memory. */
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

/** Where the key of the state is made that is looked for, empty. */
export function clearedKey(): usize {
  memory.fill(keyOf(table), 0, KEY_SIZE);
  return keyOf(table);
}

/** The state whose key has been made. */
export function stateOfKey(): u32 {
  const row = rowWithKey(table);
  return <u32>row | (load<u64>(row, Row_live) & startSet ? IS_START : 0);
}

/** The work on the way to the state that {@link stateBefore} gave; 0: none. */
export let workBefore: usize = 0;

/** The state before a byte of a class. */
export function stateBefore(row: usize, byteClass: u32, reference: usize): u32 {
  const workSize = planStep(row, byteClass);
  workBefore = workSize ? keepWork(workSize) : 0;
  const wasCleared = workSize != 0 && isCleared;
  const state = stateOfKey();
  // Work kept in a table that is cleared thereafter still lies there, until the next is kept.
  if (isCleared || wasCleared) return state;
  store<u32>(reference, state);
  store<u32>(reference, <u32>workBefore, 4);
  return state;
}

function keepWork(size: u32): usize {
  const work = reserveInTable(table, size);
  memory.copy(work, registers + WORK, size);
  return work;
}

// Makes the key of the state before a byte of a class, and notes the work on the way to it; returns its size.
function planStep(row: usize, byteClass: u32): u32 {
  const key = clearedKey();
  const work = registers + WORK;
  const live = load<u64>(row, Row_live);
  const mask = maskOf(byteClass);
  const candidates = positionsBefore(live) & mask;
  const kept = live & runSet & mask;
  let count: u32 = 0;
  for (let rest = candidates & ~runSet; rest; rest &= rest - 1) {
    const position = <u32>ctz(rest);
    const source = registerOf(row, firstLive(position, live | ACCEPT_BIT));
    let register: u32 = 0;
    while (register < count && load<u8>(registers + MOVED + register) != source) register++;
    if (register == count) store<u8>(registers + MOVED + count++, source);
    store<u8>(key + position, register, Row_registers);
  }
  for (let rest = kept; rest; rest &= rest - 1) store<u8>(key + <usize>ctz(rest), RUNS + <u32>ctz(rest), Row_registers);
  store<u64>(key, (candidates & ~runSet) | kept, Row_live);
  let item = work + Work_items;
  for (let register: u32 = 0; register < count; register++) {
    const source = load<u8>(registers + MOVED + register);
    if (source != register) item = addItem(item, register, source);
  }
  store<u8>(work, (item - work - Work_items) >> 1, Work_moveCount);
  const moved = item;
  for (let rest = candidates & runSet; rest; rest &= rest - 1) {
    item = addItem(item, <u32>ctz(rest), registerOf(row, firstLive(<u32>ctz(rest), live | ACCEPT_BIT)));
  }
  store<u8>(work, (item - moved) >> 1, Work_queueCount);
  return item == work + Work_items ? 0 : <u32>(item - work);
}

function addItem(item: usize, first: u32, second: u32): usize {
  store<u8>(item, first);
  store<u8>(item, second, 1);
  return item + 2;
}

/** The state in which the run is live when it is not in this one, or the other way round. */
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
