/**
 * What only Node, Bun and Deno have: files.
 *
 * @packageDocumentation
 */

import type { Scanner, ScanOptions, ScanResult } from "@tyara/scanner";
import {
  type OpenDescriptor,
  type Path,
  type Uses,
  withFile,
  withOpenFile,
  withStandardInput,
} from "./platform/node-files.ts";

export {
  FileRefusedError,
  type OpenDescriptor,
  type Path,
  type ReadLimits,
  readFileWithin,
  readStandardInputWithin,
} from "./platform/node-files.ts";
export { type FileIncludesOptions, fileIncludes, includesFromFiles } from "./platform/node-includes.ts";

/** Options of {@link scanFile}. */
export interface ScanFileOptions extends ScanOptions {
  /**
   * Whether of what has no size (a pipe, a device, a file of /proc) only what is there at once is scanned, and at most 16 MiB. Default
   * false: its end is waited for, or the time-out.
   */
  readonly endWhenIdle?: boolean;
}

/** Smaller files are read at once, into the scanner's memory. */
const leastReadInParts = 1 << 24;

/**
 * Scans a file: a small one is read into the scanner's memory, of a large one what the scan looks at (`Scanner.scanReader`). Throws what the
 * system says when it cannot be read, `DataChangedError` when it is cut meanwhile, and `DataTooLargeError` beyond 3.875 GiB;
 * `maxScanSize` helps then. A file that somebody writes to meanwhile is told in `limits` as "data-changed". A path may be
 * given as bytes, for names that are not text.
 *
 * Pipes, devices and what has no size of its own are read to their end, to `maxScanSize` or until the time-out, whichever is first.
 * An open descriptor or a `FileHandle` stays open; of a file with a size the whole is scanned, wherever it stands.
 * A named pipe waits for its writer: until the time-out, or where there is none, in a way that no signal ends.
 */
export function scanFile(
  scanner: Scanner,
  path: Path | OpenDescriptor,
  options: ScanFileOptions = {},
): ScanResult {
  const { endWhenIdle = false, ...scanOptions } = options;
  const isTimed = (options.timeoutMs ?? scanner.timeoutMs) > 0;
  const uses: Uses<ScanResult> = {
    file: (file) =>
      file.byteLength < leastReadInParts
        ? scanner.scanSource(file, scanOptions)
        : scanner.scanReader(file, scanOptions),
    stream: (stream) => scanner.scanStream(stream, endWhenIdle ? withinIdleSize(scanOptions) : scanOptions),
  };
  return isOpen(path)
    ? withOpenFile(path, endWhenIdle, uses)
    : withFile(path, { isTimed, endWhenIdle }, uses);
}

function isOpen(path: Path | OpenDescriptor): path is OpenDescriptor {
  return typeof path === "number" || (typeof path === "object" && path !== null && "fd" in path);
}

/** Limit: bytes that are scanned of what has no size and is not waited for: some files of /proc never end. */
const maxIdleSize = 1 << 24;

function withinIdleSize(options: ScanOptions): ScanOptions {
  return { ...options, maxScanSize: Math.min(options.maxScanSize ?? maxIdleSize, maxIdleSize) };
}

/** Scans what comes from the standard input, to its end, to `maxScanSize` or until the time-out, whichever is first. */
export function scanStandardInput(scanner: Scanner, options: ScanOptions = {}): ScanResult {
  return withStandardInput((stream) => scanner.scanStream(stream, options));
}
