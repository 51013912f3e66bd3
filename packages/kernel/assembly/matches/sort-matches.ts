// The end of the search: sorts the records of each pattern that was found and fills in what conditions read of its state.
import { spendFuel } from "../memory/fuel";
import { farCount } from "./far-matches";
import { SubPattern_flags } from "../generated/search-layout";
import {
  MemoryMap_maxMatchesPerPattern,
  PatternState_count,
  PatternState_far,
  PatternState_kept,
  PatternState_matches,
  PatternState_nextFound,
} from "../generated/memory-map";
import { MatchRecord_subPattern } from "./match-order";
import { arrange, firstFound, patternState, subPatternAt } from "./matches";
import { realPatternCount } from "../memory/table-header";

/** Sorts the matches and fills the states of the real patterns, or those of the pieces of chains. */
export function sortMatches(real: bool): void {
  for (let found = firstFound; found; found = load<u32>(patternState(found - 1), PatternState_nextFound)) {
    spendFuel(4);
    if (found - 1 < realPatternCount == real) finish(found - 1, real);
  }
}

function finish(pattern: u32, real: bool): void {
  const state = patternState(pattern);
  if (load<u32>(state, PatternState_kept)) {
    const first: usize = load<u32>(state, PatternState_matches);
    arrange(state, pattern, load<u32>(subPatternAt(load<u32>(first, MatchRecord_subPattern)), SubPattern_flags));
  }
  const kept = load<u32>(state, PatternState_kept);
  // A pattern that was found has at least one match, even if memory for its record ran out.
  const count = real ? max(1, min(<u64>kept + farCount(load<u32>(state, PatternState_far)), load<u32>(MemoryMap_maxMatchesPerPattern))) : kept;
  store<u32>(state, <u32>count, PatternState_count);
}
