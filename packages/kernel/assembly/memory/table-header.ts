// The header of the search tables in use, copied into globals.
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
  Header_wantedPatternCount,
  Header_wantedSubPatterns,
} from "../generated/search-layout";

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
/** The address of a bit set of the sub-patterns to look for; 0: all of them. */
export let wantedSubPatterns: usize = 0;
export let wantedPatternCount: u32 = 0;

/** Makes the search use the tables of this header. */
export function readHeader(header: usize): void {
  pairTable = load<u32>(header, Header_pairTable);
  pairStride = load<u32>(header, Header_pairStride);
  slots = load<u32>(header, Header_slots);
  slotShift = load<u32>(header, Header_slotShift);
  bucketKinds = load<u32>(header, Header_bucketKinds);
  entries = load<u32>(header, Header_entries);
  presence = load<u32>(header, Header_presence);
  looseEntries = load<u32>(header, Header_looseEntries);
  looseCount = load<u32>(header, Header_looseCount);
  subPatterns = load<u32>(header, Header_subPatterns);
  realPatternCount = load<u32>(header, Header_realPatternCount);
  regexpCount = load<u32>(header, Header_regexpCount);
  anchored = load<u32>(header, Header_anchored);
  anchoredCount = load<u32>(header, Header_anchoredCount);
  chains = load<u32>(header, Header_chains);
  chainCount = load<u32>(header, Header_chainCount);
  rarePairs = load<u32>(header, Header_rarePairs);
  rarePairCount = load<u32>(header, Header_rarePairCount);
  wantedSubPatterns = load<u32>(header, Header_wantedSubPatterns);
  wantedPatternCount = load<u32>(header, Header_wantedPatternCount);
  const most: u32 = <u32>memory.size() << 12;
  // Each of these records has at least 16 bytes, so a count above this limit means damaged tables.
  if (max(max(max(regexpCount, anchoredCount), max(chainCount, looseCount)), max(rarePairCount, realPatternCount)) > most) unreachable();
}
