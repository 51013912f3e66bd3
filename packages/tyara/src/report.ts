/**
 * Reports, published as `tyara/report`: results of scans as text, NDJSON, JSON, SARIF and CSV, and diagnostics as text, JSON,
 * annotations of GitHub Actions and SARIF. Everything is a function of plain data; nothing in a report steers a terminal.
 *
 * @packageDocumentation
 */
export * from "@tyara/report";
