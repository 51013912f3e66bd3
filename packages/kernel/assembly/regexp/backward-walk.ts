// The backward sweep over one-word sets, from state to state (backward-states.ts). Matches that begin at neighbouring places
// and end at the same place are reported as one span.
//
// Counted runs. Whether a run is live is part of the state, but its queue decides it. The answer of a queue changes only
// where something is queued, or at a place known in advance: its alarm (`holdsTo` of
// `canBegin`). Between these places a live run stays live.
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

/** The live positions, and the runs whose queue is not empty, at the place where the last walk ended. */
export let walkedLive: u64 = 0;
export let walkedActive: u64 = 0;

/** The runs whose queue is not empty, as a set of positions. */
let active: u64 = 0;
/** The rightmost alarm of all queues: no answer changes by itself before the sweep has passed it; 0: none will. */
let nextAlarm: u32 = 0;

/**
 * Continues a sweep at `from`, with these positions live and these runs active, down to `to`. Stops earlier if too many
 * states are new. Returns the place where it stopped. The program must have no conditions but on its start.
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

// Walks from the state `firstState`. `startFlag` is IS_START if matches are to be reported, else 0. One turn is one byte:
//
//     1. look up the next state and the work, or make them
//     2. clear the queues of runs that do not take the byte
//     3. do the work: move registers, queue ends
//     4. ask the queues whose answer may have changed, which may switch runs in the state
//     5. if a match begins here, extend the current span, or report it and begin another
//     6. skip the bytes that lead back to the same state without work
function walk(firstState: u32, from: u32, to: u32, subPattern: u32, startFlag: u32): u32 {
  let state = firstState;
  let unknownCount: u32 = 0;
  let spanHigh: u32 = 0;
  let spanEnd: u32 = 0;
  let at = from;
  // Bounded: one segment of the sweep, which spends fuel for it (verify.ts).
  while (at > to) {
    const byteClass = classAt(at - 1);
    const reference = (state & ~ROW_FLAGS) + Row_steps + (byteClass << 3);
    let next = load<u32>(reference);
    let work: usize = load<u32>(reference, 4);
    if (!next) {
      if (++unknownCount > MOST_UNKNOWN) break;
      next = stateBefore(state & ~ROW_FLAGS, byteClass, reference);
      work = workBefore;
    }
    at--;
    if (active) {
      const lostRuns = active & ~maskOf(byteClass);
      if (lostRuns) loseRuns(lostRuns);
    }
    const queuedRuns: u64 = work ? doWork(work, at) : 0;
    state = next;
    if (queuedRuns || at + 1 == nextAlarm) state = askQueues(state, queuedRuns, at);
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

// Skips bytes that lead back to the same state without work. Returns the place of the next full step.
function stay(state: u32, from: u32, to: u32): u32 {
  const row = state & ~ROW_FLAGS;
  // An active run that is not live waits to become long enough. It must be dropped at the first byte outside its class, which
  // the state does not notice.
  if (active & ~load<u64>(row, Row_live)) return from;
  const last = max(to, nextAlarm);
  const steps = row + Row_steps;
  let at = from;
  // Bounded: one segment of the sweep, which spends fuel for it (verify.ts).
  while (at > last && load<u64>(steps + (classAt(at - 1) << 3)) == <u64>state) at--;
  return at;
}

// From the sweep by single steps: the state with these positions live. Loads its registers from `ends`.
function enter(live: u64): u32 {
  const key = clearedKey();
  let count: u32 = 0;
  for (let rest = live & ~ACCEPT_BIT; rest; rest &= rest - 1) {
    const position = <u32>ctz(rest);
    const end = load<u32>(ends + (position << 2));
    let register = RUNS + position;
    if (!((runSet >> position) & 1)) {
      register = 0;
      // Bounded: the 64 positions of a set.
      while (register < count && valueOf(register) != end) register++;
      count = max(count, register + 1);
    }
    setValue(register, end);
    store<u8>(key + position, register, Row_registers);
  }
  store<u64>(key, live & ~ACCEPT_BIT, Row_live);
  return stateOfKey();
}

// Back to the sweep by single steps: stores the live positions in `walkedLive` and the registers in `ends`.
function leave(row: usize, place: u32): void {
  walkedLive = load<u64>(row, Row_live) | ACCEPT_BIT;
  setValue(HERE, place);
  for (let rest = walkedLive; rest; rest &= rest - 1) {
    const position = <u32>ctz(rest);
    store<u32>(ends + (position << 2), valueOf(registerOf(row, position)));
  }
}

// The end of the match that begins at `place`; 0 if none does.
function endOfStart(row: usize, place: u32): u32 {
  const live = load<u64>(row, Row_live);
  const first = isStartConditional ? firstLiveAt(ONE_WORD_START, live, place) : firstLive(ONE_WORD_START, live);
  return isSome(first) ? valueOf(registerOf(row, first)) : 0;
}

// Does the work on the step over the byte at `place`. Returns the runs whose queues got an end, as a set of positions.
// Bounded: the work of a step has 255 items at most.
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
  // In two passes, because a register that changes may be the source of another.
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

// Whether the run can begin at `place`. Notes the end of its match and its next alarm.
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

// Asks the queues whose answer may have changed at `place`. Returns `state` with the runs switched that did change.
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
