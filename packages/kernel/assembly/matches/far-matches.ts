// Matches without records. When the records of a pattern are cut, conditions on places after the cut must still be right.
// So a bit for each byte of the data says whether a match begins there. A block of bits covers 32 KiB of data and is made when
// the first match in it is found.
//
// The directory of a pattern: the number of matches with bits; then for each block its address (0: no match begins there) and
// the number of matches that begin in it.
import { dataLength } from "../memory/data";
import { spendFuel } from "../memory/fuel";
import { giveSpace, shiftFor, takeForRest } from "./match-space";

const Far_count: u32 = 0;
const Far_blocks: u32 = 16;
const FarBlock_size: u32 = 8;
const FarBlock_bits: u32 = 0;
const FarBlock_count: u32 = 4;

/** A block has bits for 2^15 bytes of data. */
const BLOCK_SHIFT: u32 = 15;
const BLOCK_MASK: u32 = (1 << BLOCK_SHIFT) - 1;
/** A block has 2^12 bytes. */
const BITS_SHIFT: u32 = BLOCK_SHIFT - 3;

/** A directory without bits; 0 when there is no memory. */
export function makeFar(): usize {
  const size = Far_blocks + ((dataLength >> BLOCK_SHIFT) + 1) * FarBlock_size;
  const far = takeForRest(shiftFor(size));
  spendFuel(size >> 8);
  if (far) memory.fill(far, 0, size);
  return far;
}

/** Notes that a match begins at `start`; false when there is no memory. */
export function addFar(far: usize, start: u32): bool {
  const block = blockOf(far, start);
  let bits: usize = load<u32>(block, FarBlock_bits);
  if (!bits) {
    bits = takeForRest(BITS_SHIFT);
    if (!bits) return false;
    memory.fill(bits, 0, 1 << BITS_SHIFT);
    store<u32>(block, <u32>bits, FarBlock_bits);
  }
  const word = bits + wordOf(start);
  const before = load<u32>(word);
  const bit = <u32>1 << (start & 31);
  if (before & bit) return true;
  store<u32>(word, before | bit);
  store<u32>(block, load<u32>(block, FarBlock_count) + 1, FarBlock_count);
  store<u32>(far, load<u32>(far, Far_count) + 1, Far_count);
  return true;
}

/** Gives back the memory of all bits. */
export function giveFar(far: usize): void {
  const end = blockOf(far, dataLength);
  for (let block = far + Far_blocks; block <= end; block += FarBlock_size) {
    spendFuel(1);
    const bits = load<u32>(block, FarBlock_bits);
    if (bits) giveSpace(bits, BITS_SHIFT);
  }
  giveSpace(far, shiftFor(<u32>(end - far) + FarBlock_size));
}

/** How many matches have bits. */
export function farCount(far: usize): u32 {
  return far ? load<u32>(far, Far_count) : 0;
}

/** How many matches that have bits begin inside [low, high], both offsets of data. */
export function farCountIn(far: usize, low: u32, high: u32): u32 {
  let count: u32 = 0;
  let first = low;
  while (first >> BLOCK_SHIFT != high >> BLOCK_SHIFT) {
    count += countInBlock(blockOf(far, first), first, first | BLOCK_MASK);
    first = (first | BLOCK_MASK) + 1;
  }
  return count + countInBlock(blockOf(far, first), first, high);
}

// How many begin inside [first, last], both in the block.
function countInBlock(block: usize, first: u32, last: u32): u32 {
  spendFuel(((last - first) >> 10) + 1);
  const bits: usize = load<u32>(block, FarBlock_bits);
  if (!bits) return 0;
  if (last - first == BLOCK_MASK) return load<u32>(block, FarBlock_count);
  const end = bits + wordOf(last);
  let count: u32 = 0;
  let mask: u32 = <u32>-1 << (first & 31);
  // Bounded: one block; its fuel is spent above.
  for (let word = bits + wordOf(first); word < end; word += 4) {
    count += <u32>popcnt(load<u32>(word) & mask);
    mask = -1;
  }
  return count + <u32>popcnt(load<u32>(end) & mask & (<u32>-1 >>> (31 - (last & 31))));
}

// @ts-ignore: decorator
@inline
function blockOf(far: usize, start: u32): usize {
  return far + Far_blocks + (start >> BLOCK_SHIFT) * FarBlock_size;
}

// The distance of the word that has the bit of an offset.
// @ts-ignore: decorator
@inline
function wordOf(start: u32): usize {
  return ((start & BLOCK_MASK) >> 5) << 2;
}
