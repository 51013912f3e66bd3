// Fills the pair table of a selection. The compiler does the same for the whole rule set (compiler/src/search/pair-table.ts).
// A selection has fewer items, so its own buckets let far less through than what is left of the buckets of the whole set.
//
// Greedy: items that cause the most candidates are placed first. Each goes into the bucket whose false candidates it
// increases least.
//
// Likelihoods are fixed-point numbers, because kernels have no floats: CERTAIN stands for 1. A product of three of them
// is kept shifted right by 16 bits (see `product`).
import { spendFuel, spendOnWalk } from "../memory/fuel";
import {
  ANY_PAIR,
  BUCKET_COUNT,
  CERTAIN,
  HALF_PAIRS,
  Item_a,
  Item_aLikelihood,
  Item_b,
  Item_bLikelihood,
  Item_kind,
  Item_p,
  Item_pLikelihood,
  KeyKind_difference,
  LOOSE_BUCKET,
  SECOND_BYTE,
} from "../generated/search-layout";
import { allocate } from "../memory/heap";

export const PAIR_TABLE_SIZE: u32 = 65536 * 8;
const ROW_SIZE: u32 = 256 * 8;
const HALVES_SIZE: u32 = 2 * ROW_SIZE;

const FIELD_A: u64 = 21;
const FIELD_B: u64 = 42;

// A bucket: for each field the likelihood that it lets a random pair through, the kinds of keys of its items, and the
// product of the three likelihoods, which is how often the bucket yields a candidate.
const Bucket_size: u32 = 24;
const Bucket_a: u32 = 0;
const Bucket_b: u32 = 4;
const Bucket_p: u32 = 8;
const Bucket_kinds: u32 = 12;
const Bucket_product: u32 = 16;

// About a ten-millionth. It is added to each increase, so that NEW_KIND_SHIFT also decides between buckets that would not
// grow at all.
const LEAST_INCREASE: u64 = (<u64>1 << 56) / 10000000;
// A kind of key that is new to a bucket costs one more probe a candidate: such a bucket counts as 2³ times as expensive.
const NEW_KIND_SHIFT: u64 = 3;

// Limit: longer lists of pairs are not looked up in the table. They count as held by no bucket but those that are open to all pairs.
const MAX_LOOKED_UP: u32 = 16;

// How many buckets a hasty table tries for each item.
const HASTE: u32 = 5;

// Words in the table's format, but with 1 for "allowed", until they are merged into the table at the end.
//
// `openToAll`: the fields of buckets in which some item allows every pair.
let openToAll: u64 = 0;
// `halves`: a word for each first byte, then one for each second byte: the fields in which some item allows every pair with
// that byte. Runs have many of these sets at their edges. Writing 256 pairs for each would be most of the work.
let halves: usize = 0;
// Hasty tables take a quarter of the time and let some more through.
let isHasty: bool = false;
// The bucket at which a hasty search starts; it advances from item to item.
let turn: u32 = 0;

/**
 * Fills `table` (PAIR_TABLE_SIZE bytes) and `kinds` (a u32 for each bucket: the kinds of keys of its items) from a list of
 * `count` addresses of items. Returns false without memory. `hasty` is for little data, where a good table takes longer
 * than it saves.
 */
export function fillPairTable(table: usize, kinds: usize, items: usize, count: u32, hasty: bool): bool {
  const buckets = allocate(BUCKET_COUNT * Bucket_size);
  const sorted = allocate(count << 2);
  halves = allocate(HALVES_SIZE);
  if (!buckets || !sorted || !halves) return false;
  memory.fill(buckets, 0, BUCKET_COUNT * Bucket_size);
  memory.fill(table, 0xff, PAIR_TABLE_SIZE);
  memory.fill(halves, 0, HALVES_SIZE);
  if (!sortByLoad(items, sorted, count)) return false;
  openToAll = 0;
  isHasty = hasty;
  for (let i: u32 = 0; i < count; i++) {
    spendFuel(32);
    placeItem(load<u32>(sorted + (i << 2)), table, buckets);
  }
  for (let second: u32 = 0; second < 256; second++) openRow(table + second * ROW_SIZE, load<u64>(halves + ((SECOND_BYTE + second) << 3)) | openToAll);
  for (let bucket: u32 = 0; bucket < BUCKET_COUNT; bucket++) {
    store<u32>(kinds + (bucket << 2), load<u32>(buckets + bucket * Bucket_size, Bucket_kinds));
  }
  return true;
}

