/** The headers of an ELF file: 32 or 64 bits, either byte order. */
import { type ByteOrder, ByteReader } from "../../base/index.ts";

export const MAGIC = [0x7f, 0x45, 0x4c, 0x46] as const;
const Class = { bits32: 1, bits64: 2 } as const;
const Data = { little: 1, big: 2 } as const;
const HEADER_SIZE_32 = 52;
const HEADER_SIZE_64 = 64;

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
}

/** `undefined` unless the whole header is there. */
export function readHeader(data: Uint8Array): ElfFile | undefined {
  const order = byteOrder(data);
  const is64 = data[4] === Class.bits64;
  if (order === undefined || (!is64 && data[4] !== Class.bits32)) return undefined;
  const reader = new ByteReader(data, { order });
  if (!reader.startsWith(MAGIC) || !reader.has(0, is64 ? HEADER_SIZE_64 : HEADER_SIZE_32)) return undefined;
  const sizes = is64 ? 52 : 40;
  return {
    reader,
    header: {
      is64,
      osabi: data[7]!,
      type: reader.u16At(16)!,
      machine: reader.u16At(18)!,
      entry: wideAt(reader, is64, 24)!,
      segmentTable: wordAt(reader, is64, is64 ? 32 : 28)!,
      sectionTable: wordAt(reader, is64, is64 ? 40 : 32)!,
      tableOffsets: {
        segments: wideAt(reader, is64, is64 ? 32 : 28)!,
        sections: wideAt(reader, is64, is64 ? 40 : 32)!,
      },
      segmentEntrySize: reader.u16At(sizes + 2)!,
      segmentCount: reader.u16At(sizes + 4)!,
      sectionEntrySize: reader.u16At(sizes + 6)!,
      sectionCount: reader.u16At(sizes + 8)!,
      nameSection: reader.u16At(sizes + 10)!,
    },
  };
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
