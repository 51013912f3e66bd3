/**
 * Writes what the kernel needs to make tables for some of the patterns while data is scanned (its selection.ts): the
 * items of every run, ready to be put into a pair table, and which runs lead to each pattern.
 */

import {
  ANY_PAIR,
  BUCKET_COUNT,
  CERTAIN,
  Entry,
  HALF_PAIRS,
  Header,
  Item,
  KeyKind,
  Lead,
  PRESENCE_BITS,
  RarePair,
} from "@tyara/contract";
import { MIN_SELECTED_RUNS, type PairFilter } from "./choose-filter.ts";
import { type ManyPairs, type PairItem, type PairSet, setLikelihood } from "./pair-items.ts";
import type { SearchPlan } from "./plan.ts";
import { SharedBlocks } from "./shared-blocks.ts";
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
  const loads = new Float64Array(patternCount);
  for (let pattern = 0; pattern < patternCount; pattern++)
    for (let lead = leads.starts[pattern]!; lead < leads.starts[pattern + 1]!; lead++)
      loads[pattern]! += runLoads[leads.runs[lead]!]!;
  if (runs.length + rare.length < MIN_SELECTED_RUNS) return { loads, tableSize: 0 };
  writeItems(out, header, runs, filter);
  writeLeads(out, header, leads);
  out.setU32(header + Header.subPatternCount, plan.subPatterns.length);
  const tableSize = largestTables(filter.items, rare.length, patternCount, plan.subPatterns.length);
  return { loads, tableSize };
}

/** By pattern, the runs that lead to it, in the order of the runs. */
interface LeadPlan {
  /** By pattern, and one more: where its leads begin. */
  readonly starts: Uint32Array;
  readonly runs: Uint32Array;
  readonly subPatterns: Uint32Array;
}

/** Pieces of chains lead to the chain's pattern. */
function leadsByPattern(runs: readonly UsedRun[], plan: SearchPlan, patternCount: number): LeadPlan {
  const wholes = new Map<number, number>();
  for (const { subPattern, firstPiece, gaps } of plan.chains) {
    for (let piece = 0; piece <= gaps.length; piece++) wholes.set(firstPiece + piece, subPattern.pattern);
  }
  const patterns = Uint32Array.from(plan.subPatterns, ({ pattern }) => wholes.get(pattern) ?? pattern);
  const starts = new Uint32Array(patternCount + 1);
  for (const { users } of runs) for (const { subPattern } of users) starts[patterns[subPattern]! + 1]!++;
  for (let pattern = 0; pattern < patternCount; pattern++) starts[pattern + 1]! += starts[pattern]!;
  const next = starts.slice();
  const leads = {
    starts,
    runs: new Uint32Array(starts[patternCount]!),
    subPatterns: new Uint32Array(starts[patternCount]!),
  };
  runs.forEach(({ users }, run) => {
    for (const { subPattern } of users) {
      const lead = next[patterns[subPattern]!]!++;
      leads.runs[lead] = run;
      leads.subPatterns[lead] = subPattern;
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
  // By item, what its fields `a`, `b`, `p` and `keys` hold.
  const fields = new Uint32Array(items.length * 4);
  items.forEach(({ a, b, p, keys }, i) => {
    fields[4 * i] = sets.write(a);
    fields[4 * i + 1] = sets.write(b);
    fields[4 * i + 2] = sets.write(p);
    fields[4 * i + 3] =
      keys.length === 1 ? keys[0]! : out.append(new Uint8Array(Uint32Array.from(keys).buffer));
  });
  const address = out.align(16).reserve(items.length * Item.size);
  items.forEach((item, i) => {
    const at = address + i * Item.size;
    out.setU32(at + Item.a, fields[4 * i]!);
    out.setU32(at + Item.b, fields[4 * i + 1]!);
    out.setU32(at + Item.p, fields[4 * i + 2]!);
    out.setU32(at + Item.aLikelihood, likelihood(item.a));
    out.setU32(at + Item.bLikelihood, likelihood(item.b));
    out.setU32(at + Item.pLikelihood, likelihood(item.p));
    out.setI16(at + Item.kind, item.kind === "loose" ? 0 : KeyKind[item.kind]);
    out.setI16(at + Item.keyCount, item.keys.length);
    out.setU32(at + Item.keys, fields[4 * i + 3]!);
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
  private readonly blocks: SharedBlocks;
  /** Perf: most sets are shared between items, and then need not be compared. */
  private readonly known = new Map<ManyPairs, number>();

  constructor(out: TableWriter) {
    this.blocks = new SharedBlocks(out, 4);
  }

  /** What an item's field holds. */
  write(set: PairSet): number {
    if (typeof set === "number") return set;
    if (set.pairs === undefined) return ANY_PAIR;
    let address = this.known.get(set);
    if (address === undefined)
      this.known.set(set, (address = this.blocks.write(countedMembers(set.pairs, set.halves))));
    return address;
  }
}

/** The pairs, or the bytes that make pairs with any, behind their number, filled up to a multiple of four bytes. */
function countedMembers(pairs: Uint16Array, halves: Uint16Array | undefined): Uint8Array {
  const members = halves ?? pairs;
  const counted = new Uint16Array(2 + members.length + (members.length & 1));
  const count = halves === undefined ? members.length : members.length | HALF_PAIRS;
  counted[0] = count;
  counted[1] = count >>> 16;
  counted.set(members, 2);
  return new Uint8Array(counted.buffer);
}

function writeLeads(out: TableWriter, header: number, { starts, runs, subPatterns }: LeadPlan): void {
  const list = out.align(4).reserve(starts.length * 4);
  const leads = out.reserve(runs.length * Lead.size);
  for (let pattern = 0; pattern < starts.length; pattern++)
    out.setU32(list + pattern * 4, leads + starts[pattern]! * Lead.size);
  for (let i = 0; i < runs.length; i++) {
    out.setU32(leads + i * Lead.size + Lead.run, runs[i]!);
    out.setU32(leads + i * Lead.size + Lead.subPattern, subPatterns[i]!);
  }
  out.setU32(header + Header.patternLeads, list);
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
