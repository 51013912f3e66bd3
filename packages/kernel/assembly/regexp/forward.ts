// The forward sweep, for programs of any size: which nodes are live at each place, whatever the preference. Starts are injected
// inside the windows. It finds the last place where a match may end, which is where the backward sweep begins. Most
// candidates die here within a few bytes.
import { spendFuel } from "../memory/fuel";
import {
  NodeKind_byte,
  NodeKind_split,
  Repetition_node,
  Repetition_size,
} from "../generated/program-layout";
import { addLive, clearLive, summaryAt, summaryCount } from "./live-set";
import { kindOf, maskOf, nextOf, nodeCount, otherOf, passingSet, runCount, runs, setHas, startNode } from "./program";
import { canEnd, clearQueue, isQueueEmpty, queueStart, RunState_size } from "./repetitions";
import { advance, clearQueues, live, next, resetSets, runStates } from "./scratch";
import { holds, textAddress } from "./text";

let activeRuns: u32 = 0;

export function beginForward(): void {
  resetSets();
  clearQueues();
  activeRuns = 0;
  isAlive = false;
}

export function injectStart(): void {
  addLive(live, startNode);
}

/** Follows the edges that consume nothing; true when the accepting node is live at `place`. */
export function closeForward(place: u32): bool {
  // Edges lead to higher numbers, so nodes and words below the current one are done.
  // Bounded: the words of the summary; spendOnSweep spends fuel for them.
  for (let index: u32 = 0; index < summaryCount(); index++) {
    let words = summaryAt(live, index);
    // Bounded: the bits of a word, from right to left.
    while (words) {
      const bit = ctz(words);
      closeWord((index << 6) + <u32>bit, place);
      words = summaryAt(live, index) & ((<u64>-2) << bit);
    }
  }
  return setHas(live, nodeCount - 1);
}

function closeWord(word: u32, place: u32): void {
  spendFuel(1);
  const passing = load<u64>(passingSet + (word << 3));
  let pending = load<u64>(live + (word << 3)) & passing;
  // Bounded: the bits of a word, from right to left.
  while (pending) {
    const bit = ctz(pending);
    const node = (word << 6) + <u32>bit;
    if (kindOf(node) == NodeKind_split) {
      addLive(live, nextOf(node));
      addLive(live, otherOf(node));
    } else if (holds(otherOf(node), place)) addLive(live, nextOf(node));
    pending = load<u64>(live + (word << 3)) & passing & ((<u64>-2) << bit);
  }
}

/** Whether anything was live after the last step. */
export function isForwardAlive(): bool {
  return isAlive;
}

let isAlive: bool = false;

/** Consumes the byte at `place`. */
export function stepForward(place: u32): void {
  const mask = maskOf(load<u8>(textAddress + place));
  clearLive(next);
  isAlive = false;
  // Bounded: the words of the summary; spendOnSweep spends fuel for them.
  for (let index: u32 = 0; index < summaryCount(); index++) {
    for (let words = summaryAt(live, index); words; words &= words - 1) {
      stepWord((index << 6) + <u32>ctz(words), mask, place);
    }
  }
  if (activeRuns) stepRuns(mask, place + 1);
  advance();
  isAlive = isAlive || activeRuns > 0;
}

function stepWord(word: u32, mask: usize, place: u32): void {
  spendFuel(1);
  for (let taken = load<u64>(live + (word << 3)) & load<u64>(mask + (word << 3)); taken; taken &= taken - 1) {
    const node = (word << 6) + <u32>ctz(taken);
    isAlive = true;
    if (kindOf(node) == NodeKind_byte) addLive(next, nextOf(node));
    else enterRun(otherOf(node), place);
  }
}

function enterRun(run: u32, place: u32): void {
  const state = runStates + run * RunState_size;
  if (isQueueEmpty(state)) activeRuns++;
  queueStart(state, run, place);
}

function stepRuns(mask: usize, place: u32): void {
  for (let run: u32 = 0; run < runCount; run++) {
    spendFuel(1);
    const state = runStates + run * RunState_size;
    if (isQueueEmpty(state)) continue;
    const node = load<u32>(runs + run * Repetition_size, Repetition_node);
    if (!setHas(mask, node)) clearQueue(state);
    else if (canEnd(state, run, place)) addLive(next, nextOf(node));
    if (isQueueEmpty(state)) activeRuns--;
  }
}
