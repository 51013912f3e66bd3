// Statistics of bytes as YARA defines them, which are those of the program `ent`. Results agree to the last bit with
// those of the module in TypeScript (packages/modules/src/math): integers are exact, and where doubles are rounded the order of operations is the same.
import { spendFuel } from "../memory/fuel";
import { MemoryMap_byteCounts, MemoryMap_entropyTerms, MemoryMap_scratch } from "../generated/memory-map";
import { length, pieceFrom, pieceLength, takePiece } from "./pieces";

// @ts-ignore: decorator
@external("tyara", "log2")
declare function log2(x: f64): f64;

const COUNTS_SIZE: u32 = 0x400;
const LAST_COUNT: u32 = COUNTS_SIZE - 4;
const BLOCK: u32 = 16;
/** Blocks of which a lane of 8 bits can count one byte. */
const COUNTED_BLOCKS: u32 = 255;

/** How often one byte occurs. */
export function occurrences(byte: u32): u32 {
  let found: u32 = 0;
  while (takePiece()) {
    const at = pieceFrom;
    const size = pieceLength;
    spendFuel(size >> 4);
    found += ASC_FEATURE_SIMD ? occurrencesInPiece(at, size, byte) : occurrencesByByte(at, at + size, byte);
  }
  return found;
}

function occurrencesByByte(from: usize, end: usize, byte: u32): u32 {
  let found: u32 = 0;
  // Bounded: one piece; the caller spends fuel for it.
  for (let at = from; at < end; at += 1) found += u32(load<u8>(at) == byte);
  return found;
}

/** What is no whole block is looked at as the end of one: there are readable bytes before the data. */
function occurrencesInPiece(from: usize, size: u32, byte: u32): u32 {
  const tail = size & (BLOCK - 1);
  const found = occurrencesInBlocks(from, from + (size - tail), byte);
  if (tail == 0) return found;
  const last = i8x16.eq(v128.load(from + size - BLOCK, 0, 1), i8x16.splat(<i8>byte));
  return found + popcnt<u32>(i8x16.bitmask(last) >>> (BLOCK - tail));
}

// Bounded: one piece; the caller spends fuel for it.
function occurrencesInBlocks(from: usize, end: usize, byte: u32): u32 {
  const wanted = i8x16.splat(<i8>byte);
  let sums = i64x2.splat(0);
  for (let at = from; at < end; ) {
    const last = min(end, at + COUNTED_BLOCKS * BLOCK);
    let counts = i64x2.splat(0);
    for (; at < last; at += BLOCK) counts = i8x16.sub(counts, i8x16.eq(v128.load(at, 0, 1), wanted));
    sums = i32x4.add(sums, fourSums(counts));
  }
  return sumOfFour(sums);
}

/** The sum of the bytes. */
export function sumOf(): u64 {
  let sum: u64 = 0;
  while (takePiece()) {
    spendFuel(pieceLength >> 4);
    const end = pieceFrom + pieceLength;
    const tail = ASC_FEATURE_SIMD ? pieceFrom + (pieceLength & ~(BLOCK - 1)) : pieceFrom;
    if (ASC_FEATURE_SIMD) sum += sumOfBlocks(pieceFrom, tail);
    // Bounded: one piece; its fuel is spent above.
    for (let at = tail; at < end; at += 1) sum += load<u8>(at);
  }
  return sum;
}

function sumOfBlocks(from: usize, end: usize): u32 {
  let sums = i64x2.splat(0);
  // Bounded: one piece; the caller spends fuel for it.
  for (let at = from; at < end; at += BLOCK) sums = i32x4.add(sums, fourSums(v128.load(at, 0, 1)));
  return sumOfFour(sums);
}

// @ts-ignore: decorator
@inline
function fourSums(bytes: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes));
}

