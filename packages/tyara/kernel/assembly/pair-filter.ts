// The pair-table filter. Every pair of bytes has 21 bits in each of three fields of a 64-bit word, a bit for each
// bucket of runs: may the pair stand at the centre (field A), a stride behind it (B), a stride before it (P)? At every
// second, fourth or eighth offset p the three pairs are looked up and and-ed; what stays is a candidate. A run is in
// the table once for each place where its occurrences may lie relative to these offsets, each time with the centre that
// the frequency model finds rarest.
//
// One 16-bit and one 64-bit load each stride, no dependency from one step to the next, whatever the number of runs: 4
// GB/s at stride 2, twice that at 4, almost four times at 8, if the runs are long enough for it. Without 64-bit
// registers the same on halves of words. Half pairs, masks, classes and letters without case are just sets of pairs, so
// nothing is expanded.
// Rejected after measurement: automata (2–20 times slower at thousands of runs), nibble tables for more than about
// 200 runs (everything passes), hashes of four bytes at every offset (twice the loads).
import { dataAddress } from "./data";
import { pairStride, pairTable } from "./tables";

const FIELD_B: u32 = 21;
const FIELD_P: u32 = 42;
const FIELD_MASK: u32 = 0x1fffff;

/**
 * Writes the candidates among every second, fourth or eighth offset of [from, to) into `list`: for each a u32 with the
 * bits of the buckets and a u32 with its distance from `from`. Returns the end of the list; all offsets may be in it.
 */
export function filterPairs(from: u32, to: u32, list: usize): usize {
  if (pairStride == 8) return filterEvery(8, from, to, list);
  if (pairStride == 4) return filterEvery(4, from, to, list);
  return filterEvery(2, from, to, list);
}

// @ts-ignore: decorator
@inline
function filterEvery(stride: u32, from: u32, to: u32, list: usize): usize {
  return ASC_FEATURE_SIMD ? filterByWords(stride, from, to, list) : filterByHalves(stride, from, to, list);
}

// @ts-ignore: decorator
@inline
function filterByWords(stride: u32, from: u32, to: u32, list: usize): usize {
  const table = pairTable;
  let address = dataAddress + from;
  const first = address;
  const end = dataAddress + to;
  let next = list;
  let p = lookUp(table, address - stride) >> FIELD_P;
  let a = lookUp(table, address);
  while (address < end) {
    const b = lookUp(table, address + stride);
    const c = lookUp(table, address + 2 * stride);
    const d = lookUp(table, address + 3 * stride);
    const e = lookUp(table, address + 4 * stride);
    const hitA = a & (b >> FIELD_B) & p;
    const hitB = b & (c >> FIELD_B) & (a >> FIELD_P);
    const hitC = c & (d >> FIELD_B) & (b >> FIELD_P);
    const hitD = d & (e >> FIELD_B) & (c >> FIELD_P);
    if (hitA | hitB | hitC | hitD) {
      const distance = address - first;
      next = appendWord(next, hitA, distance);
      next = appendWord(next, hitB, distance + stride);
      next = appendWord(next, hitC, distance + 2 * stride);
      next = appendWord(next, hitD, distance + 3 * stride);
    }
    a = e;
    p = d >> FIELD_P;
    address += 4 * stride;
  }
  return next;
}

// Writes a candidate, which the next one overwrites when this is none.
// @ts-ignore: decorator
@inline
function appendWord(next: usize, hit: u64, distance: u32): usize {
  store<u64>(next, hit | (<u64>distance << 32));
  return next + (usize(hit != 0) << 3);
}

// Both halves of the word hold a part of field B.
// @ts-ignore: decorator
@inline
function filterByHalves(stride: u32, from: u32, to: u32, list: usize): usize {
  const table = pairTable;
  let address = dataAddress + from;
  const first = address;
  const end = dataAddress + to;
  let next = list;
  let word = entryOf(table, address - stride);
  let p = load<u32>(word, 4) >>> (FIELD_P - 32);
  word = entryOf(table, address);
  let a = load<u32>(word) & FIELD_MASK;
  let aHigh = load<u32>(word, 4) >>> (FIELD_P - 32);
  while (address < end) {
    const b = entryOf(table, address + stride);
    const bLow = load<u32>(b);
    const bHigh = load<u32>(b, 4);
    const hitA = a & p & ((bLow >>> FIELD_B) | (bHigh << (32 - FIELD_B)));
    if (hitA) next = append(next, hitA, address - first);
    const c = entryOf(table, address + 2 * stride);
    const cLow = load<u32>(c);
    const cHigh = load<u32>(c, 4);
    const hitB = bLow & FIELD_MASK & aHigh & ((cLow >>> FIELD_B) | (cHigh << (32 - FIELD_B)));
    if (hitB) next = append(next, hitB, address - first + stride);
    a = cLow & FIELD_MASK;
    p = bHigh >>> (FIELD_P - 32);
    aHigh = cHigh >>> (FIELD_P - 32);
    address += 2 * stride;
  }
  return next;
}

// @ts-ignore: decorator
@inline
function entryOf(table: usize, address: usize): usize {
  return table + (<usize>load<u16>(address) << 3);
}

// @ts-ignore: decorator
@inline
function append(next: usize, hit: u32, distance: u32): usize {
  store<u32>(next, hit);
  store<u32>(next, distance, 4);
  return next + 8;
}

// @ts-ignore: decorator
@inline
function lookUp(table: usize, address: usize): u64 {
  return load<u64>(table + (<usize>load<u16>(address) << 3));
}
