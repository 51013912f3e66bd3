// The inner loops of the pair filter, eight offsets a turn. For the fields P, A and B of a word see pair-filter.ts.
//
// Below, w0 and w1 are the words of neighbouring offsets, a stride apart; 0 means "allowed", so words are or-ed.
//
//     `…ByTwo`:   w0 | w1 >> 21                     field P: w0.P | w1.A, two of the three pairs around offset 1
//                                                   field A: w0.A | w1.B, two of the three pairs around offset 0
//     `…ByThree`: s1 = w1 | w0 << 21                field B of s2: w2.B | w1.A | w0.P,
//                 s2 = w2 | s1 << 21                all three pairs around offset 1
//
// By two, a turn with a 0 in any of these fields tests its offsets again by three. That takes four and a half instructions
// an offset; testing again takes as long as six turns. By three takes six instructions an offset, whatever is found.
//
// Each stride has functions of its own. If they were one, the optimiser would keep the stride in a variable and add it up.
import { pairTable } from "../memory/table-header";

const FIELD: u64 = 21;

// How many turns tested their offsets again since the last reset.
export let secondLooks: u32 = 0;

export function resetSecondLooks(): void {
  secondLooks = 0;
}

export function eighthsByTwo(base: usize, from: usize, end: usize, list: usize): usize {
  return filterByTwo(8, base, from, end, list);
}

export function fourthsByTwo(base: usize, from: usize, end: usize, list: usize): usize {
  return filterByTwo(4, base, from, end, list);
}

export function secondsByTwo(base: usize, from: usize, end: usize, list: usize): usize {
  return filterByTwo(2, base, from, end, list);
}

export function eighthsByThree(base: usize, from: usize, end: usize, list: usize): usize {
  return filterByThree(8, base, from, end, list);
}

export function fourthsByThree(base: usize, from: usize, end: usize, list: usize): usize {
  return filterByThree(4, base, from, end, list);
}

export function secondsByThree(base: usize, from: usize, end: usize, list: usize): usize {
  return filterByThree(2, base, from, end, list);
}

// @ts-ignore: decorator
@inline
function filterByTwo(stride: u32, base: usize, from: usize, end: usize, list: usize): usize {
  const table = pairTable;
  let next = list;
  // Bounded: one chunk, of CHUNK_SIZE bytes at most.
  for (let address = from; address < end; address += 8 * stride) {
    const a = wordAt(table, address) | (wordAt(table, address + stride) >> FIELD);
    const b = wordAt(table, address + 2 * stride) | (wordAt(table, address + 3 * stride) >> FIELD);
    const c = wordAt(table, address + 4 * stride) | (wordAt(table, address + 5 * stride) >> FIELD);
    const d = wordAt(table, address + 6 * stride) | (wordAt(table, address + 7 * stride) >> FIELD);
    if (~(a & b & c & d) << (64 - 2 * FIELD)) next = lookAgain(table, stride, address, address - base, next);
  }
  return next;
}

// Tests the eight offsets of a turn by three.
function lookAgain(table: usize, stride: u32, address: usize, distance: u32, list: usize): usize {
  secondLooks++;
  const next = lookAtFour(table, stride, address, distance, list);
  return lookAtFour(table, stride, address + 4 * stride, distance + 4 * stride, next);
}

// @ts-ignore: decorator
@inline
function lookAtFour(table: usize, stride: u32, address: usize, distance: u32, list: usize): usize {
  const s0 = wordAt(table, address) | (wordAt(table, address - stride) << FIELD);
  const s1 = wordAt(table, address + stride) | (s0 << FIELD);
  const s2 = wordAt(table, address + 2 * stride) | (s1 << FIELD);
  const s3 = wordAt(table, address + 3 * stride) | (s2 << FIELD);
  const s4 = wordAt(table, address + 4 * stride) | (s3 << FIELD);
  let next = append(list, s1, distance);
  next = append(next, s2, distance + stride);
  next = append(next, s3, distance + 2 * stride);
  return append(next, s4, distance + 3 * stride);
}

// @ts-ignore: decorator
@inline
function filterByThree(stride: u32, base: usize, from: usize, end: usize, list: usize): usize {
  const table = pairTable;
  let next = list;
  let before = wordAt(table, from) | (wordAt(table, from - stride) << FIELD);
  // Bounded: one chunk, of CHUNK_SIZE bytes at most.
  for (let address = from; address < end; address += 8 * stride) {
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
    if (~(s1 & s2 & s3 & s4 & s5 & s6 & s7 & s8) >> (2 * FIELD)) {
      const distance = address - base;
      next = append(next, s1, distance);
      next = append(next, s2, distance + stride);
      next = append(next, s3, distance + 2 * stride);
      next = append(next, s4, distance + 3 * stride);
      next = append(next, s5, distance + 4 * stride);
      next = append(next, s6, distance + 5 * stride);
      next = append(next, s7, distance + 6 * stride);
      next = append(next, s8, distance + 7 * stride);
    }
    // The next turn needs fields P and A of s8 only. Computing them anew keeps it from waiting for the chain up to s8.
    before = w8 | (w7 << FIELD);
  }
  return next;
}

// Without a branch: always writes the candidate, but moves the end of the list only if a bucket allows it.
// `state`: field B has 0 for the buckets that allow all three pairs.
// @ts-ignore: decorator
@inline
function append(next: usize, state: u64, distance: u32): usize {
  const buckets = ~state >> (2 * FIELD);
  store<u64>(next, buckets | (<u64>distance << 32));
  return next + (usize(buckets != 0) << 3);
}

// @ts-ignore: decorator
@inline
function wordAt(table: usize, address: usize): u64 {
  return load<u64>(table + (<usize>load<u16>(address) << 3));
}
