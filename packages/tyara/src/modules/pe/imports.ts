/**
 * Import tables: what an image asks of which library, at load time or (delayed) at the first call.
 *
 * Both tables have one shape: a list of descriptors, each naming a library, a list of names to look up and a list of
 * slots that the loader fills. Only the descriptors differ.
 */

import { isFull } from "../limits.ts";
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
}

const DESCRIPTOR_SIZE = 20;
const DELAY_DESCRIPTOR_SIZE = 32;
/** Spec: without this bit a delayed descriptor holds addresses, not offsets from the image base. */
const DELAY_IS_RVA = 1;

/** The load-time imports in the order of the table. */
export function readImports(image: PeImage): Import[] {
  return readLibraries(image, Directory.imports, DESCRIPTOR_SIZE, (at) => {
    const lookup = image.reader.u32At(at)!;
    const name = image.reader.u32At(at + 12)!;
    const slots = image.reader.u32At(at + 16)!;
    return name === 0 ? undefined : { name, lookup: lookup || slots, slots };
  });
}

/** The delayed imports in the order of the table. */
export function readDelayedImports(image: PeImage): Import[] {
  const base = Number(BigInt.asUintN(32, BigInt(image.optional.imageBase)));
  return readLibraries(image, Directory.delayImports, DELAY_DESCRIPTOR_SIZE, (at) => {
    const isRva = (image.reader.u32At(at)! & DELAY_IS_RVA) !== 0;
    const rva = (offset: number) => {
      const address = image.reader.u32At(at + offset)!;
      return isRva ? address : (address - base) >>> 0;
    };
    return image.reader.u32At(at + 4) === 0 ? undefined : { name: rva(4), slots: rva(12), lookup: rva(16) };
  });
}

/** How much of the limits of one table is taken. */
class ImportBudget {
  private functions = 0;
  private thunks = 0;
  /** Whether something that the limits do not allow was asked for. */
  isExhausted = false;

  takeThunk(): boolean {
    return this.take(!isFull(MAX_THUNKS, this.thunks++, "entries of import lists"));
  }

  takeFunction(): boolean {
    return this.take(!isFull(MAX_FUNCTIONS, this.functions++, "imported functions"));
  }

  private take(isAllowed: boolean): boolean {
    this.isExhausted ||= !isAllowed;
    return isAllowed;
  }
}

function readLibraries(
  image: PeImage,
  directory: number,
  size: number,
  descriptorAt: (at: number) => Descriptor | undefined,
): Import[] {
  const start = image.offsetOf(image.directory(directory)?.virtual_address ?? 0);
  const imports: Import[] = [];
  if (image.directory(directory) === undefined || start === undefined) return imports;
  const budget = new ImportBudget();
  for (let i = 0; !budget.isExhausted; i++) {
    const at = start + i * size;
    const descriptor = image.reader.has(at, size) ? descriptorAt(at) : undefined;
    if (descriptor === undefined || isFull(MAX_LIBRARIES, i, "imported libraries")) break;
    const library_name = libraryNameAt(image, descriptor.name);
    if (library_name === undefined) continue;
    const functions = readFunctions(image, descriptor, library_name, budget);
    if (functions.length === 0) continue;
    imports.push({ library_name, number_of_functions: functions.length, functions });
  }
  return imports;
}

function readFunctions(
  image: PeImage,
  descriptor: Descriptor,
  library: string,
  budget: ImportBudget,
): ImportedFunction[] {
  const functions: ImportedFunction[] = [];
  const start = image.offsetOf(descriptor.lookup) ?? image.offsetOf(descriptor.slots);
  if (start === undefined) return functions;
  const size = image.optional.is64 ? 8 : 4;
  for (let i = 0; ; i++) {
    const thunk = readThunk(image, start + i * size);
    if (thunk === undefined || !budget.takeThunk()) break;
    const rva = (descriptor.slots + i * size) >>> 0;
    const imported = readFunction(image, thunk, library, rva);
    if (imported === undefined) continue;
    if (!budget.takeFunction()) break;
    functions.push(imported);
  }
  return functions;
}

function readFunction(
  image: PeImage,
  thunk: Thunk,
  library: string,
  rva: number,
): ImportedFunction | undefined {
  if (thunk.isOrdinal) {
    const ordinal = thunk.value;
    return ordinal > MAX_ORDINAL ? undefined : { name: ordinalName(library, ordinal), ordinal, rva };
  }
  const name = importedNameAt(image, thunk.value + HINT_SIZE);
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
