// Compat: a regexp with a reach is followed from each hit of its text, and no farther than the reach. A hit is worth two
// reaches of sweeping, so where hits lie close together the sum would grow with their number. So they pay: what is swept
// is a debt, which the distance between hits works off. Where the debt is large, hits that follow each other closely wait and
// are followed at once, to where the last of them reaches: matches of the first may then be longer by that distance.
import { SubPattern_windowList } from "../generated/search-layout";
import { allocate } from "../memory/heap";
import { isWantedFrom, subPatternAt } from "../matches/matches";
import { verifyWithin } from "./verify";
import { regexpCount } from "../memory/table-header";

// Of each regexp: what it owes and where its last hit was; what waits: where matches may begin, where the last hit
// reaches (0: nothing waits) and where the first did; the next regexp with something that waits (sub-pattern + 1).
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
/** Hits that are so close to the first that waits are followed with it. */
const SPAN: u32 = 256;

let records: usize = 0;
// The regexps with something that waits: sub-pattern + 1, 0 at the end.
let firstWaiting: u32 = 0;

/** A new search begins: what an earlier one took from the heap is gone. */
export function beginReach(): void {
  records = 0;
  firstWaiting = 0;
}

/** Reports the matches that begin in [low, high] and end at `end` at the latest, now or when {@link followWaiting} is called. */
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

/** Reports the matches of all hits that wait; to be called before the data that they lie in may go. */
export function followWaiting(): void {
  while (firstWaiting) {
    const index = firstWaiting - 1;
    const record = recordOf(index);
    firstWaiting = load<u32>(record, Follow_next);
    follow(record, index);
  }
}
