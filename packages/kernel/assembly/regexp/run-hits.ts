// A byte run of a regexp has been found: where may a match that holds it begin? What the probes and the bytes before the
// run leave possible becomes a window for the matcher.
import { byteAt } from "../memory/data";
import {
  SubPattern_length,
  SubPattern_program,
  SubPattern_startDelta,
  User_entry,
  User_prefixBytes,
  User_prefixMax,
  User_prefixMin,
} from "../generated/search-layout";
import { PROBE_SLACK } from "../generated/memory-map";
import { subPatternAt } from "../matches/matches";
import { followHit } from "./reach";
import { probePrefix, probeSuffix } from "./probe";
import { ProbeResult } from "./probe-result";
import { addWindow, coveredHigh, coveredLow, probeAccount, takeIn } from "./windows";

// A probe may look at so many bytes at most. Hits earn their distance: where they lie close together the probes of all
// of them look at each byte once. With less than the least credit a probe would learn nothing.
const MAX_CREDIT: u32 = PROBE_SLACK;
const MIN_CREDIT: u32 = 32;

// The run of whose hits nobody has to be told, as long as they begin in [quietFrom, quietUntil]: 0 when there is none. One
// is enough: where hits follow each other closely they are mostly of one run.
let quietRun: usize = 0;
let quietFrom: u32 = 0;
let quietUntil: u32 = 0;

/** Whether it is known that a hit of the run at `start` would tell its only user nothing new. */
// @ts-ignore: decorator
@inline
export function isQuiet(run: usize, start: u32): bool {
  return run == quietRun && start >= quietFrom && start <= quietUntil;
}

/** Windows are about to be verified, or others to be looked for. */
export function endQuiet(): void {
  quietRun = 0;
}

// A hit of `run` at a place is covered by [low, high] when all starts that it allows are.
function noteQuiet(run: usize, user: usize, low: u32, high: u32): void {
  const from: u64 = low ? <u64>low + load<u32>(user, User_prefixMax) : 0;
  if (from > <u64>high) return;
  quietRun = run;
  quietFrom = <u32>from;
  quietUntil = <u32>min<u64>(<u64>high + load<u32>(user, User_prefixMin), u32.MAX_VALUE);
}

/** Tells the regexp of `user` that its run begins at `start`; `run` is the run if it has no other user, else 0. */
export function tellRegexp(index: u32, user: usize, start: u32, run: usize): void {
  const prefixMin = load<u32>(user, User_prefixMin);
  const account = probeAccount(index);
  if (prefixMin > start || !account) return;
  const low = start - min(load<u32>(user, User_prefixMax), start);
  const high = start - prefixMin;
  const reach = load<u32>(subPatternAt(index), SubPattern_length);
  if (reach) {
    const text = start + load<u32>(subPatternAt(index), SubPattern_startDelta);
    followHit(index, text, max(low, text - min(reach, text)), high, text + reach);
    return;
  }
  if (takeIn(index, low, high)) {
    if (run) noteQuiet(run, user, coveredLow, coveredHigh);
    return;
  }
  const credit = openAccount(account, start);
  if (credit < MIN_CREDIT) addWindow(index, low, high);
  else store<u32>(account, credit - probe(index, user, start, low, high, credit));
}

// What the looks around a hit at `place` may spend. The account: the credit, and the place of the last hit.
function openAccount(account: usize, place: u32): u32 {
  const last = load<u32>(account, 4);
  const earned = place > last ? <u64>(place - last) : last == 0 ? MIN_CREDIT : 1;
  const credit = <u32>min<u64>(<u64>load<u32>(account) + earned, MAX_CREDIT);
  store<u32>(account, credit);
  store<u32>(account, place, 4);
  return credit;
}

// Adds the window that is left when one has looked around, if any; returns how many bytes were looked at.
function probe(index: u32, user: usize, start: u32, low: u32, high: u32, credit: u32): u32 {
  const entry = load<u32>(user, User_entry);
  const program = load<u32>(subPatternAt(index), SubPattern_program);
  let spent: u32 = 0;
  if (entry) {
    const isPossible = probeSuffix(program, entry, start, credit);
    spent = ProbeResult.byteCount;
    if (!isPossible) return spent;
  }
  if (low == high) addWindow(index, low, high);
  else if (entry) spent += probeStarts(index, program, entry, start, low, high, credit - spent);
  else spent += walkBack(index, user, start, low, high, credit - spent);
  return spent;
}

function probeStarts(index: u32, program: usize, entry: usize, start: u32, low: u32, high: u32, credit: u32): u32 {
  if (probePrefix(program, entry, start, low, credit)) {
    const isKnown = ProbeResult.isComplete;
    const first = isKnown ? max(low, ProbeResult.lowestStart) : low;
    const last = isKnown ? min(high, ProbeResult.highestStart) : high;
    if (first <= last) addWindow(index, first, last);
  }
  return ProbeResult.byteCount;
}

// Programs too large for probes: how far before the run a match may begin, if only bytes of the set lie between.
function walkBack(index: u32, user: usize, start: u32, low: u32, high: u32, credit: u32): u32 {
  const set = load<u32>(user, User_prefixBytes);
  const end = set ? start - min(start - low, credit) : start;
  let at = start;
  while (at > end && hasByte(set, byteAt(at - 1))) at--;
  const first = at > end ? at : low;
  if (first <= high) addWindow(index, first, high);
  return start - at;
}

// @ts-ignore: decorator
@inline
function hasByte(set: usize, byte: u32): bool {
  return <bool>((load<u8>(set + (byte >> 3)) >> <u8>(byte & 7)) & 1);
}
