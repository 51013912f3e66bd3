// The filter for a handful of runs: two rare bytes of the run, compared at their distance for 64 offsets at a time
// (four without vectors).
// What passes is verified at once: there is little of it.
import { splat, zeroBytes } from "./block";
import { dataAddress } from "./data";
import { RarePair_bytes, RarePair_firstOffset, RarePair_run, RarePair_secondOffset, RarePair_size } from "./generated/layout";
import { verifyRun } from "./runs";
import { rarePairCount, rarePairs } from "./tables";

/** Verifies the runs that may start inside [from, to). */
export function filterRarePairs(from: u32, to: u32): void {
  for (let i: u32 = 0; i < rarePairCount; i++) filterPair(rarePairs + i * RarePair_size, from, to);
}

function filterPair(pair: usize, from: u32, to: u32): void {
  if (ASC_FEATURE_SIMD) filterPairInBlocks(pair, from, to);
  else filterPairInWords(pair, from, to);
}

function filterPairInWords(pair: usize, from: u32, to: u32): void {
  const bytes = load<u32>(pair, RarePair_bytes);
  const first = splat(bytes & 255);
  const second = splat(bytes >> 8);
  const firstAddress = dataAddress + load<u32>(pair, RarePair_firstOffset);
  const secondAddress = dataAddress + load<u32>(pair, RarePair_secondOffset);
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

// The last block may reach beyond the chunk; what starts there belongs to the next.
function verifyBits(run: usize, offset: u32, bits: u64, to: u32): void {
  for (; bits; bits &= bits - 1) {
    const start = offset + <u32>ctz(bits);
    if (start >= to) return;
    verifyRun(run, start);
  }
}
