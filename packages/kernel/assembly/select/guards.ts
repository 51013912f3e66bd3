// Chooses the rules that are evaluated at all. From each condition the compiler derives facts that must hold for it to be
// true: the size of the data, bytes at a fixed place, a pattern that matches.
//
// Sizes and bytes are tested before any rule runs. Rules that test bytes of the same place form a class, whose value is read
// once and found by binary search. So the cost does not grow with the number of rules that only other data would satisfy.
// Patterns are tested after the search, by going from the patterns that were found to the rules that need them.
import { spendFuel, spendOnWalk } from "../memory/fuel";
import {
  GuardClass_byteLength,
  GuardClass_offset,
  GuardClass_size,
  GuardClass_valueCount,
  GuardClass_values,
  GuardEntry_maximum,
  GuardEntry_minimum,
  GuardEntry_rule,
  GuardEntry_size,
  GuardTable_always,
  GuardTable_candidates,
  GuardTable_classCount,
  GuardTable_classes,
  GuardTable_needy,
  GuardTable_patternCount,
  GuardTable_patternRules,
  GuardTable_wordCount,
  GuardValue_entries,
  GuardValue_entryCount,
  GuardValue_size,
  GuardValue_value,
  MemoryMap_chosenRules,
  MemoryMap_dataAddress,
  MemoryMap_dataLength,
  MemoryMap_ruleStates,
  PatternState_count,
  PatternState_nextFound,
} from "../generated/memory-map";
import { hasAllPieces } from "../matches/chains";
import { Chain_size, Chain_subPattern, SubPattern_pattern } from "../generated/search-layout";
import { allocate } from "../memory/heap";
import { firstFound, patternState, subPatternAt } from "../matches/matches";
import { chainCount, chains } from "../memory/table-header";

/** The table of the rules that are running; 0: none are. */
export let guardTable: usize = 0;

// Fills the set of candidates; to be called first in a scan.
export function selectRules(table: usize): void {
  guardTable = table;
  const candidates = load<u32>(table, GuardTable_candidates);
  // Bounded: filling a set traps where it leaves the memory, and takes less than walking over it below.
  memory.fill(candidates, 0, load<u32>(table, GuardTable_wordCount) << 3);
  addRules(table, candidates, load<u32>(MemoryMap_dataLength), load<u32>(MemoryMap_dataLength));
  keepChosen(table, candidates);
}

// Drops the rules that the caller of the scan does not want.
function keepChosen(table: usize, rules: usize): void {
  const chosen: usize = load<u32>(MemoryMap_chosenRules);
  if (!chosen) return;
  for (let at: u32 = 0; at < load<u32>(table, GuardTable_wordCount) << 3; at += 8) {
    spendOnWalk(at, 8);
    store<u64>(rules + at, load<u64>(rules + at) & load<u64>(chosen + at));
  }
}

/** Adds the rules that may match data with these first bytes, however long it is; of those that are wanted. */
export function addRulesOfAnySize(table: usize, rules: usize): void {
  addRules(table, rules, 0, u32.MAX_VALUE);
  keepChosen(table, rules);
}

// Adds the rules that may match data with these first bytes and a length between the two, both included.
function addRules(table: usize, rules: usize, least: u32, greatest: u32): void {
  const always: usize = load<u32>(table, GuardTable_always);
  for (let at: u32 = 0; at < load<u32>(table, GuardTable_wordCount) << 3; at += 8) {
    spendOnWalk(at, 8);
    store<u64>(rules + at, load<u64>(rules + at) | load<u64>(always + at));
  }
  let guard: usize = load<u32>(table, GuardTable_classes);
  const end = guard + load<u32>(table, GuardTable_classCount) * GuardClass_size;
  for (; guard < end; guard += GuardClass_size) {
    spendOnWalk(guard, GuardClass_size);
    addClass(guard, rules, least, greatest);
  }
}

function addClass(guard: usize, rules: usize, least: u32, greatest: u32): void {
  const offset = load<u32>(guard, GuardClass_offset);
  const byteLength = load<u32>(guard, GuardClass_byteLength);
  if (<u64>offset + <u64>byteLength > <u64>load<u32>(MemoryMap_dataLength)) return;
  const value = valueAt(load<u32>(MemoryMap_dataAddress) + offset, byteLength);
  const found = findValue(load<u32>(guard, GuardClass_values), load<u32>(guard, GuardClass_valueCount), value);
  if (found) addEntries(load<u32>(found, GuardValue_entries), load<u32>(found, GuardValue_entryCount), rules, least, greatest);
}

