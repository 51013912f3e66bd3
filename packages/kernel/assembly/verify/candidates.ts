// From candidates to runs. A candidate is a place where the filter allows some run. A hash of the bytes around it leads to the
// runs to try. Each run is filed under the kind of key that leaves the fewest runs to try (KeyKind in
// contract/src/search-layout.ts). Its entry holds four more bytes of the run, so most entries fail without loading the run.
import { dataAddress } from "../memory/data";
import {
  Entry_checkDelta,
  Entry_mask,
  Entry_run,
  Entry_size,
  Entry_startDelta,
  Entry_value,
  KEY_MULTIPLIER,
  KeyKind_around,
  KeyKind_difference,
  KeyKind_next,
  KeyKind_pair,
  KeyKind_pairEarlier,
  KeyKind_pairLater,
  KeyKind_three,
  KeyKind_threeEarlier,
  KeyKind_threeLater,
  KeySalt_around,
  KeySalt_difference,
  KeySalt_next,
  KeySalt_pair,
  KeySalt_pairEarlier,
  KeySalt_pairLater,
  KeySalt_three,
  KeySalt_threeEarlier,
  KeySalt_threeLater,
  LOOSE_BUCKET,
  PRESENCE_BITS,
} from "../generated/search-layout";
import { spendFuel } from "../memory/fuel";
import { verifyRun } from "./families";
import { bucketKinds, entries, looseCount, looseEntries, presence, slotShift, slots } from "../memory/table-header";

/** A record of the list of candidates: the bits of the buckets, the distance from the base. */
export const Candidate_size: usize = 8;

/** Fuel is spent once in this many bytes of candidates, four units for each, and on lists of entries that are longer than a few. */
const CANDIDATE_STRETCH: usize = 64 * Candidate_size;
const CANDIDATE_FUEL: u32 = 256;
const MANY_ENTRIES: u32 = 16;

const FOUR_BYTES: u32 = KeyKind_next | KeyKind_around;

/** Verifies the candidates in the list from `candidate` to `end`. */
export function verifyCandidates(candidate: usize, end: usize, base: u32): void {
  for (; candidate < end; candidate += Candidate_size) {
    if ((candidate & (CANDIDATE_STRETCH - 1)) < Candidate_size) spendFuel(CANDIDATE_FUEL);
    const buckets = load<u32>(candidate);
    const offset = base + load<u32>(candidate, 4);
    const bytes = fold(load<u64>(dataAddress + offset - 2, 0, 1));
    let kinds: u32 = 0;
    for (let bits = buckets; bits; bits &= bits - 1) kinds |= load<u32>(bucketKinds + (ctz(bits) << 2));
    if (kinds & KeyKind_next) tryKey(<u32>(bytes >> 16) ^ KeySalt_next, offset);
    if (kinds & KeyKind_around) tryKey(<u32>bytes ^ KeySalt_around, offset);
    if (kinds & ~FOUR_BYTES) tryShortKeys(kinds, bytes, offset);
    if (looseCount && (buckets >> LOOSE_BUCKET) & 1) tryEntries(looseEntries, looseEntries + looseCount * Entry_size, offset);
  }
}

function tryShortKeys(kinds: u32, bytes: u64, offset: u32): void {
  if (kinds & KeyKind_three) tryKey((<u32>(bytes >> 16) & 0xffffff) ^ KeySalt_three, offset);
  if (kinds & KeyKind_threeLater) tryKey((<u32>(bytes >> 24) & 0xffffff) ^ KeySalt_threeLater, offset);
  if (kinds & KeyKind_threeEarlier) tryKey((<u32>(bytes >> 8) & 0xffffff) ^ KeySalt_threeEarlier, offset);
  if (kinds & KeyKind_pair) tryKey((<u32>(bytes >> 16) & 0xffff) ^ KeySalt_pair, offset);
  if (kinds & KeyKind_pairLater) tryKey((<u32>(bytes >> 24) & 0xffff) ^ KeySalt_pairLater, offset);
  if (kinds & KeyKind_pairEarlier) tryKey((<u32>(bytes >> 8) & 0xffff) ^ KeySalt_pairEarlier, offset);
  if (kinds & KeyKind_difference) tryKey(differences(load<u32>(dataAddress + offset, 0, 1)) ^ KeySalt_difference, offset);
}

// Sets bit 5 of the bytes whose bit 6 is set: upper and lower case letters become equal, and little else.
// @ts-ignore: decorator
@inline
function fold(bytes: u64): u64 {
  return bytes | ((bytes >> 1) & 0x2020202020202020);
}

// @ts-ignore: decorator
@inline
function differences(bytes: u32): u32 {
  return (bytes ^ (bytes >> 8)) & 0xffffff;
}

// @ts-ignore: decorator
@inline
function tryKey(key: u32, offset: u32): void {
  const hash = key * KEY_MULTIPLIER;
  const bit = hash >> (32 - PRESENCE_BITS);
  if ((load<u8>(presence + (bit >> 3)) >> <u8>(bit & 7)) & 1) trySlot(slots + ((hash >> slotShift) << 2), offset);
}

function trySlot(slot: usize, offset: u32): void {
  const first = load<u32>(slot);
  const end = load<u32>(slot, 4);
  if (first != end) tryEntries(entries + first * Entry_size, entries + end * Entry_size, offset);
}

function tryEntries(entry: usize, end: usize, offset: u32): void {
  const address = dataAddress + offset;
  if (end - entry > MANY_ENTRIES * Entry_size) spendFuel(<u32>((end - entry) / Entry_size));
  // Bounded: the entries of one slot; their fuel is spent above if there are many.
  for (; entry < end; entry += Entry_size) {
    const bytes = load<u32>(address + load<i16>(entry, Entry_checkDelta), 0, 1);
    if ((bytes ^ load<u32>(entry, Entry_value)) & load<u32>(entry, Entry_mask)) continue;
    verifyRun(load<u32>(entry, Entry_run), offset + load<i16>(entry, Entry_startDelta));
  }
}
