/**
 * Writes pattern specifications as the bytes that the kernels read; their layout is in contract/src/search-layout.ts. Equal runs
 * of different patterns share one record with a list of users, so they are verified once. Takes time in proportion to the size
 * of the patterns.
 */

import type { Prefilter, SearchDecision, SearchTables } from "@tyara/contract";
import {
  Anchored,
  Chain,
  ClassCheck,
  FamilyLength,
  Family as FamilyRecord,
  Gap,
  Header,
  Marker,
  Member,
  MemoryMap,
  NO_COMPANION,
  RarePair,
  Run,
  RunFlag,
  SubPattern,
  UNBOUNDED_DISTANCE,
  User,
} from "@tyara/contract";
import type { PatternSpec } from "@tyara/language/ir";
import type { ByteSet } from "@tyara/language/regexp";
import { entryPositions } from "../regexp-programs/index.ts";
import { type ByteRun, placeAt } from "./byte-run.ts";
import { chooseFilter, type FilterChoice, type PairFilter, type RareRun } from "./choose-filter.ts";
import {
  type Family,
  findFamilies,
  hashPower,
  layOutFamily,
  type MarkerPlan,
  markerSlot,
} from "./families.ts";
import { crowdedKeys } from "./pair-items.ts";
import {
  type ChainPlan,
  planPatterns,
  type RegexpPart,
  type SearchPlan,
  type SubPatternPlan,
} from "./plan.ts";
import { ProgramWriter } from "./program-writer.ts";
import { MAX_PREFIX_BYTES, type RequiredRun } from "./required-runs.ts";
import { RunInterner } from "./run-interner.ts";
import { SharedBlocks } from "./shared-blocks.ts";
import { sightOf } from "./sight.ts";
import { TableWriter } from "./table-writer.ts";
import { type AddressedRun, writePairFilter } from "./write-pair-filter.ts";
import { type SelectionPlan, writeSelection } from "./write-selection.ts";

export interface TableOptions {
  /** Forces this filter where it can be used. For tests and measurements. */
  readonly prefilter?: Prefilter;
  /** `"yara-x"`: regexps are followed as far as the reference follows them, and searched for where it searches. */
  readonly compat?: "yara-x" | undefined;
  /** The share of the patterns that the first round of a search in rounds looks for. Default: 1. */
  readonly wantedShare?: () => number;
}

/** The tables, and facts about them for the compiler. */
export interface BuiltTables {
  readonly tables: SearchTables;
  /** For each pattern, the expected cost of searching for it; empty if nobody needs it. */
  readonly loads: Float64Array;
}

/** Makes the search tables of a rule set. `specs[id]` is the pattern with that id. */
export function buildTables(specs: readonly PatternSpec[], options: TableOptions = {}): BuiltTables {
  const plan = planPatterns(specs, options.compat === "yara-x");
  const writer = new TablesWriter(plan, options);
  const decision = writer.write(specs.length);
  const { loads, tableSize: selectionSize } = writer.selection;
  return {
    tables: {
      bytes: writer.finish(),
      patternCount: plan.stateCount,
      selectionSize,
      sight: sightOf(plan),
      decision,
    },
    loads,
  };
}

/** A run with its users. */
interface InternedRun extends AddressedRun {
  readonly users: { readonly subPattern: number; readonly required: RequiredRun }[];
}

function newRun(run: ByteRun): InternedRun {
  return { run, users: [], address: 0 };
}

// The expected size of tables in bytes: with few sub-patterns, and for each sub-pattern of a large collection.
const MIN_EXPECTED = 1 << 16;
const EXPECTED_EACH = 700;

/** Limit: how many times runs get other keys because their keys are crowded. */
const MAX_MOVES = 2;