function valueAt(address: usize, byteLength: u32): u64 {
  return byteLength == 0 ? 0 : load<u64>(address, 0, 1) & (<u64>-1 >>> (64 - (byteLength << 3)));
}

function findValue(values: usize, count: u32, value: u64): usize {
  let low: u32 = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = values + middle * GuardValue_size;
    const found = load<u64>(entry, GuardValue_value);
    if (found == value) return entry;
    if (found < value) low = middle + 1;
    else high = middle;
  }
  return 0;
}

function addEntries(entries: usize, count: u32, rules: usize, least: u32, greatest: u32): void {
  const end = entries + count * GuardEntry_size;
  spendFuel(count >> 2);
  for (let entry = entries; entry < end; entry += GuardEntry_size) {
    spendOnWalk(entry, GuardEntry_size);
    if (greatest < load<u32>(entry, GuardEntry_minimum) || least > load<u32>(entry, GuardEntry_maximum)) continue;
    addRule(rules, load<u32>(entry, GuardEntry_rule));
  }
}

// @ts-ignore: decorator
@inline
function addRule(rules: usize, rule: u32): void {
  const word = rules + ((rule >>> 6) << 3);
  store<u64>(word, load<u64>(word) | (<u64>1 << <u64>(rule & 63)));
}

// Drops the candidates that need one of some patterns, none of which was found. Call this after the search.
export function narrowRules(table: usize): void {
  const wanted = rulesStillPossible(table);
  // Bounded: the set was walked over just now.
  if (wanted) memory.copy(load<u32>(table, GuardTable_candidates), wanted, load<u32>(table, GuardTable_wordCount) << 3);
}

/** The candidates that need no pattern or have one that was found, as a bit set on the heap; 0 without memory. */
export function rulesStillPossible(table: usize): usize {
  const byteLength = load<u32>(table, GuardTable_wordCount) << 3;
  const rules = allocate(byteLength);
  if (!rules) return 0;
  memory.fill(rules, 0, byteLength);
  collectWanted(table, rules);
  const candidates: usize = load<u32>(table, GuardTable_candidates);
  const needy: usize = load<u32>(table, GuardTable_needy);
  for (let at: u32 = 0; at < byteLength; at += 8) {
    spendOnWalk(at, 8);
    store<u64>(rules + at, load<u64>(candidates + at) & (~load<u64>(needy + at) | load<u64>(rules + at)));
  }
  return rules;
}

// Adds the rules that need a pattern that was found.
function collectWanted(table: usize, wanted: usize): void {
  for (let found = firstFound; found; found = load<u32>(patternState(found - 1), PatternState_nextFound)) {
    spendFuel(1);
    if (load<u32>(patternState(found - 1), PatternState_count)) addRulesOf(table, found - 1, wanted);
  }
  // Between rounds, chains are not joined yet.
  for (let i: u32 = 0; i < chainCount; i++) {
    spendFuel(1);
    const chain = chains + i * Chain_size;
    if (hasAllPieces(chain)) addRulesOf(table, load<u32>(subPatternAt(load<u32>(chain, Chain_subPattern)), SubPattern_pattern), wanted);
  }
}

// Adds the rules that need the pattern.
function addRulesOf(table: usize, pattern: u32, wanted: usize): void {
  const patternCount = load<u32>(table, GuardTable_patternCount);
  if (pattern >= patternCount) return;
  const start: usize = load<u32>(table, GuardTable_patternRules) + (pattern << 2);
  const rules: usize = load<u32>(table, GuardTable_patternRules) + ((patternCount + 1) << 2);
  for (let at = load<u32>(start); at < load<u32>(start, 4); at += 1) {
    spendFuel(1);
    addRule(wanted, load<u32>(rules + (at << 2)));
  }
}

// Drops the rules [first, end) of a namespace, because one of its global rules was false.
export function closeRules(table: usize, first: u32, end: u32): void {
  // Bounded: filling traps where it leaves the memory, and takes less than the loop below.
  memory.fill(load<u32>(MemoryMap_ruleStates) + first, 0, end - first);
  const candidates: usize = load<u32>(table, GuardTable_candidates);
  for (let rule = first; rule < end; rule += 1) {
    spendOnWalk(rule, 1);
    const word = candidates + ((rule >>> 6) << 3);
    store<u64>(word, load<u64>(word) & ~(<u64>1 << <u64>(rule & 63)));
  }
}
