// String operators of conditions. A string is one i64: address in the low half, byte length in the high half.
//
// The operators that ignore case fold ASCII here. If a byte is not ASCII, they return `askHost`: lower-casing Unicode needs
// tables, which every JavaScript host already has.

import { spendFuel } from "../memory/fuel";
import { MemoryMap_scratch, MemoryMap_scratchEnd } from "../generated/memory-map";
import { allocate } from "../memory/heap";

const askHost: i32 = 2;

// Long strings are walked in steps of this many bytes. Each step spends fuel.
const STEP: u32 = 4096;

// The end of the step that begins at `at`. Spends a unit of fuel for each turn of a loop over the step, which handles
// `bytesATurn` bytes in a turn.
function stepFrom(at: u32, length: u32, bytesATurn: u32): u32 {
  const size = min(length - at, STEP);
  if (length > STEP) spendFuel(size / bytesATurn);
  return at + size;
}

// @ts-ignore: decorator
@inline
function addressOf(text: i64): usize {
  return <usize>(<u32>text);
}

// @ts-ignore: decorator
@inline
function lengthOf(text: i64): u32 {
  return <u32>(text >>> 32);
}

export function stringEquals(left: i64, right: i64): i32 {
  const length = lengthOf(left);
  if (length != lengthOf(right)) return 0;
  return i32(commonPrefix(addressOf(left), addressOf(right), length) == length);
}

// Bytewise order: −1, 0 or 1.
export function stringCompare(left: i64, right: i64): i32 {
  const shorter = min(lengthOf(left), lengthOf(right));
  const common = commonPrefix(addressOf(left), addressOf(right), shorter);
  if (common < shorter) {
    return load<u8>(addressOf(left) + common) < load<u8>(addressOf(right) + common) ? -1 : 1;
  }
  return i32(lengthOf(left) > lengthOf(right)) - i32(lengthOf(left) < lengthOf(right));
}

export function stringStartsWith(text: i64, prefix: i64): i32 {
  const length = lengthOf(prefix);
  if (length > lengthOf(text)) return 0;
  return i32(commonPrefix(addressOf(text), addressOf(prefix), length) == length);
}

export function stringEndsWith(text: i64, suffix: i64): i32 {
  const length = lengthOf(suffix);
  if (length > lengthOf(text)) return 0;
  const start = addressOf(text) + (lengthOf(text) - length);
  return i32(commonPrefix(start, addressOf(suffix), length) == length);
}

export function stringContains(text: i64, wanted: i64): i32 {
  return contains(addressOf(text), lengthOf(text), addressOf(wanted), lengthOf(wanted), false);
}

export function stringEqualsNocase(left: i64, right: i64): i32 {
  if (!isAscii(left) || !isAscii(right)) return askHost;
  const length = lengthOf(left);
  return i32(length == lengthOf(right) && equalsFolded(addressOf(left), addressOf(right), length));
}

export function stringContainsNocase(text: i64, wanted: i64): i32 {
  if (!isAscii(text) || !isAscii(wanted)) return askHost;
  return contains(addressOf(text), lengthOf(text), addressOf(wanted), lengthOf(wanted), true);
}

export function stringStartsWithNocase(text: i64, prefix: i64): i32 {
  if (!isAscii(text) || !isAscii(prefix)) return askHost;
  const length = lengthOf(prefix);
  return i32(length <= lengthOf(text) && equalsFolded(addressOf(text), addressOf(prefix), length));
}

export function stringEndsWithNocase(text: i64, suffix: i64): i32 {
  if (!isAscii(text) || !isAscii(suffix)) return askHost;
  const length = lengthOf(suffix);
  if (length > lengthOf(text)) return 0;
  return i32(equalsFolded(addressOf(text) + (lengthOf(text) - length), addressOf(suffix), length));
}

// The length of the common prefix of the bytes at two addresses, at most `length`.
function commonPrefix(left: usize, right: usize, length: u32): u32 {
  let at: u32 = 0;
  while (at + 8 <= length) {
    const end = stepFrom(at, length, 8);
    // Bounded: STEP bytes; stepFrom spends fuel for them.
    for (; at + 8 <= end; at += 8) {
      const difference = load<u64>(left + at, 0, 1) ^ load<u64>(right + at, 0, 1);
      if (difference != 0) return at + <u32>(ctz(difference) >> 3);
    }
  }
  // Bounded: at most 7 bytes.
  while (at < length && load<u8>(left + at) == load<u8>(right + at)) at += 1;
  return at;
}

