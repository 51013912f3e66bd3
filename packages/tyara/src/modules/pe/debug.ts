/** The path of the debug database that the linker left in the image. */
import { atMost } from "../limits.ts";
import { Directory } from "./headers.ts";
import type { PeImage } from "./image.ts";

const ENTRY_SIZE = 28;
const TYPE_CODEVIEW = 2;
/** Limit: debug entries looked at. */
const MAX_ENTRIES = 16;
/** Limit: Windows paths are no longer. */
const MAX_PATH = 260;

/** Signature of a CodeView record and where its path begins. */
const RECORDS: ReadonlyMap<number, number> = new Map([
  [0x53445352, 24], // RSDS
  [0x3031424e, 16], // NB10
]);

/** The path as the file has it, usually UTF-8; `undefined` without a CodeView record. */
export function readPdbPath(image: PeImage): Uint8Array | undefined {
  const directory = image.directory(Directory.debug);
  const start = directory && image.offsetOf(directory.virtual_address);
  if (directory === undefined || start === undefined) return undefined;
  const count = atMost(MAX_ENTRIES, Math.floor(directory.size / ENTRY_SIZE), "debug entries");
  for (let i = 0; i < count; i++) {
    const at = start + i * ENTRY_SIZE;
    if (image.reader.u32At(at + 12) !== TYPE_CODEVIEW) continue;
    const path = pathOf(image, at);
    if (path !== undefined) return path;
  }
  return undefined;
}

function pathOf(image: PeImage, entry: number): Uint8Array | undefined {
  const rva = image.reader.u32At(entry + 20);
  const raw = image.reader.u32At(entry + 24);
  const at = (rva === undefined || rva === 0 ? undefined : image.offsetOf(rva)) ?? raw;
  const path = at === undefined ? undefined : RECORDS.get(image.reader.u32At(at) ?? 0);
  return at === undefined || path === undefined
    ? undefined
    : image.reader.zeroTerminatedAt(at + path, MAX_PATH)?.slice();
}
