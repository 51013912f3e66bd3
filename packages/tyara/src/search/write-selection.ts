/**
 * Writes what the kernel needs to make tables for some of the patterns while data is scanned (its selection.ts): the
 * items of every run, ready to be put into a pair table, and which runs lead to each pattern.
 */
import { MIN_SELECTED_RUNS, type PairFilter } from "./choose-filter.ts";
import {
  ANY_PAIR,
  BUCKET_COUNT,
  CERTAIN,
  Entry,
  Header,
  Item,
  KeyKind,
  Lead,
  PRESENCE_BITS,
  RarePair,
} from "./layout.ts";
import { type ManyPairs, type PairItem, type PairSet, setLikelihood } from "./pair-items.ts";
import type { SearchPlan } from "./plan.ts";
import type { TableWriter } from "./table-writer.ts";
import { makeEntry, type PlacedRun } from "./write-pair-filter.ts";

/** A run and the sub-patterns that it leads to. */
export interface UsedRun extends PlacedRun {
  readonly users: readonly { readonly subPattern: number }[];
}

/** A run that has a pass of its own. */
export interface RareUsedRun extends UsedRun {
  /** That the filter strikes at a place. */
  readonly probability: number;
}

/** What a choice among patterns goes by. */
export interface SelectionPlan {
  /** For each pattern, how much work looking for it is expected to make. */
  readonly loads: Float64Array;
  /** How many bytes tables for some of the patterns take at most; 0 when there cannot be any. */
  readonly tableSize: number;
}

/** `filter` holds the items of the paired runs; the others' indices follow theirs. */
export function writeSelection(
  out: TableWriter,
  header: number,
  runs: readonly UsedRun[],
  filter: PairFilter,
  rare: readonly RareUsedRun[],
  plan: SearchPlan,
  patternCount: number,
): SelectionPlan {
  const leads = leadsByPattern([...runs, ...rare], plan, patternCount);
  const runLoads = [
    ...pairedLoads(runs.length, filter),
    ...rare.map(({ probability }) => PASS_COST + probability),
  ];
  const loads = Float64Array.from(leads, (list) => list.reduce((sum, { run }) => sum + runLoads[run]!, 0));
  if (runs.length + rare.length < MIN_SELECTED_RUNS) return { loads, tableSize: 0 };
  writeItems(out, header, runs, filter);
  writeLeads(out, header, leads);
  out.setU32(header + Header.subPatternCount, plan.subPatterns.length);
  const tableSize = largestTables(filter.items, rare.length, patternCount, plan.subPatterns.length);
  return { loads, tableSize };
}

interface LeadPlan {
  readonly run: number;
  readonly subPattern: number;
}

/** Pieces of chains lead to the chain's pattern. */
function leadsByPattern(runs: readonly UsedRun[], plan: SearchPlan, patternCount: number): LeadPlan[][] {
  const wholes = new Map<number, number>();
  for (const { subPattern, firstPiece, gaps } of plan.chains) {
    for (let piece = 0; piece <= gaps.length; piece++) wholes.set(firstPiece + piece, subPattern.pattern);
  }
  const leads: LeadPlan[][] = Array.from({ length: patternCount }, () => []);
  runs.forEach(({ users }, run) => {
    for (const { subPattern } of users) {
      const { pattern } = plan.subPatterns[subPattern]!;
      leads[wholes.get(pattern) ?? pattern]!.push({ run, subPattern });
    }
  });
  return leads;
}

/** What each run costs whether it is ever found or not, in candidates for each scanned byte. */
const RUN_COST = 1e-6;
/** What a pass for one run costs. */
const PASS_COST = 0.002;

function pairedLoads(runCount: number, { items, stride }: PairFilter): Float64Array {
  const loads = new Float64Array(runCount).fill(RUN_COST);
  items.forEach(({ a, b, p }, i) => {
    loads[Math.floor(i / stride)]! += (setLikelihood(a) * setLikelihood(b) * setLikelihood(p)) / stride;
  });
  return loads;
}

