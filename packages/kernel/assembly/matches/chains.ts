// Chains: patterns with large gaps. Each piece is searched on its own. After the search the pieces are joined, from the last
// to the first. A match of a piece is kept if a kept match of the next piece starts inside the gap. If there are several, lazy
// patterns and hex patterns take the nearest one, greedy patterns the farthest.
//
// A join looks up each match of one sorted array in another by binary search, so it takes n log n steps for any data.
import { copyRecord } from "../memory/records";
import { spendFuel, spendOnRecord } from "../memory/fuel";
import {
  Chain_firstPiece,
  Chain_gaps,
  Chain_pieceCount,
  Chain_size,
  Chain_subPattern,
  Gap_max,
  Gap_min,
  Gap_size,
  Preference_longest,
  Preference_mask,
  SubPattern_flags,
} from "../generated/search-layout";
import { MatchRecord_length, MatchRecord_offset, MatchRecord_size, PatternState_count, PatternState_matches } from "../generated/memory-map";
import { MatchRecord_subPattern, countBefore } from "./match-order";
import { emitMatch, patternState, subPatternAt } from "./matches";
import { chainCount, chains } from "../memory/table-header";

// While a chain is joined, the last field of a piece's match holds the end of the chain that begins with this match.
const Piece_end: u32 = MatchRecord_subPattern;

/** Joins all chains and records their matches. The matches of the pieces must be sorted. */
export function joinChains(): void {
  for (let i: u32 = 0; i < chainCount; i++) {
    spendFuel(8);
    joinChain(chains + i * Chain_size);
  }
}

/** Whether each piece of the chain was found. Otherwise the chain does not match. */
export function hasAllPieces(chain: usize): bool {
  const first = load<u32>(chain, Chain_firstPiece);
  const end = first + load<u32>(chain, Chain_pieceCount);
  for (let piece = first; piece < end; piece++) {
    spendFuel(1);
    if (load<u32>(patternState(piece), PatternState_count) == 0) return false;
  }
  return true;
}

function joinChain(chain: usize): void {
  if (!hasAllPieces(chain)) return;
  const first = load<u32>(chain, Chain_firstPiece);
  const last = first + load<u32>(chain, Chain_pieceCount) - 1;
  const flags = load<u32>(subPatternAt(load<u32>(chain, Chain_subPattern)), SubPattern_flags);
  const wantsLongest = (flags & Preference_mask) == Preference_longest;
  markEnds(patternState(last));
  for (let piece = last; piece > first; piece--) {
    spendFuel(8);
    joinPiece(patternState(piece - 1), patternState(piece), load<u32>(chain, Chain_gaps) + (piece - 1 - first) * Gap_size, wantsLongest);
  }
  emitChain(load<u32>(chain, Chain_subPattern), patternState(first));
}

function markEnds(state: usize): void {
  let record = load<u32>(state, PatternState_matches);
  const end = record + load<u32>(state, PatternState_count) * MatchRecord_size;
  for (; record < end; record += MatchRecord_size) {
    spendOnRecord(record);
    store<u32>(record, endOf(record), Piece_end);
  }
}

function endOf(record: usize): u32 {
  return load<u32>(record, MatchRecord_offset) + load<u32>(record, MatchRecord_length);
}

// Keeps the matches of a piece that a match of the next piece continues.
function joinPiece(state: usize, next: usize, gap: usize, wantsLongest: bool): void {
  let record = load<u32>(state, PatternState_matches);
  const end = record + load<u32>(state, PatternState_count) * MatchRecord_size;
  let kept = record;
  for (; record < end; record += MatchRecord_size) {
    // A binary search, which jumps from place to place in memory.
    spendFuel(32);
    const from = <u64>endOf(record) + load<u32>(gap, Gap_min);
    const to = load<u32>(gap, Gap_max) == u32.MAX_VALUE ? u64.MAX_VALUE : <u64>endOf(record) + load<u32>(gap, Gap_max);
    const chainEnd = wantsLongest ? lastUpTo(next, to, from) : firstFrom(next, from, to);
    if (chainEnd == 0) continue;
    copyRecord(kept, record);
    store<u32>(kept, chainEnd, Piece_end);
    kept += MatchRecord_size;
  }
  store<u32>(state, <u32>((kept - load<u32>(state, PatternState_matches)) / MatchRecord_size), PatternState_count);
}

// The end of the chain that continues with the nearest match inside the gap; 0 if there is none.
function firstFrom(state: usize, from: u64, to: u64): u32 {
  const index = countBelow(state, from);
  const count = load<u32>(state, PatternState_count);
  let record = load<u32>(state, PatternState_matches) + index * MatchRecord_size;
  const end = record + (count - index) * MatchRecord_size;
  if (record == end || <u64>load<u32>(record, MatchRecord_offset) > to) return 0;
  const offset = load<u32>(record, MatchRecord_offset);
  let least = u32.MAX_VALUE;
  for (; record < end && load<u32>(record, MatchRecord_offset) == offset; record += MatchRecord_size) {
    spendFuel(1);
    least = min(least, load<u32>(record, Piece_end));
  }
  return least;
}

// The end of the chain that continues with the farthest match inside the gap; 0 if there is none.
function lastUpTo(state: usize, to: u64, from: u64): u32 {
  const count = to == u64.MAX_VALUE ? load<u32>(state, PatternState_count) : countBelow(state, to + 1);
  const first = load<u32>(state, PatternState_matches);
  let record = first + count * MatchRecord_size - MatchRecord_size;
  if (count == 0 || <u64>load<u32>(record, MatchRecord_offset) < from) return 0;
  const offset = load<u32>(record, MatchRecord_offset);
  let greatest: u32 = 0;
  for (; record >= first && load<u32>(record, MatchRecord_offset) == offset; record -= MatchRecord_size) {
    spendFuel(1);
    greatest = max(greatest, load<u32>(record, Piece_end));
  }
  return greatest;
}

function countBelow(state: usize, offset: u64): u32 {
  return countBefore(load<u32>(state, PatternState_matches), load<u32>(state, PatternState_count), offset);
}

function emitChain(subPattern: u32, head: usize): void {
  let record = load<u32>(head, PatternState_matches);
  const end = record + load<u32>(head, PatternState_count) * MatchRecord_size;
  for (; record < end; record += MatchRecord_size) {
    spendOnRecord(record);
    const offset = load<u32>(record, MatchRecord_offset);
    emitMatch(subPattern, offset, load<u32>(record, Piece_end) - offset);
  }
}
