/** The export table: names and ordinals that an image offers, and where each leads. */
import { atMost, isFull } from "../kit/limits.ts";
import { Directory } from "./headers.ts";
import type { PeImage } from "./image.ts";
import { exportedNameAt, libraryNameAt } from "./names.ts";

const DIRECTORY_SIZE = 40;
/** Limit: exported functions, so that a hostile count costs nothing. */
const MAX_EXPORTS = 16_384;
const MAX_ORDINAL = 0xffffffff;

export type Export = {
  readonly name: string | undefined;
  readonly ordinal: number;
  readonly rva: number;
  readonly offset: number | undefined;
  /** `LIBRARY.FUNCTION`, when the export leads to another image. */
  readonly forward_name: string | undefined;
};

export interface Exports {
  readonly libraryName: string | undefined;
  readonly timestamp: number;
  readonly functions: readonly Export[];
}

/** The exports, ordered by ordinal. */
export function readExports(image: PeImage): Exports | undefined {
  const { reader } = image;
  const directory = image.directory(Directory.exports);
  const at = directory && image.offsetOf(directory.virtual_address);
  if (directory === undefined || at === undefined || directory.size < DIRECTORY_SIZE) return undefined;
  if (!reader.has(at, DIRECTORY_SIZE)) return undefined;
  return {
    libraryName: libraryNameAt(image, reader.u32At(at + 12)!),
    timestamp: reader.u32At(at + 4)!,
    functions: readFunctions(image, at, directory.virtual_address, directory.size),
  };
}

function readFunctions(image: PeImage, at: number, tableStart: number, tableSize: number): Export[] {
  const { reader } = image;
  const base = reader.u32At(at + 16)!;
  const count = reader.u32At(at + 20)!;
  const addressTable = reader.u32At(at + 28)!;
  const addresses = image.offsetOf(addressTable);
  const functions: Export[] = [];
  if (addressTable === 0 || addresses === undefined) return functions;
  const names = readNames(image, at);
  for (let i = 0; i < count; i++) {
    const rva = reader.u32At(addresses + 4 * i);
    if (rva === undefined || base + i > MAX_ORDINAL) break;
    if (isFull(MAX_EXPORTS, i, "exported functions")) break;
    const name = names.get(i);
    const isForwarded = rva >= tableStart && rva < tableStart + tableSize;
    const forward_name = isForwarded ? exportedNameAt(image, rva) : undefined;
    const offset = isForwarded ? undefined : image.offsetOf(rva);
    functions.push({
      name,
      ordinal: base + i,
      rva,
      offset,
      forward_name,
    });
  }
  return functions;
}

/** Names by index of the function; none when the file does not hold the whole table of names. */
function readNames(image: PeImage, at: number): Map<number, string> {
  const { reader } = image;
  const names = new Map<number, string>();
  const count = atMost(MAX_EXPORTS, reader.u32At(at + 24)!, "names of exported functions");
  const addresses = image.offsetOf(reader.u32At(at + 32)!);
  const indexes = image.offsetOf(reader.u32At(at + 36)!);
  if (addresses === undefined || indexes === undefined || !reader.has(addresses, 4 * count)) return names;
  for (let i = 0; i < count; i++) {
    const rva = reader.u32At(addresses + 4 * i);
    const index = reader.u16At(indexes + 2 * i);
    if (rva === undefined || index === undefined) break;
    const name = exportedNameAt(image, rva);
    if (name !== undefined && !names.has(index)) names.set(index, name);
  }
  return names;
}
