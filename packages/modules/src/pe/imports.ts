/**
 * Import tables: what an image asks of which library, at load time or (delayed) at the first call.
 *
 * Both tables have one shape: a list of descriptors, each naming a library, a list of names to look up and a list of
 * slots that the loader fills. Only the descriptors differ.
 */

import { isFull } from "../kit/limits.ts";
import { Directory } from "./headers.ts";
import type { PeImage } from "./image.ts";
import { importedNameAt, libraryNameAt } from "./names.ts";
import { ordinalName } from "./ordinals.ts";

/** Limit: imported functions in all, so that hostile tables cannot multiply themselves. */
const MAX_FUNCTIONS = 16_384;
/** Limit: libraries, for the same reason. */
const MAX_LIBRARIES = 16_384;
/** Limit: entries of lookup lists looked at, good or not. */
const MAX_THUNKS = 4 * MAX_FUNCTIONS;
/** Limit: a file whose lists are not shared has at least so many bytes for each entry, but for a few. */
const THUNK_SIZE = 4;
const SHARED_THUNKS = 512;

export type ImportedFunction = {
  readonly name: string;
  /** Absent when the function is imported by name. */
  readonly ordinal: number | undefined;
  readonly rva: number;
};

export type Import = {
  readonly library_name: string;
  readonly number_of_functions: number;
  readonly functions: readonly ImportedFunction[];
};

/** Where the parts of one library's imports are, relative to the image base. */
interface Descriptor {
  readonly name: number;
  /** The list of names; it is overwritten in memory, so linkers keep a second copy. */
  readonly lookup: number;
  readonly slots: number;
  /** What the list of names holds in front of relative addresses: 0, or the image base. */
  readonly base: number;
}

/** A table of descriptors. */
interface Table {
  /** Its data directory. */
  readonly directory: number;
  readonly descriptorSize: number;
  /** Whether it ends where its directory says; the loader heeds only the size of the table of delayed imports. */
  readonly isSized: boolean;
  readonly descriptorAt: (at: number) => Descriptor;
}

/** Spec: without this bit a delayed descriptor holds addresses, not offsets from the image base. */
const DELAY_IS_RVA = 1;

/** The load-time imports in the order of the table. */
export function readImports(image: PeImage): Import[] {
  const { reader } = image;
  return readLibraries(image, {
    directory: Directory.imports,
    descriptorSize: 20,
    isSized: false,
    descriptorAt(at) {
      const lookup = reader.u32At(at)!;
      const slots = reader.u32At(at + 16)!;
      return { name: reader.u32At(at + 12)!, lookup: lookup || slots, slots, base: 0 };
    },
  });
}

/** The delayed imports in the order of the table. */
export function readDelayedImports(image: PeImage): Import[] {
  const { reader } = image;
  const imageBase = Number(image.optional.imageBase);
  return readLibraries(image, {
    directory: Directory.delayImports,
    descriptorSize: 32,
    isSized: true,
    descriptorAt(at) {
      const base = (reader.u32At(at)! & DELAY_IS_RVA) === 0 ? imageBase : 0;
      const relative = (offset: number) => relativeTo(base, reader.u32At(at + offset)!);
      return { name: relative(4), slots: relative(12), lookup: relative(16), base };
    },
  });
}

/** An address as an offset from a base; 0 for one in front of it. */
function relativeTo(base: number, address: number): number {
  return Math.max(0, address - base);
}

/** How much of the limits of one table is taken. */
class ImportBudget {
  private readonly mostThunks: number;
  private functions = 0;
  private thunks = 0;
  /** Whether something that the limits do not allow was asked for. */
  isExhausted = false;

  constructor(byteLength: number) {
    this.mostThunks = Math.min(MAX_THUNKS, SHARED_THUNKS + Math.floor(byteLength / THUNK_SIZE));
  }

  takeThunk(): boolean {
    return this.take(!isFull(this.mostThunks, this.thunks++, "entries of import lists"));
  }

