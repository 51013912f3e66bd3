// The pair-table filter. Every pair of bytes has three fields of 21 bits in a 64-bit word, in each a bit for every bucket
// of runs. A bit is 0 where the pair may stand a stride before the centre of such a run (lowest field, P), at it (A), a
// stride behind it (B). At every second, fourth or eighth offset p a word is looked up; or-ed with the words before, the
// last shifted up by a field, the one before by two, it tells in its highest field which buckets have all three pairs
// around p - stride: where a bit stays 0 is a candidate. A run is in the table once for each place where its occurrences
// may lie relative to these offsets, each time with the centre that the frequency model finds rarest.
//
// One 16-bit and one 64-bit load each stride, a shift, an or, and an and that looks for zeros in eight of them at once,
// whatever the number of runs. Nothing is handed on but two words, so the processor works on several steps at a time: 5
// GB/s at stride 2, twice that at 4, four times at 8, if the runs are long enough for it. Without 64-bit registers the
// same on halves of words. Half pairs, masks, classes and letters without case are just sets of pairs, so nothing is
// expanded.
// Rejected after measurement: automata (2–20 times slower at thousands of runs), nibble tables for more than about
// 200 runs (everything passes), hashes of four bytes at every offset (twice the loads).
import { dataAddress } from "./data";
import { pairStride, pairTable } from "./tables";

const FIELD: u64 = 21;
/** Above the two lower fields, all bits of the highest one, and the one beyond it. */
const TOP: u64 = 42;
const NO_BUCKET: u64 = 0x3fffff;
const FIELD_MASK: u32 = 0x1fffff;
/** Where the highest field, and the middle one, begin in the halves of a word. */
const HALF_TOP: u32 = 10;
const HALF_MIDDLE: u32 = 21;

/**
 * Writes the candidates among every second, fourth or eighth offset of [from, to) into `list`: for each a u32 with the
 * bits of the buckets and a u32 with its distance from `from`. Returns the end of the list; all offsets may be in it.
 */
export function filterPairs(from: u32, to: u32, list: usize): usize {
  if (pairStride == 8) return filterEveryEighth(from, to, list);
  if (pairStride == 4) return filterEveryFourth(from, to, list);
  return filterEverySecond(from, to, list);
}

// Functions of their own: the compiler's optimiser makes one loop of the three where they are in one, with a stride that it
// has to add up.
function filterEveryEighth(from: u32, to: u32, list: usize): usize {
  return filterEvery(8, from, to, list);
}

function filterEveryFourth(from: u32, to: u32, list: usize): usize {
  return filterEvery(4, from, to, list);
}

function filterEverySecond(from: u32, to: u32, list: usize): usize {
  return filterEvery(2, from, to, list);
}

// @ts-ignore: decorator
@inline
function filterEvery(stride: u32, from: u32, to: u32, list: usize): usize {
  return ASC_FEATURE_SIMD ? filterByWords(stride, from, to, list) : filterByHalves(stride, from, to, list);
}

// Eight offsets a turn.
// @ts-ignore: decorator
@inline
function filterByWords(stride: u32, from: u32, to: u32, list: usize): usize {
  const table = pairTable;
  let address = dataAddress + from;
  const first = address;
  const end = dataAddress + to;
  let next = list;
  let before = wordAt(table, address) | (wordAt(table, address - stride) << FIELD);
  while (address < end) {
    const w1 = wordAt(table, address + stride);
    const w2 = wordAt(table, address + 2 * stride);
    const w3 = wordAt(table, address + 3 * stride);
    const w4 = wordAt(table, address + 4 * stride);
    const w5 = wordAt(table, address + 5 * stride);
    const w6 = wordAt(table, address + 6 * stride);
    const w7 = wordAt(table, address + 7 * stride);
    const w8 = wordAt(table, address + 8 * stride);
    const s1 = w1 | (before << FIELD);
    const s2 = w2 | (s1 << FIELD);
    const s3 = w3 | (s2 << FIELD);
    const s4 = w4 | (s3 << FIELD);
    const s5 = w5 | (s4 << FIELD);
    const s6 = w6 | (s5 << FIELD);
    const s7 = w7 | (s6 << FIELD);
    const s8 = w8 | (s7 << FIELD);
    if ((s1 & s2 & s3 & s4 & s5 & s6 & s7 & s8) >> TOP != NO_BUCKET) {
      const distance = address - first;
      next = append(next, s1, distance);
      next = append(next, s2, distance + stride);
      next = append(next, s3, distance + 2 * stride);
      next = append(next, s4, distance + 3 * stride);
      next = append(next, s5, distance + 4 * stride);
      next = append(next, s6, distance + 5 * stride);
      next = append(next, s7, distance + 6 * stride);
      next = append(next, s8, distance + 7 * stride);
    }
    before = w8 | (w7 << FIELD);
    address += 8 * stride;
  }
  return next;
}

// Writes a candidate, which the next one overwrites when this is none.
// @ts-ignore: decorator
@inline
function append(next: usize, state: u64, distance: u32): usize {
  const buckets = ~state >> TOP;
  store<u64>(next, buckets | (<u64>distance << 32));
  return next + (usize(buckets != 0) << 3);
}

// @ts-ignore: decorator
@inline
function wordAt(table: usize, address: usize): u64 {
  return load<u64>(entryOf(table, address));
}

// Both halves of the word hold a part of the middle field, which is looked at where the others leave something.
// @ts-ignore: decorator
@inline
function filterByHalves(stride: u32, from: u32, to: u32, list: usize): usize {
  const table = pairTable;
  let address = dataAddress + from;
  const first = address;
  const end = dataAddress + to;
  let next = list;
  let p = load<u32>(entryOf(table, address - stride));
  let a = entryOf(table, address);
  while (address < end) {
    const b = entryOf(table, address + stride);
    const missing = (load<u32>(b, 4) >>> HALF_TOP) | p;
    p = load<u32>(a);
    if ((missing & FIELD_MASK) != FIELD_MASK) {
      const buckets = ~(missing | (p >>> HALF_MIDDLE) | (load<u32>(a, 4) << (32 - HALF_MIDDLE))) & FIELD_MASK;
      store<u32>(next, buckets);
      store<u32>(next, address - first, 4);
      next += usize(buckets != 0) << 3;
    }
    a = b;
    address += stride;
  }
  return next;
}

// @ts-ignore: decorator
@inline
function entryOf(table: usize, address: usize): usize {
  return table + (<usize>load<u16>(address) << 3);
}
