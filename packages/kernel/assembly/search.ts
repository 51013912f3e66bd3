// The search of one scan, as the host drives it: searchBegin, searchChunk for each chunk, searchAgain (which may ask for
// another pass over all chunks), searchFinish. searchStop ends an interrupted search.
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
import { spendFuel } from "./memory/fuel";
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

// The list of candidates of a chunk.
let candidates: usize = 0;
// Whether all matches have been found and are being put in order.
let isSettling: bool = false;

/** Prepares the search of the data that the control block describes; 0 if this scan has been searched already. */
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
  for (let i: u32 = 0; i < anchoredCount; i++) {
    spendFuel(8);
    verifyAnchored(anchored + i * Anchored_size);
  }
  beginRounds();
  if (pairTable) fetchPairs();
  return 1;
}

// Memory for the candidates of one chunk, and for the few places that the filter writes before it rejects them.
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

/**
 * Searches at most `length` bytes from `from` on and returns the offset of the next chunk. `length` is a multiple of 64 and
 * at most CHUNK_SIZE.
 */
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

/** 1 if {@link searchAgain} may read outside the current window, because regexps with long matches are left to verify. */
export function searchWaits(): i32 {
  return i32(hasWindows());
}

/** Verifies what waited for the last chunk. Returns 1 if all chunks must be searched again, for other patterns. */
export function searchAgain(): i32 {
  readControlBlock();
  flushWindows(true);
  return i32(nextRound());
}

/** Sorts the matches, joins chains and fills the pattern states, after the last pass. */
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
 * Ends an interrupted search and keeps the matches found so far. Chains are not joined and waiting regexps not verified. If
 * the interrupt came while matches were being sorted, none are kept.
 */
export function searchStop(): void {
  if (isSettling || isArranging) clearPatterns();
  else {
    isSettling = true;
    sortMatches(true);
  }
}