  takeFunction(): boolean {
    return this.take(!isFull(MAX_FUNCTIONS, this.functions++, "imported functions"));
  }

  private take(isAllowed: boolean): boolean {
    this.isExhausted ||= !isAllowed;
    return isAllowed;
  }
}

function readLibraries(image: PeImage, table: Table): Import[] {
  const directory = image.directory(table.directory);
  const start = directory && image.offsetOf(directory.virtual_address);
  const imports: Import[] = [];
  if (directory === undefined || start === undefined) return imports;
  const size = table.descriptorSize;
  const end = table.isSized ? start + directory.size : image.reader.length;
  const budget = new ImportBudget(image.reader.length);
  for (let i = 0; !budget.isExhausted; i++) {
    const at = start + i * size;
    if (at + size > end || !image.reader.has(at, size)) break;
    const descriptor = table.descriptorAt(at);
    const isLast = descriptor.name === 0 || (descriptor.lookup === 0 && descriptor.slots === 0);
    if (isLast || isFull(MAX_LIBRARIES, i, "imported libraries")) break;
    const library_name = libraryNameAt(image, descriptor.name);
    if (library_name === undefined) continue;
    const functions = readFunctions(image, descriptor, library_name, budget);
    if (functions.length === 0) continue;
    imports.push({ library_name, number_of_functions: functions.length, functions });
  }
  return imports;
}

/** Where the list of names is; where the file does not hold it, the slots have the same content until they are filled. */
function offsetOfThunks(image: PeImage, { lookup, slots }: Descriptor): number | undefined {
  const offset = image.offsetOf(lookup);
  return offset !== undefined && image.reader.has(offset, 0) ? offset : image.offsetOf(slots);
}

function readFunctions(
  image: PeImage,
  descriptor: Descriptor,
  library: string,
  budget: ImportBudget,
): ImportedFunction[] {
  const functions: ImportedFunction[] = [];
  const start = offsetOfThunks(image, descriptor);
  if (start === undefined) return functions;
  const size = image.optional.is64 ? 8 : 4;
  for (let i = 0; ; i++) {
    const thunk = readThunk(image, start + i * size);
    if (thunk === undefined || !budget.takeThunk()) break;
    const rva = (descriptor.slots + i * size) >>> 0;
    const imported = readFunction(image, thunk, descriptor.base, library, rva);
    if (imported === undefined) continue;
    if (!budget.takeFunction()) break;
    functions.push(imported);
  }
  return functions;
}

function readFunction(
  image: PeImage,
  thunk: Thunk,
  base: number,
  library: string,
  rva: number,
): ImportedFunction | undefined {
  if (thunk.isOrdinal) {
    const ordinal = thunk.value;
    return ordinal > MAX_ORDINAL ? undefined : { name: ordinalName(library, ordinal), ordinal, rva };
  }
  const name = importedNameAt(image, relativeTo(base, thunk.value) + HINT_SIZE);
  return name === undefined ? undefined : { name, ordinal: undefined, rva };
}

interface Thunk {
  readonly isOrdinal: boolean;
  /** The ordinal, or the address of a hint and a name. */
  readonly value: number;
}

/** Spec: a name is preceded by a hint, its likely index in the library's exports. */
const HINT_SIZE = 2;
const ORDINAL_BIT = 0x80000000;

const MAX_ORDINAL = 0xffff;

/** One entry of a lookup list, without the bit that says what it is; `undefined` at the end of the list. */
function readThunk(image: PeImage, at: number): Thunk | undefined {
  const low = image.reader.u32At(at);
  const high = image.optional.is64 ? image.reader.u32At(at + 4) : 0;
  if (low === undefined || high === undefined || (low === 0 && high === 0)) return undefined;
  const top = image.optional.is64 ? high : low;
  const rest = (top & ~ORDINAL_BIT) >>> 0;
  return { isOrdinal: top >= ORDINAL_BIT, value: image.optional.is64 ? rest * 2 ** 32 + low : rest };
}
