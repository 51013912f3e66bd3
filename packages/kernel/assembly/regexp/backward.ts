// The backward sweep, for programs of any size. It runs from right to left; each live node carries the end of the match that
// it leads to. A match may end anywhere, so every place is injected as an end. Where the start node is live, a match begins.
// Its end is the preferred one, because at each split the preferred side wins if it leads anywhere.
//
// One sweep finds the matches of all starts, in time linear in the stretch. Matching forward from every start would be
// quadratic on long runs.
//
// Invariant: `ends` is valid for the nodes in `live` only. Edges that consume nothing lead from lower node numbers to higher
// ones, so a descending pass sees each node after all nodes that it leads to.
import { spendFuel } from "../memory/fuel";
import {
  EDGE_SHIFT,
  EdgeKind_alternative,
  EdgeKind_byte,
  EdgeKind_preferred,
  EdgeKind_run,
  NodeKind_assertion,
  Repetition_node,
  Repetition_size,
} from "../generated/program-layout";
import { addLive, clearLive, summaryAt, summaryCount } from "./live-set";
import {
  edges,
  edgeStarts,
  kindOf,
  maskOf,
  nodeCount,
  otherOf,
  passedToSet,
  reachedSet,
  runCount,
  runs,
  setHas,
  startNode,
} from "./program";
import { canBegin, clearQueue, foundEnd, isQueueEmpty, queueEnd, RunState_size } from "./repetitions";
import { advance, clearQueues, ends, live, next, nextEnds, resetSets, runStates } from "./scratch";
import { holds, textAddress } from "./text";

const KIND_MASK: u32 = (1 << EDGE_SHIFT) - 1;

let activeRuns: u32 = 0;
let hasStarted: bool = false;

export function beginBackward(): void {
  resetSets();
  clearQueues();
  activeRuns = 0;
  hasStarted = false;
}

/** Lets matches end at `place`. */
export function injectEnd(place: u32): void {
  addLive(live, nodeCount - 1);
  store<u32>(ends + ((nodeCount - 1) << 2), place);
}

/** Follows the edges that consume nothing; true when a match begins at `place`. */
export function closeBackward(place: u32): bool {
  // Bounded: the words of the summary; spendOnSweep spends fuel for them.
  for (let index = <i32>summaryCount() - 1; index >= 0; index--) {
    let words = summaryAt(live, index);
    // Bounded: the bits of a word, from left to right.
    while (words) {
      const bit = 63 - clz(words);
      closeWord((<u32>index << 6) + <u32>bit, place);
      words = summaryAt(live, index) & ((<u64>1 << bit) - 1);
    }
  }
  return setHas(live, startNode);
}

function closeWord(word: u32, place: u32): void {
  spendFuel(1);
  const passedTo = load<u64>(passedToSet + (word << 3));
  let pending = load<u64>(live + (word << 3)) & passedTo;
  // Bounded: the bits of a word, from left to right.
  while (pending) {
    const bit = 63 - clz(pending);
    passTo((word << 6) + <u32>bit, place);
    pending = load<u64>(live + (word << 3)) & passedTo & ((<u64>1 << bit) - 1);
  }
}

/** The end of the match that begins here, after {@link closeBackward} said so. */
export function matchEnd(): u32 {
  return load<u32>(ends + (startNode << 2));
}

function passTo(node: u32, place: u32): void {
  const end = load<u32>(ends + (node << 2));
  const last = edges + (load<u32>(edgeStarts + (node << 2), 4) << 2);
  for (let at = edges + (load<u32>(edgeStarts + (node << 2)) << 2); at < last; at += 4) {
    spendFuel(1);
    const edge = load<u32>(at);
    const kind = edge & KIND_MASK;
    const source = edge >> EDGE_SHIFT;
    if (kind == EdgeKind_byte || kind == EdgeKind_run) continue;
    if (kind == EdgeKind_alternative && setHas(live, source)) continue;
    if (kind == EdgeKind_preferred && !passes(source, place)) continue;
    addLive(live, source);
    store<u32>(ends + (source << 2), end);
  }
}

function passes(source: u32, place: u32): bool {
  return kindOf(source) != NodeKind_assertion || holds(otherOf(source), place);
}

/** Steps over the byte at `place`, from after it to before it. Nothing is live before the first step. */
export function stepBackward(place: u32): void {
  if (!hasStarted) {
    hasStarted = true;
    return;
  }
  const mask = maskOf(load<u8>(textAddress + place));
  clearLive(next);
  // Bounded: the words of the summary; spendOnSweep spends fuel for them.
  for (let index: u32 = 0; index < summaryCount(); index++) {
    for (let words = summaryAt(live, index); words; words &= words - 1) {
      stepWord((index << 6) + <u32>ctz(words), mask, place);
    }
  }
  if (activeRuns) stepRuns(mask, place);
  advance();
}

function stepWord(word: u32, mask: usize, place: u32): void {
  spendFuel(1);
  const reached = load<u64>(live + (word << 3)) & load<u64>(reachedSet + (word << 3));
  for (let rest = reached; rest; rest &= rest - 1) stepTo((word << 6) + <u32>ctz(rest), mask, place);
}

function stepTo(target: u32, mask: usize, place: u32): void {
  const end = load<u32>(ends + (target << 2));
  const last = edges + (load<u32>(edgeStarts + (target << 2), 4) << 2);
  for (let at = edges + (load<u32>(edgeStarts + (target << 2)) << 2); at < last; at += 4) {
    spendFuel(1);
    const edge = load<u32>(at);
    const kind = edge & KIND_MASK;
    const source = edge >> EDGE_SHIFT;
    if (kind > EdgeKind_run || !setHas(mask, source)) continue;
    if (kind == EdgeKind_byte) {
      addLive(next, source);
      store<u32>(nextEnds + (source << 2), end);
    } else leaveRun(otherOf(source), place + 1, end);
  }
}

function leaveRun(run: u32, place: u32, end: u32): void {
  const state = runStates + run * RunState_size;
  if (isQueueEmpty(state)) activeRuns++;
  queueEnd(state, run, place, end);
}

function stepRuns(mask: usize, place: u32): void {
  for (let run: u32 = 0; run < runCount; run++) {
    spendFuel(1);
    const state = runStates + run * RunState_size;
    if (isQueueEmpty(state)) continue;
    const node = load<u32>(runs + run * Repetition_size, Repetition_node);
    if (!setHas(mask, node)) clearQueue(state);
    else if (canBegin(state, run, place)) {
      addLive(next, node);
      store<u32>(nextEnds + (node << 2), foundEnd);
    }
    if (isQueueEmpty(state)) activeRuns--;
  }
}
