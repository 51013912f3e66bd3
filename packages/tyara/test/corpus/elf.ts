/** ELF files of 32 and 64 bits in either byte order (System V gABI). */
import type { Amplifier } from "./amplifier.ts";
import { ByteBuilder } from "./byte-builder.ts";

export const SectionKind = {
  null: 0,
  bits: 1,
  symbols: 2,
  strings: 3,
  dynamic: 6,
  dynamicSymbols: 11,
} as const;
export const SegmentKind = { load: 1, dynamic: 2 } as const;
export const DynamicTag = { hash: 4, strings: 5, symbols: 6, gnuHash: 0x6ffffef5 } as const;

export interface ElfSectionPart {
  /** A number is an offset in the names. */
  readonly name?: string | number;
  readonly type: number;
  readonly offset?: number;
  readonly size?: number;
  readonly link?: number;
}

export interface ElfSegmentPart {
  readonly type: number;
  readonly offset: number;
  readonly address?: number;
  readonly size: number;
}

/** What is put into a file, by what stands in it already. */
export interface ElfWriter {
  readonly is64: boolean;
  /** A builder in the file's byte order. */
  builder(): ByteBuilder;
  /** Puts bytes into the file and gives their offset; the same array is put there once. */
  place(bytes: Uint8Array): number;
}

export interface ElfParts {
  readonly is64?: boolean;
  readonly order?: "little" | "big";
  /** Default 3, a library. */
  readonly type?: number;
  readonly entry?: number;
  /** The section at index 0, which is none, is there before these. Default: the file has no sections. */
  readonly sections?: (file: ElfWriter) => readonly ElfSectionPart[];
  readonly segments?: (file: ElfWriter) => readonly ElfSegmentPart[];
  /** The names of sections, for names given as offsets. */
  readonly sectionNames?: Uint8Array;
  /** Counts stand in the first section, as where they do not fit 16 bits. */
  readonly hasExtendedCounts?: boolean;
  /** In place of the true counts. */
  readonly sectionCount?: number;
  readonly segmentCount?: number;
}

export function elfOf(parts: ElfParts): Uint8Array<ArrayBuffer> {
  const { is64 = true, order = "little", type = 3, hasExtendedCounts = false } = parts;
  const out = new ByteBuilder(order).fill(is64 ? 64 : 52);
  const places = new Map<Uint8Array, number>();
  const file: ElfWriter = {
    is64,
    builder: () => new ByteBuilder(order),
    place: (bytes) => {
      const known = places.get(bytes);
      if (known !== undefined) return known;
      const offset = out.align(8).length;
      out.bytes(bytes);
      places.set(bytes, offset);
      return offset;
    },
  };
  const segments = parts.segments?.(file) ?? [];
  const given = parts.sections?.(file);
  const names = new ByteBuilder().u8(0);
  const nameOffsets = (given ?? []).map(({ name = 0 }) => {
    if (typeof name === "number") return name;
    const offset = names.length;
    names.text(`${name}\0`);
    return offset;
  });
  const nameBytes = parts.sectionNames ?? names.build();
  const namesAt = given ? file.place(nameBytes) : 0;
  const sections: readonly ElfSectionPart[] = given
    ? [
        { type: SectionKind.null },
        ...given,
        { type: SectionKind.strings, offset: namesAt, size: nameBytes.length },
      ]
    : [];
  const wide = (builder: ByteBuilder, ...values: number[]) =>
    is64 ? builder.u64(...values) : builder.u32(...values);

  const segmentTable = segments.length > 0 ? out.align(8).length : 0;
  for (const { type: kind, offset, address = offset, size } of segments) {
    if (is64) out.u32(kind, 5).u64(offset, address, address, size, size, 8);
    else out.u32(kind, offset, address, address, size, size, 5, 4);
  }
  const sectionTable = sections.length > 0 ? out.align(8).length : 0;
  for (const [i, { type: kind, offset = 0, size = 0, link = 0 }] of sections.entries()) {
    const isMark = i === 0 && hasExtendedCounts;
    out.u32(i === 0 || i > nameOffsets.length ? 0 : nameOffsets[i - 1]!, kind);
    wide(out, 0, 0, offset, isMark ? sections.length : size);
    out.u32(isMark ? sections.length - 1 : link, isMark ? segments.length : 0);
    wide(out, 1, 0);
  }
  const header = new ByteBuilder(order).bytes([
    0x7f,
    0x45,
    0x4c,
    0x46,
    is64 ? 2 : 1,
    order === "little" ? 1 : 2,
    1,
  ]);
  header
    .padTo(16)
    .u16(type, is64 ? 62 : 3)
    .u32(1);
  wide(header, parts.entry ?? 0, segmentTable, sectionTable);
  const count = (value: number, mark: number) => (hasExtendedCounts ? mark : value);
  header.u32(0).u16(is64 ? 64 : 52, is64 ? 56 : 32, parts.segmentCount ?? count(segments.length, 0xffff));
  header.u16(is64 ? 64 : 40, parts.sectionCount ?? count(sections.length, 0));
  header.u16(count(Math.max(0, sections.length - 1), 0xffff));
  const bytes = out.build();
  bytes.set(header.build());
  return bytes;
}

