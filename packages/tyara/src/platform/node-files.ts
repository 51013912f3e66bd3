/** Files as data sources: read in steps straight into the scanner's memory, never as a whole into another buffer. */
import { Buffer } from "node:buffer";
import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";

/** Limit: how much one call reads, a few milliseconds' worth at most; larger reads gain nothing. */
const chunkSize = 1 << 21;

/** An open regular file. */
export interface OpenFile {
  readonly byteLength: number;
  /** Fills `target` from the start of the file, calling `checkpoint` now and then; returns how many bytes there were. */
  readonly read: (target: Uint8Array, checkpoint: () => void) => number;
}

/** Opens a file for the time of `use`. What is no regular file (a pipe, a device) is read to its end first. Throws what the system says. */
export function withFile<T>(path: string | Uint8Array | URL, use: (file: OpenFile) => T): T {
  const descriptor = openSync(
    typeof path === "string" || path instanceof URL ? path : Buffer.from(path),
    "r",
  );
  try {
    const status = fstatSync(descriptor);
    // Files of /proc are regular files of no size, and still have content.
    if (!status.isFile() || status.size === 0) return use(inMemory(readFileSync(descriptor)));
    return use({
      byteLength: status.size,
      read: (target, checkpoint) => readInto(descriptor, target, checkpoint),
    });
  } finally {
    closeSync(descriptor);
  }
}

/** Everything on the standard input. */
export function readStandardInput(): OpenFile {
  return inMemory(readFileSync(0));
}

function inMemory(bytes: Uint8Array): OpenFile {
  return {
    byteLength: bytes.length,
    read: (target) => {
      target.set(bytes.subarray(0, target.length));
      return Math.min(bytes.length, target.length);
    },
  };
}

function readInto(descriptor: number, target: Uint8Array, checkpoint: () => void): number {
  let position = 0;
  while (position < target.length) {
    const wanted = Math.min(chunkSize, target.length - position);
    const count = readSync(descriptor, target, position, wanted, position);
    if (count === 0) break;
    position += count;
    checkpoint();
  }
  return position;
}
