// Handles a hit of a byte run of a regexp: works out where a match that holds this run may begin. The bytes around the run
// narrow that down (probe.ts). What is left becomes a window to verify.
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

// The credit of probes in bytes. Each hit earns its distance from the last hit, up to MAX_CREDIT, so that the probes of hits
// that lie close together read each byte about once in total. With less than MIN_CREDIT a probe would learn nothing.
const MAX_CREDIT: u32 = PROBE_SLACK;
const MIN_CREDIT: u32 = 32;

// Hits of `quietRun` that begin in [quietFrom, quietUntil] add nothing: their windows are covered already. 0: there is no such
// run. One is enough, because hits that lie close together are mostly of one run.
let quietRun: usize = 0;
let quietFrom: u32 = 0;
let quietUntil: u32 = 0;

/** Whether a hit of the run at `start` is known to add nothing for its only user. */
// @ts-ignore: decorator
@inline
export function isQuiet(run: usize, start: u32): bool {
  return run == quietRun && start >= quietFrom && start <= quietUntil;
}

/** Call this before windows are verified, or before the search looks for other patterns. */
export function endQuiet(): void {
  quietRun = 0;
}

// Notes that a window [low, high] covers the hits of `run` whose possible starts all lie in it.
function noteQuiet(run: usize, user: usize, low: u32, high: u32): void {
  const from: u64 = low ? <u64>low + load<u32>(user, User_prefixMax) : 0;
  if (from > <u64>high) return;
  quietRun = run;
  quietFrom = <u32>from;
  quietUntil = <u32>min<u64>(<u64>high + load<u32>(user, User_prefixMin), u32.MAX_VALUE);
}

/**
 * Handles a hit for the regexp of `user`: its run begins at `start`. `run` is the address of the run if it has no other user,
 * else 0.
 */
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

// The credit in bytes for probing around a hit at `place`. An account is two u32: the credit, and the place of the last hit.
function openAccount(account: usize, place: u32): u32 {
  const last = load<u32>(account, 4);
  const earned = place > last ? <u64>(place - last) : last == 0 ? MIN_CREDIT : 1;
  const credit = <u32>min<u64>(<u64>load<u32>(account) + earned, MAX_CREDIT);
  store<u32>(account, credit);
  store<u32>(account, place, 4);
  return credit;
}

// Probes around the hit and adds the window that is left, if any. Returns the number of bytes read.
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

// For programs too large for probes: finds how far before the run a match may begin if every byte between the two must belong
// to the set `User_prefixBytes`. Returns the number of bytes read.
function walkBack(index: u32, user: usize, start: u32, low: u32, high: u32, credit: u32): u32 {
  const set = load<u32>(user, User_prefixBytes);
  const end = set ? start - min(start - low, credit) : start;
  let at = start;
  // Bounded: the credit, at most MAX_CREDIT bytes.
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
