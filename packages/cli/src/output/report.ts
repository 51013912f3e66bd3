/** What a scan prints about one file, before it is given a format. */
import type { PatternMatch, RuleMatch } from "tyara";

/** Which parts of a match are printed. */
export interface PrintOptions {
  readonly namespace: boolean;
  readonly tags: boolean;
  readonly meta: boolean;
  /** How many bytes of each match are shown; undefined: no matches are listed. */
  readonly strings: number | undefined;
  /** Only how many rules matched. */
  readonly count: boolean;
}

/** One scanned file and the rules chosen for printing (matching ones, or with `--negate` the others). */
export interface FileReport {
  readonly path: string;
  readonly rules: readonly RuleMatch[];
}

/** Writes reports as they come; `end` is called once, after the last. */
export interface ReportWriter {
  file(report: FileReport): void;
  end(): void;
}

/** The bytes of a match that are shown: no more than asked for, nor than the result has of a file with very many matches. */
export function shownBytes({ data }: PatternMatch, limit: number): Uint8Array {
  return data.length > limit ? data.subarray(0, limit) : data;
}

/** `" ... 20 more bytes"` behind the shown bytes of a longer match. */
export function moreBytes({ length }: PatternMatch, shown: Uint8Array): string {
  return length > shown.length ? ` ... ${length - shown.length} more bytes` : "";
}
