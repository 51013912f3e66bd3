/** The output of the compiler's search room: one block of bytes for the scanner's memory, and descriptions for people. */

/** The bytes that the search reads outside of the chunk that it searches. All distances are in bytes. */
export interface Sight {
  /** The first bytes of the data, which the search reads before the first chunk. `Infinity`: it needs all data at once. */
  readonly head: number;
  /** Before the start of a chunk. */
  readonly behind: number;
  /** After the end of a chunk. */
  readonly ahead: number;
}

/** The search tables of a rule set: plain data, serialised with the rules and loaded without a check of their contents. */
export interface SearchTables {
  /** The scanner copies these to `MemoryMap.constants` (addresses inside are absolute). The length is a multiple of 16. */
  readonly bytes: Uint8Array;
  /** The number of pattern states. */
  readonly patternCount: number;
  /** The size of the largest tables for a selection of the patterns, in bytes; 0: no selection. */
  readonly selectionSize: number;
  /** The bytes that must be in memory during the search. */
  readonly sight: Sight;
  /** The prefilter and the reason for it. */
  readonly decision: SearchDecision;
}

/** The number is the stride of the pair table; without one it is 2. */
export const prefilters = ["rare-pairs", "pair-table", "pair-table-4", "pair-table-8"] as const;
export type Prefilter = (typeof prefilters)[number];

export interface SearchDecision {
  readonly prefilter: "none" | Prefilter;
  /** A sentence for `debug`. */
  readonly reason: string;
  /** The number of different byte runs that the prefilter searches for. */
  readonly runCount: number;
  /** The number of candidates that the frequency model expects in a megabyte of ordinary data. */
  readonly expectedCandidatesPerMegabyte: number;
}

/** How the search finds one pattern. */
export interface PatternFacts {
  /** `masked`: byte runs with wildcards; `chain`: pieces across large gaps; `anchored`: looked for at one offset only. */
  readonly kinds: readonly SubPatternKind[];
  /** The bytes that the prefilter looks for, as hex with `?` for nibbles that are not fixed; empty for anchored patterns. */
  readonly atoms: readonly string[];
  /** Whether so little of the pattern is fixed that it slows the scan down (`slow_pattern`). */
  readonly isSlow: boolean;
}

export type SubPatternKind = "literal" | "masked" | "xor" | "base64" | "regexp" | "chain" | "anchored";
