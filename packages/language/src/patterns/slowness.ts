/**
 * Whether YARA-X would call a pattern slow (CW-21).
 *
 * A search needs runs of bytes of which one must occur in each match. Here these runs are worked out as the warning
 * defines them, which is coarser than what Tyara's own search does: prefixes of the pattern from each of its places, up to
 * four bytes long, classes spelled out, and likewise of what is repeated and of the branches of alternatives; the best
 * place is the one whose worst run is most selective. Slow are patterns whose best runs have a single byte among them, or
 * too many of two bytes. Compat: thresholds and weights were fitted to verdicts
 * of the reference on some ten thousand patterns (test data: rule collections and small expressions).
 */
import { spendWork } from "@tyara/base";
import { ByteSet, concat, type Hir, minLength } from "../regexp/index.ts";
import type { PatternValue } from "./declare-pattern.ts";

/** One place of a run: the bytes that may stand there, reduced to what decides how selective it is. */
interface Place {
  readonly size: number;
  /** What the least selective of them is worth. */
  readonly worth: number;
  /** The common bytes among them, as bits in the order of {@link COMMON}. */
  readonly common: number;
}

/** Runs that differ only in which byte of a class stands at which place. */
interface Run {
  readonly places: readonly Place[];
  /** Whether the pattern goes on right behind the run, so that the run may grow. */
  readonly isOpen: boolean;
}

/** `undefined`: too many to spell out. */
type Runs = readonly Run[] | undefined;

/** Bytes that are common in all files. */
const COMMON = [0x00, 0x20, 0x90, 0xcc, 0xff] as const;
const ALL_COMMON = 2 ** COMMON.length - 1;
const ZERO_BIT = 1;

const RUN_LENGTH = 4;
const MAX_RUNS = 16_384;
const MAX_SHORT_RUNS = 2700;
const NOTHING: readonly Run[] = [{ places: [], isOpen: true }];

function placeOf(set: ByteSet): Place {
  const common = COMMON.reduce<number>((bits, byte, i) => bits | (set.has(byte) ? 1 << i : 0), 0);
  return { size: set.size, worth: common !== 0 ? 12 : hasLetter(set) ? 18 : 20, common };
}

function hasLetter(set: ByteSet): boolean {
  for (let letter = 0x41; letter <= 0x5a; letter++)
    if (set.has(letter) || set.has(letter | 0x20)) return true;
  return false;
}

const BYTE_PLACES: readonly Place[] = Array.from({ length: 256 }, (_, byte) => placeOf(ByteSet.single(byte)));

const isAny = ({ size }: Place): boolean => size === 256;

/** How many warnings a pattern earns: one for each piece of it that is searched for on its own and is slow. */
export function countSlowPieces(value: PatternValue, isCaseInsensitive: boolean): number {
  if (value.kind === "literal") return isSlowLiteral(value) ? 1 : 0;
  const { hir } = value;
  const isRow = isMaskedLiteral(hir) && !isCaseInsensitive && !value.wide;
  if (isRow || isLiteralAlternation(hir)) return 0;
  const pieces = largePieces(hir);
  if (pieces.length === 1) return hasSlowRuns(hir) ? 1 : 0;
  return pieces.filter((piece) => piece.kind !== "literal" && hasSlowRuns(piece)).length;
}

function isSlowLiteral(value: PatternValue & { readonly kind: "literal" }): boolean {
  const isSearchedAsIs =
    value.xor === undefined && value.base64 === undefined && value.base64wide === undefined;
  return isSearchedAsIs && !value.fullword && (value.bytes.length < 2 || isFiller(value.bytes));
}

const MIN_PIECE_LENGTH = 2;

/** The pieces between large gaps; pieces too short stay with the next one, the last with the one before. */
function largePieces(hir: Hir): Hir[] {
  const large: Hir[] = [];
  let open: Hir[] = [];
  let gap: Hir | undefined;
  for (const item of hir.kind === "concat" ? hir.items : [hir]) {
    if (isLargeGap(item) && minLength(concat(open)) >= MIN_PIECE_LENGTH) {
      large.push(concat(open));
      [open, gap] = [[], item];
    } else open.push(item);
  }
  const last = concat(open);
  if (gap === undefined || minLength(last) >= MIN_PIECE_LENGTH) return [...large, last];
  return [...large.slice(0, -1), concat([large.at(-1)!, gap, last])];
}

/** Compat: what decides is how far the gap's ends are apart. */
const MAX_GAP_RANGE = 200;

function isLargeGap(hir: Hir): boolean {
  if (hir.kind !== "repeat" || hir.item.kind !== "class" || hir.item.set.size !== 256) return false;
  return hir.max === undefined || hir.max - hir.min > MAX_GAP_RANGE;
}

/** Bytes that fill unused space, and nothing else. */
function isFiller(bytes: Uint8Array): boolean {
  const [first] = bytes;
  return (first === 0x00 || first === 0x90 || first === 0xff) && bytes.every((byte) => byte === first);
}

