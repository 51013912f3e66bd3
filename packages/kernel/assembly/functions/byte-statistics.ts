// Statistics of bytes as YARA defines them, which are those of the program `ent`. Results agree to the last bit with
// those of the module in TypeScript (packages/modules/src/math): integers are exact, and where doubles are rounded the order of operations is the same.
import { spendFuel } from "../memory/fuel";
import { MemoryMap_byteCounts, MemoryMap_entropyTerms, MemoryMap_scratch } from "../generated/memory-map";

// @ts-ignore: decorator
@external("tyara", "log2")
declare function log2(x: f64): f64;

const COUNTS_SIZE: u32 = 0x400;
/** Bytes between two looks at the fuel; sums of so many bytes fit 32 bits. */
const STEP: u32 = 0x4000;
const BLOCK: u32 = 16;
/** Blocks of which a lane of 8 bits can count one byte. */
const COUNTED_BLOCKS: u32 = 255;

/** How often one byte occurs. */
export function occurrences(from: usize, length: u32, byte: u32): u32 {
  let found: u32 = 0;
  for (let left = length; left > 0; ) {
    const size = min(left, STEP);
    const at = from + (length - left);
    spendFuel(size >> 4);
    found += ASC_FEATURE_SIMD ? occurrencesInStep(at, size, byte) : occurrencesByByte(at, at + size, byte);
    left -= size;
  }
  return found;
}

function occurrencesByByte(from: usize, end: usize, byte: u32): u32 {
  let found: u32 = 0;
  for (let at = from; at < end; at += 1) found += u32(load<u8>(at) == byte);
  return found;
}

/** What is no whole block is looked at as the end of one: there are readable bytes before the data. */
function occurrencesInStep(from: usize, size: u32, byte: u32): u32 {
  const tail = size & (BLOCK - 1);
  const found = occurrencesInBlocks(from, from + (size - tail), byte);
  if (tail == 0) return found;
  const last = i8x16.eq(v128.load(from + size - BLOCK, 0, 1), i8x16.splat(<i8>byte));
  return found + popcnt<u32>(i8x16.bitmask(last) >>> (BLOCK - tail));
}

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
export function sumOf(from: usize, length: u32): u64 {
  let sum: u64 = 0;
  for (let left = length; left > 0; ) {
    const size = min(left, STEP);
    const at = from + (length - left);
    spendFuel(size >> 4);
    const blocks = ASC_FEATURE_SIMD ? size & ~(BLOCK - 1) : 0;
    if (ASC_FEATURE_SIMD) sum += sumOfBlocks(at, at + blocks);
    for (let tail = at + blocks; tail < at + size; tail += 1) sum += load<u8>(tail);
    left -= size;
  }
  return sum;
}

function sumOfBlocks(from: usize, end: usize): u32 {
  let sums = i64x2.splat(0);
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
export function countBytes(from: usize, length: u32): void {
  memory.fill(MemoryMap_byteCounts, 0, COUNTS_SIZE);
  const end = from + length;
  let at = from;
  if (length >= 4 * COUNTS_SIZE) at = countInFours(from, length);
  else spendFuel((length >> 2) + 64);
  for (; at < end; at += 1) countByte(MemoryMap_byteCounts, load<u8>(at));
}

/** Neighbours are counted in different tables: equal bytes would wait for each other. Returns where it ended. */
function countInFours(from: usize, length: u32): usize {
  const tables = <usize>MemoryMap_scratch;
  const end = from + (length & ~3);
  memory.fill(tables, 0, 4 * COUNTS_SIZE);
  for (let at = from; at < end; ) {
    const last = min(end, at + STEP);
    spendFuel(<u32>(last - at) >> 2);
    for (; at < last; at += 4) {
      const bytes = load<u32>(at, 0, 1);
      countByte(tables, bytes & 0xff);
      countByte(tables + COUNTS_SIZE, (bytes >>> 8) & 0xff);
      countByte(tables + 2 * COUNTS_SIZE, (bytes >>> 16) & 0xff);
      countByte(tables + 3 * COUNTS_SIZE, bytes >>> 24);
    }
  }
  for (let entry: u32 = 0; entry < COUNTS_SIZE; entry += 4) {
    const one = tables + entry;
    const sum =
      load<u32>(one) +
      load<u32>(one + COUNTS_SIZE) +
      load<u32>(one + 2 * COUNTS_SIZE) +
      load<u32>(one + 3 * COUNTS_SIZE);
    store<u32>(MemoryMap_byteCounts + entry, sum);
  }
  return end;
}

// @ts-ignore: decorator
@inline
function countByte(counts: usize, byte: u32): void {
  const entry = counts + (byte << 2);
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

export function serialCorrelation(from: usize, length: u32): f64 {
  let products: u64 = 0;
  let sum: u64 = 0;
  let squares: u64 = 0;
  let last: u32 = 0;
  for (let at = from, end = from + length; at < end; ) {
    const stepEnd = min(end, at + STEP);
    spendFuel(<u32>(stepEnd - at));
    for (; at < stepEnd; at += 1) {
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
  const closed = <f64>products + <f64>(last * <u32>load<u8>(from));
  return (size * closed - square) / divisor;
}

/** Bytes of one point: three for each coordinate, the most significant first. */
const POINT: u32 = 6;
const RADIUS: u64 = (1 << 24) - 1;
const PI: f64 = 3.141592653589793;

/** Of at least one point. */
export function monteCarloPi(from: usize, length: u32): f64 {
  const points = length / POINT;
  const end = from + points * POINT;
  let inside: u32 = 0;
  for (let at = from; at < end; ) {
    const stepEnd = min(end, at + 1024 * POINT);
    spendFuel(<u32>(stepEnd - at));
    for (; at < stepEnd; at += POINT) {
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
