// The pair table of a selection. As the compiler does for the whole set (pair-table.ts there), items are put, those first
// because of which the filter strikes most, each into the bucket where it adds least to what the filter lets through; with
// fewer items that is much less than what would be left of the whole set's buckets. Likelihoods are whole numbers, for
// kernels that have no floats: products of three of them are kept in parts of CERTAIN³ / 2¹⁶.
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

// A bucket: for each field that it lets a pair through, the kinds of keys in it, the product of the three.
const Bucket_size: u32 = 24;
const Bucket_a: u32 = 0;
const Bucket_b: u32 = 4;
const Bucket_p: u32 = 8;
const Bucket_kinds: u32 = 12;
const Bucket_product: u32 = 16;

// A millionth, roughly: what the filter costs at the least, so that the factor counts where nothing else does.
const LEAST_INCREASE: u64 = (<u64>1 << 56) / 10000000;
// A bucket without this kind of key must save eight times as much.
const NEW_KIND_SHIFT: u64 = 3;

// Limit: of longer lists of pairs it is not looked up whether a bucket lets all through already.
const MAX_LOOKED_UP: u32 = 16;

// Of hasty tables each item is tried in one of so many buckets.
const HASTE: u32 = 5;

// Buckets that some item leaves open to all pairs, in their fields.
let open: u64 = 0;
// Words for each first byte and for each second one: buckets that some item leaves open to all pairs with it. At the edges of
// runs there are many; 256 pairs each time would be most of the work.
let halves: usize = 0;
// Whether items are put into the best of few buckets only: this takes a quarter of the time, and lets some more through.
let isHasty: bool = false;
let turn: u32 = 0;

