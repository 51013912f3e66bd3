// The pair filter for the JavaScript build, on halves of the table's words (pair-filter.ts):
//
//     upper half: 31 30          10 9         0      lower half: 31         21 20          0
//                 ┌─┬──────────────┬───────────┐                 ┌────────────┬─────────────┐
//                 │1│ B            │ A, high   │                 │ A, low     │ P           │
//                 └─┴──────────────┴───────────┘                 └────────────┴─────────────┘
//
// As in pair-words.ts, each stride has a function of its own.
import { pairStride, pairTable } from "../memory/table-header";

const FIELD_MASK: u32 = 0x1fffff;
/** The first bit of field A in the lower half, and of field B in the upper half. */
const MIDDLE: u32 = 21;
const HIGHEST: u32 = 10;

/** As `filterPairs`, on the addresses [base, end). */
export function filterByHalves(base: usize, end: usize, list: usize): usize {
  if (pairStride == 8) return eighthsByHalves(base, end, list);
  if (pairStride == 4) return fourthsByHalves(base, end, list);
  return secondsByHalves(base, end, list);
}

function eighthsByHalves(base: usize, end: usize, list: usize): usize {
  return filterEvery(8, base, end, list);
}

function fourthsByHalves(base: usize, end: usize, list: usize): usize {
  return filterEvery(4, base, end, list);
}

function secondsByHalves(base: usize, end: usize, list: usize): usize {
  return filterEvery(2, base, end, list);
}

// Four offsets a turn. `first` to `fourth` are P | A | B of the words around each: 0 for buckets that allow all three.
// @ts-ignore: decorator
@inline
function filterEvery(stride: u32, base: usize, end: usize, list: usize): usize {
  const table = pairTable;
  let next = list;
  let before = load<u32>(entryOf(table, base - stride));
  const at = entryOf(table, base);
  let low = load<u32>(at);
  let high = load<u32>(at, 4);
  // Bounded: one chunk, of CHUNK_SIZE bytes at most.
  for (let address = base; address < end; address += 4 * stride) {
    const a = entryOf(table, address + stride);
    const aLow = load<u32>(a);
    const aHigh = load<u32>(a, 4);
    const first = before | middleOf(low, high) | (aHigh >>> HIGHEST);
    const b = entryOf(table, address + 2 * stride);
    const bLow = load<u32>(b);
    const bHigh = load<u32>(b, 4);
    const second = low | middleOf(aLow, aHigh) | (bHigh >>> HIGHEST);
    const c = entryOf(table, address + 3 * stride);
    before = load<u32>(c);
    const cHigh = load<u32>(c, 4);
    const third = aLow | middleOf(bLow, bHigh) | (cHigh >>> HIGHEST);
    const d = entryOf(table, address + 4 * stride);
    low = load<u32>(d);
    high = load<u32>(d, 4);
    const fourth = bLow | middleOf(before, cHigh) | (high >>> HIGHEST);
    if (~(first & second & third & fourth) & FIELD_MASK) {
      const distance = address - base;
      next = append(next, first, distance);
      next = append(next, second, distance + stride);
      next = append(next, third, distance + 2 * stride);
      next = append(next, fourth, distance + 3 * stride);
    }
  }
  return next;
}

// Field A of a word.
// @ts-ignore: decorator
@inline
function middleOf(low: u32, high: u32): u32 {
  return (low >>> MIDDLE) | (high << (32 - MIDDLE));
}

// Without a branch: always writes the candidate, but moves the end of the list only if a bucket allows it.
// @ts-ignore: decorator
@inline
function append(next: usize, missing: u32, distance: u32): usize {
  const buckets = ~missing & FIELD_MASK;
  store<u32>(next, buckets);
  store<u32>(next, distance, 4);
  return next + (usize(buckets != 0) << 3);
}

// @ts-ignore: decorator
@inline
function entryOf(table: usize, address: usize): usize {
  return table + (<usize>load<u16>(address) << 3);
}