function writeItems(
  out: TableWriter,
  header: number,
  runs: readonly PlacedRun[],
  { items, stride }: PairFilter,
): void {
  const sets = new SetWriter(out);
  const records = items.map((item) => ({
    sets: [sets.write(item.a), sets.write(item.b), sets.write(item.p)] as const,
    keys:
      item.keys.length === 1 ? item.keys[0]! : out.append(new Uint8Array(Uint32Array.from(item.keys).buffer)),
  }));
  const address = out.align(16).reserve(items.length * Item.size);
  items.forEach((item, i) => {
    const { sets, keys } = records[i]!;
    const at = address + i * Item.size;
    out.setU32(at + Item.a, sets[0]);
    out.setU32(at + Item.b, sets[1]);
    out.setU32(at + Item.p, sets[2]);
    out.setU32(at + Item.aLikelihood, likelihood(item.a));
    out.setU32(at + Item.bLikelihood, likelihood(item.b));
    out.setU32(at + Item.pLikelihood, likelihood(item.p));
    out.setI16(at + Item.kind, item.kind === "loose" ? 0 : KeyKind[item.kind]);
    out.setI16(at + Item.keyCount, item.keys.length);
    out.setU32(at + Item.keys, keys);
    const entry = makeEntry(item, runs[Math.floor(i / stride)]!);
    out.setU32(at + Item.run, entry.run);
    out.setU32(at + Item.value, entry.value);
    out.setU32(at + Item.mask, entry.mask);
    out.setI16(at + Item.checkDelta, entry.checkDelta);
    out.setI16(at + Item.startDelta, entry.startDelta);
  });
  out.setU32(header + Header.items, address);
  out.setU32(header + Header.itemsPerRun, stride);
  out.setU32(header + Header.runCount, runs.length);
}

/** In parts of {@link CERTAIN}. */
function likelihood(set: PairSet): number {
  return Math.min(CERTAIN, Math.max(1, Math.round(setLikelihood(set) * CERTAIN)));
}

/** Writes sets of pairs, equal ones once. */
class SetWriter {
  private readonly out: TableWriter;
  private readonly addresses = new Map<string, number>();
  /** Perf: most sets are shared between items, and then need not be compared. */
  private readonly known = new Map<ManyPairs, number>();

  constructor(out: TableWriter) {
    this.out = out;
  }

  /** What an item's field holds. */
  write(set: PairSet): number {
    if (typeof set === "number") return set;
    if (set.pairs === undefined) return ANY_PAIR;
    let address = this.known.get(set);
    if (address === undefined) this.known.set(set, (address = this.writePairs(set.pairs)));
    return address;
  }

  private writePairs(pairs: Uint16Array): number {
    const key = pairs.join();
    let address = this.addresses.get(key);
    if (address === undefined) {
      const { out } = this;
      address = out.align(4).reserve(4 + pairs.length * 2);
      out.setU32(address, pairs.length);
      for (let i = 0; i < pairs.length; i++) out.setI16(address + 4 + 2 * i, pairs[i]!);
      out.align(4);
      this.addresses.set(key, address);
    }
    return address;
  }
}

function writeLeads(out: TableWriter, header: number, leads: readonly (readonly LeadPlan[])[]): void {
  const starts = out.align(4).reserve((leads.length + 1) * 4);
  leads.forEach((list, pattern) => {
    out.setU32(starts + pattern * 4, out.address);
    for (const { run, subPattern } of list) {
      const lead = out.reserve(Lead.size);
      out.setU32(lead + Lead.run, run);
      out.setU32(lead + Lead.subPattern, subPattern);
    }
  });
  out.setU32(starts + leads.length * 4, out.address);
  out.setU32(header + Header.patternLeads, starts);
}

/** The sum of what the kernel takes piece by piece, each piece a multiple of 16. */
function largestTables(
  items: readonly PairItem[],
  rareCount: number,
  patternCount: number,
  subPatternCount: number,
): number {
  const keyCount = items.reduce((sum, { keys }) => sum + keys.length, 0);
  const looseCount = items.reduce((sum, { kind }) => sum + (kind === "loose" ? 1 : 0), 0);
  const pieces = [
    Header.size,
    Math.ceil(patternCount / 8),
    Math.ceil(subPatternCount / 8),
    rareCount * RarePair.size,
    BUCKET_COUNT * 4,
    65536 * 8,
    1 << (PRESENCE_BITS - 3),
    (keyCount * 4 + 32 + 2) * 4,
    keyCount * Entry.size,
    looseCount * Entry.size,
  ];
  return pieces.reduce((sum, piece) => sum + ((piece + 15) & ~15), 0);
}
