/**
 * Where in a run the pair-table filter looks. It looks at the data at every second, fourth or eighth byte (the stride);
 * for each way in which an occurrence may lie to these places the run has one centre, the three pairs around it (a
 * stride before, at, a stride behind) being the rarest by the frequency model; and a hash key under which the run is
 * found again when the filter strikes there.
 */
import { spendWork } from "@tyara/base";
import { KEY_MULTIPLIER, type KeyKind, KeySalt, SECOND_BYTE } from "@tyara/contract";
import { type ByteRun, placeAt } from "./byte-run.ts";
import { firstRarity, pairProbability, pairRarity, secondRarity, setProbability } from "./frequencies.ts";

/** At every how many bytes the filter looks. */
export type Stride = 2 | 4 | 8;

/** A set of byte pairs; just the number of the pair where there is only one, which is nearly everywhere. */
export type PairSet = number | ManyPairs;

/** `pairs` undefined: all of them. */
export interface ManyPairs {
  readonly pairs: Uint16Array | undefined;
  /** The same, where one byte is any: the other one's values, {@link SECOND_BYTE} added where it is the second. */
  readonly halves?: Uint16Array;
  readonly probability: number;
}

/** That a pair at some place belongs to the set. */
export function setLikelihood(set: PairSet): number {
  return typeof set === "number" ? pairProbability(set) : set.probability;
}

/** One centre of one run. */
export interface PairItem {
  readonly run: ByteRun;
  readonly centre: number;
  readonly a: PairSet;
  readonly b: PairSet;
  readonly p: PairSet;
  readonly kind: KeyChoice;
  /** Hashed but not yet shifted to the size of the slot array; empty for loose items. */
  readonly keys: readonly number[];
  /** What `checkWindow` found, once it was asked. */
  window: CheckWindow | undefined;
}

/** Four bytes of a run that are compared before the rest. */
export interface CheckWindow {
  /** Little-endian. */
  readonly value: number;
  readonly mask: number;
  /** Of the four bytes inside the run. */
  readonly offset: number;
}

export type KeyChoice = keyof typeof KeyKind | "loose";

// Limit: centres are looked for in this many first places of a run, so that huge patterns stay cheap to plan.
const MAX_CENTRE = 128;
// Limit: so many where keys are crowded, since each place's keys are then made.
const MAX_CROWDED_CENTRE = 32;
// Limit: a pair set with more members counts as "any", which only lets more candidates through.
const MAX_SET = 8192;

const ANY: ManyPairs = { pairs: undefined, probability: 1 };

/** Expected candidates for each scanned byte. */
export function runCost(run: ByteRun): number {
  return findCentres(run, 2).cost;
}

/** The items of a run, one for each of its centres. */
export function pairItems(run: ByteRun, { centres }: Centres): PairItem[] {
  return centres.map((centre) => item(run, centre, centres.length as Stride));
}

/** Whether some pair at the filter's places overlaps the run, wherever an occurrence lies. */
export function isLongEnough(run: ByteRun, stride: Stride): boolean {
  return run.values.length >= stride - 1;
}

/**
 * The centres of a run, one for each remainder that the offsets of occurrences leave when divided by the stride. The
 * first byte of a run is also looked for as the second one of a pair. Keys in `crowded` are taken only where there is no other.
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

// Perf: engines read outside of an array slowly.
function isExact({ masks }: ByteRun, offset: number): boolean {
  return offset >= 0 && offset < masks.length && masks[offset] === 0xff;
}

/** Under unknown keys only the difference of two bytes is known. */
function differenceProbability(run: ByteRun, offset: number): number {
  const isInside = offset >= 0 && offset + 1 < run.values.length;
  const keys = run.xor!.end - run.xor!.start + 1;
  return isInside ? keys / 65536 : keys / 256;
}

function pairAt(run: ByteRun, offset: number): number {
  return run.values[offset]! | (run.values[offset + 1]! << 8);
}

/** Where the filter looks at a run. */
export interface Centres {
  /** As many as the stride has bytes. */
  readonly centres: readonly number[];
  /** Expected candidates for each scanned byte. */
  readonly cost: number;
}

interface Centre {
  readonly centre: number;
  /** Logarithm of the probability that the filter strikes. */
  readonly cost: number;
}

/** Among the centres `first`, `first + stride`, … */
function bestCentre(run: ByteRun, first: number, stride: Stride, crowded?: ReadonlySet<number>): Centre {
  const last = Math.min(run.values.length - 1, crowded ? MAX_CROWDED_CENTRE : MAX_CENTRE);
  let bestCentre = first;
  let bestCost = 0;
  let bestScore = Number.POSITIVE_INFINITY;
  let before = rarity(run, first - stride);
  let at = rarity(run, first);
  for (let centre = first; centre <= last; centre += stride) {
    const behind = rarity(run, centre + stride);
    const cost = before + at + behind;
    if (cost < bestScore) {
      const score = cost + keyPenalty(run, centre) + (crowded ? crowdPenalty(run, centre, crowded) : 0);
      if (score < bestScore) {
        bestScore = score;
        bestCost = cost;
        bestCentre = centre;
      }
    }
    before = at;
    at = behind;
  }
  return { centre: bestCentre, cost: bestCost };
}

