/**
 * Chooses what the pair-table filter checks of each run.
 *
 * The filter looks at the data at every second, fourth or eighth byte (the stride). An occurrence of a run may lie at any
 * offset modulo the stride, so a run gets one item for each remainder. An item has a *centre*, an offset in the run. The
 * filter checks three pairs of bytes, one stride apart. With stride 4 and centre 5:
 *
 *     offset in the run   0  1  2  3  4  5  6  7  8  9  10
 *                            p  p        a  a        b  b
 *
 * Among the possible centres, `bestCentre` takes the one whose three pairs are rarest by the frequency model. Each item
 * also has a hash key made of the bytes at its centre. After the filter has hit, the key finds the run.
 */
import { spendWork } from "@tyara/base";
import { KEY_MULTIPLIER, type KeyKind, KeySalt, SECOND_BYTE } from "@tyara/contract";
import { type ByteRun, placeAt } from "./byte-run.ts";
import { firstRarity, pairProbability, pairRarity, secondRarity, setProbability } from "./frequencies.ts";

/** The distance in bytes between two looks of the filter. */
export type Stride = 2 | 4 | 8;

/** A set of byte pairs. A set of one pair, the usual case, is the number of the pair: first | second << 8. */
export type PairSet = number | ManyPairs;

/** All pairs, unless `pairs` or `halves` are set. */
export interface ManyPairs {
  readonly pairs?: Uint16Array;
  /** Set if one of the two bytes is arbitrary: the values of the other, plus {@link SECOND_BYTE} if it is the second. */
  readonly halves?: Uint16Array;
  readonly probability: number;
}

/** The probability that two bytes of data belong to the set. */
export function setLikelihood(set: PairSet): number {
  return typeof set === "number" ? pairProbability(set) : set.probability;
}

/** One centre of one run. */
export interface PairItem {
  readonly run: ByteRun;
  readonly centre: number;
  /** The pairs at the centre. */
  readonly a: PairSet;
  /** The pairs one stride after the centre. */
  readonly b: PairSet;
  /** The pairs one stride before the centre. */
  readonly p: PairSet;
  readonly kind: KeyChoice;
  /** Hashes of 32 bits; their upper bits index the slot array. Empty for loose items. */
  readonly keys: readonly number[];
  /** The result of `quickCheck`, computed on demand. */
  quickCheck: QuickCheck | undefined;
}

/** Four bytes of a run that the kernel compares before the rest. */
export interface QuickCheck {
  /** Little-endian. */
  readonly value: number;
  readonly mask: number;
  /** The offset of the four bytes in the run. */
  readonly offset: number;
}

/** How an item is found after a hit: by a key of some kind, or (loose) by trying it at every hit of its bucket. */
export type KeyChoice = keyof typeof KeyKind | "loose";

// Limit: the last offset of a centre, so that huge patterns stay cheap to plan.
const MAX_CENTRE = 128;
// Limit: the same if keys are crowded, because the search then computes the keys of every centre.
const MAX_CROWDED_CENTRE = 32;
// Limit: larger sets of pairs become "any pair", which only adds candidates.
const MAX_SET = 8192;

const ANY: ManyPairs = { probability: 1 };

/** The expected number of candidates per scanned byte. */
export function runCost(run: ByteRun): number {
  return findCentres(run, 2).cost;
}

/** The items of a run, one for each of its centres. */
export function pairItems(run: ByteRun, { centres }: Centres): PairItem[] {
  return centres.map((centre) => item(run, centre, centres.length as Stride));
}

/** Whether the filter looks at a byte of every occurrence, whatever its offset modulo the stride is. */
export function isLongEnough(run: ByteRun, stride: Stride): boolean {
  return run.values.length >= stride - 1;
}

/**
 * The centres of a run, one for each remainder modulo the stride. The last one may be −1: its pair is an arbitrary byte and
 * the first byte of the run. Avoids keys in `crowded` if it can.
 */
