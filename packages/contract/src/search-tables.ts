/**
 * What the compile side of the search hands on: one block of bytes for the scanner's memory, and facts for people.
 */

/** How much of the data the search reads around the place where it works. All distances are in bytes. */
export interface Sight {
  /** From the start of the data: what is looked at before the first chunk; `Infinity`: everything must be there always. */
  readonly head: number;
  /** Before the start of a chunk. */
  readonly behind: number;
  /** Behind the end of a chunk. */
  readonly ahead: number;
}

/** The search tables of a rule set. Plain data: serialised with the rules and loaded without being looked into. */
export interface SearchTables {
  /** To be copied to `MemoryMap.constants` (addresses inside are absolute). A multiple of 16 bytes long. */
  readonly bytes: Uint8Array;
  /** How many pattern states the scan state must hold. */
  readonly patternCount: number;
  /** How many bytes tables for some of the patterns take at most, which scanners make as they need them; 0: they make none. */
  readonly selectionSize: number;
  /** What of the data must be there when they are searched. */
  readonly sight: Sight;
  /** Which prefilter was chosen, and why. */
  readonly decision: SearchDecision;
}

/** The number is the stride at which the pair table is looked up; without one it is 2. */
export const prefilters = ["rare-pairs", "pair-table", "pair-table-4", "pair-table-8"] as const;
export type Prefilter = (typeof prefilters)[number];

export interface SearchDecision {
  readonly prefilter: "none" | Prefilter;
  /** A sentence for `debug`. */
  readonly reason: string;
  /** Byte runs that the prefilter looks for, equal ones counted once. */
  readonly runCount: number;
  /** Candidates that the frequency model expects in a megabyte of ordinary data. */
  readonly expectedCandidatesPerMegabyte: number;
}

/** How one pattern is looked for. */
export interface PatternFacts {
  /** `masked`: byte runs with wildcards; `chain`: pieces across large gaps; `anchored`: looked for at one offset only. */
  readonly kinds: readonly SubPatternKind[];
  /** The bytes that the prefilter looks for, as hex with `?` for nibbles that are not fixed; empty for anchored patterns. */
  readonly atoms: readonly string[];
  /** Whether so little of the pattern is fixed that it slows the scan down (`slow_pattern`). */
  readonly isSlow: boolean;
}

export type SubPatternKind = "literal" | "masked" | "xor" | "base64" | "regexp" | "chain" | "anchored";