class TablesWriter {
  /** For searches that look for only some of the patterns. */
  selection: SelectionPlan = { loads: new Float64Array(0), tableSize: 0 };
  private readonly out: TableWriter;
  private readonly plan: SearchPlan;
  private readonly options: TableOptions;
  private readonly runs = new RunInterner(newRun);
  /** Runs of anchored sub-patterns, which are not in the filter. */
  private readonly anchored: { run: InternedRun | undefined; start: number; subPattern: number }[] = [];
  private readonly programWriter: ProgramWriter;
  /** Addresses of regexp programs, by sub-pattern. */
  private readonly programs = new Map<number, number>();
  /** Addresses of the sets of positions at which runs of regexps begin. */
  private readonly entries = new Map<RequiredRun, number>();
  /** Classes of bytes, and alphabets. */
  private readonly byteTables: SharedBlocks;
  private readonly classLists: SharedBlocks;
  private readonly classAddresses = new Map<ByteSet, number>();

  constructor(plan: SearchPlan, options: TableOptions) {
    this.plan = plan;
    this.options = options;
    this.out = new TableWriter(MemoryMap.constants, MIN_EXPECTED + plan.subPatterns.length * EXPECTED_EACH);
    this.programWriter = new ProgramWriter(this.out);
    this.byteTables = new SharedBlocks(this.out, 1);
    this.classLists = new SharedBlocks(this.out, 4);
  }

  write(realPatternCount: number): SearchDecision {
    this.internRuns();
    const header = this.out.reserve(Header.size);
    this.plan.subPatterns.forEach((plan, id) => {
      if (plan.regexp !== undefined) this.writeProgram(id, plan, plan.regexp);
    });
    this.writeRuns();
    const decision = this.writePrefilter(header, realPatternCount);
    this.writeSubPatterns(header);
    this.writeAnchored(header);
    this.writeChains(header);
    this.out.setU32(header + Header.patternCount, this.plan.stateCount);
    this.out.setU32(header + Header.realPatternCount, realPatternCount);
    this.out.setU32(header + Header.wantedPatternCount, realPatternCount);
    this.out.align(16);
    return decision;
  }

  finish(): Uint8Array {
    return this.out.finish();
  }

  /** Chooses the filter, writes its tables and says why. */
  private writePrefilter(header: number, patternCount: number): SearchDecision {
    if (this.runs.all.length === 0) {
      const reason =
        this.anchored.length === 0 ? "there are no patterns" : "every pattern is looked for at one offset";
      return { prefilter: "none", reason, runCount: 0, expectedCandidatesPerMegabyte: 0 };
    }
    const choice = this.chooseFilter();
    const { prefilter, reason, rare, paired } = choice;
    if (rare.length > 0) this.writeRarePairs(header, rare);
    if (paired !== undefined) {
      writePairFilter(this.out, header, paired);
      this.selection = this.writeSelection(header, paired, rare, patternCount);
    }
    const expectedCandidatesPerMegabyte = Math.round(choice.load * 1e6);
    return { prefilter, reason, runCount: this.runs.all.length, expectedCandidatesPerMegabyte };
  }

  /** Runs with crowded keys get other keys. If there are none, they become families. */
  private chooseFilter(): FilterChoice {
    const { prefilter, wantedShare } = this.options;
    const runs = this.runs.all;
    let choice = chooseFilter(runs, prefilter, wantedShare);
    let still = crowdedKeys(choice.paired?.items ?? []);
    const crowded = new Set<number>();
    for (let turn = 0; turn < MAX_MOVES && still.size > 0; turn++) {
      for (const key of still) crowded.add(key);
      choice = chooseFilter(runs, prefilter, wantedShare, crowded);
      still = crowdedKeys(choice.paired?.items ?? []);
    }
    if (still.size === 0 || choice.paired === undefined) return choice;
    const { items, runs: paired, stride } = choice.paired;
    const isCrowded = (_: AddressedRun, i: number) =>
      items.slice(i * stride, (i + 1) * stride).some(({ keys }) => keys.some((key) => still.has(key)));
    const families = findFamilies(paired.filter(isCrowded) as InternedRun[]);
    if (families.length === 0) return choice;
    const members = new Set(families.flatMap((family) => family.members));
    const others = runs.filter((run) => !members.has(run));
    return chooseFilter(
      [...others, ...families.map((family) => this.writeFamily(family))],
      prefilter,
      wantedShare,
      crowded,
    );
  }

