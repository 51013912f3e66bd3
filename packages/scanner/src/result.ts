/**
 * What a scan tells: plain data, alive after the scanner has gone on to its next scan, whatever becomes of the scanned bytes.
 * `structuredClone` and `postMessage` copy all of it. Results share what is the same in all of them, so nobody may write to one.
 */

import type { StructValue } from "@tyara/base";

/** How a scan ended. Clean, cut short and stopped never look alike. */
export type ScanStatus =
  /** Every rule was evaluated on every byte. */
  | "complete"
  /** The time was up, or the steps were used up, which `limits` tells: rules in the result matched, of the others nothing is known. */
  | "timeout"
  /** The caller's signal stopped it. */
  | "aborted";

/** A limit that was met: the result may lack something, although the scan went to its end. */
export type LimitMet =
  /** A pattern had more matches than are kept for one. */
  | "matches-per-pattern"
  /** Matches or module values were left out because memory ran out. */
  | "memory"
  /** Only the first `maxScanSize` bytes were scanned. */
  | "scan-size"
  /** A module read a part of what the data has; `moduleLimits` says of what. */
  | "module"
  /** `maxSteps` were used up. The status is `timeout`. */
  | "steps"
  /** The data changed while they were read: what rules saw may be of before and of after. */
  | "data-changed"
  /** Bytes of matches were left out: they are more than `maxTotalMatchData`. Offsets and lengths are all there. */
  | "match-data";

/** What a limit of a module cut off. */
export interface ModuleLimit {
  readonly module: string;
  /** In words that follow the module's name: `more than 96 sections`. */
  readonly what: string;
}

export interface ScanResult {
  readonly status: ScanStatus;
  /** The limits that were met, each once. */
  readonly limits: readonly LimitMet[];
  /** What modules left out of the values that rules, or this result, asked for; each once. */
  readonly moduleLimits: readonly ModuleLimit[];
  /** Matching rules by namespace and order of declaration; private ones are left out unless asked for. */
  readonly matches: readonly RuleMatch[];
  /** Rules that did not match, in the same order, their patterns without matches; absent without `includeNonMatches`. */
  readonly nonMatches?: readonly RuleMatch[];
  /** Modules that rules import but that cannot be evaluated here: their fields were undefined. */
  readonly unavailableModules: readonly string[];
  /** What the modules named in `moduleOutputs` say of the data, by name; those that say nothing are absent. */
  readonly moduleOutputs: Readonly<Record<string, StructValue>>;
}

export interface RuleMatch {
  readonly identifier: string;
  readonly namespace: string;
  readonly isGlobal: boolean;
  readonly isPrivate: boolean;
  readonly tags: readonly string[];
  readonly metadata: readonly RuleMetadata[];
  /** All patterns of the rule in order of declaration; those that were not found have no matches. */
  readonly patterns: readonly RulePatternMatches[];
}

export interface RuleMetadata {
  readonly identifier: string;
  readonly kind: "integer" | "float" | "bool" | "string" | "bytes";
  /** Integers are numbers, and `bigint` beyond 2^53; `kind` tells them from floats. */
  readonly value: bigint | number | boolean | string | Uint8Array;
}

export interface RulePatternMatches {
  /** With its `$`. */
  readonly identifier: string;
  readonly kind: "text" | "hex" | "regexp";
  readonly isPrivate: boolean;
  /** Sorted by offset, one for each. */
  readonly matches: readonly PatternMatch[];
}

export interface PatternMatch {
  /** Bytes from the start of the scanned data. */
  readonly offset: number;
  /** In bytes. */
  readonly length: number;
  /** The key of a pattern with `xor`; 0 is a key. */
  readonly xorKey: number | undefined;
  /**
   * The matched bytes, a copy; long matches are cut at `maxMatchData` bytes. Matches of one pattern with the same bytes may
   * share it.
   */
  readonly data: Uint8Array;
}
