// Answers questions of conditions about the matches of a pattern, by binary search in the array of matches, which is sorted by
// offset. The offsets come from the condition, so they may be any 64-bit integer, also negative or beyond the data.
import { dataLength } from "../memory/data";
import { farCountIn } from "./far-matches";
import { MatchRecord_offset, MatchRecord_size, PatternState_far, PatternState_kept, PatternState_matches } from "../generated/memory-map";
import { countBefore } from "./match-order";
import { patternState } from "./matches";

/** 1 if a match of the pattern starts at this offset. */
export function patternAt(pattern: u32, offset: i64): i32 {
  return patternIn(pattern, offset, offset);
}

/** 1 if a match of the pattern starts inside [lower, upper]. */
export function patternIn(pattern: u32, lower: i64, upper: i64): i32 {
  const state = patternState(pattern);
  const matches: usize = load<u32>(state, PatternState_matches);
  const first = matchesBelow(state, lower);
  if (first < load<u32>(state, PatternState_kept)) {
    if (<i64>load<u32>(matches + first * MatchRecord_size, MatchRecord_offset) <= upper) return 1;
  }
  return i32(farIn(state, lower, upper) != 0);
}

/** How many matches of the pattern start inside [lower, upper]; 0 if `upper` is below `lower`. */
export function patternCountIn(pattern: u32, lower: i64, upper: i64): i64 {
  if (upper < lower) return 0;
  const state = patternState(pattern);
  const end = upper == i64.MAX_VALUE ? load<u32>(state, PatternState_kept) : matchesBelow(state, upper + 1);
  return <i64>(end - matchesBelow(state, lower)) + <i64>farIn(state, lower, upper);
}

// The number of matches with records that start below `offset`.
function matchesBelow(state: usize, offset: i64): u32 {
  if (offset <= 0) return 0;
  return countBefore(load<u32>(state, PatternState_matches), load<u32>(state, PatternState_kept), <u64>offset);
}

// The number of matches without records that start inside [lower, upper].
function farIn(state: usize, lower: i64, upper: i64): u32 {
  const far: usize = load<u32>(state, PatternState_far);
  if (!far) return 0;
  const low = max<i64>(lower, 0);
  const high = min<i64>(upper, <i64>dataLength);
  return low > high ? 0 : farCountIn(far, <u32>low, <u32>high);
}
