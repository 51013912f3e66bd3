// Which patterns the search looks for. Small data is searched for all patterns at once. In larger data that wastes time,
// because most rules of a large set cannot match it. There the search takes two rounds:
//
// 1. Candidates are the rules whose facts about size and bytes allow a match. Of each candidate the search looks for the
//    patterns of which the rule demands one (the compiler picks the cheapest such set), or for all if it demands none.
// 2. Of each candidate that can still match, the search looks for the other patterns. These are few rules, so the
//    round is fast; mostly it is not needed.
//
// Patterns that are left out belong to rules that are false whatever these patterns do, because the facts are necessary.
//
// The tables of the first round are kept from scan to scan and serve every input whose candidates they cover. Other inputs
// are searched for everything, until enough bytes have been searched that way to pay for new tables. In a directory every
// file has another size, so tables that are made for small data cover the rules for any size.
//
// Where the caller chose some of the rules, tables for these are made at once, and used for data of any size.
import { spendFuel, spendOnWalk } from "../memory/fuel";
import {
  GuardTable_candidates,
  GuardTable_ruleCount,
  GuardTable_rulePatterns,
  GuardTable_selection,
  GuardTable_selectionSize,
  GuardTable_wordCount,
  MemoryMap_chosenRules,
  MemoryMap_constants,
  MemoryMap_isNewChoice,
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

// Shifts of `selectAfter`, the number of bytes that pay for tables: data shorter than `selectAfter` >> 6 is searched for
// everything; data of `selectAfter` << 2 bytes or more gets tables of its own.
const LEAST_SHARE: u32 = 6;
const LARGE_MULTIPLE: u32 = 2;
// With fewer bytes of data for each run, a good table takes longer to make than it saves.
const BYTES_A_RUN: u32 = 256;

// The header of the tables that are kept, and the patterns that they look for; 0 when there are none.
let keptHeader: usize = 0;
let keptPatterns: usize = 0;
let keptRuleCount: u32 = 0;
// Bytes searched since the tables were made, of inputs that the tables did not cover.
let missedBytes: u64 = 0;
// Whether the first round of two is running.
let isFirstRound: bool = false;

/** Chooses the patterns of the first round and makes or reuses tables for them. */
export function beginRounds(): void {
  beginPairs();
  isFirstRound = false;
  const after = load<u32>(MemoryMap_selectAfter);
  const isNew = <bool>load<u32>(MemoryMap_isNewChoice);
  if (isNew) {
    store<u32>(MemoryMap_isNewChoice, 0);
    keptHeader = 0;
  }
  const isChosen = <bool>load<u32>(MemoryMap_chosenRules);
  if (after == NEVER_SELECT || !guardTable || !load<u32>(guardTable, GuardTable_selection)) return;
  if (!isChosen && dataLength < after >>> LEAST_SHARE) return;
  const isDueNow = isNew && isChosen;
  if (!isKeptUseful() && !((isDueNow || isDue(after)) && keepSelection(isLarge(after)))) return;
  isFirstRound = true;
  beginPatterns();
  readHeader(keptHeader);
}

// Whether the kept tables cover all candidates. For large data, which is worth tables of its own, they must also cover at
// most a quarter more rules than these.
function isKeptUseful(): bool {
  if (!keptHeader) return false;
  const candidates: usize = load<u32>(guardTable, GuardTable_candidates);
  const kept: usize = load<u32>(guardTable, GuardTable_selection);
  const byteLength = load<u32>(guardTable, GuardTable_wordCount) << 3;
  let count: u32 = 0;
  for (let at: u32 = 0; at < byteLength; at += 8) {
    spendOnWalk(at, 8);
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

// Makes tables and keeps them; false if they would not pay. With `hasOwn` they cover just the candidates of this data.
// Otherwise they cover the rules for data of any size that begins like this input or like one of those before.
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
    spendOnWalk(at, 8);
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

/**
 * Starts the second round if there is anything to look for; false if the search is done. Call it after all windows
 * have been flushed.
 */
export function nextRound(): bool {
  if (!isFirstRound) return false;
  isFirstRound = false;
  const rules = rulesStillPossible(guardTable);
  let header: usize = MemoryMap_constants;
  if (rules && beginSelection(0, 0)) {
    const setSize = load<u32>(guardTable, GuardTable_wordCount) << 3;
    for (let at: u32 = 0; at < setSize; at += 8) {
      spendOnWalk(at, 8);
      for (let rest = load<u64>(rules + at); rest; rest &= rest - 1) addPatterns((at << 3) + <u32>ctz(rest), 4, keptPatterns);
    }
    if (selectedRunCount() == 0) return false;
    header = finishSelection(selectedRunCount() * BYTES_A_RUN > dataLength) || header;
  }
  // Without memory for tables the round looks for everything. Finding a match twice does no harm.
  readHeader(header);
  beginPairs();
  beginPatterns();
  return true;
}

// Adds the patterns of one list of the rule, except those in the set `known`. `which` is the offset of the list: 0 for the
// patterns of the first round, 4 for the others.
function addPatterns(rule: u32, which: u32, known: usize): void {
  const starts: usize = load<u32>(guardTable, GuardTable_rulePatterns);
  const patterns = starts + (load<u32>(guardTable, GuardTable_ruleCount) << 3) + 4;
  const list = starts + (rule << 3) + which;
  const end = load<u32>(list, 4);
  for (let at = load<u32>(list); at < end; at++) {
    spendFuel(4);
    const pattern = load<u32>(patterns + (at << 2));
    if (!known || !contains(known, pattern)) addPattern(pattern);
  }
}
