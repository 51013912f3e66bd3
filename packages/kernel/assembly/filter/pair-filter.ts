// The pair-table filter. Every pair of bytes has three fields of 21 bits in a 64-bit word, in each a bit for every bucket
// of runs. A bit is 0 where the pair may stand a stride before the centre of such a run (lowest field, P), at it (A), a
// stride behind it (B). Words are looked up at every second, fourth or eighth offset; where a bucket has all three around one
// is a candidate. A run is in the table once for each place where its occurrences may lie relative to these offsets,
// each time with the centre that the frequency model finds rarest.
//
// One 16-bit and one 64-bit load each stride, no dependency from one step to the next, whatever the number of runs: 5 to 8
// GB/s at stride 2, twice that at 4, four times at 8, if the runs are long enough for it. Kernels in JavaScript do
// the same on halves of words. Half pairs, masks, classes and letters without case are just sets of pairs, so nothing
// is expanded.
//
// Two of the three pairs are looked for first where the data let few of them through, programs and compressed data do;
// text of common words does not. How each chunk begins tells.
// Rejected after measurement: automata (2–20 times slower at thousands of runs), nibble tables for more than about
// 200 runs (everything passes), hashes of four bytes at every offset (twice the loads), tables that fit the nearest
// cache (the mask costs more than the misses, which nothing waits for).
import { dataAddress, dataLength } from "../memory/data";
import { filterByHalves } from "./pair-halves";
import {
  eighthsByThree,
  eighthsByTwo,
  fourthsByThree,
  fourthsByTwo,
  resetSecondLooks,
  secondLooks,
  secondsByThree,
  secondsByTwo,
} from "./pair-words";
import { PAIR_TABLE_SIZE } from "../select/selection-table";
import { pairStride, pairTable } from "../memory/table-header";

// So much of a chunk at most tells how to look at the rest, and no more than this part of it, in whole turns.
const SAMPLE: u32 = 2048;
const SAMPLE_SHIFT: u32 = 3;
const TURN: u32 = 64;
// Bytes a second look for which two terms are as fast as three, at stride 1.
const LEAST_DISTANCE: u32 = 80;
// Chunks before two terms are tried again.
const LEAST_PAUSE: u32 = 3;
const MOST_PAUSE: u32 = 31;

// Data of so many bytes meet most lines of the table.
const MANY_BYTES: u32 = 1 << 18;
// Caches fetch so many bytes at a time, or more.
const LINE: usize = 64;

let pause: u32 = LEAST_PAUSE;
let chunksLeft: u32 = 0;

/** To be called when the search begins to look with a table. */
export function beginPairs(): void {
  pause = LEAST_PAUSE;
  chunksLeft = 0;
}

// What was read only to be near: the optimiser would leave out what nobody asks for.
let fetched: u32 = 0;

/**
 * Brings the table into the caches, which other work may have taken: in a row it comes several times faster than where the data's
 * pairs happen to lead.
 */
export function fetchPairs(): void {
  if (dataLength < MANY_BYTES) return;
  const end = pairTable + PAIR_TABLE_SIZE;
  for (let line = pairTable; line < end; line += LINE) fetched |= load<u32>(line);
}

/**
 * Writes the candidates among every second, fourth or eighth offset of [from, to) into `list`: for each a u32 with the
 * bits of the buckets and a u32 with its distance from `from`. Returns the end of the list; all offsets may be in it.
 */
export function filterPairs(from: u32, to: u32, list: usize): usize {
  const base = dataAddress + from;
  const end = dataAddress + to;
  // @ts-ignore: a constant of the generator
  if (!HAS_WORDS) return filterByHalves(base, end, list);
  if (chunksLeft > 0) {
    chunksLeft--;
    return filterByThree(base, base, end, list);
  }
  const sample = min(SAMPLE, (to - from) >> SAMPLE_SHIFT) & ~(TURN - 1);
  const middle = base + sample;
  resetSecondLooks();
  const next = filterByTwo(base, base, middle, list);
  if (secondLooks * LEAST_DISTANCE * pairStride > sample) {
    chunksLeft = pause;
    pause = min(2 * pause + 1, MOST_PAUSE);
    return filterByThree(base, middle, end, next);
  }
  pause = LEAST_PAUSE;
  return filterByTwo(base, middle, end, next);
}

function filterByTwo(base: usize, from: usize, end: usize, list: usize): usize {
  if (pairStride == 8) return eighthsByTwo(base, from, end, list);
  if (pairStride == 4) return fourthsByTwo(base, from, end, list);
  return secondsByTwo(base, from, end, list);
}

function filterByThree(base: usize, from: usize, end: usize, list: usize): usize {
  if (pairStride == 8) return eighthsByThree(base, from, end, list);
  if (pairStride == 4) return fourthsByThree(base, from, end, list);
  return secondsByThree(base, from, end, list);
}
