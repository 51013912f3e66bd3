/**
 * The result of one scan, read out of the memory before the next scan overwrites it. Match records are copied as they
 * are, sixteen bytes each, and become objects when somebody looks at them: a pattern may have a million.
 */

import type { StructValue } from "@tyara/base";
import type { RulePattern, RuleReader, RuleSet } from "@tyara/contract";
import { MatchRecord, PatternState, ScanLimit } from "@tyara/contract";
import type {
  LimitMet,
  ModuleLimit,
  PatternMatch,
  RuleMatch,
  RuleMetadata,
  RulePatternMatches,
  ScanResult,
  ScanStatus,
} from "./result.ts";
import type { ScanMemory } from "./scan-memory.ts";
import { ScanStop } from "./stop.ts";

const wordsPerRecord = MatchRecord.size / 4;
const offsetWord = MatchRecord.offset / 4;
const lengthWord = MatchRecord.length / 4;
const keyWord = MatchRecord.xorKey / 4;
const noRecords = new Int32Array(0);

/** Gives the bytes of the matches of one pattern, by the match's index, offset and length. */
type MatchBytes = (index: number, offset: number, length: number) => Uint8Array;

/** What a report is made of. */
export interface ReportInput {
  readonly memory: ScanMemory;
  readonly ruleSet: RuleSet;
  readonly rules: RuleReader;
  /** How the evaluation ended. */
  readonly status: ScanStatus;
  readonly limits: readonly LimitMet[];
  readonly moduleLimits: readonly ModuleLimit[];
  readonly unavailableModules: readonly string[];
  /** The scanned bytes. */
  readonly data: Uint8Array;
  /** Whether these are the caller's and stay; else the bytes of matches are copied now. */
  readonly isDataKept: boolean;
  /** Throws when the result must be ready: matches not read out yet are left out, and the status says so. */
  readonly checkpoint: () => void;
  /** Bytes of one match that are given at most. */
  readonly maxMatchData: number;
  readonly includePrivate: boolean;
  readonly moduleOutputs: Readonly<Record<string, StructValue>>;
}

export class ScanReport implements ScanResult {
  readonly status: ScanStatus;
  readonly limits: readonly LimitMet[];
  readonly moduleLimits: readonly ModuleLimit[];
  readonly matches: readonly RuleMatch[];
  readonly unavailableModules: readonly string[];
  readonly moduleOutputs: Readonly<Record<string, StructValue>>;
  readonly #namespaces: readonly string[];
  readonly #rules: RuleReader;
  readonly #includePrivate: boolean;
  readonly #matched: readonly number[];

  constructor(input: ReportInput) {
    const { ruleSet, includePrivate, memory } = input;
    this.limits = input.limits;
    this.moduleLimits = input.moduleLimits;
    this.unavailableModules = input.unavailableModules;
    this.moduleOutputs = input.moduleOutputs;
    this.#namespaces = ruleSet.namespaces;
    this.#rules = input.rules;
    this.#includePrivate = includePrivate;
    this.#matched = matchedRules(memory, ruleSet);
    // Perf: most scans match nothing.
    const keeper = this.#matched.length === 0 ? undefined : new MatchKeeper(input);
    this.matches = keeper === undefined ? [] : this.#read(keeper);
    this.status = keeper?.stopped ?? input.status;
  }

  get nonMatches(): readonly RuleMatch[] {
    const matched = new Set(this.#matched);
    const others = Array.from({ length: this.#rules.length }, (_, id) => id).filter((id) => !matched.has(id));
    const nothing = (pattern: RulePattern) => new PatternReport(pattern, noRecords, noBytes);
    return this.#visible(others).map((id) => this.#ruleMatch(id, nothing));
  }

  toJSON(): object {
    const { status, limits, moduleLimits, unavailableModules } = this;
    const matches = this.matches.map((rule) => ({ ...rule, metadata: rule.metadata.map(jsonMetadata) }));
    return { status, limits, moduleLimits, matches, unavailableModules };
  }

  #read(keeper: MatchKeeper): RuleMatch[] {
    const read = (pattern: RulePattern) => keeper.pattern(pattern);
    return this.#visible(this.#matched).map((id) => this.#ruleMatch(id, read));
  }

  #visible(ids: readonly number[]): readonly number[] {
    return this.#includePrivate ? ids : ids.filter((id) => !this.#rules.rule(id).isPrivate);
  }

  #ruleMatch(id: number, read: (pattern: RulePattern) => RulePatternMatches): RuleMatch {
    const rule = this.#rules.rule(id);
    const patterns = this.#includePrivate ? rule.patterns : rule.patterns.filter((one) => !one.isPrivate);
    return {
      identifier: rule.identifier,
      namespace: this.#namespaces[rule.namespace]!,
      isGlobal: rule.isGlobal,
      isPrivate: rule.isPrivate,
      tags: rule.tags,
      metadata: rule.metadata as readonly RuleMetadata[],
      patterns: patterns.map(read),
    };
  }
}