export interface ElfSymbolPart {
  /** A number is an offset in the names. */
  readonly name: string | number;
  /** Default 2: a function. */
  readonly type?: number;
  /** Default 1: global. */
  readonly bind?: number;
  /** The index of a section; default 0: others define it. */
  readonly section?: number;
  readonly visibility?: number;
}

/** A table of symbols, which begins with one that is none, and its names. */
export function symbolsOf(
  file: ElfWriter,
  symbols: readonly ElfSymbolPart[],
  names?: Uint8Array,
): { readonly table: Uint8Array; readonly names: Uint8Array } {
  const strings = new ByteBuilder().u8(0);
  const table = file.builder().fill(file.is64 ? 24 : 16);
  for (const { name, type = 2, bind = 1, section = 0, visibility = 0 } of symbols) {
    const offset = typeof name === "number" ? name : strings.length;
    if (typeof name === "string") strings.text(`${name}\0`);
    table.u32(offset);
    if (!file.is64) table.u32(0, 0);
    table.u8((bind << 4) | type, visibility).u16(section);
    if (file.is64) table.u64(0, 0);
  }
  return { table: table.build(), names: names ?? strings.build() };
}

/** A section of symbols and one of their names; `index` is that of the first. */
export function symbolSections(
  file: ElfWriter,
  type: number,
  index: number,
  symbols: readonly ElfSymbolPart[],
  nameBytes?: Uint8Array,
): ElfSectionPart[] {
  const { table, names } = symbolsOf(file, symbols, nameBytes);
  return [
    { name: ".symbols", type, offset: file.place(table), size: table.length, link: index + 1 },
    { name: ".names", type: SectionKind.strings, offset: file.place(names), size: names.length },
  ];
}

/** A dynamic table. The tags of files of 64 bits have 64 bits. */
export function dynamicTable(
  file: ElfWriter,
  entries: readonly (readonly [tag: number | bigint, value: number | bigint])[],
): Uint8Array {
  const out = file.builder();
  for (const [tag, value] of entries) {
    if (file.is64) out.u64(tag, value);
    else out.u32(Number(tag), Number(value));
  }
  return out.build();
}

/** The hash table of the gABI, of one bucket, for so many symbols. */
export function hashTable(file: ElfWriter, symbolCount: number): Uint8Array {
  return file
    .builder()
    .u32(1, symbolCount, 0)
    .fill(4 * symbolCount)
    .build();
}

