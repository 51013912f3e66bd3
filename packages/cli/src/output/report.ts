/** What a scan prints about one file, before it is given a format. */
import type { RuleMatch } from "tyara";

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

/** `" ... 20 more bytes"` behind the shown bytes of a longer match. */
export function moreBytes(length: number, limit: number): string {
  return length > limit ? ` ... ${length - limit} more bytes` : "";
}