  /** Writes a family of runs; returns the run that leads to it. */
  private writeFamily(family: Family<InternedRun>): InternedRun {
    const { out } = this;
    const { lengths, markers, shorter } = layOutFamily(family);
    const members = out.align(4).reserve(shorter.length * Member.size);
    const member = (index: number) => (index < 0 ? 0 : members + index * Member.size);
    shorter.forEach((other, i) => {
      out.setU32(member(i) + Member.run, family.members[i]!.address);
      out.setU32(member(i) + Member.shorter, member(other));
    });
    const lengthRecords = out.reserve(lengths.length * FamilyLength.size);
    lengths.forEach((length, i) => {
      out.setU32(lengthRecords + i * FamilyLength.size + FamilyLength.length, length);
      out.setU32(lengthRecords + i * FamilyLength.size + FamilyLength.power, hashPower(length));
    });
    const markerShift = 31 - Math.ceil(Math.log2(markers.length + 1));
    const markerTable = this.writeMarkers(markers, markerShift, family, member);
    const record = out.align(4).reserve(FamilyRecord.size);
    out.setU32(record + FamilyRecord.symbols, family.symbols);
    out.setU32(record + FamilyRecord.lengths, lengthRecords);
    out.setU32(record + FamilyRecord.lengthCount, lengths.length);
    out.setU32(record + FamilyRecord.markers, markerTable);
    out.setU32(record + FamilyRecord.markerShift, markerShift);
    out.setU32(record + FamilyRecord.members, members);
    out.setU32(record + FamilyRecord.memberCount, shorter.length);
    const run: InternedRun = { run: family.run, users: [], address: 0 };
    this.writeRun(run);
    out.setU32(run.address + Run.family, record);
    return { ...run, users: family.members.flatMap(({ users }) => users) };
  }

  private writeMarkers(
    markers: readonly MarkerPlan[],
    shift: number,
    { members }: Family<InternedRun>,
    member: (index: number) => number,
  ): number {
    const { out } = this;
    const count = 2 ** (32 - shift);
    const table = out.align(16).reserve(count * Marker.size);
    const taken = new Uint8Array(count);
    for (const { hash, length, owner, member: longest } of markers) {
      let slot = markerSlot(hash, length, shift);
      while (taken[slot] === 1) slot = (slot + 1) & (count - 1);
      taken[slot] = 1;
      const record = table + slot * Marker.size;
      out.setU32(record + Marker.hash, hash);
      out.setU32(record + Marker.length, length);
      out.setU32(record + Marker.run, members[owner]!.address);
      out.setU32(record + Marker.member, member(longest));
    }
    return table;
  }

  private writeSelection(
    header: number,
    paired: PairFilter,
    rare: readonly RareRun[],
    patternCount: number,
  ): SelectionPlan {
    // The filter holds exactly the runs that it was chosen for.
    const pairedRuns = paired.runs as readonly InternedRun[];
    const rareRuns = rare.map(({ placed, bytes }) => ({
      ...(placed as InternedRun),
      probability: bytes.probability,
    }));
    return writeSelection(this.out, header, pairedRuns, paired, rareRuns, this.plan, patternCount);
  }

  private internRuns(): void {
    this.plan.subPatterns.forEach((plan, id) => {
      if (plan.anchor === undefined) {
        for (const required of plan.runs)
          this.runs.intern(required.run).users.push({ subPattern: id, required });
        return;
      }
      const required = plan.runs[0];
      // Users of one anchored run look at different offsets, so these runs are not shared.
      const run = required && newRun(required.run);
      run?.users.push({ subPattern: id, required: required! });
      const start = plan.anchor - plan.startDelta;
      if (start >= 0 && start < UNBOUNDED_DISTANCE) this.anchored.push({ run, start, subPattern: id });
    });
  }