/** A row of bytes and masks: it is compared as a whole wherever its most selective byte occurs. */
function isMaskedLiteral(hir: Hir): boolean {
  switch (hir.kind) {
    case "literal":
      return true;
    case "class":
      return isMask(hir.set);
    case "concat":
      return hir.items.every(isMaskedLiteral);
    case "repeat":
      // Compat: a jump of fixed length is part of the row, a counted class is none.
      return hir.min === hir.max && hir.item.kind === "class" && hir.item.set.size === 256;
    default:
      return false;
  }
}

function isMask(set: ByteSet): boolean {
  const members = set.bytes();
  const [first] = members;
  if (first === undefined) return false;
  const varying = members.reduce((bits, byte) => bits | (byte ^ first), 0);
  return set.size === 2 ** popcount(varying);
}

function popcount(byte: number): number {
  let count = 0;
  for (let bits = byte; bits !== 0; bits &= bits - 1) count++;
  return count;
}

function isLiteralAlternation(hir: Hir): boolean {
  return (
    hir.kind === "alternation" &&
    hir.branches.every(({ kind }) => kind === "literal") &&
    singleBytes(hir) === undefined
  );
}

function hasSlowRuns(hir: Hir): boolean {
  const best = bestCandidate(hir);
  if (best === undefined) return true;
  if (best.quality > DECIDING_QUALITY) return false;
  const shortest = shortestRun(best.runs);
  const short = best.runs.filter(({ places }) => places.length === shortest);
  return shortest < 2 || (shortest === 2 && countRuns(short) > MAX_SHORT_RUNS);
}

/** The best place of an expression; one that is good enough ends the search. */
function bestCandidate(hir: Hir): Candidate | undefined {
  const items = hir.kind === "concat" ? hir.items : [hir];
  let best: Candidate | undefined;
  // Perf: nearly every pattern has a literal that settles the question.
  for (const item of items) {
    if (item.kind !== "literal") continue;
    const candidate = bestWindow(item.bytes);
    if (candidate.quality > DECIDING_QUALITY) return candidate;
    // Of a shorter one the run goes on behind it.
    if (item.bytes.length < RUN_LENGTH) continue;
    if (best === undefined || candidate.quality > best.quality) best = candidate;
  }
  for (let start = 0; start < items.length; start++) {
    for (const candidate of [candidateFrom(items, start), candidateInside(items[start]!)]) {
      if (candidate === undefined) continue;
      if (candidate.quality > DECIDING_QUALITY) return candidate;
      if (best === undefined || isPreferred(candidate, best)) best = candidate;
    }
  }
  return best;
}

/** The runs that begin at an item. A run that starts with any byte at all begins no place of its own. */
function candidateFrom(items: readonly Hir[], start: number): Candidate | undefined {
  const single = singleBytes(items[start]!);
  if (single !== undefined && isAny(placeOf(single))) return undefined;
  const spelledOut = prefixes(items, start);
  const runs = spelledOut?.map(trim);
  return runs && { quality: qualityOfRuns(runs), runs, spelledOut: countRuns(spelledOut!) };
}

/** The best place within an item that every match contains, or within each branch of one. */
function candidateInside(item: Hir): Candidate | undefined {
  if (item.kind === "repeat" && item.min > 0) return bestCandidate(item.item);
  if (item.kind !== "alternation") return undefined;
  const runs: Run[] = [];
  let spelledOut = 0;
  for (const branch of item.branches) {
    const best = bestCandidate(branch);
    spelledOut += best?.spelledOut ?? Number.POSITIVE_INFINITY;
    if (spelledOut > MAX_RUNS) return undefined;
    for (const run of best!.runs) runs.push(run);
  }
  return { quality: qualityOfRuns(runs), runs, spelledOut };
}

/** Compat: so many runs of two bytes are worth less than a byte that is no letter. */
const PENALIZED_PAIRS = 256;
const PENALIZED_QUALITY = 19;

function qualityOfRuns(runs: readonly Run[]): number {
  const worst = runs.reduce(
    (least, { places }) => Math.min(least, qualityOf(places)),
    Number.POSITIVE_INFINITY,
  );
  const arePenalized = runs.every(({ places }) => places.length === 2) && countRuns(runs) === PENALIZED_PAIRS;
  return arePenalized ? Math.min(worst, PENALIZED_QUALITY) : worst;
}

/** Runs of which one must occur, and how selective the worst of them is. */
interface Candidate {
  readonly quality: number;
  readonly runs: readonly Run[];
  /** How many runs had to be spelled out for it. */
  readonly spelledOut: number;
}

/** The better, of equally good ones the longer, then the fewer. */
function isPreferred(a: Candidate, b: Candidate): boolean {
  if (a.quality !== b.quality) return a.quality > b.quality;
  const longer = shortestRun(a.runs) - shortestRun(b.runs);
  return longer > 0 || (longer === 0 && countRuns(a.runs) < countRuns(b.runs));
}

const shortestRun = (runs: readonly Run[]): number => Math.min(...runs.map(({ places }) => places.length));

const countRuns = (runs: readonly Run[]): number => runs.reduce((sum, run) => sum + weight(run), 0);

