/**
 * The table of the pair filter: assigns each item (a centre of a run) to one of the buckets and sets its bits.
 *
 * Every bucket lets through whatever its items' pairs combine to, so items go where they add least to the expected
 * candidates: common ones first, greedily. A candidate is looked up under the kinds of keys that occur in its buckets, so
 * runs with the same kind of key keep together where that costs little.
 */
import { spendWork } from "@tyara/base";
import { BUCKET_COUNT, KeyKind, LOOSE_BUCKET, SECOND_BYTE } from "@tyara/contract";
import { pairProbability } from "./frequencies.ts";
import { type PairItem, type PairSet, setLikelihood } from "./pair-items.ts";

export interface PairTable {
  /** 65,536 times two u32: low and high half of the 64-bit word. */
  readonly words: Uint32Array<ArrayBuffer>;
  /** By bucket, which kinds of keys lead to its runs. */
  readonly kinds: Uint32Array<ArrayBuffer>;
  /** Probability that the filter strikes at a place. */
  readonly load: number;
}

// So much more must a bucket without this kind of key save.
const NEW_KIND_FACTOR = 8;
// What the filter costs at the least, so that the factor counts where nothing else does.
const LEAST_INCREASE = 1e-7;

/** Units of work that an item of few pairs takes. */
const itemWork = 128;

export function buildPairTable(items: readonly PairItem[]): PairTable {
  const a = new Field();
  const b = new Field();
  const p = new Field();
  const kinds = new Uint32Array(BUCKET_COUNT);
  for (const index of byLoad(items)) {
    const item = items[index]!;
    spendWork(itemWork);
    a.weigh(item.a);
    b.weigh(item.b);
    p.weigh(item.p);
    const kind = item.kind === "loose" ? 0 : KeyKind[item.kind];
    const bucket = isForLooseBucket(item) ? LOOSE_BUCKET : cheapestBucket(kind, kinds, a, b, p);
    kinds[bucket]! |= kind;
    a.place(item.a, bucket);
    b.place(item.b, bucket);
    p.place(item.p, bucket);
  }
  let sum = 0;
  for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) {
    sum += a.probability[bucket]! * b.probability[bucket]! * p.probability[bucket]!;
  }
  return { words: pack(a, b, p), kinds, load: sum };
}

/** The items' indices, those first because of which the filter strikes most. */
function byLoad(items: readonly PairItem[]): Uint32Array {
  const loads = new Float64Array(items.length);
  const order = new Uint32Array(items.length);
  for (let i = 0; i < items.length; i++) {
    const { a, b, p } = items[i]!;
    loads[i] = setLikelihood(a) * setLikelihood(b) * setLikelihood(p);
    order[i] = i;
  }
  return order.sort((x, y) => loads[y]! - loads[x]!);
}

function isForLooseBucket({ kind }: PairItem): boolean {
  return kind === "loose" || kind === "difference";
}

function cheapestBucket(kind: number, kinds: Uint32Array, a: Field, b: Field, p: Field): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let bucket = 0; bucket < LOOSE_BUCKET; bucket++) {
    const before = a.probability[bucket]! * b.probability[bucket]! * p.probability[bucket]!;
    const increase = a.after(bucket) * b.after(bucket) * p.after(bucket) - before + LEAST_INCREASE;
    const weighted = (kinds[bucket]! & kind) !== 0 ? increase : increase * NEW_KIND_FACTOR;
    if (weighted < least) {
      least = weighted;
      best = bucket;
    }
  }
  return best;
}

/** Room for the buckets of a half, a power of two. */
const HALF_ROOM = 32;

/** One of the three fields: which pairs each bucket lets through. */
class Field {
  /** By pair, a bit for each bucket. */
  readonly buckets: Uint32Array = new Uint32Array(65536);
  /** By half of a pair (see `ManyPairs.halves`), a bit for each bucket that lets all pairs with it through. */
  readonly halves: Uint32Array = new Uint32Array(2 * SECOND_BYTE);
  /** By half of a pair, then by bucket: that a pair has this half and is let through. */
  private readonly shares = new Float64Array(2 * SECOND_BYTE * HALF_ROOM);
  /** By bucket: that a pair is let through. */
  readonly probability: Float64Array = new Float64Array(BUCKET_COUNT);
  /** Buckets that let everything through. */
  private open = 0;
  /** Of the set weighed last: its probability, and how much of it each bucket lets through already. */
  private total = 0;
  private readonly present = new Float64Array(BUCKET_COUNT);