// @ts-ignore: decorator
@inline
function sumOfFour(sums: v128): u32 {
  return (
    i32x4.extract_lane(sums, 0) +
    i32x4.extract_lane(sums, 1) +
    i32x4.extract_lane(sums, 2) +
    i32x4.extract_lane(sums, 3)
  );
}

/** Counts every byte, in `byteCounts`. */
export function countBytes(): void {
  memory.fill(MemoryMap_byteCounts, 0, COUNTS_SIZE);
  if (length >= 4 * COUNTS_SIZE) countInFours();
  while (takePiece()) {
    spendFuel((pieceLength >> 2) + 64);
    const end = pieceFrom + pieceLength;
    // Bounded: one piece; its fuel is spent above.
    for (let at = pieceFrom; at < end; at += 1) countByte(load<u8>(at));
  }
}

/** Where neighbours are counted. Perf: as constants they are part of the instructions. */
const FIRSTS: usize = MemoryMap_scratch;
const SECONDS: usize = MemoryMap_scratch + COUNTS_SIZE;
const THIRDS: usize = MemoryMap_scratch + 2 * COUNTS_SIZE;
const FOURTHS: usize = MemoryMap_scratch + 3 * COUNTS_SIZE;

/** Neighbours are counted in different tables: equal bytes would wait for each other. Leaves fewer than eight bytes. */
function countInFours(): void {
  memory.fill(MemoryMap_scratch, 0, 4 * COUNTS_SIZE);
  for (let rest = length & ~7; rest > 0; rest -= pieceLength) {
    takePiece(rest);
    spendFuel(pieceLength >> 2);
    const end = pieceFrom + pieceLength;
    // Bounded: one piece; its fuel is spent above.
    for (let at = pieceFrom; at < end; at += 8) {
      const bytes = load<u64>(at, 0, 1);
      countFour(<u32>bytes);
      countFour(<u32>(bytes >>> 32));
    }
  }
  for (let entry: u32 = 0; entry < COUNTS_SIZE; entry += 4) {
    const sum =
      load<u32>(entry, FIRSTS) + load<u32>(entry, SECONDS) + load<u32>(entry, THIRDS) + load<u32>(entry, FOURTHS);
    store<u32>(MemoryMap_byteCounts + entry, sum);
  }
}

// @ts-ignore: decorator
@inline
function countFour(bytes: u32): void {
  const first = (bytes << 2) & LAST_COUNT;
  store<u32>(first, load<u32>(first, FIRSTS) + 1, FIRSTS);
  const second = (bytes >>> 6) & LAST_COUNT;
  store<u32>(second, load<u32>(second, SECONDS) + 1, SECONDS);
  const third = (bytes >>> 14) & LAST_COUNT;
  store<u32>(third, load<u32>(third, THIRDS) + 1, THIRDS);
  const fourth = (bytes >>> 22) & LAST_COUNT;
  store<u32>(fourth, load<u32>(fourth, FOURTHS) + 1, FOURTHS);
}

// @ts-ignore: decorator
@inline
function countByte(byte: u32): void {
  const entry = MemoryMap_byteCounts + (byte << 2);
  store<u32>(entry, load<u32>(entry) + 1);
}

// @ts-ignore: decorator
@inline
function countOf(byte: u32): u32 {
  return load<u32>(MemoryMap_byteCounts + (byte << 2));
}

/** The most frequent of the bytes that were counted, the smallest of several. */
export function mode(): u32 {
  const most = greatestCount();
  let byte: u32 = 0;
  // Bounded: one of the 256 counts is the greatest.
  while (countOf(byte) != most) byte += 1;
  return byte;
}

function greatestCount(): u32 {
  if (ASC_FEATURE_SIMD) return greatestOfFours();
  let most: u32 = 0;
  for (let byte: u32 = 0; byte < 256; byte += 1) most = max(most, countOf(byte));
  return most;
}

