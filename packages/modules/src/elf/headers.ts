/** The headers of an ELF file: 32 or 64 bits, either byte order. */

import { type ByteOrder, ByteReader } from "@tyara/base";
import { ELF_MAGIC } from "@tyara/language/modules";
import { Budget } from "../kit/budget.ts";

const Class = { bits32: 1, bits64: 2 } as const;
const Data = { little: 1, big: 2 } as const;
const HEADER_SIZE_32 = 52;
const HEADER_SIZE_64 = 64;

/** Limit: bytes of all names, in sizes of the file, and for small files. */
const MAX_NAMES_PER_FILE = 4;
const MIN_NAME_BYTES = 2 ** 20;

export interface ElfHeader {
  readonly is64: boolean;
  readonly osabi: number;
  readonly type: number;
  readonly machine: number;
  readonly entry: number | bigint;
  /** Of the program headers. */
  readonly segmentTable: number;
  readonly sectionTable: number;
  /** The two offsets exactly as the file has them. */
  readonly tableOffsets: { readonly segments: number | bigint; readonly sections: number | bigint };
  readonly segmentEntrySize: number;
  readonly segmentCount: number;
  readonly sectionEntrySize: number;
  readonly sectionCount: number;
  /** The index of the section that holds the names of sections. */
  readonly nameSection: number;
}

/** A file's bytes in its own byte order and word size. */
export interface ElfFile {
  readonly reader: ByteReader;
  readonly header: ElfHeader;
  /** For names: hostile sections and symbols share long ones. */
  readonly names: Budget;
}

/** `undefined` unless the whole header is there. */
export function readHeader(data: Uint8Array): ElfFile | undefined {
  const order = byteOrder(data);
  const is64 = data[4] === Class.bits64;
  if (order === undefined || (!is64 && data[4] !== Class.bits32)) return undefined;
  const reader = new ByteReader(data, { order });
  if (!reader.startsWith(ELF_MAGIC) || !reader.has(0, is64 ? HEADER_SIZE_64 : HEADER_SIZE_32))
    return undefined;
  const sizes = is64 ? 52 : 40;
  const sectionTable = wordAt(reader, is64, is64 ? 40 : 32)!;
  const first = firstSection(reader, is64, sectionTable);
  return {
    reader,
    names: new Budget(Math.max(MIN_NAME_BYTES, MAX_NAMES_PER_FILE * data.length), "names"),
    header: {
      is64,
      osabi: data[7]!,
      type: reader.u16At(16)!,
      machine: reader.u16At(18)!,
      entry: wideAt(reader, is64, 24)!,
      segmentTable: wordAt(reader, is64, is64 ? 32 : 28)!,
      sectionTable,
      tableOffsets: {
        segments: wideAt(reader, is64, is64 ? 32 : 28)!,
        sections: wideAt(reader, is64, is64 ? 40 : 32)!,
      },
      segmentEntrySize: reader.u16At(sizes + 2)!,
      segmentCount: extended(reader.u16At(sizes + 4)!, ExtendedCount.segments, first?.info),
      sectionEntrySize: reader.u16At(sizes + 6)!,
      sectionCount: extended(reader.u16At(sizes + 8)!, ExtendedCount.sections, first?.size),
      nameSection: extended(reader.u16At(sizes + 10)!, ExtendedCount.nameSection, first?.link),
    },
  };
}

/** Spec: numbers that say that the true one does not fit 16 bits and stands in the first section. */
const ExtendedCount = { segments: 0xffff, sections: 0, nameSection: 0xffff } as const;

function extended(count: number, mark: number, trueCount: number | undefined): number {
  return count === mark && trueCount !== undefined && trueCount > 0 ? trueCount : count;
}

interface FirstSection {
  readonly size: number;
  readonly link: number;
  readonly info: number;
}

/** What the first section, which is none, says of the header; `undefined` when the file has no such section. */
function firstSection(reader: ByteReader, is64: boolean, at: number): FirstSection | undefined {
  const isNull = at > 0 && reader.u32At(at + 4) === 0;
  const size = isNull ? wordAt(reader, is64, at + (is64 ? 32 : 20)) : undefined;
  const link = reader.u32At(at + (is64 ? 40 : 24));
  const info = reader.u32At(at + (is64 ? 44 : 28));
  return size === undefined || link === undefined || info === undefined ? undefined : { size, link, info };
}

function byteOrder(data: Uint8Array): ByteOrder | undefined {
  return data[5] === Data.little ? "little" : data[5] === Data.big ? "big" : undefined;
}

/**
 * A number as wide as the file's words; exact up to 2⁵³, above which it is no use as an offset anyway. What rules see
 * is read by {@link wideAt}.
 */
export function wordAt(reader: ByteReader, is64: boolean, offset: number): number | undefined {
  return is64 ? asNumber(reader.u64At(offset)) : reader.u32At(offset);
}

function asNumber(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

/** A number as wide as the file's words, exact. */
export function wideAt(reader: ByteReader, is64: boolean, offset: number): number | bigint | undefined {
  return is64 ? reader.u64At(offset) : reader.u32At(offset);
}
