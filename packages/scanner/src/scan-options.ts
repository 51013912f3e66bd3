/** What callers may set for scans, and what is wrong with it: callers without types may give anything. */

import {
  type AbortSignalLike,
  type KnownOptions,
  requireAmount,
  requireOptions,
  requireSignal,
} from "@tyara/base";

import { type RuleSelection, requireSelection } from "./rule-selection.ts";

/** Matches kept for one pattern unless said otherwise. */
export const defaultMaxMatchesPerPattern = 1_000_000;

/** Bytes that the matches of one scan take at most unless said otherwise. */
export const defaultMaxMatchMemory = 0x800_0000;

/** Bytes of one match that results give unless said otherwise. */
export const defaultMaxMatchData = 4096;

/** Bytes of all matches that a result gives unless said otherwise. */
export const defaultMaxTotalMatchData = 0x100_0000;

/** Options of one scan; what is absent is as set on the scanner. */
export interface ScanOptions {
  /** Milliseconds after which the scan ends with what it has found; 0 for no bound, which is the default. */
  readonly timeoutMs?: number;
  /**
   * Steps after which the scan ends with what it has found: turns of loops, bytes searched, work of modules, some nanoseconds each.
   * The same scan ends at the same place on every machine, and where the clock stands still. Default: no bound.
   */
  readonly maxSteps?: number;
  /**
   * Ends the scan when it is aborted; looked at between steps of the work. A scan runs without pause, so only what it
   * calls itself (a console callback, a module) or another thread can abort it; `timeoutMs` bounds it in any case.
   */
  readonly signal?: AbortSignalLike;
  /** Only so many bytes from the start are scanned. Default: all. */
  readonly maxScanSize?: number;
  /** Whether private rules and patterns are in the result. Default false. */
  readonly includePrivate?: boolean;
  /** Whether rules that did not match are in the result, which costs time for each of them. Default false. */
  readonly includeNonMatches?: boolean;
  /**
   * Which rules are evaluated and in the result. The others cost nothing, and their patterns are not searched; what chosen rules need
   * (rules that they name, global rules of their namespaces) is evaluated but not in the result. Looking for the same rules again is
   * cheapest with the same object. Default: what `Scanner.select` set, or all.
   */
  readonly select?: RuleSelection;
  /** What modules are told beside the data, by name of the module. */
  readonly moduleMetadata?: Readonly<Record<string, Uint8Array>>;
  /** Modules whose whole values the result gives, whether rules use them or not; a scan that is stopped gives none. Default none. */
  readonly moduleOutputs?: readonly string[];
  /** Bytes of one match that the result gives at most. Default 4096. */
  readonly maxMatchData?: number;
  /**
   * Bytes of all matches that the result gives at most; each match whose bytes are not those of the match before it counts for
   * 64 at least. What is left out is told in `limits`. Default 16 MiB.
   */
  readonly maxTotalMatchData?: number;
}

const knownOptions: KnownOptions<ScanOptions> = {
  timeoutMs: true,
  maxSteps: true,
  signal: true,
  maxScanSize: true,
  select: true,
  includePrivate: true,
  includeNonMatches: true,
  moduleMetadata: true,
  moduleOutputs: true,
  maxMatchData: true,
  maxTotalMatchData: true,
};

/** How far an asynchronous scan is. */
export interface SearchProgress {
  /** Bytes that were searched; it may begin anew for patterns that are looked for later. */
  readonly searched: number;
  /** Bytes of data. */
  readonly byteLength: number;
}

/** Options of an asynchronous scan. */
export interface AsyncScanOptions extends ScanOptions {
  /** Bytes that are collected of a stream or a Blob; of more only the beginning is scanned, which `limits` tells as "scan-size". Default 256 MiB. */
  readonly maxSpoolSize?: number;
  /** Is told now and then how far the search is. What it throws ends the scan and rejects its promise. */
  readonly onProgress?: (progress: SearchProgress) => void;
}

/** Bytes of a stream that are collected unless said otherwise. */
export const defaultMaxSpoolSize: number = 1 << 28;

/** Throws a TypeError or a RangeError that names the first option that no scan can have; sizes are looked at where they are used. */
export function checkOptions(options: ScanOptions): void {
  const { select, maxSteps, maxMatchData, maxTotalMatchData, moduleOutputs, moduleMetadata, signal } =
    options;
  if (select !== undefined) requireSelection("select", select);
  if (maxSteps !== undefined) requireAmount("maxSteps", maxSteps);
  if (maxMatchData !== undefined) requireAmount("maxMatchData", maxMatchData);
  if (maxTotalMatchData !== undefined) requireAmount("maxTotalMatchData", maxTotalMatchData);
  if (signal !== undefined) requireSignal("signal", signal);
  if (moduleOutputs !== undefined && !Array.isArray(moduleOutputs))
    throw new TypeError("moduleOutputs must be an array of names of modules");
  if (moduleMetadata !== undefined && (typeof moduleMetadata !== "object" || moduleMetadata === null))
    throw new TypeError("moduleMetadata must be an object");
}

/** How much of the data is scanned at most. Throws a TypeError that names an option that there is not. */
export function maxScanSizeOf(options: ScanOptions): number {
  const { maxScanSize } = requireOptions(options, knownOptions);
  if (maxScanSize === undefined) return Number.POSITIVE_INFINITY;
  return Math.trunc(requireAmount("maxScanSize", maxScanSize));
}