function isAscii(text: i64): bool {
  const start = addressOf(text);
  const length = lengthOf(text);
  let at: u32 = 0;
  while (at + 8 <= length) {
    const end = stepFrom(at, length, 8);
    // Bounded: STEP bytes; stepFrom spends fuel for them.
    for (; at + 8 <= end; at += 8) if ((load<u64>(start + at, 0, 1) & 0x8080808080808080) != 0) return false;
  }
  // Bounded: at most 7 bytes.
  for (; at < length; at += 1) if (load<u8>(start + at) >= 0x80) return false;
  return true;
}

function folded(byte: u32): u32 {
  return byte - 0x41 < 26 ? byte | 0x20 : byte;
}

function equalsFolded(left: usize, right: usize, length: u32): bool {
  for (let at: u32 = 0; at < length; ) {
    const end = stepFrom(at, length, 1);
    // Bounded: STEP bytes; stepFrom spends fuel for them.
    for (; at < end; at += 1) if (folded(load<u8>(left + at)) != folded(load<u8>(right + at))) return false;
  }
  return true;
}

// Needles of at most this length, and needles in short texts, are compared at each place of the text. Others are searched
// with a prefix table (Knuth, Morris, Pratt), which takes linear time for any bytes.
const placeByPlace: u32 = 8;

function contains(text: usize, length: u32, wanted: usize, wantedLength: u32, fold: bool): i32 {
  if (wantedLength == 0) return 1;
  if (wantedLength > length) return 0;
  if (wantedLength <= placeByPlace || length <= 256) {
    return containsByPlace(text, length, wanted, wantedLength, fold);
  }
  const size = wantedLength << 2;
  const table = size <= MemoryMap_scratchEnd - MemoryMap_scratch ? MemoryMap_scratch : allocate(size);
  if (table == 0) return containsByPlace(text, length, wanted, wantedLength, fold);
  fillPrefixTable(table, wanted, wantedLength, fold);
  return containsByTable(text, length, wanted, wantedLength, fold, table);
}

function containsByPlace(text: usize, length: u32, wanted: usize, wantedLength: u32, fold: bool): i32 {
  const places = length - wantedLength + 1;
  for (let at: u32 = 0; at < places; ) {
    const end = stepFrom(at, places, 1);
    // Bounded: STEP places; stepFrom spends fuel for them, and the line below for long common beginnings.
    for (; at < end; at += 1) {
      let matched: u32 = 0;
      // Bounded: the text of the operator; fuel is spent below.
      while (matched < wantedLength && byteAt(text + at + matched, fold) == byteAt(wanted + matched, fold)) matched += 1;
      if (matched > placeByPlace) spendFuel(matched);
      if (matched == wantedLength) return 1;
    }
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function byteAt(address: usize, fold: bool): u32 {
  const byte = <u32>load<u8>(address);
  return fold ? folded(byte) : byte;
}

// Entry `i` is the length of the longest proper prefix of the needle that is also a suffix of its first i + 1 bytes.
function fillPrefixTable(table: usize, wanted: usize, wantedLength: u32, fold: bool): void {
  store<u32>(table, 0);
  let matched: u32 = 0;
  for (let at: u32 = 1; at < wantedLength; ) {
    const end = stepFrom(at, wantedLength, 1);
    // Bounded: STEP bytes; stepFrom spends fuel for them.
    for (; at < end; at += 1) {
      matched = advance(wanted, byteAt(wanted + at, fold), matched, fold, table);
      store<u32>(table + (at << 2), matched);
    }
  }
}

function containsByTable(
  text: usize,
  length: u32,
  wanted: usize,
  wantedLength: u32,
  fold: bool,
  table: usize,
): i32 {
  let matched: u32 = 0;
  for (let at: u32 = 0; at < length; ) {
    const end = stepFrom(at, length, 1);
    // Bounded: STEP bytes; stepFrom spends fuel for them.
    for (; at < end; at += 1) {
      matched = advance(wanted, byteAt(text + at, fold), matched, fold, table);
      if (matched == wantedLength) return 1;
    }
  }
  return 0;
}

// The length of the longest prefix of the needle that ends with `byte`, if the longest one before that byte has `matched` bytes.
// @ts-ignore: decorator
@inline
function advance(wanted: usize, byte: u32, matched: u32, fold: bool, table: usize): u32 {
  let length = matched;
  // Bounded: each turn makes `length` smaller, and each byte makes it larger by one at most.
  while (length > 0 && byteAt(wanted + length, fold) != byte) length = load<u32>(table + ((length - 1) << 2));
  return byteAt(wanted + length, fold) == byte ? length + 1 : length;
}
