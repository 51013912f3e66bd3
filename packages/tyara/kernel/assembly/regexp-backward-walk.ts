// The backward sweep over one-word sets from state to state (regexp-states.ts). A state is the set of live positions and
// for each of them the register that holds its end: registers are few, since most positions lead to the same end, and on
// a long stretch of similar bytes nothing moves between them. Matches that begin side by side and end at one place are
// reported as a span.
//
// Counted runs. That a run can begin is part of the state; whether it can, its queue says. The answer of the queue changes
// at places known in advance (`holdsTo`) or when something is queued; in between, a live run stays live.
//
// A register for each position that is no run is numbered by the order in which they are needed, so that states are the
// same that differ in names only; a run has a register of its own.
import { ONE_WORD_ACCEPT, ONE_WORD_START } from "./generated/program-layout";
import { allocate } from "./heap";
import { emitSpan } from "./matches";
import {
  ACCEPT_BIT,
  classAt,
  classCount,
  firstLive,
  firstLiveAt,
  form,
  isSome,
  isStartConditional,
  maskOf,
  positionsBefore,
  queueOf,
  runOf,
  runSet,
  startSet,
} from "./regexp-positions";
import { canBegin, clearQueue, foundEnd, holdsTo, isQueueEmpty, queueEnd } from "./regexp-runs";
import { ends } from "./regexp-scratch";
import { MOST_UNKNOWN } from "./regexp-small-forward";
import { ROW_FLAGS, allocateTable, clearTable, keyOf, openTable, reserveInTable, rowWithKey } from "./regexp-states";
import { runCount } from "./regexp-program";

// A row: its key, which is the live positions and by position the register; by class, a reference to what is live before a
// byte of it, and the address of the work to be done on the way; by run, a reference to the state in which the run is
// live when it is not in this one, or the other way round.
const Row_live: u32 = 0;
const Row_registers: u32 = 8;
const Row_steps: u32 = 72;
const KEY_SIZE: u32 = 72;

/** A match begins where the row's positions are live, or may do so. */
const IS_START: u32 = 1;

// Work: how many moves and how many places to be queued; then the moves, each two bytes, a register and the one that its new
// value comes from; then for each place to be queued the run's position and the register of its end.
const Work_moveCount: u32 = 0;
const Work_queueCount: u32 = 1;
const Work_items: u32 = 2;
const MAX_WORK_SIZE: u32 = 2 + 2 * 64 + 2 * 64;

/** The register of the end of a match that consists of what is left of the current place. */
const HERE: u32 = ONE_WORD_ACCEPT;
/** Runs have registers from here on, by position. */
const RUNS: u32 = 64;

// Memory beside the table: registers, room for moves, by run's position when to ask its queue again, and work not yet kept.
const MOVED: u32 = 128 * 4;
const ALARMS: u32 = MOVED + 64 * 4;
const WORK: u32 = ALARMS + 64 * 4;
const NOTES_SIZE: u32 = WORK + MAX_WORK_SIZE;

/** What is live, and which runs have queues, at the place where the walk ended. */
export let walkedLive: u64 = 0;
export let walkedActive: u64 = 0;

let table: usize = 0;
let registers: usize = 0;
/** The form of the program that the table is for. */
let tableForm: usize = 0;
/** Whether the table was full when a state was looked for last, and everything before it forgotten. */
let isCleared: bool = false;

let active: u64 = 0;
/** The place to the right of which no queue changes its answer by itself; 0: none does. */
let nextAlarm: u32 = 0;

/** The heap was forgotten. */
export function forgetWalks(): void {
  table = 0;
  registers = 0;
  tableForm = 0;
}

function openWalkTable(): bool {
  if (!table) table = allocateTable();
  if (!registers) registers = allocate(NOTES_SIZE);
  if (!table || !registers) return false;
  if (tableForm != form) openTable(table, KEY_SIZE, (Row_steps + (classCount << 3) + (runCount << 2) + 15) & ~15);
  tableForm = form;
  return true;
}

