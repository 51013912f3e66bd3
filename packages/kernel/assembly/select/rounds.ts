// What the search looks for. Small data is searched for everything at once. For larger data that is wasteful, for most
// rules of a large set cannot match it: the search goes in two rounds then.
//
// 1. Of each rule that may match by its facts about size and bytes, the patterns are looked for of which it demands one
//    (the compiler picks those that are looked for with the least work), or all when it demands none.
// 2. Of each rule of which one was found, the others are. Few rules come so far, so this round is fast, and mostly it
//    is not needed at all.
//
// What nobody looked for can only be seen by rules that are false whatever it does: the facts are necessary.
//
// The tables of the first round are kept from scan to scan and serve every input whose candidates they know. Others are
// searched for everything, until that has been done to so many bytes that making new tables costs nothing beside it.
// In a directory every file has another size, so tables made after small data know the rules for any size.
import {
  GuardTable_candidates,
  GuardTable_ruleCount,
  GuardTable_rulePatterns,
  GuardTable_selection,
  GuardTable_selectionSize,
  GuardTable_wordCount,
  MemoryMap_constants,
  MemoryMap_selectAfter,
  NEVER_SELECT,
} from "../generated/memory-map";
import { dataLength } from "../memory/data";
import { addRulesOfAnySize, guardTable, rulesStillPossible } from "./guards";
import { beginPatterns } from "../matches/matches";
import { beginPairs } from "../filter/pair-filter";
import {
  addPattern,
  allRunCount,
  beginSelection,
  contains,
  finishSelection,
  selectedPatterns,
  selectedRunCount,
} from "./selection";
import { readHeader } from "../memory/table-header";

// Powers of two of what tables are made after: data that is shorter than this part of it is searched for everything,
// and data that is longer than this multiple gets tables of its own.
const LEAST_SHARE: u32 = 6;
const LARGE_MULTIPLE: u32 = 2;
// For fewer bytes a run, a good table takes longer to make than it saves.
const BYTES_A_RUN: u32 = 256;

// The header of the tables that are kept, and the patterns that they look for; 0 when there are none.
let keptHeader: usize = 0;
let keptPatterns: usize = 0;
let keptRuleCount: u32 = 0;
// Bytes searched since the tables were made for which they could not be used.
let missedBytes: u64 = 0;
// Whether another round may follow.
let isFirstRound: bool = false;

/** Chooses what is looked for first. */
export function beginRounds(): void {
  beginPairs();
  isFirstRound = false;
  const after = load<u32>(MemoryMap_selectAfter);
  if (after == NEVER_SELECT || dataLength < after >>> LEAST_SHARE || !guardTable || !load<u32>(guardTable, GuardTable_selection)) return;
  if (!isKeptUseful() && !(isDue(after) && keepSelection(isLarge(after)))) return;
  isFirstRound = true;
  beginPatterns();
  readHeader(keptHeader);
}

// Whether the kept tables know all candidates, and not many more for data that is worth tables of its own.
function isKeptUseful(): bool {
  if (!keptHeader) return false;
  const candidates: usize = load<u32>(guardTable, GuardTable_candidates);
  const kept: usize = load<u32>(guardTable, GuardTable_selection);
  const byteLength = load<u32>(guardTable, GuardTable_wordCount) << 3;
  let count: u32 = 0;
  for (let at: u32 = 0; at < byteLength; at += 8) {
    const rules = load<u64>(candidates + at);
    if (rules & ~load<u64>(kept + at)) return false;
    count += <u32>popcnt(rules);
  }
  return !isLarge(load<u32>(MemoryMap_selectAfter)) || count + (count >> 2) >= keptRuleCount;
}

function isDue(after: u32): bool {
  missedBytes += dataLength;
  if (missedBytes < after) return false;
  missedBytes = 0;
  return true;
}

function isLarge(after: u32): bool {
  return dataLength >>> LARGE_MULTIPLE >= after;
}

// Makes tables and keeps them; false when that is not worth while. Large data gets tables for its own candidates. For
// smaller data, of which more will come, they are for data of any size that begins like it or like what they were made for.
function keepSelection(hasOwn: bool): bool {
  const isFirst = keptHeader == 0;
  keptHeader = 0;
  const setSize = load<u32>(guardTable, GuardTable_wordCount) << 3;
  const reserved = (setSize + 15) & ~15;
  const kept: usize = load<u32>(guardTable, GuardTable_selection);
  const candidates: usize = load<u32>(guardTable, GuardTable_candidates);
  if (!beginSelection(kept + reserved, load<u32>(guardTable, GuardTable_selectionSize) - reserved)) return false;
  if (hasOwn) memory.copy(kept, candidates, setSize);
  else {
    if (isFirst) memory.fill(kept, 0, setSize);
    addRulesOfAnySize(guardTable, kept);
  }
  keptRuleCount = 0;
  for (let at: u32 = 0; at < setSize; at += 8) {
    for (let rules = load<u64>(kept + at); rules; rules &= rules - 1) {
      addPatterns((at << 3) + <u32>ctz(rules), 0, 0);
      keptRuleCount++;
    }
  }
  const all = allRunCount();
  if (selectedRunCount() > all - (all >> 3)) return false;
  keptPatterns = selectedPatterns();
  keptHeader = finishSelection(false);
  return keptHeader != 0;
}

/** Looks for what is still wanted, if anything: false when the search is done. All windows must have been flushed. */
export function nextRound(): bool {
  if (!isFirstRound) return false;
  isFirstRound = false;
  const rules = rulesStillPossible(guardTable);
  let header: usize = MemoryMap_constants;
  if (rules && beginSelection(0, 0)) {
    const setSize = load<u32>(guardTable, GuardTable_wordCount) << 3;
    for (let at: u32 = 0; at < setSize; at += 8) {
      for (let rest = load<u64>(rules + at); rest; rest &= rest - 1) addPatterns((at << 3) + <u32>ctz(rest), 4, keptPatterns);
    }
    if (selectedRunCount() == 0) return false;
    header = finishSelection(selectedRunCount() * BYTES_A_RUN > dataLength) || header;
  }
  // Without memory for tables, everything is looked for; what has been found already is found twice, which does no harm.
  readHeader(header);
  beginPairs();
  beginPatterns();
  return true;
}

// Adds a list of the rule's patterns (at 0 those to begin with, at 4 the others), but for those in the set `known`.
function addPatterns(rule: u32, which: u32, known: usize): void {
  const starts: usize = load<u32>(guardTable, GuardTable_rulePatterns);
  const patterns = starts + (load<u32>(guardTable, GuardTable_ruleCount) << 3) + 4;
  const list = starts + (rule << 3) + which;
  const end = load<u32>(list, 4);
  for (let at = load<u32>(list); at < end; at++) {
    const pattern = load<u32>(patterns + (at << 2));
    if (!known || !contains(known, pattern)) addPattern(pattern);
  }
}
