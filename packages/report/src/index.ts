export {
  DIAGNOSTIC_FORMATS,
  type DiagnosticFormat,
  type DiagnosticReportOptions,
  renderDiagnostics,
} from "./diagnostics/diagnostic-report.ts";
export { JsonStream, type JsonTree } from "./json-stream.ts";
export { type ByteNotation, collectText, Output } from "./output.ts";
export type {
  FileReport,
  PrintOptions,
  ReportedMatch,
  ReportedMetadata,
  ReportedPattern,
  ReportedRule,
  ReportWriter,
} from "./results/file-report.ts";
export {
  renderScan,
  SCAN_FORMATS,
  type ScanFormat,
  type ScanReportOptions,
  scanReportWriter,
} from "./results/scan-report.ts";
