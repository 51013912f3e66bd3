// The pair-table filter. The table has a 64-bit word for each pair of neighbouring bytes, with three fields of 21 bits. Each
// field has a bit for each bucket of runs:
//
//     63 62                  42 41                  21 20                   0
//     ┌─┬──────────────────────┬──────────────────────┬──────────────────────┐
//     │1│ B: a stride after    │ A: at the centre     │ P: a stride before   │   0: the bucket allows the pair there
//     └─┴──────────────────────┴──────────────────────┴──────────────────────┘
//
// Words are looked up at every second, fourth or eighth offset (the stride). An offset is a candidate if some bucket
// allows all three pairs: P one stride before it, A at it, B one stride after it. An occurrence of a run may lie in as many
// ways to these offsets as the stride has bytes. So a run is in the table once for each of these alignments, each time
// with the centre that the frequency model finds rarest.
//
// A step is one 16-bit and one 64-bit load. No step depends on the one before, whatever the number of runs: 5 to 8 GB/s at
// stride 2, twice that at 4, four times at 8 if the runs are long enough. The JavaScript build does the same on halves of
// words (pair-halves.ts). Half pairs, masks, classes and caseless letters are just sets of pairs, so nothing is expanded.
//
// Two of the three pairs are tested first where few of them pass, as in programs and compressed data; text of common
// words is tested for all three at once. The start of each chunk decides.
//
// Rejected after measurement: automata (2–20 times slower at thousands of runs), nibble tables for more than about
// 200 runs (everything passes), hashes of four bytes at every offset (twice the loads), tables that fit the nearest
// cache (masking the index costs more than the misses, which nothing waits for).
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

// The sample at the start of a chunk that decides how the rest is filtered: at most SAMPLE bytes, at most this part of the
// chunk, and a whole number of turns of the loops.
const SAMPLE: u32 = 2048;
const SAMPLE_SHIFT: u32 = 3;
const TURN: u32 = 64;
// With this many bytes between second looks (at stride 1), testing two pairs first is as fast as testing three.
const LEAST_DISTANCE: u32 = 80;
// How many chunks are filtered by three pairs before two are tried again; the pause doubles each time that fails.
const LEAST_PAUSE: u32 = 3;
const MOST_PAUSE: u32 = 31;

// From this many bytes on, the data leads to most cache lines of the table.
const MANY_BYTES: u32 = 1 << 18;
// The size of a cache line, or less.
const LINE: usize = 64;

let pause: u32 = LEAST_PAUSE;
// Chunks that are still to be filtered by three pairs.
let chunksLeft: u32 = 0;

/** Call this when the search starts to use another table. */
export function beginPairs(): void {
  pause = LEAST_PAUSE;
  chunksLeft = 0;
}

// Holds what `fetchPairs` reads, else the optimiser would remove the loads.
let fetched: u32 = 0;

/**
 * Reads the table into the caches, from which other work may have evicted it. Memory serves it several times faster in
 * sequence than in the order of the data's pairs.
 */
export function fetchPairs(): void {
  if (dataLength < MANY_BYTES) return;
  const end = pairTable + PAIR_TABLE_SIZE;
  // Bounded: the table has a fixed size.
  for (let line = pairTable; line < end; line += LINE) fetched |= load<u32>(line);
}

/**
 * Writes the candidates of [from, to) into `list` and returns the end of the list. A candidate is a u32 with a bit for each
 * bucket that allows it and a u32 with its distance from `from`. Every offset that is looked at may be a candidate.
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
