// The backward sweep for programs whose positions fit into one word; `backward.ts` explains the idea. This file sweeps step by
// step. Long stretches are swept from state to state (backward-walk.ts).
import { emitSpan } from "../matches/matches";
import {
  ACCEPT_BIT,
  classAt,
  conditional,
  firstLiveAt,
  isSome,
  maskOf,
  positionsBefore,
  queueOf,
  runOf,
  runSet,
  startSet,
} from "./positions";
import { ONE_WORD_ACCEPT, ONE_WORD_START } from "../generated/program-layout";
import { walkBackward, walkedActive, walkedLive } from "./backward-walk";
import { canBegin, clearQueue, foundEnd, isQueueEmpty, queueEnd } from "./repetitions";
import { advance, ends, nextEnds } from "./scratch";
import { LONG_STRETCH } from "./small-forward";

/** The positions that are live at the current place of the sweep. */
let live: u64 = 0;
/** Runs with a queue, as a set of positions. */
let active: u64 = 0;

export function beginSmallBackward(): void {
  live = 0;
  active = 0;
  for (let rest = runSet; rest; rest &= rest - 1) clearQueue(queueOf(<u32>ctz(rest)));
}

/**
 * Sweeps from `from` down to `to`, both included. Matches may end anywhere; those that begin on the way are reported if
 * `reports` is set. The next call continues at `to` − 1.
 */
export function sweepSmallBackward(from: u32, to: u32, subPattern: u32, reports: bool): void {
  let canWalk = !conditional && !(startSet & ACCEPT_BIT);
  // Bounded: one segment of the sweep, which spends fuel for it (verify.ts).
  for (let at = from; ; at--) {
    if (live) step(at);
    live |= ACCEPT_BIT;
    store<u32>(ends + (ONE_WORD_ACCEPT << 2), at);
    if (reports && live & startSet) reportStart(at, subPattern);
    if (at == to) return;
    if (!canWalk || at - to < LONG_STRETCH) continue;
    at = walkBackward(live, active, at, to, subPattern, reports);
    live = walkedLive;
    active = walkedActive;
    if (at == to) return;
    canWalk = false;
  }
}

function reportStart(at: u32, subPattern: u32): void {
  const first = firstLiveAt(ONE_WORD_START, live, at);
  if (isSome(first)) emitSpan(subPattern, at, at, load<u32>(ends + (first << 2)));
}

// Steps over the byte at `at`, from place `at` + 1 to place `at`.
function step(at: u32): void {
  const mask = maskOf(classAt(at));
  const candidates = positionsBefore(live) & mask;
  let set = moveEnds(candidates & ~runSet, at);
  if (runSet) set |= stepRuns(candidates & runSet, mask, at);
  live = set;
  advance();
}

// Gives each candidate the end of its preferred live follower. Returns the candidates that have one.
function moveEnds(candidates: u64, at: u32): u64 {
  let set: u64 = 0;
  for (let rest = candidates; rest; rest &= rest - 1) {
    const position = <u32>ctz(rest);
    const follower = firstLiveAt(position, live, at + 1);
    if (!isSome(follower)) continue;
    set |= <u64>1 << position;
    store<u32>(nextEnds + (position << 2), load<u32>(ends + (follower << 2)));
  }
  return set;
}

function stepRuns(left: u64, mask: u64, at: u32): u64 {
  for (let rest = left; rest; rest &= rest - 1) {
    const position = <u32>ctz(rest);
    const follower = firstLiveAt(position, live, at + 1);
    if (!isSome(follower)) continue;
    queueEnd(queueOf(position), runOf(position), at + 1, load<u32>(ends + (follower << 2)));
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