const ruleStates = ({ bytes }: ScanMemory, { layout, rules }: RuleSet) =>
  bytes.subarray(layout.ruleStates, layout.ruleStates + rules.length);

/** Whether any rule has matched so far. */
export function hasMatchedRule(memory: ScanMemory, ruleSet: RuleSet): boolean {
  return ruleStates(memory, ruleSet).includes(1);
}

function matchedRules(memory: ScanMemory, ruleSet: RuleSet): number[] {
  const states = ruleStates(memory, ruleSet);
  const matched: number[] = [];
  for (let id = states.indexOf(1); id >= 0; id = states.indexOf(1, id + 1)) matched.push(id);
  return matched;
}

/** JSON has no large integers and no bytes: the former become text where a number would round them, the latter arrays. */
function jsonMetadata({ identifier, kind, value }: RuleMetadata): object {
  if (value instanceof Uint8Array) return { identifier, kind, value: [...value] };
  if (typeof value !== "bigint") return { identifier, kind, value };
  return { identifier, kind, value: Number.isSafeInteger(Number(value)) ? Number(value) : String(value) };
}

/** The limits that a scan's bits name, and those that have no bit. */
export function limitsOf(
  bits: number,
  isSizeLimited: boolean,
  hasModuleLimits: boolean,
): readonly LimitMet[] {
  if (bits === 0 && !isSizeLimited && !hasModuleLimits) return noLimits;
  const limits: LimitMet[] = [];
  if (bits & ScanLimit.matchesPerPattern) limits.push("matches-per-pattern");
  if (bits & ScanLimit.memory) limits.push("memory");
  if (isSizeLimited) limits.push("scan-size");
  if (hasModuleLimits) limits.push("module");
  return limits;
}

const noLimits: readonly LimitMet[] = [];

/** Limit: copies of matches' bytes that one result holds; a file of matches would else be held twice. */
const maxKeptBytes = 1 << 26;

/** Perf: so few are copied one number after the other; making views of the memory costs more. */
const fewRecords = 8;

/** Match records that are copied, and matches whose bytes are, between two looks at the clock. */
const recordStep = 1 << 15;
const matchStep = 1 << 11;

/** Takes matches out of the memory, and their bytes too when nobody else has them. */
class MatchKeeper {
  readonly #input: ReportInput;
  /** Records of patterns that have many: rules may share them. */
  #known: Map<number, Int32Array> | undefined;
  #room = maxKeptBytes;
  /** Records of different patterns share no bytes of the memory, whatever damaged rules say. */
  #recordsLeft: number;
  /** Why there was no time for all of them. */
  stopped: ScanStatus | undefined;

  constructor(input: ReportInput) {
    this.#input = input;
    this.#recordsLeft = Math.floor(input.memory.bytes.length / MatchRecord.size);
  }

  pattern(pattern: RulePattern): RulePatternMatches {
    const records = this.#records(pattern.pattern);
    if (records.length === 0) return new PatternReport(pattern, records, noBytes);
    const { data, isDataKept, maxMatchData } = this.#input;
    const bytes: MatchBytes = isDataKept
      ? (_, offset, length) => data.slice(offset, offset + Math.min(length, maxMatchData))
      : this.#keep(records);
    return new PatternReport(pattern, records, bytes);
  }

