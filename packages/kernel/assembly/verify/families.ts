// Families: runs that begin alike, all of which would be candidates at the same place. A binary search on their lengths finds
// those that are there. At each length that the search tries, the hash of the data is looked up among the beginnings of longer
// members. Prefix sums, made once for each byte of the data, give the hash of any stretch. So a place takes as many steps as
// the number of lengths has bits, whatever the number of members.
//
// A hash may collide. So the longest beginning found is compared with the data. If it differs, members are tried one by one.
import { byteAt, dataLength } from "../memory/data";
import { spendFuel } from "../memory/fuel";
import {
  FamilyLength_length,
  FamilyLength_power,
  FamilyLength_size,
  Family_lengthCount,
  Family_lengths,
  Family_markerShift,
  Family_markers,
  Family_memberCount,
  Family_members,
  Family_symbols,
  HASH_BASE,
  KEY_MULTIPLIER,
  MAX_FAMILY_LENGTH,
  Marker_hash,
  Marker_length,
  Marker_member,
  Marker_run,
  Marker_size,
  Member_run,
  Member_shorter,
  Member_size,
  Run_family,
  Run_length,
  Symbols_bytes,
  Symbols_caseless,
  Symbols_differences,
} from "../generated/search-layout";
import { allocate } from "../memory/heap";
import { beginsAt, compareRun, tellRun } from "./runs";

// For each kind of symbols: the sums of hashes, the offset of the first and of the last.
const Sums_address: u32 = 0;
const Sums_from: u32 = 4;
const Sums_to: u32 = 8;
const Sums_size: u32 = 16;
const KINDS: u32 = 3;

/** How many of the latest sums are kept. */
const SUM_COUNT: u32 = 8 * MAX_FAMILY_LENGTH;

let sums: usize = 0;
// Whether a family is being verified.
let isInside: bool = false;

/** Call this at the start of a search, after the heap was reset. */
export function beginFamilies(): void {
  sums = 0;
  isInside = false;
}

/** Verifies a run at an offset of the data and, if it is there, the family that begins or ends with it. */
export function verifyRun(run: usize, start: u32): void {
  if (compareRun(run, start)) verifyFamilyOf(run, start);
}

function verifyFamilyOf(run: usize, start: u32): void {
  const family = load<u32>(run, Run_family);
  if (family) verifyFamily(family, start);
}

/**
 * Verifies the members of a family where their common beginning was found. Members do not lead to families.
 *
 * Bounded: `isInside` ends the recursion of damaged tables.
 */
function verifyFamily(family: usize, start: u32): void {
  if (isInside) return;
  isInside = true;
  verifyMembers(family, start);
  isInside = false;
}

function verifyMembers(family: usize, start: u32): void {
  spendFuel(4);
  const symbols = load<u32>(family, Family_symbols);
  if (!openSums(symbols)) {
    verifyAll(family, start);
    return;
  }
  const marker = lastMarker(family, symbols, start);
  if (!marker) return;
  const length = load<u32>(marker, Marker_length);
  spendFuel((length >> 5) + 1);
  const byteLength = symbols == Symbols_differences ? length + 1 : length;
  if (!beginsAt(load<u32>(marker, Marker_run), start, byteLength)) {
    verifyAll(family, start);
    return;
  }
  for (let member: usize = load<u32>(marker, Marker_member); member; member = load<u32>(member, Member_shorter)) {
    spendFuel(2);
    const run: usize = load<u32>(member, Member_run);
    // Not compared yet: xor keys, and the ends of very long runs.
    if (symbols == Symbols_differences || load<u32>(run, Run_length) > length) verifyRun(run, start);
    else if (tellRun(run, start)) verifyFamilyOf(run, start);
  }
}

function verifyAll(family: usize, start: u32): void {
  let member: usize = load<u32>(family, Family_members);
  const end = member + load<u32>(family, Family_memberCount) * Member_size;
  for (; member < end; member += Member_size) {
    spendFuel(4);
    verifyRun(load<u32>(member, Member_run), start);
  }
}