/** The most selective piece of a literal that is no longer than a run. */
function bestWindow(bytes: Uint8Array): Candidate {
  let best: Candidate | undefined;
  for (let start = 0; start === 0 || start + RUN_LENGTH <= bytes.length; start++) {
    const places = literalPlaces(bytes, start);
    const quality = qualityOf(places);
    if (best === undefined || quality > best.quality)
      best = { quality, runs: [{ places, isOpen: false }], spelledOut: 1 };
    if (best.quality > DECIDING_QUALITY) break;
  }
  return best!;
}

const literalPlaces = (bytes: Uint8Array, start: number): Place[] =>
  Array.from(bytes.subarray(start, start + RUN_LENGTH), (byte) => BYTE_PLACES[byte]!);

/** A run without any-byte places at its end. */
function trim(run: Run): Run {
  let end = run.places.length;
  while (end > 0 && isAny(run.places[end - 1]!)) end--;
  return end === run.places.length ? run : { places: run.places.slice(0, end), isOpen: false };
}

/** Runs that could be slow are worth no more: one byte, or two. */
const DECIDING_QUALITY = 40;

/** How selective the worst of the runs is: its bytes' worth, except that one common byte repeated is hardly better than it is once. */
function qualityOf(places: readonly Place[]): number {
  let quality = 0;
  let shared = places.length === 0 ? 0 : ALL_COMMON;
  for (const place of places) {
    quality += place.worth;
    shared &= place.common;
  }
  if (shared === 0) return quality;
  // Zeros do not get better by being many.
  return shared & ZERO_BIT ? Math.min(quality, 14) : quality - 8;
}

/** The runs that matches of the items in a row, from one on, begin with. */
function prefixes(items: readonly Hir[], start = 0): Runs {
  let runs = NOTHING;
  for (let at = start; at < items.length; at++) {
    if (runs.every((run) => !isGrowing(run))) break;
    const next = runsOf(items[at]!);
    const product = next && extend(runs, next);
    if (product === undefined) return runs === NOTHING ? undefined : close(runs);
    runs = product;
  }
  return runs;
}

const isGrowing = ({ places, isOpen }: Run): boolean => isOpen && places.length < RUN_LENGTH;

const close = (runs: readonly Run[]): readonly Run[] => runs.map(({ places }) => ({ places, isOpen: false }));

function extend(runs: readonly Run[], next: readonly Run[]): readonly Run[] | undefined {
  const product: Run[] = [];
  let count = 0;
  for (const run of runs) {
    spendWork(next.length);
    if (!isGrowing(run)) {
      count += weight(run);
      product.push(run);
    } else
      for (const other of next) {
        // What is cut off at the end has been spelled out too.
        count += weight(run) * weight(other);
        product.push(join(run, other));
      }
    if (count > MAX_RUNS) return undefined;
  }
  return product;
}

function join(a: Run, b: Run): Run {
  const places = a.places.length === 0 ? b.places : [...a.places, ...b.places].slice(0, RUN_LENGTH);
  return { places, isOpen: b.isOpen };
}

/** How many runs it is when every byte of every place is spelled out. */
function weight({ places }: Run): number {
  let count = 1;
  for (const { size } of places) count *= size;
  return count;
}

function runsOf(hir: Hir): Runs {
  const single = singleBytes(hir);
  if (single !== undefined) {
    const place = placeOf(single);
    return place.size === 0 ? [] : [{ places: [place], isOpen: true }];
  }
  switch (hir.kind) {
    case "literal":
      return [{ places: literalPlaces(hir.bytes, 0), isOpen: true }];
    case "concat":
      return prefixes(hir.items);
    case "alternation":
      return union(hir.branches.map(runsOf));
    case "repeat":
      return runsOfRepeat(hir);
    default:
      return NOTHING;
  }
}

function runsOfRepeat({ item, min, max }: Extract<Hir, { kind: "repeat" }>): Runs {
  if (max === 0) return NOTHING;
  if (min === 0) {
    const once = runsOf(item);
    return union([once && (max === 1 ? once : close(once)), NOTHING]);
  }
  const times = Math.min(min, RUN_LENGTH);
  const runs = prefixes(Array.from({ length: times }, () => item));
  return runs !== undefined && min !== max ? close(runs) : runs;
}

function union(all: readonly Runs[]): Runs {
  const joined: Run[] = [];
  let count = 0;
  for (const runs of all) {
    if (runs === undefined) return undefined;
    for (const run of runs) {
      count += weight(run);
      joined.push(run);
    }
    if (count > MAX_RUNS) return undefined;
  }
  return joined;
}

/** The set of bytes that an expression of exactly one byte matches. */
function singleBytes(hir: Hir): ByteSet | undefined {
  if (hir.kind === "class") return hir.set;
  if (hir.kind === "literal") return hir.bytes.length === 1 ? ByteSet.single(hir.bytes[0]!) : undefined;
  if (hir.kind !== "alternation") return undefined;
  let set = ByteSet.empty;
  for (const branch of hir.branches) {
    const bytes = singleBytes(branch);
    if (bytes === undefined) return undefined;
    set = set.union(bytes);
  }
  return set;
}