// Counting sort by rank. `starts[rank]` is where the next item of that rank goes; while counting, each rank's count lies one
// place further.
function sortByLoad(items: usize, sorted: usize, count: u32): bool {
  const starts = allocate(66 << 2);
  if (!starts) return false;
  memory.fill(starts, 0, 66 << 2);
  for (let i: u32 = 0; i < count; i++) {
    spendOnWalk(i << 2, 4);
    const start = starts + (rankOf(load<u32>(items + (i << 2))) << 2);
    store<u32>(start, load<u32>(start, 4) + 1, 4);
  }
  for (let rank: u32 = 1; rank < 65; rank++) {
    const start = starts + (rank << 2);
    store<u32>(start, load<u32>(start) + load<u32>(start - 4));
  }
  for (let i: u32 = 0; i < count; i++) {
    spendOnWalk(i << 2, 4);
    const item = load<u32>(items + (i << 2));
    const start = starts + (rankOf(item) << 2);
    const at = load<u32>(start);
    store<u32>(start, at + 1);
    store<u32>(sorted + (at << 2), item);
  }
  return true;
}

// The load of an item is how often it alone would yield a candidate. Its rank is the number of leading zeros of the load:
// the lower the rank the higher the load; 64 for none.
function rankOf(item: usize): u32 {
  return <u32>clz(product(load<u32>(item, Item_aLikelihood), load<u32>(item, Item_bLikelihood), load<u32>(item, Item_pLikelihood)));
}

// Puts an item into a bucket. The `…Held` words have a 1 in bit k if bucket k already allows all pairs of that set in that
// field: there the item adds nothing.
function placeItem(item: usize, table: usize, buckets: usize): void {
  const kind = <u32>load<u16>(item, Item_kind);
  const a = load<u32>(item, Item_a);
  const b = load<u32>(item, Item_b);
  const p = load<u32>(item, Item_p);
  const aHeld = bucketsThatHold(table, a) >> FIELD_A;
  const bHeld = bucketsThatHold(table, b) >> FIELD_B;
  const pHeld = bucketsThatHold(table, p);
  const isLoose = kind == 0 || kind == KeyKind_difference;
  const bucket = isLoose ? LOOSE_BUCKET : cheapestBucket(item, buckets, kind, aHeld, bHeld, pHeld);
  const record = buckets + bucket * Bucket_size;
  store<u32>(record, likelihoodAfter(record, Bucket_a, load<u32>(item, Item_aLikelihood), aHeld, bucket), Bucket_a);
  store<u32>(record, likelihoodAfter(record, Bucket_b, load<u32>(item, Item_bLikelihood), bHeld, bucket), Bucket_b);
  store<u32>(record, likelihoodAfter(record, Bucket_p, load<u32>(item, Item_pLikelihood), pHeld, bucket), Bucket_p);
  store<u64>(record, product(load<u32>(record, Bucket_a), load<u32>(record, Bucket_b), load<u32>(record, Bucket_p)), Bucket_product);
  store<u32>(record, load<u32>(record, Bucket_kinds) | kind, Bucket_kinds);
  addPairs(table, a, <u64>1 << (FIELD_A + <u64>bucket));
  addPairs(table, b, <u64>1 << (FIELD_B + <u64>bucket));
  addPairs(table, p, <u64>1 << <u64>bucket);
}

function cheapestBucket(item: usize, buckets: usize, kind: u32, aHeld: u64, bHeld: u64, pHeld: u64): u32 {
  const a = load<u32>(item, Item_aLikelihood);
  const b = load<u32>(item, Item_bLikelihood);
  const p = load<u32>(item, Item_pLikelihood);
  let best: u32 = 0;
  let least: u64 = u64.MAX_VALUE;
  const step = isHasty ? LOOSE_BUCKET / HASTE : 1;
  if (++turn >= step) turn = 0;
  // Bounded: LOOSE_BUCKET.
  for (let bucket = turn; bucket < LOOSE_BUCKET; bucket += step) {
    const record = buckets + bucket * Bucket_size;
    const grown = product(likelihoodAfter(record, Bucket_a, a, aHeld, bucket), likelihoodAfter(record, Bucket_b, b, bHeld, bucket), likelihoodAfter(record, Bucket_p, p, pHeld, bucket));
    const increase = grown - load<u64>(record, Bucket_product) + LEAST_INCREASE;
    const weighted = load<u32>(record, Bucket_kinds) & kind ? increase : increase << NEW_KIND_SHIFT;
    if (weighted < least) {
      least = weighted;
      best = bucket;
    }
  }
  return best;
}

