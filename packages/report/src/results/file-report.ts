/** What a scan prints about one file, before it is given a format. */

/** A rule as a scan's result has it; the results of `tyara` fit. */
export interface ReportedRule {
  readonly identifier: string;
  readonly namespace: string;
  readonly tags: readonly string[];
  readonly metadata: readonly ReportedMetadata[];
  readonly patterns: readonly ReportedPattern[];
}

export interface ReportedMetadata {
  readonly identifier: string;
  readonly value: bigint | number | boolean | string | Uint8Array;
}

export interface ReportedPattern {
  readonly identifier: string;
  readonly kind: "text" | "hex" | "regexp";
  /** Its matches are not printed. */
  readonly isPrivate: boolean;
  readonly matches: readonly ReportedMatch[];
}

export interface ReportedMatch {
  /** Bytes from the start of the scanned data. */
  readonly offset: number;
  /** In bytes. */
  readonly length: number;
  readonly xorKey?: number | undefined;
  /** The matched bytes, or the first of them. */
  readonly data: Uint8Array;
}

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
  readonly rules: readonly ReportedRule[];
}

/** Writes reports as they come; `end` is called once, after the last. */
export interface ReportWriter {
  file(report: FileReport): void;
  end(): void;
}

/** The bytes of a match that are shown: no more than asked for, nor than the result has of a file with very many matches. */
export function shownBytes({ data }: ReportedMatch, limit: number): Uint8Array {
  return data.length > limit ? data.subarray(0, limit) : data;
}

/** `" ... 20 more bytes"` behind the shown bytes of a longer match. */
export function moreBytes({ length }: ReportedMatch, shown: Uint8Array): string {
  return length > shown.length ? ` ... ${length - shown.length} more bytes` : "";
}
