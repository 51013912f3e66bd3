// What conditions ask about a pattern's matches: binary searches in its array of matches, which is sorted by offset.
// Offsets are what the rule says: any 64-bit integer, also negative ones and ones beyond the data.
import {
  MatchRecord_offset,
  MatchRecord_size,
  MemoryMap_patternStates,
  PatternState_count,
  PatternState_matches,
  PatternState_size,
} from "./generated/memory-map";

/** 1 when the pattern matches at exactly this offset. */
export function patternAt(pattern: u32, offset: i64): i32 {
  return patternIn(pattern, offset, offset);
}

/** 1 when a match of the pattern starts inside [lower, upper]. */
export function patternIn(pattern: u32, lower: i64, upper: i64): i32 {
  const state = stateOf(pattern);
  const first = matchesBelow(state, lower);
  if (first >= load<u32>(state, PatternState_count)) return 0;
  return i32(<i64>load<u32>(load<u32>(state, PatternState_matches) + first * MatchRecord_size, MatchRecord_offset) <= upper);
}

/** How many matches of the pattern start inside [lower, upper]; none when the range is upside down. */
export function patternCountIn(pattern: u32, lower: i64, upper: i64): i64 {
  if (upper < lower) return 0;
  const state = stateOf(pattern);
  const end = upper == i64.MAX_VALUE ? load<u32>(state, PatternState_count) : matchesBelow(state, upper + 1);
  return <i64>(end - matchesBelow(state, lower));
}

function stateOf(pattern: u32): usize {
  return load<u32>(MemoryMap_patternStates) + pattern * PatternState_size;
}

// The number of matches that start below `offset`.
function matchesBelow(state: usize, offset: i64): u32 {
  const matches = load<u32>(state, PatternState_matches);
  let low: u32 = 0;
  let high = load<u32>(state, PatternState_count);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (<i64>load<u32>(matches + middle * MatchRecord_size, MatchRecord_offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
