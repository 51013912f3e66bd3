// The search of one scan, as the host drives it: begin, one call a chunk, finish.
import { verifyCandidates } from "./candidates";
import { joinChains } from "./chains";
import { dataLength, readControlBlock } from "./data";
import {
  Anchored_run,
  Anchored_size,
  Anchored_start,
  Anchored_subPattern,
  CHUNK_SIZE,
} from "./generated/layout";
import { MemoryMap_scratch, MemoryMap_searchDone } from "./generated/memory-map";
import { beginLog, noPatternIsWanted } from "./matches";
import { beginRegexps } from "./nfa";
import { filterPairs } from "./pair-filter";
import { filterRarePairs } from "./rare-pairs";
import { verifyRun } from "./runs";
import { settle } from "./settle";
import { anchored, anchoredCount, chainCount, pairTable, rarePairCount, readHeader } from "./tables";
import { addWindow, beginWindows, flushWindows } from "./windows";

/** Gets ready for the data that the control block names; 0 when this scan's search has been done already. */
export function searchBegin(): i32 {
  if (load<i32>(MemoryMap_searchDone)) return 0;
  store<i32>(MemoryMap_searchDone, 1);
  readControlBlock();
  readHeader();
  beginLog();
  beginWindows();
  beginRegexps();
  for (let i: u32 = 0; i < anchoredCount; i++) verifyAnchored(anchored + i * Anchored_size);
  return 1;
}

function verifyAnchored(record: usize): void {
  const run = load<u32>(record, Anchored_run);
  const start = load<u32>(record, Anchored_start);
  if (run) verifyRun(run, start);
  else if (start <= dataLength) addWindow(load<u32>(record, Anchored_subPattern), start, start);
}

/** Searches one chunk from `from` on; returns where the next begins. */
export function searchChunk(from: u32): u32 {
  if (!(pairTable || rarePairCount) || noPatternIsWanted()) return dataLength;
  const to = dataLength - from > CHUNK_SIZE ? from + CHUNK_SIZE : dataLength;
  if (rarePairCount) filterRarePairs(from, to);
  else verifyCandidates(MemoryMap_scratch, filterPairs(from, to, MemoryMap_scratch), from);
  flushWindows(false);
  return to;
}

/** Verifies what is left, sorts the matches and fills the pattern states. */
export function searchFinish(): void {
  flushWindows(true);
  if (chainCount) {
    settle(false);
    joinChains();
  }
  settle(true);
}
