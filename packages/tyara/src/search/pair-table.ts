/**
 * The table of the pair filter: assigns each item (a centre of a run) to one of the buckets and sets its bits.
 *
 * Every bucket lets through whatever its items' pairs combine to, so items go where they add least to the expected
 * candidates: common ones first, greedily. Runs that no hash key finds have a bucket of their own, because each of its
 * candidates is tried against all of them.
 */
import type { PairItem, PairSet } from "./pair-items.ts";

const BUCKETS = 21;
export const LOOSE_BUCKET: number = BUCKETS - 1;

export interface PairTable {
  /** 65,536 times two u32: low and high half of the 64-bit word. */
  readonly words: Uint32Array;
  /** Probability that the filter strikes at a place. */
  readonly load: number;
}

interface Bucket {
  a: number;
  b: number;
  p: number;
}

export function buildPairTable(items: readonly PairItem[]): PairTable {
  const words = new Uint32Array(2 * 65536);
  const anyMasks = new Uint32Array(2);
  const buckets: Bucket[] = Array.from({ length: BUCKETS }, () => ({ a: 0, b: 0, p: 0 }));
  const hasLoose = items.some((item) => item.kind === "loose");
  const ordered = items.map((item) => ({ item, load: load(item) })).sort((x, y) => y.load - x.load);
  for (const { item } of ordered) {
    const index =
      item.kind === "loose"
        ? LOOSE_BUCKET
        : cheapestBucket(item, buckets, words, hasLoose ? BUCKETS - 1 : BUCKETS);
    place(item, index, buckets[index]!, words, anyMasks);
  }
  if ((anyMasks[0]! | anyMasks[1]!) !== 0) applyToAll(words, anyMasks);
  return { words, load: buckets.reduce((sum, { a, b, p }) => sum + a * b * p, 0) };
}

/** How often the filter strikes because of this item alone. */
function load({ a, b, p }: PairItem): number {
  return a.probability * b.probability * p.probability;
}

function cheapestBucket(
  item: PairItem,
  buckets: readonly Bucket[],
  words: Uint32Array,
  count: number,
): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < count; index++) {
    const bucket = buckets[index]!;
    const a = bucket.a + added(item.a, index, bucket.a, words);
    const b = bucket.b + added(item.b, index + BUCKETS, bucket.b, words);
    const p = bucket.p + added(item.p, index + 2 * BUCKETS, bucket.p, words);
    const increase = a * b * p - bucket.a * bucket.b * bucket.p;
    if (increase < least) {
      least = increase;
      best = index;
    }
  }
  return best;
}

/** How much likelier the bucket's field becomes; for sets an estimate from above. */
function added(set: PairSet, bit: number, present: number, words: Uint32Array): number {
  if (set.kind === "exact" && hasBit(words, set.pair, bit)) return 0;
  return Math.min(set.probability, 1 - present);
}

function hasBit(words: Uint32Array, pair: number, bit: number): boolean {
  return (words[2 * pair + (bit >> 5)]! & (1 << (bit & 31))) !== 0;
}

function place(
  item: PairItem,
  index: number,
  bucket: Bucket,
  words: Uint32Array,
  anyMasks: Uint32Array,
): void {
  bucket.a += added(item.a, index, bucket.a, words);
  bucket.b += added(item.b, index + BUCKETS, bucket.b, words);
  bucket.p += added(item.p, index + 2 * BUCKETS, bucket.p, words);
  setBits(item.a, index, words, anyMasks);
  setBits(item.b, index + BUCKETS, words, anyMasks);
  setBits(item.p, index + 2 * BUCKETS, words, anyMasks);
}

function setBits(set: PairSet, bit: number, words: Uint32Array, anyMasks: Uint32Array): void {
  const half = bit >> 5;
  const mask = 1 << (bit & 31);
  if (set.kind === "any") anyMasks[half]! |= mask;
  else if (set.kind === "exact") words[2 * set.pair + half]! |= mask;
  else for (const pair of set.pairs) words[2 * pair + half]! |= mask;
}

function applyToAll(words: Uint32Array, masks: Uint32Array): void {
  for (let i = 0; i < words.length; i += 2) {
    words[i]! |= masks[0]!;
    words[i + 1]! |= masks[1]!;
  }
}
