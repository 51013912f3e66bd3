/**
 * Writes the input of the kernel's selection (`selection.ts`). During a scan of much data, the kernel builds smaller search
 * tables for the patterns that can still matter. It needs the items of every run, and the runs of every pattern.
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
import { type AddressedRun, makeEntry } from "./write-pair-filter.ts";

/** A run and the sub-patterns whose matches contain it. */
export interface UsedRun extends AddressedRun {
  readonly users: readonly { readonly subPattern: number }[];
}

/** A run that the filter searches for in a separate pass. */
export interface RareUsedRun extends UsedRun {
  /** The probability that the filter hits at a byte. */
  readonly probability: number;
}

/** Costs that the selection of patterns compares. */
export interface SelectionPlan {
  /** For each pattern, the expected cost of searching for it, in candidates per scanned byte. */
  readonly loads: Float64Array;
  /** The size of the largest tables that the kernel may build, in bytes; 0 if it never builds any. */
  readonly tableSize: number;
}

/** `filter` holds the items of `runs`. The runs in `rare` have no items; their indices follow those of `runs`. */
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

/** The runs of each pattern, in the order of the runs. */
interface LeadPlan {
  /** For each pattern, the index of its first lead; one more entry marks the end. */
  readonly starts: Uint32Array;
  readonly runs: Uint32Array;
  readonly subPatterns: Uint32Array;
}

/** Sorts the users of all runs by pattern. A piece of a chain counts for the pattern of the chain. */
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

/** The cost of a run that is never found, in candidates per scanned byte. */
const RUN_COST = 1e-6;
/** The cost of the separate pass of a rare run, in candidates per scanned byte. */
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
  runs: readonly AddressedRun[],
  { items, stride }: PairFilter,
): void {
  const sets = new SetWriter(out);
  // The values of the fields `a`, `b`, `p` and `keys` of each item, four per item.
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

/** A probability as a fraction of {@link CERTAIN}. */
function likelihood(set: PairSet): number {
  return Math.min(CERTAIN, Math.max(1, Math.round(setLikelihood(set) * CERTAIN)));
}

/** Writes sets of pairs. Equal sets are stored once. */
class SetWriter {
  private readonly blocks: SharedBlocks;
  /** Perf: many items share a set object; this finds it without a comparison of contents. */
  private readonly known = new Map<ManyPairs, number>();

  constructor(out: TableWriter) {
    this.blocks = new SharedBlocks(out, 4);
  }

  /** Writes a set and returns the value of the item's field: a pair, {@link ANY_PAIR}, or the address of the set. */
  write(set: PairSet): number {
    if (typeof set === "number") return set;
    const members = set.halves ?? set.pairs;
    if (members === undefined) return ANY_PAIR;
    let address = this.known.get(set);
    if (address === undefined)
      this.known.set(
        set,
        (address = this.blocks.write(counted(members, set.halves === undefined ? 0 : HALF_PAIRS))),
      );
    return address;
  }
}

/** A u32 count with flags, then the members as u16, padded to four bytes. */
function counted(members: Uint16Array, flags: number): Uint8Array {
  const counted = new Uint16Array(2 + members.length + (members.length & 1));
  const count = members.length | flags;
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

/**
 * An upper bound for the size of the tables that the kernel may build, in bytes. It lists the pieces that
 * `selection.ts` in the kernel allocates, for the case that it selects every pattern. If the
 * bound were too small, the kernel would go on without such tables.
 */
function largestTables(
  items: readonly PairItem[],
  rareCount: number,
  patternCount: number,
  subPatternCount: number,
): number {
  const keyCount = items.reduce((sum, { keys }) => sum + keys.length, 0);
  const looseCount = items.reduce((sum, { kind }) => sum + (kind === "loose" ? 1 : 0), 0);
  // The power of two that the kernel chooses is at most `4 * keyCount + 32`. Two more mark the end.
  const slotCount = keyCount * 4 + 32 + 2;
  const pieces = {
    header: Header.size,
    patternSet: Math.ceil(patternCount / 8),
    subPatternSet: Math.ceil(subPatternCount / 8),
    rarePairs: rareCount * RarePair.size,
    bucketKinds: BUCKET_COUNT * 4,
    pairTable: 65536 * 8,
    presence: 1 << (PRESENCE_BITS - 3),
    slots: slotCount * 4,
    entries: keyCount * Entry.size,
    looseEntries: looseCount * Entry.size,
  };
  return Object.values(pieces).reduce((sum, size) => sum + align16(size), 0);
}

const align16 = (size: number) => Math.ceil(size / 16) * 16;
