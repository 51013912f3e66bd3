// Makes search tables for some of the patterns. The compiler's tables hold all patterns, but speed depends on how many the
// search looks for, and few rules of a large set may match a given input (rounds.ts). So the compiler also leaves, for each
// run, its items in a form that is ready for a pair table. Tables for the wanted patterns are made of these: about a
// millisecond for ten thousand runs.
//
// The tables get a header of their own and have the same layout as the compiler's. The only difference is the set of wanted
// sub-patterns, which is needed because a run of a wanted pattern may have users that are not wanted.
import { spendFuel, spendOnWalk } from "../memory/fuel";
import { copyRecord } from "../memory/records";
import {
  BUCKET_COUNT,
  Entry_checkDelta,
  Entry_mask,
  Entry_run,
  Entry_size,
  Entry_value,
  Header_bucketKinds,
  Header_entries,
  Header_items,
  Header_itemsPerRun,
  Header_looseCount,
  Header_looseEntries,
  Header_pairTable,
  Header_patternLeads,
  Header_presence,
  Header_rarePairCount,
  Header_rarePairs,
  Header_runCount,
  Header_size,
  Header_slots,
  Header_slotShift,
  Header_subPatternCount,
  Header_wantedPatternCount,
  Header_wantedSubPatterns,
  Item_checkDelta,
  Item_keyCount,
  Item_keys,
  Item_kind,
  Item_mask,
  Item_run,
  Item_size,
  Item_value,
  Lead_run,
  Lead_size,
  Lead_subPattern,
  PRESENCE_BITS,
  RarePair_size,
} from "../generated/search-layout";
import { MemoryMap_constants } from "../generated/memory-map";
import { allocate } from "../memory/heap";
import { PAIR_TABLE_SIZE, fillPairTable } from "./selection-table";
import { realPatternCount } from "../memory/table-header";

// The selection that is being made: its header; its patterns, sub-patterns and runs as bit sets; and for each run of the pair
// table the address of its first item.
let header: usize = 0;
let patterns: usize = 0;
let subPatterns: usize = 0;
let runs: usize = 0;
let list: usize = 0;
let patternCount: u32 = 0;
let runCount: u32 = 0;
// The records of the runs that are found by rare pairs.
let rarePairs: usize = 0;
let rarePairCount: u32 = 0;
// Where the next part of the selection goes: from `next` up to `end`, or on the heap if `end` is 0.
let next: usize = 0;
let end: usize = 0;

/**
 * Begins an empty selection. It is kept in `size` bytes at `area`, or on the heap of this scan if both are 0. Returns false
 * without memory.
 */
export function beginSelection(area: usize, size: u32): bool {
  next = area;
  end = area + size;
  patternCount = 0;
  runCount = 0;
  rarePairCount = 0;
  header = take(Header_size);
  patterns = take(setSize(realPatternCount));
  subPatterns = take(setSize(field(Header_subPatternCount)));
  rarePairs = take(field(Header_rarePairCount) * RarePair_size);
  runs = allocate(setSize(allRunCount()));
  list = allocate(field(Header_runCount) << 2);
  if (!header || !patterns || !subPatterns || !rarePairs || !runs || !list) return false;
  memory.fill(patterns, 0, setSize(realPatternCount));
  memory.fill(subPatterns, 0, setSize(field(Header_subPatternCount)));
  memory.fill(runs, 0, setSize(allRunCount()));
  return true;
}

/** Adds a pattern, and the sub-patterns and runs that lead to it. */
export function addPattern(pattern: u32): void {
  if (!insert(patterns, pattern)) return;
  patternCount++;
  const leads: usize = field(Header_patternLeads) + (pattern << 2);
  const last = load<u32>(leads, 4);
  for (let lead = load<u32>(leads); lead < last; lead += Lead_size) {
    spendFuel(2);
    insert(subPatterns, load<u32>(lead, Lead_subPattern));
    const run = load<u32>(lead, Lead_run);
    if (insert(runs, run)) addRun(run);
  }
}

function addRun(run: u32): void {
  const pairedCount = field(Header_runCount);
  if (run < pairedCount) {
    store<u32>(list + (runCount++ << 2), field(Header_items) + run * field(Header_itemsPerRun) * Item_size);
  } else {
    const record: usize = field(Header_rarePairs) + (run - pairedCount) * RarePair_size;
    copyRecord(rarePairs + rarePairCount++ * RarePair_size, record);
  }
}

