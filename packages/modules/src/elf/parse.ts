/** Puts the parts of an ELF file together as the module's value. */

import type { StructValue } from "@tyara/base";
import type { ModuleInput } from "@tyara/language/modules";
import { wantsOf } from "../kit/wanted.ts";
import { readDynamic } from "./dynamic.ts";
import { type ElfFile, readHeader } from "./headers.ts";
import { type ElfSection, hasReservedCount, readSections, SectionType } from "./sections.ts";
import { readSegments, type Segment } from "./segments.ts";
import { type ElfSymbol, readDynamicSymbols, readStaticSymbols } from "./symbols.ts";

/** Spec: what a file is for. */
const FileType = { executable: 2, shared: 3 } as const;

/** The module's value; empty when the bytes are no ELF file. */
export function parseElf(input: ModuleInput): StructValue {
  const file = readHeader(input.data);
  if (file === undefined) return {};
  const { header } = file;
  const sections = readSections(file);
  const segments = readSegments(file);
  const wants = wantsOf(input);
  return {
    type: header.type,
    machine: header.machine,
    osabi: header.osabi,
    entry_point: entryOffset(file, sections ?? [], segments),
    sh_offset: header.tableOffsets.sections,
    sh_entry_size: header.sectionEntrySize,
    ph_offset: header.tableOffsets.segments,
    ph_entry_size: header.segmentEntrySize,
    number_of_sections: header.sectionCount,
    number_of_segments: header.segmentCount,
    sections: sections?.map(sectionFields),
    segments,
    ...(sections &&
      wants("symtab", "symtab_entries") &&
      symbolFields("symtab", readStaticSymbols(file, sections))),
    ...(wants("dynsym", "dynsym_entries") && dynamicSymbolFields(file, sections, segments)),
    ...(wants("dynamic", "dynamic_section_entries") && dynamicFields(file, segments)),
  };
}

function sectionFields({ type, flags, address, size, offset, name }: ElfSection): StructValue {
  return { type, flags, address, size, offset, name };
}

function symbolFields(field: "symtab" | "dynsym", symbols: readonly ElfSymbol[]): StructValue {
  return { [field]: symbols, [`${field}_entries`]: symbols.length };
}

/** Compat: absent in a file whose table of sections is unsound, unless the dynamic table leads to symbols. */
function dynamicSymbolFields(
  file: ElfFile,
  sections: readonly ElfSection[] | undefined,
  segments: readonly Segment[],
): StructValue {
  const symbols = readDynamicSymbols(file, sections ?? [], segments);
  return sections || symbols.length > 0 ? symbolFields("dynsym", symbols) : {};
}

function dynamicFields(file: ElfFile, segments: readonly Segment[]): StructValue {
  const dynamic = readDynamic(file, segments);
  return { dynamic, dynamic_section_entries: dynamic.length };
}

/** A range of addresses and where the file holds it. */
interface Part {
  readonly address: number | bigint;
  readonly size: number | bigint;
  readonly offset: number | bigint;
}

/** The file offset of the entry point, found through what holds its address. Compat: none with a reserved section count. */
function entryOffset(
  { header }: ElfFile,
  sections: readonly ElfSection[],
  segments: readonly Segment[],
): bigint | undefined {
  const entry = BigInt(header.entry);
  if (entry === 0n || hasReservedCount(header)) return undefined;
  const home = partsOf(header.type, sections, segments).find(
    ({ address, size }) => entry >= BigInt(address) && entry < BigInt(address) + BigInt(size),
  );
  return home && BigInt(home.offset) + entry - BigInt(home.address);
}

/** Spec: programs are mapped by segments; other files have sections only. */
function partsOf(
  type: number,
  sections: readonly ElfSection[],
  segments: readonly Segment[],
): readonly Part[] {
  if (type === FileType.executable || type === FileType.shared) {
    return segments.map(({ virtual_address: address, memory_size: size, offset }) => ({
      address,
      size,
      offset,
    }));
  }
  return sections.filter(
    (section) => section.type !== SectionType.null && section.type !== SectionType.nobits,
  );
}