export function findCentres(run: ByteRun, stride: Stride, crowded?: ReadonlySet<number>): Centres {
  const centres: number[] = [];
  let sum = 0;
  spendWork(8 * run.values.length);
  for (let i = 0; i < stride; i++) {
    const { centre, cost } = bestCentre(run, i === stride - 1 ? -1 : i, stride, crowded);
    centres.push(centre);
    sum += 2 ** cost;
  }
  return { centres, cost: sum / stride };
}

// Perf: engines are slow at reads beyond the end of an array.
function isExact({ masks }: ByteRun, offset: number): boolean {
  return offset >= 0 && offset < masks.length && masks[offset] === 0xff;
}

/** The probability of a pair under an unknown xor key. The key keeps only the difference of the two bytes. */
function differenceProbability(run: ByteRun, offset: number): number {
  const isInside = offset >= 0 && offset + 1 < run.values.length;
  const keys = run.xor!.end - run.xor!.start + 1;
  return isInside ? keys / 65536 : keys / 256;
}

function pairAt(run: ByteRun, offset: number): number {
  return run.values[offset]! | (run.values[offset + 1]! << 8);
}

/** The centres of a run. */
export interface Centres {
  /** One for each remainder modulo the stride. */
  readonly centres: readonly number[];
  /** The expected number of candidates per scanned byte. */
  readonly cost: number;
}

interface Centre {
  readonly centre: number;
  /** The logarithm (base 2) of the probability that the filter hits. */
  readonly cost: number;
}

/** The best of the centres `first`, `first + stride`, … */
function bestCentre(run: ByteRun, first: number, stride: Stride, crowded?: ReadonlySet<number>): Centre {
  const last = Math.min(run.values.length - 1, crowded ? MAX_CROWDED_CENTRE : MAX_CENTRE);
  let bestCentre = first;
  let bestCost = 0;
  let bestScore = Number.POSITIVE_INFINITY;
  let before = rarity(run, first - stride);
  let at = rarity(run, first);
  for (let centre = first; centre <= last; centre += stride) {
    const after = rarity(run, centre + stride);
    const cost = before + at + after;
    if (cost < bestScore) {
      const score = cost + keyPenalty(run, centre) + (crowded ? crowdPenalty(run, centre, crowded) : 0);
      if (score < bestScore) {
        bestScore = score;
        bestCost = cost;
        bestCentre = centre;
      }
    }
    before = at;
    at = after;
  }
  return { centre: bestCentre, cost: bestCost };
}

/** The logarithm (base 2) of the probability of the pair at an offset of the run; 0 outside of the run. */
function rarity(run: ByteRun, offset: number): number {
  if (offset < -1 || offset >= run.values.length) return 0;
  if (run.xor !== undefined) return Math.log2(differenceProbability(run, offset));
  if (isExact(run, offset)) {
    if (isExact(run, offset + 1)) return pairRarity(pairAt(run, offset));
    if (offset + 1 === run.values.length) return firstRarity(run.values[offset]!);
  } else if (offset < 0 && isExact(run, 0)) return secondRarity(run.values[0]!);
  return Math.log2(setProbability(placeAt(run, offset).bytes, placeAt(run, offset + 1).bytes));
}

/**
 * The cost of finding the run after a hit, in bits. A key of four bytes distinguishes thousands of runs, a shorter one
 * hundreds. Without a key, every hit of the bucket tries the run.
 */
function keyPenalty(run: ByteRun, centre: number): number {
  if (run.xor !== undefined) return centre >= 0 && centre + 4 <= run.values.length ? 0 : LOOSE_PENALTY;
  for (const { start, length, limit, penalty } of KEYS) {
    if (keyCount(run, centre + start, length) <= limit) return penalty;
  }
  return LOOSE_PENALTY;
}

const LOOSE_PENALTY = 30;

/** A crowded key is as bad as none. */
function crowdPenalty(run: ByteRun, centre: number, crowded: ReadonlySet<number>): number {
  return keysAt(run, centre).keys.some((key) => crowded.has(key)) ? LOOSE_PENALTY : 0;
}

/** Limit: the number of runs with the same key that a hit tries one by one. */
const MAX_CROWD = 64;

