/** Symbol tables and the dynamic section. */
import { noteLimit } from "../limits.ts";
import { type ElfFile, wideAt } from "./headers.ts";
import { type ElfSection, nameAt } from "./sections.ts";

export type ElfSymbol = {
  readonly name: string | undefined;
  readonly value: number | bigint;
  readonly size: number | bigint;
  readonly type: number;
  readonly bind: number;
  readonly shndx: number;
  readonly visibility: number;
};

/** Limit: bytes of all names, in sizes of the file; hostile symbols share long names. */
const MAX_NAMES_PER_FILE = 4;
const MIN_NAME_BYTES = 2 ** 20;

/** The symbols of the first section of a type; none when the file does not hold all of it. */
export function readSymbols(file: ElfFile, sections: readonly ElfSection[], type: number): ElfSymbol[] {
  const table = sections.find((section) => section.type === type);
  const names = table && sections[table.link];
  const symbols: ElfSymbol[] = [];
  if (table === undefined) return symbols;
  const size = file.header.is64 ? 24 : 16;
  const start = Number(table.offset);
  if (!file.reader.has(start, Number(table.size))) return symbols;
  let left = Math.max(MIN_NAME_BYTES, MAX_NAMES_PER_FILE * file.reader.length);
  for (let at = start; at + size <= start + Number(table.size); at += size) {
    const symbol = readSymbol(file, at, left > 0 && names ? Number(names.offset) : undefined);
    left -= symbol.name?.length ?? 0;
    if (left <= 0)
      noteLimit(`names of symbols of more than ${MAX_NAMES_PER_FILE} times the size of the data`);
    symbols.push(symbol);
  }
  return symbols;
}

function readSymbol(file: ElfFile, at: number, names: number | undefined): ElfSymbol {
  const { reader, header } = file;
  const info = at + (header.is64 ? 4 : 12);
  const name = names === undefined ? undefined : nameAt(file, names + reader.u32At(at)!);
  return {
    name,
    value: wideAt(reader, header.is64, at + (header.is64 ? 8 : 4))!,
    size: wideAt(reader, header.is64, at + (header.is64 ? 16 : 8))!,
    type: reader.u8At(info)! & 0xf,
    bind: reader.u8At(info)! >> 4,
    visibility: reader.u8At(info + 1)! & 3,
    shndx: reader.u16At(info + 2)!,
  };
}

export type DynamicEntry = { readonly type: number; readonly val: number | bigint };

const END = 0;

/** The entries of the dynamic table (types are cut to 32 bits), without the one that ends it. */
export function readDynamic(
  { reader, header: { is64 } }: ElfFile,
  offset: number,
  byteLength: number,
): DynamicEntry[] {
  const size = is64 ? 16 : 8;
  const entries: DynamicEntry[] = [];
  if (!reader.has(offset, byteLength)) return entries;
  for (let at = offset; at + size <= offset + byteLength; at += size) {
    const type = reader.i32At(at + (is64 && reader.order === "big" ? 4 : 0));
    const val = wideAt(reader, is64, at + size / 2);
    if (type === undefined || val === undefined || type === END) break;
    entries.push({ type, val });
  }
  return entries;
}
