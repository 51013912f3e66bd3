// The search of one scan, as the host drives it: begin, one call a chunk, again from the first where that is wanted, finish.
import { Candidate_size, verifyCandidates } from "./verify/candidates";
import { joinChains } from "./matches/chains";
import { dataLength, readControlBlock } from "./memory/data";
import {
  Anchored_run,
  Anchored_size,
  Anchored_start,
  Anchored_subPattern,
  CHUNK_SIZE,
  SubPattern_length,
} from "./generated/search-layout";
import { MemoryMap_constants, MemoryMap_limitsMet, MemoryMap_searchDone, ScanLimit_memory } from "./generated/memory-map";
import { allocate } from "./memory/heap";
import { beginMatches, clearPatterns, disableCutPatterns, fixPieces, isArranging, noPatternIsWanted, subPatternAt } from "./matches/matches";
import { beginFamilies } from "./verify/families";
import { endQuiet } from "./regexp/run-hits";
import { beginRegexps, verifyWithin } from "./regexp/verify";
import { fetchPairs, filterPairs } from "./filter/pair-filter";
import { beginReach, followWaiting } from "./regexp/reach";
import { filterRarePairs } from "./filter/rare-pairs";
import { beginRounds, nextRound } from "./select/rounds";
import { verifyRun } from "./verify/families";
import { sortMatches } from "./matches/sort-matches";
import { anchored, anchoredCount, chainCount, pairTable, rarePairCount, readHeader } from "./memory/table-header";
import { addWindow, beginWindows, flushWindows, hasWindows, setHorizon } from "./regexp/windows";

// Where the candidates of a chunk are listed.
let candidates: usize = 0;
// Whether all matches have been found and are being put in order.
let isSettling: bool = false;

/** Gets ready for the data that the control block names; 0 when this scan's search has been done already. */
export function searchBegin(): i32 {
  if (load<i32>(MemoryMap_searchDone)) return 0;
  store<i32>(MemoryMap_searchDone, 1);
  isSettling = false;
  readControlBlock();
  readHeader(MemoryMap_constants);
  beginMatches();
  beginWindows();
  endQuiet();
  if (pairTable) candidates = reserveCandidates();
  beginRegexps();
  beginReach();
  beginFamilies();
  for (let i: u32 = 0; i < anchoredCount; i++) verifyAnchored(anchored + i * Anchored_size);
  beginRounds();
  if (pairTable) fetchPairs();
  return 1;
}

// Room for the candidates of one chunk, and for the few that the filter writes before it knows that they are none.
function reserveCandidates(): usize {
  const list = allocate(((min(dataLength, CHUNK_SIZE) >> 1) + 8) * <u32>Candidate_size);
  if (!list) store<u32>(MemoryMap_limitsMet, load<u32>(MemoryMap_limitsMet) | ScanLimit_memory);
  return list;
}

function verifyAnchored(record: usize): void {
  const run = load<u32>(record, Anchored_run);
  const start = load<u32>(record, Anchored_start);
  if (run) verifyRun(run, start);
  else if (start <= dataLength) verifyRegexpAt(load<u32>(record, Anchored_subPattern), start);
}

function verifyRegexpAt(index: u32, start: u32): void {
  const reach = load<u32>(subPatternAt(index), SubPattern_length);
  if (reach) verifyWithin(index, start, start, start + reach);
  else addWindow(index, start, start);
}

/** Searches from `from` on, at most `length` bytes, which is a multiple of 64 and at most CHUNK_SIZE; returns how far it came. */
export function searchChunk(from: u32, length: u32): u32 {
  readControlBlock();
  if (!(pairTable || rarePairCount) || noPatternIsWanted()) return dataLength;
  const to = dataLength - from > length ? from + length : dataLength;
  setHorizon(to);
  endQuiet();
  if (rarePairCount) filterRarePairs(from, to);
  if (pairTable && candidates) verifyCandidates(candidates, filterPairs(from, to, candidates), from);
  followWaiting();
  flushWindows(false);
  disableCutPatterns(to);
  return to;
}

/** Whether something waits for the end of the chunks that looks at data anywhere; {@link searchAgain} deals with it. */
export function searchWaits(): i32 {
  return i32(hasWindows());
}

/** Verifies what is left when all chunks have been searched: 1 when they are to be searched once more, for something else. */
export function searchAgain(): i32 {
  readControlBlock();
  flushWindows(true);
  return i32(nextRound());
}

/** Sorts the matches and fills the pattern states, when nothing is to be searched again. */
export function searchFinish(): void {
  isSettling = true;
  if (chainCount) {
    sortMatches(false);
    fixPieces();
    joinChains();
  }
  sortMatches(true);
}

/**
 * Ends a search that was left: what it found so far counts, except that pieces of chains are not joined and regexps with
 * long matches not verified. What was left while matches were put in order has no order to go on from: nothing counts.
 */
export function searchStop(): void {
  if (isSettling || isArranging) clearPatterns();
  else {
    isSettling = true;
    sortMatches(true);
  }
}