/** How many runs the compiler's tables look for. */
export function allRunCount(): u32 {
  return field(Header_runCount) + field(Header_rarePairCount);
}

/** The patterns of the selection that is being made, as a set of bits. */
export function selectedPatterns(): usize {
  return patterns;
}

/** How many runs lead to the patterns of the selection that is being made. */
export function selectedRunCount(): u32 {
  return runCount + rarePairCount;
}

/** Makes the tables and returns the address of their header, 0 without memory. For `hasty` see `fillPairTable`. */
export function finishSelection(hasty: bool): usize {
  memory.copy(header, MemoryMap_constants, Header_size);
  store<u32>(header, <u32>subPatterns, Header_wantedSubPatterns);
  store<u32>(header, patternCount, Header_wantedPatternCount);
  store<u32>(header, <u32>rarePairs, Header_rarePairs);
  store<u32>(header, rarePairCount, Header_rarePairCount);
  if (runCount == 0) store<u32>(header, 0, Header_pairTable);
  else if (!makeEntries() || !makePairTable(hasty)) return 0;
  return header;
}

// Writes an entry for each key of each item, ordered by slot. A counting sort: count by slot, add up, place each entry.
function makeEntries(): bool {
  const keyCount = countKeys();
  const shift = slotShiftFor(keyCount);
  const slotBytes = ((1 << (32 - shift)) + 2) << 2;
  const slots = take(slotBytes);
  const presence = take(1 << (PRESENCE_BITS - 3));
  const entries = take(keyCount * Entry_size);
  if (!slots || !presence || !entries) return false;
  store<u32>(header, shift, Header_slotShift);
  store<u32>(header, <u32>slots, Header_slots);
  store<u32>(header, <u32>presence, Header_presence);
  store<u32>(header, <u32>entries, Header_entries);
  memory.fill(slots, 0, slotBytes);
  memory.fill(presence, 0, 1 << (PRESENCE_BITS - 3));
  countBySlot(slots, shift, presence);
  let sum: u32 = 0;
  for (let slot = slots; slot < slots + slotBytes; slot += 4) {
    spendOnWalk(slot, 4);
    sum += load<u32>(slot);
    store<u32>(slot, sum);
  }
  fillEntries(slots + 4, shift, entries);
  return makeLooseEntries();
}

function countKeys(): u32 {
  let count: u32 = 0;
  for (let i: u32 = 0; i < runCount; i++) {
    spendFuel(field(Header_itemsPerRun));
    const last = lastItem(i);
    // Bounded: the items of one run; their fuel is spent above.
    for (let item = firstItem(i); item < last; item += Item_size) count += <u32>load<u16>(item, Item_keyCount);
  }
  return count;
}

/** The shift that turns a key into a slot: about twice as many slots as keys, at least 2⁴, at most 2²². */
function slotShiftFor(keyCount: u32): u32 {
  return 32 - max<u32>(4, min<u32>(22, 32 - <u32>clz(keyCount * 2)));
}

// Each count is stored two slots further on. After adding up, slot s + 1 holds the start of slot s; placing the entries then
// moves it to their end, which is the start of slot s + 1.
function countBySlot(slots: usize, shift: u32, presence: usize): void {
  for (let i: u32 = 0; i < runCount; i++) {
    spendFuel(field(Header_itemsPerRun));
    const last = lastItem(i);
    // Bounded: the items of one run; their fuel is spent above.
    for (let item = firstItem(i); item < last; item += Item_size) {
      const count = <u32>load<u16>(item, Item_keyCount);
      if (count > 1) spendFuel(count);
      // Bounded: the keys of one item, at most 2^16; their fuel is spent above.
      for (let k: u32 = 0; k < count; k++) {
        const key = keyAt(item, count, k);
        const slot = slots + ((key >>> shift) << 2);
        store<u32>(slot, load<u32>(slot, 8) + 1, 8);
        insert(presence, key >>> (32 - PRESENCE_BITS));
      }
    }
  }
}