// The likelihood that a bucket's field lets a random pair through once a set of pairs has been added to it. A set that
// the bucket holds already changes nothing.
// @ts-ignore: decorator
@inline
function likelihoodAfter(record: usize, field: u32, likelihood: u32, bits: u64, bucket: u32): u32 {
  const before = load<u32>(record + field);
  return (bits >> <u64>bucket) & 1 ? before : min(CERTAIN, before + likelihood);
}

// @ts-ignore: decorator
@inline
function product(a: u32, b: u32, p: u32): u64 {
  return ((<u64>a * <u64>b) >> 16) * <u64>p;
}

// A word with 1 in each field's bit k where bucket k allows every pair of the set.
function bucketsThatHold(table: usize, set: u32): u64 {
  if (set < 0x10000) return bucketsThatHoldPair(table, set);
  if (set == ANY_PAIR) return openToAll;
  const length = load<u32>(set);
  const count = length & ~HALF_PAIRS;
  if (count > MAX_LOOKED_UP) return openToAll;
  let bits: u64 = -1;
  // Bounded: MAX_LOOKED_UP.
  for (let i: u32 = 0; i < count; i++) {
    const member = <u32>load<u16>(set + 4 + (i << 1));
    bits &= length & HALF_PAIRS ? openToAll | load<u64>(halves + (member << 3)) : bucketsThatHoldPair(table, member);
  }
  return bits;
}

// @ts-ignore: decorator
@inline
function bucketsThatHoldPair(table: usize, pair: u32): u64 {
  const withFirst = load<u64>(halves + ((pair & 255) << 3));
  const withSecond = load<u64>(halves + ((SECOND_BYTE + (pair >> 8)) << 3));
  return ~load<u64>(table + (<usize>pair << 3)) | withFirst | withSecond | openToAll;
}

// Allows the pairs of `set` for the field and bucket of `bit`. A set is one pair (below 0x10000), ANY_PAIR, or the address
// of a list: a u32 count, then u16 members, which are bytes (halves of pairs) if the count has the flag HALF_PAIRS.
function addPairs(table: usize, set: u32, bit: u64): void {
  if (set < 0x10000) addPair(table, set, bit);
  else if (set == ANY_PAIR) openToAll |= bit;
  else {
    const length = load<u32>(set);
    const last = set + 4 + ((length & ~HALF_PAIRS) << 1);
    spendFuel((length & ~HALF_PAIRS) >> 2);
    for (let member = set + 4; member < last; member += 2) {
      spendOnWalk(member, 2);
      if (length & HALF_PAIRS) addHalf(load<u16>(member), bit);
      else addPair(table, load<u16>(member), bit);
    }
  }
}

// @ts-ignore: decorator
@inline
function addPair(table: usize, pair: u32, bit: u64): void {
  const word = table + (<usize>pair << 3);
  store<u64>(word, load<u64>(word) & ~bit);
}

// @ts-ignore: decorator
@inline
function addHalf(half: u32, bit: u64): void {
  const word = halves + (<usize>half << 3);
  store<u64>(word, load<u64>(word) | bit);
}

// Merges `halves` and `openToAll` into the 256 pairs of one second byte. `bits` is what that second byte alone allows.
function openRow(row: usize, bits: u64): void {
  if (ASC_FEATURE_SIMD) openRowInBlocks(row, bits);
  else for (let at: u32 = 0; at < ROW_SIZE; at += 8) store<u64>(row + at, load<u64>(row + at) & ~(load<u64>(halves + at) | bits));
}

function openRowInBlocks(row: usize, bits: u64): void {
  const both = i64x2.splat(bits);
  for (let at: u32 = 0; at < ROW_SIZE; at += 16) {
    v128.store(row + at, v128.andnot(v128.load(row + at), v128.or(v128.load(halves + at), both)));
  }
}
