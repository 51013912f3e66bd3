/**
 * What only Node, Bun and Deno have: files.
 *
 * @packageDocumentation
 */
import { readStandardInput, withFile } from "./platform/node-files.ts";
import type { Scanner, ScanOptions, ScanResult } from "./scanner/index.ts";

export { fileIncludes } from "./platform/node-includes.ts";

/**
 * Scans a file, read straight into the scanner's memory. Throws what the system says when it cannot be read, and
 * `DataTooLargeError` when it is larger than the memory can be (about 3.8 GiB); `maxScanSize` helps then. A path may be given as bytes, for names that are not text.
 */
export function scanFile(
  scanner: Scanner,
  path: string | Uint8Array | URL,
  options: ScanOptions = {},
): ScanResult {
  return withFile(path, (file) => scanner.scanSource(file, options));
}

/** Scans everything that comes from the standard input. */
export function scanStandardInput(scanner: Scanner, options: ScanOptions = {}): ScanResult {
  return scanner.scanSource(readStandardInput(), options);
}
