/** The path of the debug database that the linker left in the image. */
import { Budget } from "../kit/budget.ts";
import { atMost } from "../kit/limits.ts";
import { Directory } from "./headers.ts";
import type { PeImage } from "./image.ts";

const ENTRY_SIZE = 28;
const TYPE_CODEVIEW = 2;
/** Limit: debug entries looked at; linkers write a handful. */
const MAX_ENTRIES = 16_384;

/** Signature of a CodeView record and where its path begins. */
const RECORDS: ReadonlyMap<number, number> = new Map([
  [0x53445352, 24], // RSDS
  [0x3031424e, 16], // NB10
  [0x434f544d, 20], // MTOC, of images that were Mach-O files before
]);

/** The path as the file has it, usually UTF-8; `undefined` without a CodeView record. */
export function readPdbPath(image: PeImage): Uint8Array | undefined {
  const directory = image.directory(Directory.debug);
  const start = directory && image.offsetOf(directory.virtual_address);
  if (directory === undefined || start === undefined) return undefined;
  const paths = Budget.ofBytes(image.reader.length, "paths of debug records");
  const count = atMost(MAX_ENTRIES, Math.floor(directory.size / ENTRY_SIZE), "debug entries");
  for (let i = 0; i < count; i++) {
    const at = start + i * ENTRY_SIZE;
    if (image.reader.u32At(at + 12) !== TYPE_CODEVIEW) continue;
    const path = pathOf(image, at, paths);
    if (path !== undefined) return path;
  }
  return undefined;
}

function pathOf(image: PeImage, entry: number, paths: Budget): Uint8Array | undefined {
  const { reader } = image;
  const rva = reader.u32At(entry + 20);
  const raw = reader.u32At(entry + 24);
  const at = (rva === undefined || rva === 0 ? undefined : image.offsetOf(rva)) ?? raw;
  const start = at === undefined ? undefined : RECORDS.get(reader.u32At(at) ?? 0);
  if (at === undefined || start === undefined || paths.isExhausted) return undefined;
  const path = reader.zeroTerminatedAt(at + start, reader.length);
  return paths.take(path?.length ?? reader.length) ? path?.slice() : undefined;
}
