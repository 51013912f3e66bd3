// The pair-table filter on halves of its words, for hosts without 64-bit registers. The lower half holds the lowest field and a
// part of the middle one, the upper half the rest of that and the highest.
import { pairStride, pairTable } from "./tables";

const FIELD_MASK: u32 = 0x1fffff;
/** Where the middle field begins in the lower half, and the highest in the upper. */
const MIDDLE: u32 = 21;
const HIGHEST: u32 = 10;

/** As `filterPairs`, on the addresses [base, end). */
export function filterByHalves(base: usize, end: usize, list: usize): usize {
  if (pairStride == 8) return filterEvery(8, base, end, list);
  if (pairStride == 4) return filterEvery(4, base, end, list);
  return filterEvery(2, base, end, list);
}

// The middle field is looked at where the others leave something.
// @ts-ignore: decorator
@inline
function filterEvery(stride: u32, base: usize, end: usize, list: usize): usize {
  const table = pairTable;
  let next = list;
  let before = load<u32>(entryOf(table, base - stride));
  let at = entryOf(table, base);
  for (let address = base; address < end; address += stride) {
    const behind = entryOf(table, address + stride);
    const missing = before | (load<u32>(behind, 4) >>> HIGHEST);
    before = load<u32>(at);
    if ((missing & FIELD_MASK) != FIELD_MASK) {
      const buckets = ~(missing | (before >>> MIDDLE) | (load<u32>(at, 4) << (32 - MIDDLE))) & FIELD_MASK;
      store<u32>(next, buckets);
      store<u32>(next, address - base, 4);
      next += usize(buckets != 0) << 3;
    }
    at = behind;
  }
  return next;
}

// @ts-ignore: decorator
@inline
function entryOf(table: usize, address: usize): usize {
  return table + (<usize>load<u16>(address) << 3);
}