function fillEntries(starts: usize, shift: u32, entries: usize): void {
  for (let i: u32 = 0; i < runCount; i++) {
    spendFuel(field(Header_itemsPerRun));
    const last = lastItem(i);
    // Bounded: the items of one run; their fuel is spent above.
    for (let item = firstItem(i); item < last; item += Item_size) {
      const count = <u32>load<u16>(item, Item_keyCount);
      if (count > 1) spendFuel(count);
      // Bounded: the keys of one item, at most 2^16; their fuel is spent above.
      for (let k: u32 = 0; k < count; k++) {
        const start = starts + ((keyAt(item, count, k) >>> shift) << 2);
        const at = load<u32>(start);
        store<u32>(start, at + 1);
        writeEntry(entries + at * Entry_size, item);
      }
    }
  }
}

function makeLooseEntries(): bool {
  let count: u32 = 0;
  for (let i: u32 = 0; i < runCount; i++) {
    spendFuel(field(Header_itemsPerRun));
    const last = lastItem(i);
    // Bounded: the items of one run; their fuel is spent above.
    for (let item = firstItem(i); item < last; item += Item_size) count += u32(load<u16>(item, Item_kind) == 0);
  }
  let entry = take(count * Entry_size);
  if (!entry) return false;
  store<u32>(header, <u32>entry, Header_looseEntries);
  store<u32>(header, count, Header_looseCount);
  for (let i: u32 = 0; count > 0 && i < runCount; i++) {
    spendFuel(field(Header_itemsPerRun));
    const last = lastItem(i);
    // Bounded: the items of one run; their fuel is spent above.
    for (let item = firstItem(i); item < last; item += Item_size) {
      if (load<u16>(item, Item_kind)) continue;
      writeEntry(entry, item);
      entry += Entry_size;
    }
  }
  return true;
}

function writeEntry(entry: usize, item: usize): void {
  store<u32>(entry, load<u32>(item, Item_value), Entry_value);
  store<u32>(entry, load<u32>(item, Item_mask), Entry_mask);
  store<u32>(entry, load<u32>(item, Item_run), Entry_run);
  // Both distances, which lie side by side in the item too.
  store<u32>(entry, load<u32>(item, Item_checkDelta), Entry_checkDelta);
}

function makePairTable(hasty: bool): bool {
  const kinds = take(BUCKET_COUNT << 2);
  const table = take(PAIR_TABLE_SIZE);
  const items = allocate((runCount * field(Header_itemsPerRun)) << 2);
  if (!kinds || !table || !items) return false;
  store<u32>(header, <u32>kinds, Header_bucketKinds);
  store<u32>(header, <u32>table, Header_pairTable);
  let next = items;
  for (let i: u32 = 0; i < runCount; i++) {
    spendFuel(field(Header_itemsPerRun));
    const last = lastItem(i);
    // Bounded: the items of one run; their fuel is spent above.
    for (let item = firstItem(i); item < last; item += Item_size) {
      store<u32>(next, <u32>item);
      next += 4;
    }
  }
  return fillPairTable(table, kinds, items, <u32>((next - items) >> 2), hasty);
}

// @ts-ignore: decorator
@inline
function firstItem(index: u32): usize {
  return load<u32>(list + (index << 2));
}

// @ts-ignore: decorator
@inline
function lastItem(index: u32): usize {
  return firstItem(index) + field(Header_itemsPerRun) * Item_size;
}

// @ts-ignore: decorator
@inline
function keyAt(item: usize, count: u32, index: u32): u32 {
  const keys = load<u32>(item, Item_keys);
  return count == 1 ? keys : load<u32>(keys + (index << 2));
}

// A field of the header of the compiler's tables.
// @ts-ignore: decorator
@inline
function field(offset: u32): u32 {
  return load<u32>(MemoryMap_constants + offset);
}

// Memory for a part of the selection; 0 if there is none.
function take(size: u32): usize {
  if (!end) return allocate(size);
  const address = next;
  next += (size + 15) & ~15;
  return next <= end ? address : 0;
}

/** The size of a bit set in bytes. */
function setSize(count: u32): u32 {
  return (count + 7) >> 3;
}

/** Whether a bit set has a member. */
// @ts-ignore: decorator
@inline
export function contains(set: usize, member: u32): bool {
  return <bool>((load<u8>(set + (member >>> 3)) >> <u8>(member & 7)) & 1);
}

// Adds a member to a bit set; false if it was in the set already.
function insert(set: usize, member: u32): bool {
  const address = set + (member >>> 3);
  const bits = load<u8>(address);
  const bit = <u8>(<u32>1 << (member & 7));
  store<u8>(address, bits | bit);
  return !(bits & bit);
}