/** The keys that more than {@link MAX_CROWD} runs share. */
export function crowdedKeys(items: readonly PairItem[]): ReadonlySet<number> {
  const counts = new Map<number, number>();
  const crowded = new Set<number>();
  let run: ByteRun | undefined;
  let keysOfRun = new Set<number>();
  for (const item of items) {
    if (item.run !== run) {
      run = item.run;
      keysOfRun = new Set();
    }
    for (const key of item.keys) {
      if (keysOfRun.has(key)) continue;
      keysOfRun.add(key);
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (count > MAX_CROWD) crowded.add(key);
    }
  }
  return crowded;
}

/** Which bytes a key is made of. */
interface KeyShape {
  readonly kind: Exclude<KeyChoice, "loose" | "difference">;
  /** The first byte, relative to the centre. */
  readonly start: number;
  readonly length: number;
  /** Limit: the number of keys of one item. A class of 3 bytes in the key needs 3 keys. */
  readonly limit: number;
  /** See `keyPenalty`. */
  readonly penalty: number;
}

/** In order of preference. */
const KEYS: readonly KeyShape[] = [
  { kind: "next", start: 0, length: 4, limit: 1, penalty: 0 },
  { kind: "around", start: -2, length: 4, limit: 1, penalty: 0 },
  { kind: "next", start: 0, length: 4, limit: 16, penalty: 1 },
  { kind: "around", start: -2, length: 4, limit: 16, penalty: 1 },
  { kind: "three", start: 0, length: 3, limit: 16, penalty: 2 },
  { kind: "threeLater", start: 1, length: 3, limit: 16, penalty: 2 },
  { kind: "threeEarlier", start: -1, length: 3, limit: 16, penalty: 2 },
  { kind: "pair", start: 0, length: 2, limit: 16, penalty: 3 },
  { kind: "pairLater", start: 1, length: 2, limit: 16, penalty: 3 },
  { kind: "pairEarlier", start: -1, length: 2, limit: 16, penalty: 3 },
  { kind: "pair", start: 0, length: 2, limit: 512, penalty: 6 },
  { kind: "pairLater", start: 1, length: 2, limit: 512, penalty: 6 },
  { kind: "pairEarlier", start: -1, length: 2, limit: 512, penalty: 6 },
];

function keyCount(run: ByteRun, start: number, length: number): number {
  let count = 1;
  for (let i = 0; i < length; i++) count *= foldedCount(run, start + i);
  return count;
}

/** The number of different bytes at a place after case folding. */
function foldedCount(run: ByteRun, offset: number): number {
  return isExact(run, offset) ? 1 : placeAt(run, offset).folded.length;
}

/** Sets of pairs at the edges of runs, by the byte that is known. The other byte is arbitrary. */
const unknownFirst: PairSet[] = [];
const unknownSecond: PairSet[] = [];

function item(run: ByteRun, centre: number, stride: Stride): PairItem {
  const { kind, keys } = keysAt(run, centre);
  return {
    run,
    centre,
    a: pairSet(run, centre),
    b: pairSet(run, centre + stride),
    p: pairSet(run, centre - stride),
    kind,
    keys,
    quickCheck: undefined,
  };
}

/** The pairs that may stand at an offset of a run. */
function pairSet(run: ByteRun, offset: number): PairSet {
  if (offset + 1 < 0 || offset >= run.values.length) return ANY;
  if (run.xor !== undefined) return xorPairs(run, offset, differenceProbability(run, offset));
  if (isExact(run, offset) && isExact(run, offset + 1)) return pairAt(run, offset);
  // Perf: half of all runs have such an edge near their centre.
  if (offset < 0 && isExact(run, 0)) return (unknownFirst[run.values[0]!] ??= anyPairs(run, offset));
  const last = run.values.length - 1;
  if (offset === last && isExact(run, last))
    return (unknownSecond[run.values[last]!] ??= anyPairs(run, offset));
  return anyPairs(run, offset);
}

/** Perf: the last answer. Rows of one class ask for the same set at every offset. */
let lastFirst: readonly number[] | undefined;
let lastSecond: readonly number[] | undefined;
let lastSet: PairSet = ANY;