// The longest beginning, of those that the search tries, whose hash the data has at `start`; 0 if there is none.
function lastMarker(family: usize, symbols: u32, start: u32): usize {
  const lengths: usize = load<u32>(family, Family_lengths);
  const room = min(MAX_FAMILY_LENGTH, dataLength - start - u32(symbols == Symbols_differences));
  let found: usize = 0;
  let low: u32 = 0;
  let high = load<u32>(family, Family_lengthCount);
  while (low < high) {
    const middle = (low + high) >>> 1;
    const record = lengths + middle * FamilyLength_size;
    const length = load<u32>(record, FamilyLength_length);
    const marker = length <= room ? findMarker(family, hashOf(symbols, start, length, load<u32>(record, FamilyLength_power)), length) : 0;
    if (marker) {
      found = marker;
      low = middle + 1;
    } else high = middle;
  }
  return found;
}

function findMarker(family: usize, hash: u32, length: u32): usize {
  const shift = load<u32>(family, Family_markerShift);
  const table: usize = load<u32>(family, Family_markers);
  const last = (<u32>1 << (32 - shift)) - 1;
  let slot = ((hash ^ length) * KEY_MULTIPLIER) >>> shift;
  for (let left = last; left; left--) {
    const marker = table + slot * Marker_size;
    const known = load<u32>(marker, Marker_length);
    if (known == 0) return 0;
    if (known == length && load<u32>(marker, Marker_hash) == hash) return marker;
    slot = (slot + 1) & last;
    if ((slot & 15) == 0) spendFuel(16);
  }
  return 0;
}

// The hash of so many symbols from `start` on.
function hashOf(symbols: u32, start: u32, length: u32, power: u32): u32 {
  const record = sums + symbols * Sums_size;
  const end = start + length;
  let from = load<u32>(record, Sums_from);
  if (start < from || start > load<u32>(record, Sums_to) || end - from >= SUM_COUNT) {
    from = start;
    store<u32>(record, start, Sums_from);
    store<u32>(record, start, Sums_to);
    store<u32>(load<u32>(record, Sums_address), 0);
  }
  const first: usize = load<u32>(record, Sums_address);
  if (end > load<u32>(record, Sums_to)) extendSums(record, symbols, end);
  return load<u32>(first + ((end - from) << 2)) - load<u32>(first + ((start - from) << 2)) * power;
}

function extendSums(record: usize, symbols: u32, end: u32): void {
  const to = load<u32>(record, Sums_to);
  spendFuel(end - to);
  let sum: usize = load<u32>(record, Sums_address) + ((to - load<u32>(record, Sums_from)) << 2);
  let hash = load<u32>(sum);
  // Bounded: their fuel is spent above.
  for (let at = to; at < end; at++) {
    hash = hash * HASH_BASE + symbolAt(symbols, at) + 1;
    sum += 4;
    store<u32>(sum, hash);
  }
  store<u32>(record, end, Sums_to);
}

// @ts-ignore: decorator
@inline
function symbolAt(symbols: u32, at: u32): u32 {
  const byte = byteAt(at);
  if (symbols == Symbols_bytes) return byte;
  if (symbols == Symbols_caseless) return byte - 0x41 < 26 ? byte | 0x20 : byte;
  return byte ^ byteAt(at + 1);
}

// False when there is no memory for sums.
function openSums(symbols: u32): bool {
  if (!sums) {
    sums = allocate(KINDS * Sums_size);
    if (!sums) return false;
    memory.fill(sums, 0, KINDS * Sums_size);
  }
  const record = sums + symbols * Sums_size;
  if (load<u32>(record, Sums_address)) return true;
  const address = allocate((SUM_COUNT + 1) << 2);
  if (!address) return false;
  store<u32>(record, <u32>address, Sums_address);
  // Nothing is there yet: no place lies between the two.
  store<u32>(record, 1, Sums_from);
  store<u32>(record, 0, Sums_to);
  return true;
}