/** The logarithm of the probability of the pair at an offset of the run; 0 outside. */
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
 * In bits: what finding the run again costs. Keys of four bytes find a run among thousands, shorter ones among hundreds;
 * without a key every candidate of the bucket tries the run.
 */
function keyPenalty(run: ByteRun, centre: number): number {
  if (run.xor !== undefined) return centre >= 0 && centre + 4 <= run.values.length ? 0 : LOOSE_PENALTY;
  for (const { start, length, limit, penalty } of KEYS) {
    if (keyCount(run, centre + start, length) <= limit) return penalty;
  }
  return LOOSE_PENALTY;
}

const LOOSE_PENALTY = 30;

/** As bad as no key. */
function crowdPenalty(run: ByteRun, centre: number, crowded: ReadonlySet<number>): number {
  return keysAt(run, centre).keys.some((key) => crowded.has(key)) ? LOOSE_PENALTY : 0;
}

/** Limit: runs with the same key that are tried one by one. */
const MAX_CROWD = 64;

/** The keys that more than {@link MAX_CROWD} runs have. */
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

interface KeyShape {
  readonly kind: Exclude<KeyChoice, "loose" | "difference">;
  /** Relative to the centre. */
  readonly start: number;
  readonly length: number;
  /** Limit: a run is filed under so many keys at most. */
  readonly limit: number;
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

/** How many different bytes are left of a place when letters are folded. */
function foldedCount(run: ByteRun, offset: number): number {
  return isExact(run, offset) ? 1 : placeAt(run, offset).folded.length;
}

/** The sets of pairs at the edges of runs: the first byte unknown, or the second. */
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
    window: undefined,
  };
}

function pairSet(run: ByteRun, offset: number): PairSet {
  if (offset + 1 < 0 || offset >= run.values.length) return ANY;
  if (run.xor !== undefined) return xorPairs(run, offset, differenceProbability(run, offset));
  if (isExact(run, offset) && isExact(run, offset + 1)) return pairAt(run, offset);
  // Perf: half of the runs have such an edge near their centre.
  if (offset < 0 && isExact(run, 0)) return (unknownFirst[run.values[0]!] ??= anyPairs(run, offset));
  const last = run.values.length - 1;
  if (offset === last && isExact(run, last))
    return (unknownSecond[run.values[last]!] ??= anyPairs(run, offset));
  return anyPairs(run, offset);
}

function anyPairs(run: ByteRun, offset: number): PairSet {
  const first = placeAt(run, offset).bytes;
  const second = placeAt(run, offset + 1).bytes;
  if (first.length * second.length > MAX_SET) return ANY;
  const pairs = new Uint16Array(first.length * second.length);
  let count = 0;
  for (const high of second) for (const low of first) pairs[count++] = low | (high << 8);
  const probability = setProbability(first, second);
  if (second.length === 256) return { pairs, halves: Uint16Array.from(first), probability };
  if (first.length !== 256) return { pairs, probability };
  return { pairs, halves: Uint16Array.from(second, (byte) => byte + SECOND_BYTE), probability };
}

function xorPairs(run: ByteRun, offset: number, probability: number): PairSet {
  const { start, end } = run.xor!;
  if (offset < 0 || offset + 1 >= run.values.length) return halfXorPairs(run, offset, probability);
  const pairs = new Uint16Array(end - start + 1);
  for (let key = start; key <= end; key++) pairs[key - start] = pairAt(run, offset) ^ (key * 0x101);
  return { pairs, probability };
}

/** One byte of the pair lies outside the run. */
function halfXorPairs(run: ByteRun, offset: number, probability: number): PairSet {
  const { start, end } = run.xor!;
  const count = end - start + 1;
  if (count * 256 > MAX_SET) return ANY;
  const pairs = new Uint16Array(count * 256);
  for (let i = 0; i < pairs.length; i++) {
    const any = i & 255;
    const byte = run.values[Math.max(0, offset)]! ^ (start + (i >> 8));
    pairs[i] = offset < 0 ? any | (byte << 8) : byte | (any << 8);
  }
  return { pairs, probability };
}

interface Keys {
  readonly kind: KeyChoice;
  readonly keys: readonly number[];
}

function keysAt(run: ByteRun, centre: number): Keys {
  return run.xor === undefined ? chooseKeys(run, centre) : xorKeys(run, centre);
}

function chooseKeys(run: ByteRun, centre: number): Keys {
  for (const { kind, start, length, limit } of KEYS) {
    if (keyCount(run, centre + start, length) > limit) continue;
    const keys = foldedKeys(run, centre + start, length);
    for (let i = 0; i < keys.length; i++) keys[i] = hashKey(keys[i]! ^ KeySalt[kind]);
    return { kind, keys };
  }
  return { kind: "loose", keys: [] };
}

/** All values of `count` bytes from `start` on, letters folded as the kernel does. */
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

function xorKeys(run: ByteRun, centre: number): Keys {
  if (centre < 0 || centre + 4 > run.values.length) return { kind: "loose", keys: [] };
  let key = 0;
  for (let i = 0; i < 3; i++) key |= (run.values[centre + i]! ^ run.values[centre + i + 1]!) << (8 * i);
  return { kind: "difference", keys: [hashKey(key ^ KeySalt.difference)] };
}

function hashKey(key: number): number {
  return Math.imul(key, KEY_MULTIPLIER) >>> 0;
}
