// The forward sweep: which nodes are live at each place, whatever the preference, with starts injected inside the
// windows. It finds out how far to the right matches can reach, which is where the backward sweep begins; most
// candidates die here within a few bytes.
import {
  Node_kind,
  Node_next,
  Node_other,
  Node_size,
  NodeKind_byte,
  NodeKind_split,
  Run_node,
  Run_size,
} from "./generated/program-layout";
import { clearSet, maskOf, nodeCount, nodes, passingSet, runCount, runs, setAdd, setHas, startNode, wordCount } from "./regexp-program";
import { canEnd, clearQueue, isQueueEmpty, queueStart, RunState_size } from "./regexp-runs";
import { advance, live, next, runStates } from "./regexp-scratch";
import { holds, textAddress } from "./regexp-text";

let activeRuns: u32 = 0;

export function beginForward(): void {
  clearSet(live);
  for (let i: u32 = 0; i < runCount; i++) clearQueue(runStates + i * RunState_size);
  activeRuns = 0;
  isAlive = false;
}

export function injectStart(): void {
  setAdd(live, startNode);
}

/** Follows the edges that consume nothing; true when the accepting node is live at `place`. */
export function closeForward(place: u32): bool {
  for (let word: u32 = 0; word < wordCount; word++) {
    const passing = load<u64>(passingSet + (word << 3));
    let pending = load<u64>(live + (word << 3)) & passing;
    while (pending) {
      const bit = ctz(pending);
      const record = nodes + ((word << 6) + <u32>bit) * Node_size;
      if (load<u32>(record, Node_kind) == NodeKind_split) {
        setAdd(live, load<u32>(record, Node_next));
        setAdd(live, load<u32>(record, Node_other));
      } else if (holds(load<u32>(record, Node_other), place)) setAdd(live, load<u32>(record, Node_next));
      // Edges lead to higher numbers: what is behind this bit is done.
      pending = load<u64>(live + (word << 3)) & passing & ((<u64>-2) << bit);
    }
  }
  return setHas(live, nodeCount - 1);
}

/** Whether anything was live behind the last step. */
export function isForwardAlive(): bool {
  return isAlive;
}

let isAlive: bool = false;

/** Consumes the byte at `place`. */
export function stepForward(place: u32): void {
  const mask = maskOf(load<u8>(textAddress + place));
  clearSet(next);
  isAlive = false;
  for (let word: u32 = 0; word < wordCount; word++) {
    let taken = load<u64>(live + (word << 3)) & load<u64>(mask + (word << 3));
    while (taken) {
      const record = nodes + ((word << 6) + <u32>ctz(taken)) * Node_size;
      taken &= taken - 1;
      isAlive = true;
      if (load<u32>(record, Node_kind) == NodeKind_byte) setAdd(next, load<u32>(record, Node_next));
      else enterRun(load<u32>(record, Node_other), place);
    }
  }
  if (activeRuns) stepRuns(mask, place + 1);
  advance();
  isAlive = isAlive || activeRuns > 0;
}

function enterRun(run: u32, place: u32): void {
  const state = runStates + run * RunState_size;
  if (isQueueEmpty(state)) activeRuns++;
  queueStart(state, run, place);
}

function stepRuns(mask: usize, place: u32): void {
  for (let run: u32 = 0; run < runCount; run++) {
    const state = runStates + run * RunState_size;
    if (isQueueEmpty(state)) continue;
    const node = load<u32>(runs + run * Run_size, Run_node);
    if (!setHas(mask, node)) clearQueue(state);
    else if (canEnd(state, run, place)) setAdd(next, load<u32>(nodes + node * Node_size, Node_next));
    if (isQueueEmpty(state)) activeRuns--;
  }
}