/**
 * Goes on with a sweep that is at the place `from` with these positions live and these runs active: to the place `to`,
 * or as far as not too much is unknown; returns the place where it ended. The program has no conditions but on its start.
 */
export function walkBackward(live: u64, runs: u64, from: u32, to: u32, subPattern: u32, reports: bool): u32 {
  walkedLive = live;
  walkedActive = runs;
  if (!openWalkTable()) return from;
  active = runs;
  let state = enter(live);
  for (let rest = active; rest; rest &= rest - 1) askQueue(<u32>ctz(rest), from);
  setNextAlarm();
  const at = walk(state, from, to, subPattern, reports ? IS_START : 0);
  walkedActive = active;
  return at;
}

function walk(first: u32, from: u32, to: u32, subPattern: u32, startFlag: u32): u32 {
  let state = first;
  let unknown: u32 = 0;
  let spanHigh: u32 = 0;
  let spanEnd: u32 = 0;
  let at = from;
  while (at > to) {
    const byteClass = classAt(at - 1);
    const reference = (state & ~ROW_FLAGS) + Row_steps + (byteClass << 3);
    let next = load<u32>(reference);
    let work: usize = load<u32>(reference, 4);
    if (!next) {
      if (++unknown > MOST_UNKNOWN) break;
      next = stateBefore(state & ~ROW_FLAGS, byteClass, reference);
      work = workBefore;
    }
    at--;
    if (active) {
      const lost = active & ~maskOf(byteClass);
      if (lost) loseRuns(lost);
    }
    const queued: u64 = work ? doWork(work, at) : 0;
    state = next;
    if (queued || at + 1 == nextAlarm) state = askQueues(state, queued, at);
    const end = state & startFlag ? endOfStart(state & ~ROW_FLAGS, at) : 0;
    if (end != spanEnd) {
      if (spanEnd) emitSpan(subPattern, at + 1, spanHigh, spanEnd);
      spanEnd = end;
      spanHigh = at;
    }
    if (!(isStartConditional && state & startFlag)) at = stay(state, at, to);
  }
  if (spanEnd) emitSpan(subPattern, at, spanHigh, spanEnd);
  leave(state & ~ROW_FLAGS, at);
  return at;
}

// Steps as long as they lead to the same state without any work; returns the place where another step is due.
function stay(state: u32, from: u32, to: u32): u32 {
  const row = state & ~ROW_FLAGS;
  // A queue that waits for its run to become long enough is lost with the first byte that is not of the class.
  if (active & ~load<u64>(row, Row_live)) return from;
  const last = max(to, nextAlarm);
  const steps = row + Row_steps;
  let at = from;
  while (at > last && load<u64>(steps + (classAt(at - 1) << 3)) == <u64>state) at--;
  return at;
}

// ---- ends and registers

// @ts-ignore: decorator
@inline
function valueOf(register: u32): u32 {
  return load<u32>(registers + (register << 2));
}

// @ts-ignore: decorator
@inline
function setValue(register: u32, end: u32): void {
  store<u32>(registers + (register << 2), end);
}

// @ts-ignore: decorator
@inline
function registerOf(row: usize, position: u32): u32 {
  return position == ONE_WORD_ACCEPT ? HERE : load<u8>(row + position, Row_registers);
}

function enter(live: u64): u32 {
  const key = clearedKey();
  let count: u32 = 0;
  for (let rest = live & ~ACCEPT_BIT; rest; rest &= rest - 1) {
    const position = <u32>ctz(rest);
    const end = load<u32>(ends + (position << 2));
    let register = RUNS + position;
    if (!((runSet >> position) & 1)) {
      register = 0;
      while (register < count && valueOf(register) != end) register++;
      count = max(count, register + 1);
    }
    setValue(register, end);
    store<u8>(key + position, register, Row_registers);
  }
  store<u64>(key, live & ~ACCEPT_BIT, Row_live);
  return stateOfKey();
}

function leave(row: usize, place: u32): void {
  walkedLive = load<u64>(row, Row_live) | ACCEPT_BIT;
  setValue(HERE, place);
  for (let rest = walkedLive; rest; rest &= rest - 1) {
    const position = <u32>ctz(rest);
    store<u32>(ends + (position << 2), valueOf(registerOf(row, position)));
  }
}

