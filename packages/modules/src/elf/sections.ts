/** The section table. */
import { utf8 } from "../kit/text.ts";
import { type ElfFile, wideAt, wordAt } from "./headers.ts";

/** Spec: numbers in the header from here on do not count sections. Greater ones stand in the first section. */
const reservedCounts = { first: 0xff00, last: 0xffff } as const;

/** Whether the header's number of sections is none. Compat: a greater one is not told from it, unless it is above all of these. */
export function hasReservedCount({ sectionCount }: ElfFile["header"]): boolean {
  return sectionCount >= reservedCounts.first && sectionCount <= reservedCounts.last;
}

export const SectionType = { nobits: 8, symbols: 2, dynamic: 6, dynamicSymbols: 11, null: 0 } as const;

export interface ElfSection {
  readonly type: number;
  readonly flags: number | bigint;
  readonly address: number | bigint;
  readonly offset: number | bigint;
  readonly size: number | bigint;
  /** The index of the section with the names of what this one lists. */
  readonly link: number;
  readonly name: string | undefined;
}

/** Sections in the order of the table; `undefined` when the file does not hold the whole table. */
export function readSections(file: ElfFile): ElfSection[] | undefined {
  const { header } = file;
  const size = header.is64 ? 64 : 40;
  const sections: ElfSection[] = [];
  if (hasReservedCount(header)) return undefined;
  if (!file.reader.has(header.sectionTable, header.sectionCount * size)) return undefined;
  const names = header.sectionTable + header.nameSection * size;
  const hasNames = header.nameSection < header.sectionCount;
  const namesOffset = !hasNames
    ? undefined
    : wordAt(file.reader, header.is64, names + (header.is64 ? 24 : 16));
  for (let i = 0; i < header.sectionCount; i++) {
    sections.push(readSection(file, header.sectionTable + i * size, namesOffset));
  }
  return sections;
}

function readSection(file: ElfFile, at: number, namesOffset: number | undefined): ElfSection {
  const { reader, header } = file;
  const { is64 } = header;
  const word = (index: number) => wideAt(reader, is64, at + 8 + index * (is64 ? 8 : 4))!;
  return {
    type: reader.i32At(at + 4)!,
    flags: word(0),
    address: word(1),
    offset: word(2),
    size: word(3),
    link: reader.u32At(at + (is64 ? 40 : 24))!,
    name: namesOffset === undefined ? undefined : nameAt(file, namesOffset + reader.u32At(at)!),
  };
}

/** The zero-terminated name at an offset of the file. */
export function nameAt({ reader, names }: ElfFile, offset: number): string | undefined {
  if (names.isExhausted || !reader.has(offset, 0)) return undefined;
  const name = reader.zeroTerminatedAt(offset, reader.length);
  const isAffordable = names.take(name?.length ?? reader.length - offset);
  return name && isAffordable ? utf8(name) : undefined;
}
