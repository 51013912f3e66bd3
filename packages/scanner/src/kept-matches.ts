/** Takes the matches of patterns, and their bytes, out of the memory and the data. */

import type { RulePattern, RuleSet } from "@tyara/contract";
import { MatchRecord, PatternState } from "@tyara/contract";
import type { PatternMatch, RulePatternMatches, ScanStatus } from "./result.ts";
import type { ScanMemory } from "./scan-memory.ts";
import { ScanStop } from "./stop.ts";

/** Where matches are taken from. */
export interface MatchSource {
  readonly memory: ScanMemory;
  readonly ruleSet: RuleSet;
  /** The scanned bytes, where they are in memory, or else a function that gives some of them as a view for a short time. */
  readonly data: Uint8Array | ((start: number, end: number) => Uint8Array);
  /** Throws when the result must be ready. */
  readonly checkpoint: () => void;
  /** Bytes of one match that are given at most. */
  readonly maxMatchData: number;
  /** Bytes of all matches that are given at most. */
  readonly maxTotalMatchData: number;
}

/** Matches that are read between two looks at the clock, some tenths of a millisecond. */
const matchStep = 1 << 11;

/** Limit: the bytes of a match count for so many at least, since an array of its own takes as much beside them. */
const leastCharge = 64;

/** Perf: comparing longer ones could take longer than copying all that may be copied. */
const longestShared = 256;

/** Perf: below so many, finding those of another rule takes as long as reading them again. */
const fewMatches = 8;

const noBytes = new Uint8Array(0);
const noMatches: readonly PatternMatch[] = Object.freeze([]);

export class KeptMatches {
  readonly #source: MatchSource;
  /** Matches of patterns that have many: rules may share them. */
  #known: Map<number, readonly PatternMatch[]> | undefined;
  #room: number;
  /** Records of different patterns share no bytes of the memory, whatever damaged rules say. */
  #recordsLeft: number;
  /** Why there was no time for all of them. */
  stopped: ScanStatus | undefined;
  /** Whether bytes of a match were left out for want of room. */
  isDataCut = false;

  constructor(source: MatchSource) {
    this.#source = source;
    this.#room = source.maxTotalMatchData;
    this.#recordsLeft = Math.floor(source.memory.bytes.length / MatchRecord.size);
  }

  /** A pattern of a rule with its matches: the first ones, when the time is up. */
  read({ identifier, kind, isPrivate, pattern }: RulePattern): RulePatternMatches {
    return { identifier, kind, isPrivate, matches: this.#matches(pattern) };
  }

  /** Whether there is time for more; if not, `stopped` says why. */
  hasTime(): boolean {
    if (this.stopped !== undefined) return false;
    try {
      this.#source.checkpoint();
      return true;
    } catch (error) {
      if (!(error instanceof ScanStop)) throw error;
      this.stopped = error.reason;
      return false;
    }
  }

  #matches(pattern: number): readonly PatternMatch[] {
    const { memory, ruleSet } = this.#source;
    const state = ruleSet.layout.patternStates + pattern * PatternState.size;
    const wanted = memory.get(state + PatternState.kept);
    if (wanted === 0) return noMatches;
    const known = this.#known?.get(pattern);
    if (known !== undefined) return known;
    const address = memory.get(state + PatternState.matches);
    const room = Math.max(0, Math.floor((memory.bytes.length - address) / MatchRecord.size));
    const count = Math.min(wanted, room, this.#recordsLeft);
    this.#recordsLeft -= count;
    const matches = this.#records(address, count);
    if (count > fewMatches) {
      this.#known ??= new Map();
      this.#known.set(pattern, matches);
    }
    return matches;
  }

  #records(address: number, count: number): PatternMatch[] {
    const { view } = this.#source.memory;
    const matches: PatternMatch[] = [];
    let last: Uint8Array = noBytes;
    while (matches.length < count && this.hasTime()) {
      const end = Math.min(count, matches.length + matchStep);
      for (let index = matches.length; index < end; index++) {
        const at = address + index * MatchRecord.size;
        const offset = view.getUint32(at + MatchRecord.offset, true);
        const length = view.getUint32(at + MatchRecord.length, true);
        const key = view.getInt32(at + MatchRecord.xorKey, true);
        last = this.#bytes(offset, length, last);
        matches.push({ offset, length, xorKey: key < 0 ? undefined : key, data: last });
      }
    }
    return matches;
  }

  /** A copy of the bytes of a match, or those of the match before it where they are the same: a literal has a million. */
  #bytes(offset: number, length: number, before: Uint8Array): Uint8Array {
    const { data, maxMatchData } = this.#source;
    const wanted = Math.min(length, maxMatchData);
    if (wanted === 0) return noBytes;
    if (wanted === before.length && wanted <= longestShared && this.#isSame(offset, before)) return before;
    const size = Math.max(0, Math.min(wanted, this.#room));
    if (size < wanted) this.isDataCut = true;
    if (size === 0) return noBytes;
    this.#room -= Math.max(size, leastCharge);
    return data instanceof Uint8Array
      ? data.slice(offset, offset + size)
      : data(offset, offset + size).slice();
  }

  #isSame(offset: number, bytes: Uint8Array): boolean {
    const { data } = this.#source;
    if (data instanceof Uint8Array) return isSame(data, offset, bytes);
    return isSame(data(offset, offset + bytes.length), 0, bytes);
  }
}

function isSame(data: Uint8Array, offset: number, bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) if (data[offset + at] !== bytes[at]) return false;
  return true;
}