  /** Finds out what adding the set to each bucket would do. */
  weigh(set: PairSet): void {
    this.total = setLikelihood(set);
    this.present.fill(0);
    if (typeof set === "number") this.weighPair(set, this.total);
    else if (set.halves !== undefined) this.weighHalves(set.halves);
    else if (set.pairs !== undefined) {
      const { pairs } = set;
      spendWork(pairs.length);
      for (let i = 0; i < pairs.length; i++) this.weighPair(pairs[i]!, pairProbability(pairs[i]!));
    }
  }

  private weighPair(pair: number, probability: number): void {
    for (let bits = this.given(pair); bits !== 0; bits &= bits - 1) {
      this.present[31 - Math.clz32(bits & -bits)]! += probability;
    }
  }

  private weighHalves(halves: Uint16Array): void {
    spendWork(halves.length * BUCKET_COUNT);
    for (let i = 0; i < halves.length; i++) {
      const share = halves[i]! * HALF_ROOM;
      for (let bucket = 0; bucket < BUCKET_COUNT; bucket++)
        this.present[bucket]! += this.shares[share + bucket]!;
    }
  }

  /** The bucket's probability if it took the set that was weighed. */
  after(bucket: number): number {
    const added = Math.max(0, this.total - this.present[bucket]!);
    return Math.min(1, this.probability[bucket]! + added);
  }

  place(set: PairSet, bucket: number): void {
    this.probability[bucket] = this.after(bucket);
    if (typeof set === "number") this.placePair(set, bucket);
    else if (set.halves !== undefined) for (const half of set.halves) this.placeHalf(half, bucket);
    else if (set.pairs === undefined) this.open |= 1 << bucket;
    else for (let i = 0; i < set.pairs.length; i++) this.placePair(set.pairs[i]!, bucket);
  }

  private placePair(pair: number, bucket: number): void {
    if ((this.given(pair) >>> bucket) & 1) return;
    this.share(pair, bucket);
    this.buckets[pair]! |= 1 << bucket;
  }

  /** Perf: all pairs with a half are looked at once a bucket, not once an item. */
  private placeHalf(half: number, bucket: number): void {
    if ((this.halves[half]! >>> bucket) & 1) return;
    for (let other = 0; other < 256; other++) {
      const pair = half < SECOND_BYTE ? half | (other << 8) : other | ((half - SECOND_BYTE) << 8);
      if (((this.given(pair) >>> bucket) & 1) === 0) this.share(pair, bucket);
    }
    this.halves[half]! |= 1 << bucket;
  }

  /** Adds a pair to what the bucket lets through of its halves. */
  private share(pair: number, bucket: number): void {
    const probability = pairProbability(pair);
    this.shares[(pair & 255) * HALF_ROOM + bucket]! += probability;
    this.shares[(SECOND_BYTE + (pair >> 8)) * HALF_ROOM + bucket]! += probability;
  }

  /** The buckets that let the pair through because of a set that holds it. */
  private given(pair: number): number {
    return this.buckets[pair]! | this.halves[pair & 255]! | this.halves[SECOND_BYTE + (pair >> 8)]!;
  }

  bits(pair: number): number {
    return this.given(pair) | this.open;
  }
}

/** Three fields of 21 bits in each 64-bit word: p, a, b. A bit is 0 where the bucket lets the pair through. */
function pack(a: Field, b: Field, p: Field): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(2 * 65536);
  for (let pair = 0; pair < 65536; pair++) {
    if ((pair & 0xfff) === 0) spendWork(0x1000);
    const middle = a.bits(pair);
    words[2 * pair] = ~(p.bits(pair) | (middle << BUCKET_COUNT));
    words[2 * pair + 1] = ~((middle >>> (32 - BUCKET_COUNT)) | (b.bits(pair) << (2 * BUCKET_COUNT - 32)));
  }
  return words;
}
