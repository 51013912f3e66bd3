// The filter for a handful of runs. It compares two rare bytes of a run at their distance, for 64 start offsets at a time
// (four without vectors). Little passes, so what does is verified at once.
import { spendFuel } from "../memory/fuel";
import { splat, zeroBytes } from "../memory/bytes-in-words";
import { dataAddress } from "../memory/data";
import { RarePair_bytes, RarePair_firstOffset, RarePair_run, RarePair_secondOffset, RarePair_size } from "../generated/search-layout";
import { verifyRun } from "../verify/families";
import { rarePairCount, rarePairs } from "../memory/table-header";

/** Verifies the runs that may start inside [from, to). */
export function filterRarePairs(from: u32, to: u32): void {
  for (let i: u32 = 0; i < rarePairCount; i++) {
    spendFuel((to - from) >> 5);
    const pair = rarePairs + i * RarePair_size;
    if (!ASC_FEATURE_SIMD) filterPairInWords(pair, from, to);
    else if (i + 1 < rarePairCount && firstByte(pair) == firstByte(pair + RarePair_size)) {
      filterTwoInBlocks(pair, pair + RarePair_size, from, to);
      i++;
    } else filterPairInBlocks(pair, from, to);
  }
}

function firstByte(pair: usize): u32 {
  return load<u8>(pair, RarePair_bytes);
}

function filterPairInWords(pair: usize, from: u32, to: u32): void {
  const bytes = load<u32>(pair, RarePair_bytes);
  const first = splat(bytes & 255);
  const second = splat(bytes >> 8);
  const firstAddress = dataAddress + load<u32>(pair, RarePair_firstOffset);
  const secondAddress = dataAddress + load<u32>(pair, RarePair_secondOffset);
  // Bounded: one chunk; filterRarePairs spends fuel for it.
  for (let offset = from; offset < to; offset += 4) {
    const difference = (load<u32>(firstAddress + offset, 0, 1) ^ first) | (load<u32>(secondAddress + offset, 0, 1) ^ second);
    for (let equal = zeroBytes(difference); equal; equal &= equal - 1) {
      const start = offset + (ctz(equal) >> 3);
      if (start < to) verifyRun(load<u32>(pair, RarePair_run), start);
    }
  }
}

function filterPairInBlocks(pair: usize, from: u32, to: u32): void {
  const bytes = load<u32>(pair, RarePair_bytes);
  const first = i8x16.splat(<i8>bytes);
  const second = i8x16.splat(<i8>(bytes >> 8));
  let a = dataAddress + from + load<u32>(pair, RarePair_firstOffset);
  let b = dataAddress + from + load<u32>(pair, RarePair_secondOffset);
  // Bounded: one chunk; filterRarePairs spends fuel for it.
  for (let offset = from; offset < to; offset += 64) {
    const m0 = v128.and(i8x16.eq(v128.load(a), first), i8x16.eq(v128.load(b), second));
    const m1 = v128.and(i8x16.eq(v128.load(a, 16), first), i8x16.eq(v128.load(b, 16), second));
    const m2 = v128.and(i8x16.eq(v128.load(a, 32), first), i8x16.eq(v128.load(b, 32), second));
    const m3 = v128.and(i8x16.eq(v128.load(a, 48), first), i8x16.eq(v128.load(b, 48), second));
    if (v128.any_true(v128.or(v128.or(m0, m1), v128.or(m2, m3)))) {
      const low = <u64>(<u32>i8x16.bitmask(m0)) | (<u64>(<u32>i8x16.bitmask(m1)) << 16);
      const high = <u64>(<u32>i8x16.bitmask(m2)) | (<u64>(<u32>i8x16.bitmask(m3)) << 16);
      verifyBits(load<u32>(pair, RarePair_run), offset, low | (high << 32), to);
    }
    a += 64;
    b += 64;
  }
}

// Looks for two runs with the same first rare byte in one pass, as the ascii and the wide form of a text have. `a` runs
// over the possible offsets of that byte, so that both runs share its loads: 12 instead of 16.
function filterTwoInBlocks(one: usize, other: usize, from: u32, to: u32): void {
  const first = i8x16.splat(<i8>firstByte(one));
  const second = i8x16.splat(<i8>(load<u32>(one, RarePair_bytes) >> 8));
  const otherSecond = i8x16.splat(<i8>(load<u32>(other, RarePair_bytes) >> 8));
  const distance = load<u32>(one, RarePair_secondOffset) - load<u32>(one, RarePair_firstOffset);
  const otherDistance = load<u32>(other, RarePair_secondOffset) - load<u32>(other, RarePair_firstOffset);
  let a = dataAddress + from + min(load<u32>(one, RarePair_firstOffset), load<u32>(other, RarePair_firstOffset));
  const end = dataAddress + to + max(load<u32>(one, RarePair_firstOffset), load<u32>(other, RarePair_firstOffset));
  // Bounded: one chunk; filterRarePairs spends fuel for it.
  for (; a < end; a += 64) {
    const b = a + distance;
    const c = a + otherDistance;
    const m0 = v128.or(i8x16.eq(v128.load(b), second), i8x16.eq(v128.load(c), otherSecond));
    const m1 = v128.or(i8x16.eq(v128.load(b, 16), second), i8x16.eq(v128.load(c, 16), otherSecond));
    const m2 = v128.or(i8x16.eq(v128.load(b, 32), second), i8x16.eq(v128.load(c, 32), otherSecond));
    const m3 = v128.or(i8x16.eq(v128.load(b, 48), second), i8x16.eq(v128.load(c, 48), otherSecond));
    const low = v128.or(v128.and(m0, i8x16.eq(v128.load(a), first)), v128.and(m1, i8x16.eq(v128.load(a, 16), first)));
    const high = v128.or(v128.and(m2, i8x16.eq(v128.load(a, 32), first)), v128.and(m3, i8x16.eq(v128.load(a, 48), first)));
    if (v128.any_true(v128.or(low, high))) {
      verifyBlock(one, a - dataAddress, from, to);
      verifyBlock(other, a - dataAddress, from, to);
    }
  }
}

// Verifies the run wherever its first rare byte lies in the block at `place` and its start lies in [from, to).
function verifyBlock(pair: usize, place: u32, from: u32, to: u32): void {
  const start = place - load<u32>(pair, RarePair_firstOffset);
  const first = i8x16.splat(<i8>firstByte(pair));
  const second = i8x16.splat(<i8>(load<u32>(pair, RarePair_bytes) >> 8));
  const b = start + load<u32>(pair, RarePair_secondOffset);
  for (let i: u32 = 0; i < 64; i += 16) {
    const both = v128.and(
      i8x16.eq(v128.load(dataAddress + place + i), first),
      i8x16.eq(v128.load(dataAddress + b + i), second),
    );
    for (let bits = i8x16.bitmask(both); bits; bits &= bits - 1) {
      const found = start + i + ctz(bits);
      if (found - from < to - from) verifyRun(load<u32>(pair, RarePair_run), found);
    }
  }
}

// Verifies the run at the start offsets given by `bits`. The last block may extend past the chunk; starts there belong to
// the next chunk.
function verifyBits(run: usize, offset: u32, bits: u64, to: u32): void {
  for (; bits; bits &= bits - 1) {
    const start = offset + <u32>ctz(bits);
    if (start >= to) return;
    verifyRun(run, start);
  }
}
