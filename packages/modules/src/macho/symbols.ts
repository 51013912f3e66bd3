/** The symbol table of an image. */
import type { ByteReader, StructValue } from "@tyara/base";
import type { Budget } from "../kit/budget.ts";

const NLIST_SIZE_32 = 12;
const NLIST_SIZE_64 = 16;

/** Limit: longer names are no names. */
const MAX_NAME_LENGTH = 2 ** 16;

/** Bits of a symbol's type. */
const SymbolType = { debug: 0xe0, kind: 0x0e, external: 0x01, undefined: 0x00 } as const;
/** Kinds of symbols that the image defines: absolute, indirect, in a section. */
const definedKinds: readonly number[] = [0x02, 0x0a, 0x0e];

export interface SymbolTable {
  readonly fields: StructValue;
  /** Names of external symbols that the image defines, in the order of the table. */
  readonly defined: readonly Uint8Array[];
  /** Names of symbols that others define. */
  readonly undefined: readonly Uint8Array[];
}

/** Reads the table that a symbol table command points to; `undefined` when the command is too short. */
export function readSymbolTable(
  image: ByteReader,
  command: ByteReader,
  is64: boolean,
  budget: Budget,
): SymbolTable | undefined {
  if (!command.has(8, 16)) return undefined;
  const [symbolOffset, count, stringOffset, stringSize] = [8, 12, 16, 20].map((at) => command.u32At(at)!) as [
    number,
    number,
    number,
    number,
  ];
  const strings = image.sub(stringOffset, stringSize);
  const size = is64 ? NLIST_SIZE_64 : NLIST_SIZE_32;
  const table = { defined: [] as Uint8Array[], undefined: [] as Uint8Array[] };
  const entries: Uint8Array[] = [];
  const nlists: StructValue[] = [];
  for (let i = 0, at = symbolOffset; i < count && image.has(at, size); i++, at += size) {
    if (budget.isExhausted) break;
    const nlist = readNlist(image, at, is64);
    const name = strings?.zeroTerminatedAt(nlist.n_strx, MAX_NAME_LENGTH)?.slice();
    if (!budget.take(name?.length ?? searchedLength(strings, nlist.n_strx))) break;
    if (name === undefined || name.length === 0) continue;
    entries.push(name);
    nlists.push(nlist);
    classify(table, nlist.n_type, name);
  }
  const fields = {
    symoff: symbolOffset,
    nsyms: count,
    stroff: stringOffset,
    strsize: stringSize,
    entries,
    nlists,
  };
  return { fields, ...table };
}

/** How many bytes were looked at for the end of a name that has none. */
function searchedLength(strings: ByteReader | undefined, start: number): number {
  return Math.min(MAX_NAME_LENGTH, Math.max(0, (strings?.length ?? 0) - start));
}

function readNlist(image: ByteReader, at: number, is64: boolean) {
  return {
    n_strx: image.u32At(at)!,
    n_type: image.u8At(at + 4)!,
    n_sect: image.u8At(at + 5)!,
    n_desc: image.u16At(at + 6)!,
    n_value: is64 ? image.u64At(at + 8)! : image.u32At(at + 8)!,
  };
}

function classify(
  table: { defined: Uint8Array[]; undefined: Uint8Array[] },
  type: number,
  name: Uint8Array,
): void {
  if ((type & SymbolType.debug) !== 0) return;
  const kind = type & SymbolType.kind;
  if (kind === SymbolType.undefined) table.undefined.push(name);
  else if (definedKinds.includes(kind) && (type & SymbolType.external) !== 0) table.defined.push(name);
}
