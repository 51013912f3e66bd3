// The backward sweep over one-word sets from state to state (backward-states.ts). Matches that begin side by side and
// end at one place are reported as a span.
//
// Counted runs. That a run can begin is part of the state; whether it can, its queue says. The answer of the queue changes
// at places known in advance (`holdsTo`) or when something is queued; in between, a live run stays live.
import { ONE_WORD_START } from "../generated/program-layout";
import { emitSpan } from "../matches/matches";
import {
  ALARMS,
  HERE,
  IS_START,
  MOVED,
  RUNS,
  Row_live,
  Row_registers,
  Row_steps,
  Work_items,
  Work_moveCount,
  Work_queueCount,
  clearedKey,
  openWalkTable,
  registerOf,
  registers,
  setValue,
  stateBefore,
  stateOfKey,
  turnedRun,
  valueOf,
  workBefore,
} from "./backward-states";
import {
  ACCEPT_BIT,
  classAt,
  firstLive,
  firstLiveAt,
  isSome,
  isStartConditional,
  maskOf,
  queueOf,
  runOf,
  runSet,
} from "./positions";
import { canBegin, clearQueue, foundEnd, holdsTo, isQueueEmpty, queueEnd } from "./repetitions";
import { ends } from "./scratch";
import { MOST_UNKNOWN } from "./small-forward";
import { ROW_FLAGS } from "./states";

/** What is live, and which runs have queues, at the place where the walk ended. */
export let walkedLive: u64 = 0;
export let walkedActive: u64 = 0;

let active: u64 = 0;
/** The place to the right of which no queue changes its answer by itself; 0: none does. */
let nextAlarm: u32 = 0;

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

// The state with these positions live; their ends go to its registers.
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

// What the state says goes back to where sweeps by single steps have it.
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
