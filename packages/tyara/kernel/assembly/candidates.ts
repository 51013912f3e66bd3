// From candidates to runs. A candidate is a place where the filter thinks that some run may be; which one says a hash
// of the bytes around it. Every run was filed under the key kind that leaves the fewest to try (layout.ts, KeyKind);
// each entry carries four more bytes of its run, so that most fail without the run being loaded.
import { dataAddress } from "./data";
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
  KeySalt_around,
  KeySalt_difference,
  KeySalt_next,
  KeySalt_pair,
} from "./generated/layout";
import { isInLooseBucket } from "./pair-filter";
import { verifyRun } from "./runs";
import { entries, keyKinds, looseCount, looseEntries, slotShift, slots } from "./tables";

/** Verifies the candidates in the list of u16 distances from `base`. */
export function verifyCandidates(list: usize, count: u32, base: u32): void {
  const kinds = keyKinds;
  for (const end = list + count * 2; list < end; list += 2) {
    const offset = base + load<u16>(list);
    const address = dataAddress + offset;
    if (kinds & KeyKind_next) tryKey(fold(load<u32>(address)) ^ KeySalt_next, offset);
    if (kinds & KeyKind_around) tryKey(fold(load<u32>(address - 2)) ^ KeySalt_around, offset);
    if (kinds & KeyKind_pair) tryKey(fold(load<u16>(address)) ^ KeySalt_pair, offset);
    if (kinds & KeyKind_difference) tryKey(differences(load<u32>(address)) ^ KeySalt_difference, offset);
    if (looseCount && isInLooseBucket(offset)) tryEntries(looseEntries, looseEntries + looseCount * Entry_size, offset);
  }
}

// Sets bit 5 of the bytes whose bit 6 is set: upper and lower case letters become equal, and little else.
// @ts-ignore: decorator
@inline
function fold(bytes: u32): u32 {
  return bytes | ((bytes >> 1) & 0x20202020);
}

// @ts-ignore: decorator
@inline
function differences(bytes: u32): u32 {
  return (bytes ^ (bytes >> 8)) & 0xffffff;
}

function tryKey(key: u32, offset: u32): void {
  const slot = slots + (((key * KEY_MULTIPLIER) >> slotShift) << 2);
  const first = load<u32>(slot);
  const end = load<u32>(slot, 4);
  if (first != end) tryEntries(entries + first * Entry_size, entries + end * Entry_size, offset);
}

function tryEntries(entry: usize, end: usize, offset: u32): void {
  const address = dataAddress + offset;
  for (; entry < end; entry += Entry_size) {
    const bytes = load<u32>(address + load<i16>(entry, Entry_checkDelta));
    if ((bytes ^ load<u32>(entry, Entry_value)) & load<u32>(entry, Entry_mask)) continue;
    verifyRun(load<u32>(entry, Entry_run), offset + load<i16>(entry, Entry_startDelta));
  }
}
