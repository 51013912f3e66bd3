// The header of the search tables, copied into globals when a search begins.
import {
  Header_anchored,
  Header_anchoredCount,
  Header_chainCount,
  Header_chains,
  Header_entries,
  Header_bucketKinds,
  Header_looseCount,
  Header_looseEntries,
  Header_pairStride,
  Header_pairTable,
  Header_presence,
  Header_rarePairCount,
  Header_rarePairs,
  Header_realPatternCount,
  Header_regexpCount,
  Header_slotShift,
  Header_slots,
  Header_subPatterns,
} from "./generated/layout";
import { MemoryMap_constants } from "./generated/memory-map";

export let pairTable: usize = 0;
export let pairStride: u32 = 0;
export let slots: usize = 0;
export let slotShift: u32 = 0;
export let bucketKinds: usize = 0;
export let entries: usize = 0;
export let presence: usize = 0;
export let looseEntries: usize = 0;
export let looseCount: u32 = 0;
export let subPatterns: usize = 0;
export let realPatternCount: u32 = 0;
export let regexpCount: u32 = 0;
export let anchored: usize = 0;
export let anchoredCount: u32 = 0;
export let chains: usize = 0;
export let chainCount: u32 = 0;
export let rarePairs: usize = 0;
export let rarePairCount: u32 = 0;

export function readHeader(): void {
  pairTable = field(Header_pairTable);
  pairStride = field(Header_pairStride);
  slots = field(Header_slots);
  slotShift = field(Header_slotShift);
  bucketKinds = field(Header_bucketKinds);
  entries = field(Header_entries);
  presence = field(Header_presence);
  looseEntries = field(Header_looseEntries);
  looseCount = field(Header_looseCount);
  subPatterns = field(Header_subPatterns);
  realPatternCount = field(Header_realPatternCount);
  regexpCount = field(Header_regexpCount);
  anchored = field(Header_anchored);
  anchoredCount = field(Header_anchoredCount);
  chains = field(Header_chains);
  chainCount = field(Header_chainCount);
  rarePairs = field(Header_rarePairs);
  rarePairCount = field(Header_rarePairCount);
}

function field(offset: u32): u32 {
  return load<u32>(MemoryMap_constants + offset);
}