  /** Writes a regexp's program, and for each of its runs the positions of the automaton at which the run may begin. */
  private writeProgram(id: number, { runs }: SubPatternPlan, regexp: RegexpPart): void {
    const { out } = this;
    const { address, bytes } = this.programWriter.write(regexp);
    this.programs.set(id, address);
    const entries = runs.map(({ run }) => entryPositions(bytes, placesOf(run)));
    entries.forEach((entry, i) => {
      if (entry !== undefined) this.entries.set(runs[i]!, out.align(8).append(entry));
    });
  }

  private writeRuns(): void {
    const anchoredRuns = this.anchored.flatMap(({ run }) => (run === undefined ? [] : [run]));
    for (const interned of [...this.runs.all, ...anchoredRuns]) this.writeRun(interned);
  }

  private writeRun(interned: InternedRun): void {
    const { out } = this;
    const { run, users } = interned;
    const classes = this.writeClasses(run);
    const prefixes = users.map(({ required }) => this.writePrefixBytes(required));
    const userList = out.align(8).reserve(users.length * User.size);
    users.forEach(({ subPattern, required }, i) => {
      this.writeUser(userList + i * User.size, subPattern, required, prefixes[i]!);
    });
    const address = out.align(16).reserve(Run.size);
    out.setU32(address + Run.length, run.values.length);
    out.setU32(address + Run.flags, run.xor === undefined ? 0 : RunFlag.xor);
    out.setU32(address + Run.users, userList);
    out.setU32(address + Run.userCount, users.length);
    out.setU32(address + Run.classes, classes);
    out.setU32(address + Run.classCount, run.classes.length);
    if (run.xor !== undefined) out.setU32(address + Run.xorKeys, run.xor.start | (run.xor.end << 8));
    this.writeBlocks(run);
    interned.address = address;
  }

  /** Long runs of different patterns often have the same classes. */
  private writeClasses({ classes }: ByteRun): number {
    if (classes.length === 0) return 0;
    const checks = new Uint32Array((classes.length * ClassCheck.size) / 4);
    let at = 0;
    for (const { offset, set } of classes) {
      checks[at + ClassCheck.offset / 4] = offset;
      checks[at + ClassCheck.set / 4] = this.writeClass(set);
      at += ClassCheck.size / 4;
    }
    return this.classLists.write(new Uint8Array(checks.buffer));
  }

  private writePrefixBytes({ prefixMin, prefixMax, prefixBytes }: RequiredRun): number {
    return prefixMin === prefixMax || prefixBytes.size > MAX_PREFIX_BYTES ? 0 : this.writeClass(prefixBytes);
  }

  private writeUser(address: number, subPattern: number, required: RequiredRun, prefixBytes: number): void {
    this.out.setU32(address + User.subPattern, subPattern);
    this.out.setU32(address + User.prefixMin, Math.min(required.prefixMin, UNBOUNDED_DISTANCE));
    this.out.setU32(address + User.prefixMax, Math.min(required.prefixMax, UNBOUNDED_DISTANCE));
    this.out.setU32(address + User.prefixBytes, prefixBytes);
    this.out.setU32(address + User.entry, this.entries.get(required) ?? 0);
    this.writeCompanion(address, required);
  }

  private writeCompanion(address: number, { companion }: RequiredRun): void {
    const bytes = companion === undefined ? NO_COMPANION : companion.first | (companion.second << 8);
    this.out.setU32(address + User.companion, bytes);
    this.out.setU32(address + User.companionFrom, companion?.from ?? 0);
    this.out.setU32(address + User.companionTo, companion?.to ?? 0);
  }

  private writeBlocks({ values, masks }: ByteRun): void {
    for (let at = 0; at < values.length; at += 16) {
      const block = this.out.reserve(32);
      this.out.copy(block, values, at, at + 16);
      this.out.copy(block + 16, masks, at, at + 16);
    }
  }

  private writeClass(set: ByteSet): number {
    let address = this.classAddresses.get(set);
    if (address === undefined) {
      const bits = new Uint8Array(32);
      for (const byte of set.bytes()) bits[byte >> 3]! |= 1 << (byte & 7);
      this.classAddresses.set(set, (address = this.byteTables.write(bits)));
    }
    return address;
  }

