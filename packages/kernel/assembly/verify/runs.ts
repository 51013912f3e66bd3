// Verifies byte runs: compares the whole run with the data. If the run is there, each of its users hears of it: a sub-pattern that
// is this run gets a match, a regexp that contains it gets a window. A run that many rules share is compared once.
import { decodes } from "./base64";
import { splat } from "../memory/bytes-in-words";
import { hasCompanion } from "./companion";
import { byteAt, dataAddress, dataLength } from "../memory/data";
import {
  ClassCheck_offset,
  ClassCheck_set,
  ClassCheck_size,
  RunFlag_xor,
  Run_classCount,
  Run_classes,
  Run_flags,
  Run_length,
  Run_size,
  Run_userCount,
  Run_users,
  Run_xorKeys,
  SubPatternFlag_base64,
  SubPatternFlag_regexp,
  SubPatternFlag_wide,
  SubPattern_flags,
  SubPattern_length,
  SubPattern_startDelta,
  User_size,
  User_subPattern,
} from "../generated/search-layout";
import { spendFuel } from "../memory/fuel";
import { NO_KEY, emitMatchWithKey, isWanted, subPatternAt } from "../matches/matches";
import { isQuiet, tellRegexp } from "../regexp/run-hits";
import { contains } from "../select/selection";
import { wantedSubPatterns } from "../memory/table-header";

/** For longer runs the comparison costs more than everything else, so it spends fuel. */
const LONG: u32 = 1024;
/** More classes cost more than the bytes of most runs, so their comparison spends fuel. */
const MANY_CLASSES: u32 = 32;
/** More users cost more than finding the run, so fuel is spent on them. */
const MANY_USERS: u32 = 16;

/**
 * Compares the run at an offset of the data and tells its users. Returns whether the run is there. Offsets outside the data
 * fail; those before the data have wrapped around to large numbers.
 */
export function compareRun(run: usize, start: u32): bool {
  const length = load<u32>(run, Run_length);
  if (<u64>start + length > dataLength || isQuiet(run, start)) return false;
  if (length > LONG) spendFuel(length >> 6);
  if (load<u32>(run, Run_flags) & RunFlag_xor) return compareXorRun(run, start, length);
  if (!equals(run, start, length, 0) || !hasClasses(run, start)) return false;
  tellUsers(run, start, NO_KEY);
  return true;
}

// The first byte gives the key; the other bytes must agree with it.
function compareXorRun(run: usize, start: u32, length: u32): bool {
  const key = byteAt(start) ^ load<u8>(run + Run_size);
  const keys = load<u32>(run, Run_xorKeys);
  if (key < (keys & 255) || key > keys >> 8 || !equals(run, start, length, key)) return false;
  tellUsers(run, start, key);
  return true;
}

// Compares blocks of 16 bytes. After the end of the run the mask is zero, so reading a little beyond the data is harmless.
function equals(run: usize, start: u32, length: u32, key: u32): bool {
  let block = run + Run_size;
  let address = dataAddress + start;
  const end = address + length;
  // Bounded: compareRun spends fuel for runs that are longer than LONG; verifyMembers for beginnings.
  do {
    if (ASC_FEATURE_SIMD ? differs(address, block, key) : differsInWords(address, block, splat(key))) return false;
    block += 32;
    address += 16;
  } while (address < end);
  return true;
}

/** Whether the first `length` bytes of a run are there; if the run has xor keys, under the key that its first byte gives. */
export function beginsAt(run: usize, start: u32, length: u32): bool {
  const key = load<u32>(run, Run_flags) & RunFlag_xor ? byteAt(start) ^ load<u8>(run + Run_size) : 0;
  const whole = length & ~15;
  if (whole && !equals(run, start, whole, key)) return false;
  let place = run + Run_size + (whole << 1);
  // Bounded: 15 bytes.
  for (let at = whole; at < length; at++, place++) {
    if ((byteAt(start + at) ^ key ^ load<u8>(place)) & load<u8>(place, 16)) return false;
  }
  return true;
}

// @ts-ignore: decorator
@inline
function differs(address: usize, block: usize, key: u32): bool {
  const difference = v128.xor(v128.xor(v128.load(address), i8x16.splat(<i8>key)), v128.load(block));
  return v128.any_true(v128.and(difference, v128.load(block, 16)));
}

function differsInWords(address: usize, block: usize, keys: u32): bool {
  // Bounded: 16 bytes.
  for (const end = block + 16; block < end; block += 4) {
    if ((load<u32>(address, 0, 1) ^ keys ^ load<u32>(block)) & load<u32>(block, 16)) return true;
    address += 4;
  }
  return false;
}

function hasClasses(run: usize, start: u32): bool {
  let check = load<u32>(run, Run_classes);
  const end = check + load<u32>(run, Run_classCount) * ClassCheck_size;
  if (end - check > MANY_CLASSES * ClassCheck_size) spendFuel(<u32>(end - check) / ClassCheck_size);
  // Bounded: the classes of one run; their fuel is spent above if there are many.
  for (; check < end; check += ClassCheck_size) {
    const byte = byteAt(start + load<u32>(check, ClassCheck_offset));
    if (!hasByte(load<u32>(check, ClassCheck_set), byte)) return false;
  }
  return true;
}

/** Tells the users of a run that was compared already. Returns false if the hit is known to add nothing (`isQuiet`). */
export function tellRun(run: usize, start: u32): bool {
  if (isQuiet(run, start)) return false;
  tellUsers(run, start, NO_KEY);
  return true;
}

function tellUsers(run: usize, start: u32, key: i32): void {
  let user = load<u32>(run, Run_users);
  const userCount = load<u32>(run, Run_userCount);
  const end = user + userCount * User_size;
  if (userCount > MANY_USERS) spendFuel(userCount << 1);
  // Bounded: the users of one run; their fuel is spent above if there are many.
  for (; user < end; user += User_size) {
    const index = load<u32>(user, User_subPattern);
    if (wantedSubPatterns && !contains(wantedSubPatterns, index)) continue;
    const subPattern = subPatternAt(index);
    if (!isWanted(subPattern)) continue;
    const flags = load<u32>(subPattern, SubPattern_flags);
    if (flags & SubPatternFlag_regexp) {
      if (hasCompanion(user, start)) tellRegexp(index, user, start, userCount == 1 ? run : 0);
    } else if (flags & SubPatternFlag_base64) tellBase64(index, subPattern, flags, run, start);
    else emitMatchWithKey(index, start + load<u32>(subPattern, SubPattern_startDelta), load<u32>(subPattern, SubPattern_length), key);
  }
}

// @ts-ignore: decorator
@inline
function hasByte(set: usize, byte: u32): bool {
  return <bool>((load<u8>(set + (byte >> 3)) >> <u8>(byte & 7)) & 1);
}

function tellBase64(index: u32, subPattern: usize, flags: u32, run: usize, start: u32): void {
  const length = load<u32>(run, Run_length);
  const characters = flags & SubPatternFlag_wide ? (length + 1) >> 1 : length;
  if (!decodes(subPattern, start, characters)) return;
  emitMatchWithKey(index, start + load<u32>(subPattern, SubPattern_startDelta), load<u32>(subPattern, SubPattern_length), NO_KEY);
}