/**
 * Fills the table and the kinds of keys of its buckets with the items in the list; false without memory. `hasty`: for little
 * data, where a good table is not worth its time.
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
  open = 0;
  isHasty = hasty;
  for (let i: u32 = 0; i < count; i++) place(load<u32>(sorted + (i << 2)), table, buckets);
  for (let second: u32 = 0; second < 256; second++) openRow(table + second * ROW_SIZE, load<u64>(halves + ((SECOND_BYTE + second) << 3)) | open);
  for (let bucket: u32 = 0; bucket < BUCKET_COUNT; bucket++) {
    store<u32>(kinds + (bucket << 2), load<u32>(buckets + bucket * Bucket_size, Bucket_kinds));
  }
  return true;
}

// By the logarithm of how often the filter strikes because of the item.
function sortByLoad(items: usize, sorted: usize, count: u32): bool {
  const starts = allocate(66 << 2);
  if (!starts) return false;
  memory.fill(starts, 0, 66 << 2);
  for (let i: u32 = 0; i < count; i++) {
    const start = starts + (rankOf(load<u32>(items + (i << 2))) << 2);
    store<u32>(start, load<u32>(start, 4) + 1, 4);
  }
  for (let rank: u32 = 1; rank < 65; rank++) {
    const start = starts + (rank << 2);
    store<u32>(start, load<u32>(start) + load<u32>(start - 4));
  }
  for (let i: u32 = 0; i < count; i++) {
    const item = load<u32>(items + (i << 2));
    const start = starts + (rankOf(item) << 2);
    const at = load<u32>(start);
    store<u32>(start, at + 1);
    store<u32>(sorted + (at << 2), item);
  }
  return true;
}

// 0 for the highest load, 64 for none.
function rankOf(item: usize): u32 {
  return <u32>clz(product(load<u32>(item, Item_aLikelihood), load<u32>(item, Item_bLikelihood), load<u32>(item, Item_pLikelihood)));
}

function place(item: usize, table: usize, buckets: usize): void {
  const kind = <u32>load<u16>(item, Item_kind);
  const a = load<u32>(item, Item_a);
  const b = load<u32>(item, Item_b);
  const p = load<u32>(item, Item_p);
  const aBits = bucketsThatHold(table, a) >> FIELD_A;
  const bBits = bucketsThatHold(table, b) >> FIELD_B;
  const pBits = bucketsThatHold(table, p);
  const isLoose = kind == 0 || kind == KeyKind_difference;
  const bucket = isLoose ? LOOSE_BUCKET : cheapestBucket(item, buckets, kind, aBits, bBits, pBits);
  const record = buckets + bucket * Bucket_size;
  store<u32>(record, after(record, Bucket_a, load<u32>(item, Item_aLikelihood), aBits, bucket), Bucket_a);
  store<u32>(record, after(record, Bucket_b, load<u32>(item, Item_bLikelihood), bBits, bucket), Bucket_b);
  store<u32>(record, after(record, Bucket_p, load<u32>(item, Item_pLikelihood), pBits, bucket), Bucket_p);
  store<u64>(record, product(load<u32>(record, Bucket_a), load<u32>(record, Bucket_b), load<u32>(record, Bucket_p)), Bucket_product);
  store<u32>(record, load<u32>(record, Bucket_kinds) | kind, Bucket_kinds);
  addPairs(table, a, <u64>1 << (FIELD_A + <u64>bucket));
  addPairs(table, b, <u64>1 << (FIELD_B + <u64>bucket));
  addPairs(table, p, <u64>1 << <u64>bucket);
}

function cheapestBucket(item: usize, buckets: usize, kind: u32, aBits: u64, bBits: u64, pBits: u64): u32 {
  const a = load<u32>(item, Item_aLikelihood);
  const b = load<u32>(item, Item_bLikelihood);
  const p = load<u32>(item, Item_pLikelihood);
  let best: u32 = 0;
  let least: u64 = u64.MAX_VALUE;
  const step = isHasty ? LOOSE_BUCKET / HASTE : 1;
  if (++turn >= step) turn = 0;
  for (let bucket = turn; bucket < LOOSE_BUCKET; bucket += step) {
    const record = buckets + bucket * Bucket_size;
    const grown = product(after(record, Bucket_a, a, aBits, bucket), after(record, Bucket_b, b, bBits, bucket), after(record, Bucket_p, p, pBits, bucket));
    const increase = grown - load<u64>(record, Bucket_product) + LEAST_INCREASE;
    const weighted = load<u32>(record, Bucket_kinds) & kind ? increase : increase << NEW_KIND_SHIFT;
    if (weighted < least) {
      least = weighted;
      best = bucket;
    }
  }
  return best;
}

// How likely the bucket's field lets a pair through when it takes a set, unless it holds it already.
// @ts-ignore: decorator
@inline
function after(record: usize, field: u32, likelihood: u32, bits: u64, bucket: u32): u32 {
  const before = load<u32>(record + field);
  return (bits >> <u64>bucket) & 1 ? before : min(CERTAIN, before + likelihood);
}

// @ts-ignore: decorator
@inline
function product(a: u32, b: u32, p: u32): u64 {
  return ((<u64>a * <u64>b) >> 16) * <u64>p;
}

// The bits, in all fields, that every pair of the set has.
function bucketsThatHold(table: usize, set: u32): u64 {
  if (set < 0x10000) return bucketsThatHoldPair(table, set);
  if (set == ANY_PAIR) return open;
  const length = load<u32>(set);
  const count = length & ~HALF_PAIRS;
  if (count > MAX_LOOKED_UP) return open;
  let bits: u64 = -1;
  for (let i: u32 = 0; i < count; i++) {
    const member = <u32>load<u16>(set + 4 + (i << 1));
    bits &= length & HALF_PAIRS ? open | load<u64>(halves + (member << 3)) : bucketsThatHoldPair(table, member);
  }
  return bits;
}

// @ts-ignore: decorator
@inline
function bucketsThatHoldPair(table: usize, pair: u32): u64 {
  const byFirst = load<u64>(halves + ((pair & 255) << 3));
  const bySecond = load<u64>(halves + ((SECOND_BYTE + (pair >> 8)) << 3));
  return ~load<u64>(table + (<usize>pair << 3)) | byFirst | bySecond | open;
}

// `set`: a pair, all pairs, or the address of a list.
function addPairs(table: usize, set: u32, bit: u64): void {
  if (set < 0x10000) addPair(table, set, bit);
  else if (set == ANY_PAIR) open |= bit;
  else {
    const length = load<u32>(set);
    const last = set + 4 + ((length & ~HALF_PAIRS) << 1);
    for (let member = set + 4; member < last; member += 2) {
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

// Lets the pairs with one second byte through where that or their first byte is enough.
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
