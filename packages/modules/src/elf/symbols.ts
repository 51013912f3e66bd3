/** Symbol tables. */
import { type ElfFile, wideAt } from "./headers.ts";
import { linkedSymbols } from "./linked-symbols.ts";
import { type ElfSection, nameAt, SectionType } from "./sections.ts";
import type { Segment } from "./segments.ts";
import { type SymbolPlace, symbolSize } from "./symbol-place.ts";

export type ElfSymbol = {
  readonly name: string | undefined;
  readonly value: number | bigint;
  readonly size: number | bigint;
  readonly type: number;
  readonly bind: number;
  readonly shndx: number;
  readonly visibility: number;
};

/** The symbols of a file, for linking or for debuggers. */
export function readStaticSymbols(file: ElfFile, sections: readonly ElfSection[]): ElfSymbol[] {
  return readSymbols(file, placeOf(sections, SectionType.symbols));
}

/** The symbols that the dynamic linker sees: what a section says, or where none does, what the dynamic table says. */
export function readDynamicSymbols(
  file: ElfFile,
  sections: readonly ElfSection[],
  segments: readonly Segment[],
): ElfSymbol[] {
  return readSymbols(file, placeOf(sections, SectionType.dynamicSymbols) ?? linkedSymbols(file, segments));
}

/** The place that the first section of a type gives. */
function placeOf(sections: readonly ElfSection[], type: number): SymbolPlace | undefined {
  const table = sections.find((section) => section.type === type);
  const names = table && sections[table.link];
  return (
    table && {
      offset: Number(table.offset),
      byteLength: Number(table.size),
      names: names && Number(names.offset),
    }
  );
}

/** The symbols there; none when the file does not hold all of them. */
function readSymbols(file: ElfFile, place: SymbolPlace | undefined): ElfSymbol[] {
  const symbols: ElfSymbol[] = [];
  if (place === undefined || !file.reader.has(place.offset, place.byteLength)) return symbols;
  const size = symbolSize(file);
  const end = place.offset + place.byteLength;
  for (let at = place.offset; at + size <= end; at += size) symbols.push(readSymbol(file, at, place.names));
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