/** Every pair of a byte at `offset` and a byte after it. */
function anyPairs(run: ByteRun, offset: number): PairSet {
  const first = placeAt(run, offset).bytes;
  const second = placeAt(run, offset + 1).bytes;
  if (first === lastFirst && second === lastSecond) return lastSet;
  lastSet = pairsOf(first, second);
  lastFirst = first;
  lastSecond = second;
  return lastSet;
}

function pairsOf(first: readonly number[], second: readonly number[]): PairSet {
  if (first.length * second.length > MAX_SET) return ANY;
  const probability = setProbability(first, second);
  if (second.length === 256) return { halves: Uint16Array.from(first), probability };
  if (first.length === 256)
    return { halves: Uint16Array.from(second, (byte) => byte + SECOND_BYTE), probability };
  const pairs = new Uint16Array(first.length * second.length);
  let count = 0;
  for (const high of second) for (const low of first) pairs[count++] = low | (high << 8);
  return { pairs, probability };
}

/** The pair at `offset` under each xor key. */
function xorPairs(run: ByteRun, offset: number, probability: number): PairSet {
  const { start, end } = run.xor!;
  if (offset < 0 || offset + 1 >= run.values.length) return halfXorPairs(run, offset, probability);
  const pairs = new Uint16Array(end - start + 1);
  for (let key = start; key <= end; key++) pairs[key - start] = pairAt(run, offset) ^ (key * 0x101);
  return { pairs, probability };
}

/** The pairs under each xor key if one byte of the pair lies outside of the run and is arbitrary. */
function halfXorPairs(run: ByteRun, offset: number, probability: number): PairSet {
  const { start, end } = run.xor!;
  const count = end - start + 1;
  if (count * 256 > MAX_SET) return ANY;
  const byte = run.values[Math.max(0, offset)]!;
  const half = offset < 0 ? SECOND_BYTE : 0;
  return {
    halves: Uint16Array.from({ length: count }, (_, key) => half + (byte ^ (start + key))),
    probability,
  };
}

interface Keys {
  readonly kind: KeyChoice;
  readonly keys: readonly number[];
}

function keysAt(run: ByteRun, centre: number): Keys {
  return run.xor === undefined ? chooseKeys(run, centre) : xorKeys(run, centre);
}

/** The first shape in {@link KEYS} that needs no more keys than its limit. */
function chooseKeys(run: ByteRun, centre: number): Keys {
  for (const { kind, start, length, limit } of KEYS) {
    if (keyCount(run, centre + start, length) > limit) continue;
    const keys = foldedKeys(run, centre + start, length);
    for (let i = 0; i < keys.length; i++) keys[i] = hashKey(keys[i]! ^ KeySalt[kind]);
    return { kind, keys };
  }
  return { kind: "loose", keys: [] };
}

/** Every value of `count` bytes at `start`, little-endian, with the same case folding as the kernel's. */
function foldedKeys(run: ByteRun, start: number, count: number): number[] {
  let exact = 0;
  for (let i = 0; i < count; i++) {
    const isByte = isExact(run, start + i);
    if (!isByte && foldedCount(run, start + i) !== 1) return manyFoldedKeys(run, start, count);
    const byte = isByte ? run.values[start + i]! : placeAt(run, start + i).folded[0]!;
    exact |= (byte | ((byte >> 1) & 0x20)) << (8 * i);
  }
  return [exact];
}

function manyFoldedKeys(run: ByteRun, start: number, count: number): number[] {
  let keys = [0];
  for (let i = 0; i < count; i++) {
    const bytes = placeAt(run, start + i).folded;
    keys = keys.flatMap((key) => bytes.map((byte) => (key | (byte << (8 * i))) >>> 0));
  }
  return keys;
}

/** The differences of four neighbouring bytes: the same under every xor key. */
function xorKeys(run: ByteRun, centre: number): Keys {
  if (centre < 0 || centre + 4 > run.values.length) return { kind: "loose", keys: [] };
  let key = 0;
  for (let i = 0; i < 3; i++) key |= (run.values[centre + i]! ^ run.values[centre + i + 1]!) << (8 * i);
  return { kind: "difference", keys: [hashKey(key ^ KeySalt.difference)] };
}

function hashKey(key: number): number {
  return Math.imul(key, KEY_MULTIPLIER) >>> 0;
}