  /** All of a pattern's records, or the first ones when the time is up. */
  #records(pattern: number): Int32Array {
    const { memory, ruleSet } = this.#input;
    const state = ruleSet.layout.patternStates + pattern * PatternState.size;
    const wanted = memory.get(state + PatternState.kept);
    if (wanted === 0 || !this.#hasTime()) return noRecords;
    const known = this.#known?.get(pattern);
    if (known !== undefined) return known;
    const address = memory.get(state + PatternState.matches);
    const room = Math.max(0, Math.floor((memory.bytes.length - address) / MatchRecord.size));
    const count = Math.min(wanted, room, this.#recordsLeft);
    this.#recordsLeft -= count;
    const records = new Int32Array(count * wordsPerRecord);
    if (count <= fewRecords) {
      for (let word = 0; word < records.length; word++)
        records[word] = memory.view.getInt32(address + word * 4, true);
      return records;
    }
    const bytes = new Uint8Array(records.buffer);
    let copied = 0;
    while (copied < count && this.#hasTime()) {
      const next = Math.min(count, copied + recordStep);
      const start = copied * MatchRecord.size;
      bytes.set(memory.bytes.subarray(address + start, address + next * MatchRecord.size), start);
      copied = next;
    }
    const all = records.subarray(0, copied * wordsPerRecord);
    this.#known ??= new Map();
    this.#known.set(pattern, all);
    return all;
  }

  #hasTime(): boolean {
    if (this.stopped !== undefined) return false;
    try {
      this.#input.checkpoint();
      return true;
    } catch (error) {
      if (!(error instanceof ScanStop)) throw error;
      this.stopped = error.reason;
      return false;
    }
  }

  /** Copies the bytes of all matches behind one another; those for which there is no room, or no time, are cut. */
  #keep(records: Int32Array): MatchBytes {
    const ends = new Uint32Array(records.length / wordsPerRecord);
    let total = 0;
    for (let index = 0; index < ends.length; index++) {
      const length = records[index * wordsPerRecord + lengthWord]! >>> 0;
      total += Math.min(length, this.#input.maxMatchData, this.#room - total);
      ends[index] = total;
    }
    this.#room -= total;
    const kept = new Uint8Array(total);
    let first = 0;
    while (first < ends.length && this.#hasTime()) {
      const last = Math.min(ends.length, first + matchStep);
      this.#copyBytes(kept, ends, records, first, last);
      first = last;
    }
    // What was not copied must not be shown as zeros.
    ends.fill(first === 0 ? 0 : ends[first - 1]!, first);
    return (index) => kept.slice(index === 0 ? 0 : ends[index - 1], ends[index]);
  }

  #copyBytes(kept: Uint8Array, ends: Uint32Array, records: Int32Array, first: number, last: number): void {
    const scanned = this.#input.data;
    let start = first === 0 ? 0 : ends[first - 1]!;
    for (let index = first; index < last; index++) {
      const offset = records[index * wordsPerRecord + offsetWord]! >>> 0;
      const end = ends[index]!;
      kept.set(scanned.subarray(offset, offset + end - start), start);
      start = end;
    }
  }
}

const noBytes: MatchBytes = () => new Uint8Array(0);

class PatternReport implements RulePatternMatches {
  readonly identifier: string;
  readonly kind: "text" | "hex" | "regexp";
  readonly isPrivate: boolean;
  readonly #records: Int32Array;
  readonly #bytes: MatchBytes;
  #matches: readonly PatternMatch[] | undefined;

  constructor(pattern: RulePattern, records: Int32Array, bytes: MatchBytes) {
    this.identifier = pattern.identifier;
    this.kind = pattern.kind;
    this.isPrivate = pattern.isPrivate;
    this.#records = records;
    this.#bytes = bytes;
  }

  get matches(): readonly PatternMatch[] {
    this.#matches ??= this.#read();
    return this.#matches;
  }

  toJSON(): object {
    const { identifier, kind, isPrivate, matches } = this;
    return { identifier, kind, isPrivate, matches };
  }

  #read(): PatternMatch[] {
    const matches: PatternMatch[] = [];
    const count = this.#records.length / wordsPerRecord;
    for (let index = 0; index < count; index++)
      matches.push(new MatchReport(this.#records, index, this.#bytes));
    return matches;
  }
}

class MatchReport implements PatternMatch {
  readonly offset: number;
  readonly length: number;
  readonly xorKey: number | undefined;
  readonly #index: number;
  readonly #bytes: MatchBytes;

  constructor(records: Int32Array, index: number, bytes: MatchBytes) {
    const at = index * wordsPerRecord;
    this.offset = records[at + offsetWord]! >>> 0;
    this.length = records[at + lengthWord]! >>> 0;
    const key = records[at + keyWord]!;
    this.xorKey = key < 0 ? undefined : key;
    this.#index = index;
    this.#bytes = bytes;
  }

  get data(): Uint8Array {
    return this.#bytes(this.#index, this.offset, this.length);
  }

  toJSON(): object {
    const { offset, length, xorKey } = this;
    return xorKey === undefined ? { offset, length } : { offset, length, xorKey };
  }
}
