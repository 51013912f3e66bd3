import { collectText, type Output } from "../output.ts";
import { csvWriter } from "./csv.ts";
import type { FileReport, PrintOptions, ReportWriter } from "./file-report.ts";
import { jsonWriter, ndjsonWriter } from "./json.ts";
import { sarifWriter } from "./sarif.ts";
import { colorStyle, plainStyle } from "./style.ts";
import { textWriter } from "./text.ts";

export const SCAN_FORMATS = ["text", "ndjson", "json", "sarif", "csv"] as const;
export type ScanFormat = (typeof SCAN_FORMATS)[number];

export interface ScanReportOptions extends Partial<PrintOptions> {
  /** Default `text`. */
  readonly format?: ScanFormat;
  /** Whether text is coloured for a terminal; default false. */
  readonly isColored?: boolean;
  /** The version of the program, which JSON and SARIF tell. */
  readonly version: string;
}

/** Writes reports of files as they come, in bounded memory. */
export function scanReportWriter(
  { format = "text", isColored = false, version, ...print }: ScanReportOptions,
  output: Output,
): ReportWriter {
  const options: PrintOptions = {
    namespace: false,
    tags: false,
    meta: false,
    strings: undefined,
    count: false,
    ...print,
  };
  switch (format) {
    case "text":
      return textWriter(options, isColored ? colorStyle : plainStyle, output);
    case "ndjson":
      return ndjsonWriter(options, output);
    case "json":
      return jsonWriter(options, version, output);
    case "sarif":
      return sarifWriter(options, version, output);
    case "csv":
      return csvWriter(options, output);
  }
}

/** The report of all files as one text. It holds nothing that steers a terminal but the colours that were asked for. */
export function renderScan(files: Iterable<FileReport>, options: ScanReportOptions): string {
  return collectText((output) => {
    const writer = scanReportWriter(options, output);
    for (const file of files) writer.file(file);
    writer.end();
  });
}
