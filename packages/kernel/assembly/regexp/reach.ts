// Compat: verifies a regexp that has a reach from each hit of its text, and no farther than the reach. One hit may cause two
// reaches of sweeping, so hits that lie close together would cost more than linear time.
//
// To stay linear, each regexp has a debt: sweeping adds to it, the distance between hits works it off. While the debt is large,
// hits that lie close together wait and are verified at once, up to the reach of the last. Matches of the first may then be
// longer by that distance.
import { spendFuel } from "../memory/fuel";
import { SubPattern_windowList } from "../generated/search-layout";
import { allocate } from "../memory/heap";
import { isWantedFrom, subPatternAt } from "../matches/matches";
import { verifyWithin } from "./verify";
import { regexpCount } from "../memory/table-header";

// The record of a regexp: its debt and the place of its last hit. Of its waiting hits: the range [low, high] in which matches
// may begin, the reach of the last hit (0: none waits) and of the first. The next regexp with waiting hits (sub-pattern + 1).
const Follow_debt: u32 = 0;
const Follow_place: u32 = 4;
const Follow_low: u32 = 8;
const Follow_high: u32 = 12;
const Follow_end: u32 = 16;
const Follow_firstEnd: u32 = 20;
const Follow_next: u32 = 24;
const Follow_size: u32 = 32;

/** Bytes that may be swept for each byte between hits. */
const RATE: u32 = 32;
const MAX_DEBT: u32 = 1 << 17;
/** Hits whose reach ends at most this far after that of the first waiting hit are verified with it. */
const SPAN: u32 = 256;

let records: usize = 0;
// The first regexp with waiting hits: sub-pattern + 1; 0: there is none.
let firstWaiting: u32 = 0;

/** Call this at the start of a search, after the heap was reset. */
export function beginReach(): void {
  records = 0;
  firstWaiting = 0;
}

/**
 * Reports the matches that begin in [low, high] and end at `end` at the latest, now or in {@link followWaiting}. `text` is
 * the place of the hit.
 */
export function followHit(index: u32, text: u32, low: u32, high: u32, end: u32): void {
  if (low > high || !isWantedFrom(subPatternAt(index), low)) return;
  const record = recordOf(index);
  if (!record) {
    verifyWithin(index, low, high, end);
    return;
  }
  const place = load<u32>(record, Follow_place);
  const debt = load<u32>(record, Follow_debt);
  const earned = text > place ? <u64>(text - place) * RATE : 0;
  const left = <u32>(<u64>debt - min(<u64>debt, earned));
  store<u32>(record, text, Follow_place);
  store<u32>(record, left, Follow_debt);
  if (left < MAX_DEBT) store<u32>(record, left + verifyWithin(index, low, high, end), Follow_debt);
  else wait(record, index, low, high, end);
}

function recordOf(index: u32): usize {
  if (!records) {
    records = allocate(regexpCount * Follow_size);
    if (!records) return 0;
    memory.fill(records, 0, regexpCount * Follow_size);
  }
  return records + load<u32>(subPatternAt(index), SubPattern_windowList) * Follow_size;
}

function wait(record: usize, index: u32, low: u32, high: u32, end: u32): void {
  if (!load<u32>(record, Follow_end)) {
    store<u32>(record, firstWaiting, Follow_next);
    firstWaiting = index + 1;
  } else if (end - load<u32>(record, Follow_firstEnd) > SPAN) follow(record, index);
  if (!load<u32>(record, Follow_end)) {
    store<u32>(record, low, Follow_low);
    store<u32>(record, high, Follow_high);
    store<u32>(record, end, Follow_firstEnd);
  }
  store<u32>(record, min(low, load<u32>(record, Follow_low)), Follow_low);
  store<u32>(record, max(high, load<u32>(record, Follow_high)), Follow_high);
  store<u32>(record, max(end, load<u32>(record, Follow_end)), Follow_end);
}

function follow(record: usize, index: u32): void {
  const swept = verifyWithin(index, load<u32>(record, Follow_low), load<u32>(record, Follow_high), load<u32>(record, Follow_end));
  store<u32>(record, <u32>min<u64>(<u64>load<u32>(record, Follow_debt) + swept, u32.MAX_VALUE), Follow_debt);
  store<u32>(record, 0, Follow_end);
}

/** Reports the matches of all waiting hits. Call this before their data may leave the memory. */
export function followWaiting(): void {
  while (firstWaiting) {
    spendFuel(8);
    const index = firstWaiting - 1;
    const record = recordOf(index);
    firstWaiting = load<u32>(record, Follow_next);
    follow(record, index);
  }
}