  private writeRarePairs(header: number, rare: readonly RareRun[]): void {
    const { out } = this;
    const records = out.align(16).reserve(rare.length * RarePair.size);
    rare.forEach(({ placed: { run, address }, bytes: { first, second } }, i) => {
      const record = records + i * RarePair.size;
      out.setU32(record + RarePair.run, address);
      out.setU32(record + RarePair.firstOffset, first);
      out.setU32(record + RarePair.secondOffset, second);
      out.setU32(record + RarePair.bytes, run.values[first]! | (run.values[second]! << 8));
    });
    out.setU32(header + Header.rarePairs, records);
    out.setU32(header + Header.rarePairCount, rare.length);
  }

  private writeSubPatterns(header: number): void {
    const { out, plan } = this;
    const records = out.align(16).reserve(plan.subPatterns.length * SubPattern.size);
    let windowLists = 0;
    plan.subPatterns.forEach((subPattern, id) => {
      const address = records + id * SubPattern.size;
      const program = this.programs.get(id);
      if (program !== undefined) {
        out.setU32(address + SubPattern.program, program);
        out.setU32(address + SubPattern.windowList, windowLists++);
      }
      this.writeSubPattern(address, subPattern);
    });
    out.setU32(header + Header.subPatterns, records);
    out.setU32(header + Header.regexpCount, windowLists);
  }

  private writeSubPattern(address: number, plan: SubPatternPlan): void {
    const { out } = this;
    out.setU32(address + SubPattern.pattern, plan.pattern);
    out.setU32(address + SubPattern.flags, plan.flags);
    out.setU32(address + SubPattern.startDelta, plan.startDelta);
    out.setU32(address + SubPattern.length, plan.length);
    if (plan.base64 === undefined) return;
    out.setU32(address + SubPattern.alphabet, this.byteTables.write(plan.base64.alphabet));
    out.setU32(address + SubPattern.groupDelta, plan.base64.groupDelta);
  }

  private writeAnchored(header: number): void {
    const { out } = this;
    const records = out.align(16).reserve(this.anchored.length * Anchored.size);
    this.anchored.forEach(({ run, start, subPattern }, i) => {
      out.setU32(records + i * Anchored.size + Anchored.run, run?.address ?? 0);
      out.setU32(records + i * Anchored.size + Anchored.start, start);
      out.setU32(records + i * Anchored.size + Anchored.subPattern, subPattern);
    });
    out.setU32(header + Header.anchored, records);
    out.setU32(header + Header.anchoredCount, this.anchored.length);
  }

  private writeChains(header: number): void {
    const { out, plan } = this;
    const records = out.align(16).reserve(plan.chains.length * Chain.size);
    plan.chains.forEach((chain, i) => {
      this.writeChain(records + i * Chain.size, chain);
    });
    out.setU32(header + Header.chains, records);
    out.setU32(header + Header.chainCount, plan.chains.length);
  }

  private writeChain(address: number, chain: ChainPlan): void {
    const { out } = this;
    const gaps = out.align(4).reserve(chain.gaps.length * Gap.size);
    chain.gaps.forEach(({ min, max }, i) => {
      out.setU32(gaps + i * Gap.size + Gap.min, min);
      out.setU32(gaps + i * Gap.size + Gap.max, Math.min(max ?? UNBOUNDED_DISTANCE, UNBOUNDED_DISTANCE));
    });
    out.setU32(address + Chain.subPattern, chain.subPatternId);
    out.setU32(address + Chain.firstPiece, chain.firstPiece);
    out.setU32(address + Chain.pieceCount, chain.gaps.length + 1);
    out.setU32(address + Chain.gaps, gaps);
  }
}

/** For each place of a run, the set of bytes that it takes. */
function placesOf(run: ByteRun): (readonly number[])[] {
  const places: (readonly number[])[] = [];
  for (let offset = 0; offset < run.values.length; offset++) places.push(placeAt(run, offset).bytes);
  return places;
}
