/** The section table, with the long names that object files keep in their string table. */

import type { ByteReader } from "@tyara/base";
import { isFull } from "../kit/limits.ts";
import type { CoffHeader } from "./headers.ts";

const SECTION_HEADER_SIZE = 40;
const NAME_SIZE = 8;
const SYMBOL_SIZE = 18;
/** Limit: Windows loads no image with more sections. */
const MAX_SECTIONS = 96;
/** Limit: longer names are no names. */
const MAX_LONG_NAME = 256;

export type Section = {
  readonly name: Uint8Array;
  readonly full_name: Uint8Array;
  readonly characteristics: number;
  readonly raw_data_size: number;
  readonly raw_data_offset: number;
  readonly virtual_address: number;
  readonly virtual_size: number;
  readonly pointer_to_relocations: number;
  readonly pointer_to_line_numbers: number;
  readonly number_of_relocations: number;
  readonly number_of_line_numbers: number;
};

/** Sections in the order of the table, up to the first that the file does not hold. */
export function readSections(reader: ByteReader, coff: CoffHeader): Section[] {
  const sections: Section[] = [];
  for (let i = 0; i < coff.sectionCount; i++) {
    const at = coff.sectionTable + i * SECTION_HEADER_SIZE;
    if (!reader.has(at, SECTION_HEADER_SIZE) || isFull(MAX_SECTIONS, i, "sections")) break;
    sections.push(readSection(reader, at, coff));
  }
  return sections;
}

function readSection(reader: ByteReader, at: number, coff: CoffHeader): Section {
  const name = withoutPadding(reader.bytesAt(at, NAME_SIZE)!);
  return {
    name,
    full_name: longName(reader, name, coff) ?? name,
    virtual_size: reader.u32At(at + 8)!,
    virtual_address: reader.u32At(at + 12)!,
    raw_data_size: reader.u32At(at + 16)!,
    raw_data_offset: reader.u32At(at + 20)!,
    pointer_to_relocations: reader.u32At(at + 24)!,
    pointer_to_line_numbers: reader.u32At(at + 28)!,
    number_of_relocations: reader.u16At(at + 32)!,
    number_of_line_numbers: reader.u16At(at + 34)!,
    characteristics: reader.u32At(at + 36)!,
  };
}

function withoutPadding(name: Uint8Array): Uint8Array {
  let end = name.length;
  while (end > 0 && name[end - 1] === 0) end--;
  return name.slice(0, end);
}

const SLASH = 0x2f;

/** Spec: `/123` is the offset of the name in the string table, which follows the symbols. */
function longName(reader: ByteReader, name: Uint8Array, coff: CoffHeader): Uint8Array | undefined {
  if (name[0] !== SLASH || coff.symbolTable === 0) return undefined;
  // Bounded: the eight bytes of a name.
  const digits = String.fromCharCode(...name.subarray(1));
  if (!/^\d+$/.test(digits)) return undefined;
  const strings = coff.symbolTable + coff.symbolCount * SYMBOL_SIZE;
  return reader.zeroTerminatedAt(strings + Number(digits), MAX_LONG_NAME)?.slice();
}