/** GNU's hash table, which lists the symbols from `first` on, all in one bucket. */
export function gnuHashTable(file: ElfWriter, first: number, symbolCount: number): Uint8Array {
  const out = file
    .builder()
    .u32(1, first, 1, 0)
    .fill(file.is64 ? 8 : 4);
  out.u32(first < symbolCount ? first : 0);
  for (let i = first; i < symbolCount; i++) out.u32(i + 1 === symbolCount ? 1 : 2);
  return out.build();
}

/** Maps the whole file where it is. */
export const wholeFile: ElfSegmentPart = { type: SegmentKind.load, offset: 0, address: 0, size: 0x4000_0000 };

const times = <T>(count: number, item: T): T[] => new Array<T>(count).fill(item);
const amplifier = (name: string, start: number, make: (count: number) => ElfParts): Amplifier => ({
  module: "elf",
  name,
  start,
  make: (count) => elfOf(make(count)),
});
const longName = (byteLength: number, hasEnd = true) =>
  new ByteBuilder()
    .fill(byteLength, 0x61)
    .fill(hasEnd ? 1 : 0)
    .build();

export const elfAmplifiers: readonly Amplifier[] = [
  amplifier("sections", 500, (count) => ({
    sections: () => times(Math.min(count, 0xfe00), { name: "n", type: 1 }),
  })),
  amplifier("sections that the header promises and the file lacks", 500, (count) => ({
    sections: () => [],
    sectionCount: Math.min(count, 0xfeff),
  })),
  amplifier("sections that share one long name", 500, (count) => ({
    sections: () => times(Math.min(count, 0xfe00), { name: 0, type: 1 }),
    sectionNames: longName(20 * count),
  })),
  amplifier("sections whose name has no end", 500, (count) => ({
    sections: () => times(Math.min(count, 0xfe00), { name: 0, type: 1 }),
    sectionNames: longName(20 * count, false),
  })),
  amplifier("symbols", 2000, (count) => ({
    sections: (file) => symbolSections(file, SectionKind.symbols, 1, times(count, { name: "name" })),
  })),
  amplifier("symbols that share one long name", 1000, (count) => ({
    sections: (file) =>
      symbolSections(file, SectionKind.dynamicSymbols, 1, times(count, { name: 0 }), longName(20 * count)),
  })),
  amplifier("symbols in both tables", 1000, (count) => ({
    sections: (file) => {
      const [symbols, names] = symbolSections(file, SectionKind.symbols, 1, times(count, { name: "name" }));
      return [symbols!, names!, { ...symbols!, type: SectionKind.dynamicSymbols }];
    },
  })),
  amplifier("segments", 500, (count) => ({
    entry: 0x7fff_ffff,
    segments: () => times(Math.min(count, 0xfffe), { type: 1, offset: 0, size: 16 }),
  })),
  amplifier("segments that are one dynamic table", 500, (count) => ({
    segments: (file) => {
      const table = dynamicTable(file, times(count, [1, 1]));
      const segment = { type: SegmentKind.dynamic, offset: file.place(table), size: table.length };
      return times(Math.min(count, 0xfffe), segment);
    },
  })),
  amplifier("dynamic symbols that the hash table promises", 1000, (count) => ({
    segments: (file) => linkedSegments(file, count, count ** 2),
  })),
  amplifier("dynamic symbols without sections", 1000, (count) => ({
    segments: (file) => linkedSegments(file, count, count + 1),
  })),
];

/** What leads the dynamic linker to so many symbols. */
function linkedSegments(file: ElfWriter, symbolCount: number, promised: number): ElfSegmentPart[] {
  const { table, names } = symbolsOf(file, times(symbolCount, { name: 0 }), longName(symbolCount));
  const hash = file.builder().u32(1, promised).build();
  const entries = dynamicTable(file, [
    [DynamicTag.symbols, file.place(table)],
    [DynamicTag.strings, file.place(names)],
    [DynamicTag.hash, file.place(hash)],
    [0, 0],
  ]);
  return [wholeFile, { type: SegmentKind.dynamic, offset: file.place(entries), size: entries.length }];
}