// The end of the match that begins at a place; 0 when none does.
function endOfStart(row: usize, place: u32): u32 {
  const live = load<u64>(row, Row_live);
  const first = isStartConditional ? firstLiveAt(ONE_WORD_START, live, place) : firstLive(ONE_WORD_START, live);
  return isSome(first) ? valueOf(registerOf(row, first)) : 0;
}

// ---- states

function clearedKey(): usize {
  memory.fill(keyOf(table), 0, KEY_SIZE);
  return keyOf(table);
}

function stateOfKey(): u32 {
  let row = rowWithKey(table);
  isCleared = !row;
  if (!row) {
    clearTable(table);
    row = rowWithKey(table);
  }
  return <u32>row | (load<u64>(row, Row_live) & startSet ? IS_START : 0);
}

let workBefore: usize = 0;

// The state before a byte of a class; the work on the way to it goes to `workBefore`.
function stateBefore(row: usize, byteClass: u32, reference: usize): u32 {
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
  let work = reserveInTable(table, size);
  isCleared = !work;
  if (!work) {
    clearTable(table);
    work = reserveInTable(table, size);
  }
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

// Does what is to be done on the step over the byte at `place`; returns the runs in whose queues something was put.
function doWork(work: usize, place: u32): u64 {
  setValue(HERE, place + 1);
  const moves = work + Work_items;
  const movesEnd = moves + (<usize>load<u8>(work, Work_moveCount) << 1);
  const last = movesEnd + (<usize>load<u8>(work, Work_queueCount) << 1);
  let queued: u64 = 0;
  for (let item = movesEnd; item < last; item += 2) {
    const position: u32 = load<u8>(item);
    queueEnd(queueOf(position), runOf(position), place + 1, valueOf(load<u8>(item, 1)));
    queued |= <u64>1 << position;
  }
  // All at once: a register may be another's source.
  let moved = registers + MOVED;
  for (let item = moves; item < movesEnd; item += 2, moved += 4) store<u32>(moved, valueOf(load<u8>(item, 1)));
  moved = registers + MOVED;
  for (let item = moves; item < movesEnd; item += 2, moved += 4) setValue(load<u8>(item), load<u32>(moved));
  return queued;
}

// ---- runs

// @ts-ignore: decorator
@inline
function alarmOf(position: u32): usize {
  return registers + ALARMS + (position << 2);
}

// Whether the run can begin at a place; notes its end and when to ask again.
function askQueue(position: u32, place: u32): bool {
  const can = canBegin(queueOf(position), runOf(position), place);
  if (can) setValue(RUNS + position, foundEnd);
  store<u32>(alarmOf(position), holdsTo);
  return can;
}

function setNextAlarm(): void {
  nextAlarm = 0;
  for (let rest = active; rest; rest &= rest - 1) nextAlarm = max(nextAlarm, load<u32>(alarmOf(<u32>ctz(rest))));
}

function loseRuns(lost: u64): void {
  for (let rest = lost; rest; rest &= rest - 1) clearQueue(queueOf(<u32>ctz(rest)));
  active &= ~lost;
  setNextAlarm();
}

// Asks the queues that may have changed their answer at a place; returns the state that they make of `state`.
function askQueues(state: u32, queued: u64, place: u32): u32 {
  let found = state;
  active |= queued;
  for (let rest = active; rest; rest &= rest - 1) {
    const position = <u32>ctz(rest);
    if (!((queued >> position) & 1) && load<u32>(alarmOf(position)) != place + 1) continue;
    const can = askQueue(position, place);
    if (isQueueEmpty(queueOf(position))) active &= ~(<u64>1 << position);
    if (can != <bool>((load<u64>(found & ~ROW_FLAGS, Row_live) >> position) & 1)) found = turnedRun(found & ~ROW_FLAGS, position);
  }
  setNextAlarm();
  return found;
}

// The state in which the run is live when it is not in this one, or the other way round.
function turnedRun(row: usize, position: u32): u32 {
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
