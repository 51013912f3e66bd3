// Written by scripts/api-report.mjs; do not edit. Review the difference before you commit it.
/**
* A half-open range of byte offsets `[start, end)` into a source text, counted in UTF-8 bytes.
* Lines and columns exist only at the edge, where a diagnostic is rendered.
*/
interface Span {
  readonly start: number;
  readonly end: number;
}
/** One text of rules: where it came from and its bytes' text. Several may take part in one compilation. */
interface Source {
  /** A file path or any name the caller gave; absent when the text came without one. */
  readonly origin?: string;
  readonly text: string;
}
/** A place in a source that a diagnostic points at. */
interface Label {
  /** `primary` is the place the message is about; there is exactly one, and it comes first. */
  readonly kind: "primary" | "secondary";
  readonly span: Span;
  /** What to say at this place; may be empty. */
  readonly text: string;
  /** Set by the compiler when it collects the diagnostic. */
  readonly source?: Source;
}
/** A sentence under the excerpt: a fact (`note`) or an advice (`help`). */
interface Footer {
  readonly kind: "note" | "help";
  readonly text: string;
}
/** A change of the source text that mends what the diagnostic is about. */
interface Replacement {
  readonly span: Span;
  readonly text: string;
  readonly source?: Source;
}
/**
* What was wrong, or doubtful, in the author's rules: data, collected by the compiler, never thrown.
* Errors carry YARA-X's codes (`E009`), warnings its ids (`slow_pattern`).
*/
interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly title: string;
  readonly labels: readonly Label[];
  readonly footers: readonly Footer[];
  readonly replacements: readonly Replacement[];
}
declare const DIAGNOSTIC_FORMATS: readonly ["text", "json", "github", "sarif"];
type DiagnosticFormat = (typeof DIAGNOSTIC_FORMATS)[number];
interface DiagnosticReportOptions {
  /** Default `text`. */
  readonly format?: DiagnosticFormat;
  /** Whether text is coloured for a terminal; default false. */
  readonly isColored?: boolean;
  /** Columns after which excerpts are cut; default 140. */
  readonly width?: number;
  /** The version of the program, which SARIF tells. */
  readonly version: string;
}
/** Diagnostics as one text that ends with a line break, or is empty where the format has nothing to say of none. */
declare function renderDiagnostics(diagnostics: readonly Diagnostic[], {
  format,
  isColored,
  width,
  version
}: DiagnosticReportOptions): string;
/** How bytes are shown. */
type ByteNotation = "escaped" | "json" | "hex";
declare class Output {
  #private;
  /** @param write takes a block that is used again when it returns. */
  constructor(write: (bytes: Uint8Array) => void);
  /** Text, printable already. */
  text(text: string): void;
  bytes(bytes: Uint8Array, notation: ByteNotation): void;
  flush(): void;
}
/** What `write` gives to an output, as one string. */
declare function collectText(write: (output: Output) => void): string;
declare class JsonStream {
  #private;
  /** @param isPretty each entry on a line of its own, indented by two columns; else all in one line. */
  constructor(output: Output, isPretty: boolean);
  openObject(): void;
  openList(): void;
  /** Ends the object or list that was opened last. */
  close(): void;
  /** Names the value that is written next; there are few names. */
  name(name: string): void;
  value(value: string | number | boolean | null): void;
  /** A value of any kind. Entries of objects that are undefined are left out. */
  tree(tree: JsonTree): void;
  /** A member of an object; none when the value is undefined. */
  entry(name: string, value: JsonTree | undefined): void;
  /** A value as {@link jsonText} gives it, for those who write it again and again. */
  text(json: string): void;
  /** A string: bytes in a notation, and behind them text that needs no escapes. */
  bytes(bytes: Uint8Array, notation: ByteNotation, behind: string): void;
}
type JsonTree = string | number | boolean | null | readonly JsonTree[] | {
  readonly [name: string]: JsonTree | undefined;
};
/** What a scan prints about one file, before it is given a format. */
/** A rule as a scan's result has it; the results of `tyara` fit. */
interface ReportedRule {
  readonly identifier: string;
  readonly namespace: string;
  readonly tags: readonly string[];
  readonly metadata: readonly ReportedMetadata[];
  readonly patterns: readonly ReportedPattern[];
}
interface ReportedMetadata {
  readonly identifier: string;
  readonly value: bigint | number | boolean | string | Uint8Array;
}
interface ReportedPattern {
  readonly identifier: string;
  readonly kind: "text" | "hex" | "regexp";
  /** Its matches are not printed. */
  readonly isPrivate: boolean;
  readonly matches: readonly ReportedMatch[];
}
interface ReportedMatch {
  /** Bytes from the start of the scanned data. */
  readonly offset: number;
  /** In bytes. */
  readonly length: number;
  readonly xorKey?: number | undefined;
  /** The matched bytes, or the first of them. */
  readonly data: Uint8Array;
}
/** Which parts of a match are printed. */
interface PrintOptions {
  readonly namespace: boolean;
  readonly tags: boolean;
  readonly meta: boolean;
  /** How many bytes of each match are shown; undefined: no matches are listed. */
  readonly strings: number | undefined;
  /** Only how many rules matched. */
  readonly count: boolean;
}
/** One scanned file and the rules chosen for printing (matching ones, or with `--negate` the others). */
interface FileReport {
  readonly path: string;
  readonly rules: readonly ReportedRule[];
}
/** Writes reports as they come; `end` is called once, after the last. */
interface ReportWriter {
  file(report: FileReport): void;
  end(): void;
}
declare const SCAN_FORMATS: readonly ["text", "ndjson", "json", "sarif", "csv"];
type ScanFormat = (typeof SCAN_FORMATS)[number];
interface ScanReportOptions extends Partial<PrintOptions> {
  /** Default `text`. */
  readonly format?: ScanFormat;
  /** Whether text is coloured for a terminal; default false. */
  readonly isColored?: boolean;
  /** The version of the program, which JSON and SARIF tell. */
  readonly version: string;
}
/** Writes reports of files as they come, in bounded memory. */
declare function scanReportWriter({
  format,
  isColored,
  version,
  ...print
}: ScanReportOptions, output: Output): ReportWriter;
/** The report of all files as one text. It holds nothing that steers a terminal but the colours that were asked for. */
declare function renderScan(files: Iterable<FileReport>, options: ScanReportOptions): string;
export { type ByteNotation, DIAGNOSTIC_FORMATS, type DiagnosticFormat, type DiagnosticReportOptions, type FileReport, JsonStream, type JsonTree, Output, type PrintOptions, type ReportWriter, type ReportedMatch, type ReportedMetadata, type ReportedPattern, type ReportedRule, SCAN_FORMATS, type ScanFormat, type ScanReportOptions, collectText, renderDiagnostics, renderScan, scanReportWriter };