// A byte run of a regexp has been found: where may a match that holds it begin? What the probes and the bytes before the
// run leave possible becomes a window for the matcher.
import { byteAt } from "./data";
import {
  SubPattern_program,
  User_entry,
  User_prefixBytes,
  User_prefixMax,
  User_prefixMin,
} from "./generated/layout";
import { subPatternAt } from "./matches";
import { probePrefix, probeSuffix } from "./regexp-probe";
import { ProbeResult } from "./regexp-probe-result";
import { addWindow, probeAccount } from "./windows";

// Limit: the longest walk over the bytes before a run.
const MAX_WALK: u32 = 256;
// A probe may look at so many bytes at most; hits earn twice their distance and a little more.
const MAX_CREDIT: u32 = 4096;
const CREDIT_PER_HIT: u32 = 16;

/** Tells the regexp of `user` that its run begins at `start`. */
export function tellRegexp(index: u32, user: usize, start: u32): void {
  const prefixMin = load<u32>(user, User_prefixMin);
  if (prefixMin > start) return;
  const reach = min(load<u32>(user, User_prefixMax), start);
  if (load<u32>(user, User_entry) && isDecidedByProbes(index, user, start, start - reach, start - prefixMin)) return;
  const set = load<u32>(user, User_prefixBytes);
  const prefix = set == 0 ? reach : walkBack(set, start, reach);
  if (prefix >= prefixMin) addWindow(index, start - prefix, start - prefixMin);
}

// Looks around the hit; true when there can be no match, or when it is known where it begins.
function isDecidedByProbes(index: u32, user: usize, start: u32, low: u32, high: u32): bool {
  const program = load<u32>(subPatternAt(index), SubPattern_program);
  const entry = load<u32>(user, User_entry);
  const account = probeAccount(index);
  if (!account) return false;
  let credit = openAccount(account, start);
  let isDecided = !probeSuffix(program, entry, start, credit);
  credit -= ProbeResult.byteCount;
  if (!isDecided && low < high) {
    isDecided = !probePrefix(program, entry, start, credit);
    credit -= ProbeResult.byteCount;
    if (!isDecided && ProbeResult.isComplete) {
      isDecided = true;
      const first = max(low, ProbeResult.lowestStart);
      const last = min(high, ProbeResult.highestStart);
      if (first <= last) addWindow(index, first, last);
    }
  }
  store<u32>(account, credit);
  return isDecided;
}

// What the probes of a hit at `place` may spend. The account: the credit, and the place of the last hit.
function openAccount(account: usize, place: u32): u32 {
  const last = load<u32>(account, 4);
  store<u32>(account, place, 4);
  const earned = place > last ? <u64>(place - last) * 2 : 0;
  return <u32>min<u64>(<u64>load<u32>(account) + earned + CREDIT_PER_HIT, MAX_CREDIT);
}

// How far before `start` a match may begin: only bytes of the set lie between. At most `reach`, which is also the
// answer when the walk is long: else many hits in one long stretch would walk over it again and again.
function walkBack(set: usize, start: u32, reach: u32): u32 {
  const end = min(reach, MAX_WALK);
  for (let distance: u32 = 0; distance < end; distance++) {
    const byte = byteAt(start - distance - 1);
    if (!((load<u8>(set + (byte >> 3)) >> <u8>(byte & 7)) & 1)) return distance;
  }
  return reach;
}