function greatestOfFours(): u32 {
  let most = i64x2.splat(0);
  for (let entry: u32 = 0; entry < COUNTS_SIZE; entry += 16) {
    most = i32x4.max_u(most, v128.load(MemoryMap_byteCounts + entry));
  }
  return max<u32>(
    max<u32>(i32x4.extract_lane(most, 0), i32x4.extract_lane(most, 1)),
    max<u32>(i32x4.extract_lane(most, 2), i32x4.extract_lane(most, 3)),
  );
}

/** How far the bytes that were counted are from `mean` on average. */
export function deviation(size: u32, mean: f64): f64 {
  let sum: f64 = 0;
  for (let byte: u32 = 0; byte < 256; byte += 1) sum += abs<f64>(<f64>byte - mean) * <f64>countOf(byte);
  return sum / <f64>size;
}

/** Counts whose terms are kept. */
const KEPT_TERMS: u32 = 64;
/** Of how many bytes the terms are that are kept; these are 0 where they are not known. */
let termsSize: u32 = 0;

/** Bits a byte, of the bytes that were counted. Perf: ranges of one size have few different counts. */
export function entropy(size: u32): f64 {
  if (size != termsSize) {
    memory.fill(MemoryMap_entropyTerms, 0, KEPT_TERMS * 8);
    termsSize = size;
  }
  let result: f64 = 0;
  for (let byte: u32 = 0; byte < 256; byte += 1) {
    const count = countOf(byte);
    if (count != 0) result -= entropyTerm(count, size);
  }
  return result;
}

function entropyTerm(count: u32, size: u32): f64 {
  const isKept = count < KEPT_TERMS;
  const kept = MemoryMap_entropyTerms + (count << 3);
  if (isKept) {
    const term = load<f64>(kept);
    if (term != 0) return term;
  }
  const probability = <f64>count / <f64>size;
  const term = probability * log2(probability);
  if (isKept) store<f64>(kept, term);
  return term;
}

/** What {@link serialCorrelation} gives where it would divide by zero. */
const NO_CORRELATION: f64 = -100000;

export function serialCorrelation(): f64 {
  let products: u64 = 0;
  let sum: u64 = 0;
  let squares: u64 = 0;
  let last: u32 = 0;
  let firstByte: u32 = 0;
  let isFirst = true;
  while (takePiece()) {
    spendFuel(pieceLength);
    if (isFirst) firstByte = load<u8>(pieceFrom);
    isFirst = false;
    const end = pieceFrom + pieceLength;
    // Bounded: one piece; its fuel is spent above.
    for (let at = pieceFrom; at < end; at += 1) {
      const byte = <u32>load<u8>(at);
      products += last * byte;
      sum += byte;
      squares += byte * byte;
      last = byte;
    }
  }
  const size = <f64>length;
  const square = <f64>sum * <f64>sum;
  const divisor = size * <f64>squares - square;
  if (divisor == 0) return NO_CORRELATION;
  const closed = <f64>products + <f64>(last * firstByte);
  return (size * closed - square) / divisor;
}

/** Bytes of one point: three for each coordinate, the most significant first. */
const POINT: u32 = 6;
const RADIUS: u64 = (1 << 24) - 1;
const PI: f64 = 3.141592653589793;

/** Of at least one point. */
export function monteCarloPi(): f64 {
  const points = length / POINT;
  let inside: u32 = 0;
  for (let rest = points * POINT; rest > 0; rest -= pieceLength) {
    takePiece(rest);
    spendFuel(pieceLength);
    const end = pieceFrom + pieceLength;
    // Bounded: one piece; its fuel is spent above.
    for (let at = pieceFrom; at < end; at += POINT) {
      const x = coordinate(at);
      const y = coordinate(at + POINT / 2);
      inside += u32(x * x + y * y <= RADIUS * RADIUS);
    }
  }
  return abs<f64>((4 * (<f64>inside / <f64>points) - PI) / PI);
}

function coordinate(at: usize): u64 {
  return (<u64>load<u8>(at) << 16) | (<u64>load<u8>(at, 1) << 8) | load<u8>(at, 2);
}
