// The pair-table filter. Every pair of bytes has 21 bits in each of three fields of a 64-bit word, a bit for each
// bucket of runs: may the pair stand at the centre (field A), behind it (B), before it (P)? At every even offset p
// the three neighbouring pairs are looked up and and-ed; what stays is a candidate. A run is in the table twice, for
// its occurrences at even and at odd offsets, each time with the centre that the frequency model finds rarest.
//
// One 16-bit and one 64-bit load every two bytes, no dependency from one step to the next: 1.7–2.0 GB/s, whatever the
// number of runs. Without 64-bit registers the same on halves of words. Half pairs, masks, classes and letters without case are just sets of pairs, so nothing is expanded.
// Rejected after measurement: automata (2–20 times slower at thousands of runs), nibble tables for more than about
// 200 runs (everything passes), hashes of four bytes at every offset (twice the loads).
import { dataAddress } from "./data";
import { pairTable } from "./tables";

const FIELD_B: u32 = 21;
const FIELD_P: u32 = 42;
const FIELD_MASK: u32 = 0x1fffff;

/**
 * Writes the candidates among the even offsets of [from, to) into `list`: for each a u32 with the bits of the buckets
 * and a u32 with its distance from `from`. Returns the end of the list; there may be one for every second offset.
 */
export function filterPairs(from: u32, to: u32, list: usize): usize {
  return ASC_FEATURE_SIMD ? filterByWords(from, to, list) : filterByHalves(from, to, list);
}

function filterByWords(from: u32, to: u32, list: usize): usize {
  const table = pairTable;
  let address = dataAddress + from;
  const first = address;
  const end = dataAddress + to;
  let next = list;
  let p = lookUp(table, address - 2) >> FIELD_P;
  let a = lookUp(table, address);
  while (address < end) {
    const b = lookUp(table, address + 2);
    const c = lookUp(table, address + 4);
    const d = lookUp(table, address + 6);
    const e = lookUp(table, address + 8);
    const hitA = a & (b >> FIELD_B) & p;
    const hitB = b & (c >> FIELD_B) & (a >> FIELD_P);
    const hitC = c & (d >> FIELD_B) & (b >> FIELD_P);
    const hitD = d & (e >> FIELD_B) & (c >> FIELD_P);
    if (hitA | hitB | hitC | hitD) {
      const distance = <u64>(address - first) << 32;
      store<u64>(next, hitA | distance);
      next += usize(hitA != 0) << 3;
      store<u64>(next, hitB | (distance + (<u64>2 << 32)));
      next += usize(hitB != 0) << 3;
      store<u64>(next, hitC | (distance + (<u64>4 << 32)));
      next += usize(hitC != 0) << 3;
      store<u64>(next, hitD | (distance + (<u64>6 << 32)));
      next += usize(hitD != 0) << 3;
    }
    a = e;
    p = d >> FIELD_P;
    address += 8;
  }
  return next;
}

// Both halves of the word hold a part of field B.
function filterByHalves(from: u32, to: u32, list: usize): usize {
  const table = pairTable;
  let address = dataAddress + from;
  const first = address;
  const end = dataAddress + to;
  let next = list;
  let word = entryOf(table, address - 2);
  let p = load<u32>(word, 4) >>> (FIELD_P - 32);
  word = entryOf(table, address);
  let a = load<u32>(word) & FIELD_MASK;
  let aHigh = load<u32>(word, 4) >>> (FIELD_P - 32);
  while (address < end) {
    const b = entryOf(table, address + 2);
    const bLow = load<u32>(b);
    const bHigh = load<u32>(b, 4);
    const hitA = a & p & ((bLow >>> FIELD_B) | (bHigh << (32 - FIELD_B)));
    if (hitA) next = append(next, hitA, address - first);
    const c = entryOf(table, address + 4);
    const cLow = load<u32>(c);
    const cHigh = load<u32>(c, 4);
    const hitB = bLow & FIELD_MASK & aHigh & ((cLow >>> FIELD_B) | (cHigh << (32 - FIELD_B)));
    if (hitB) next = append(next, hitB, address - first + 2);
    a = cLow & FIELD_MASK;
    p = bHigh >>> (FIELD_P - 32);
    aHigh = cHigh >>> (FIELD_P - 32);
    address += 4;
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
