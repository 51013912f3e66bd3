/** The DOS, COFF and optional headers of a portable executable. */

import { ByteReader } from "@tyara/base";
import { DOS_MAGIC } from "@tyara/language/modules";

const PE_SIGNATURE = 0x4550;
/** Spec: where the DOS header holds the offset of the PE header. */
const PE_OFFSET_FIELD = 0x3c;
const COFF_HEADER_SIZE = 20;
const DIRECTORY_SIZE = 8;
/** Spec: the image has so many data directories; more that the file claims mean nothing. */
const MAX_DIRECTORIES = 16;

export const OptionalMagic = { pe32: 0x10b, pe32Plus: 0x20b, rom: 0x107 } as const;

export type Version = { readonly major: number; readonly minor: number };

export type DataDirectory = { readonly virtual_address: number; readonly size: number };

/** Spec: the index of a table in the data directories. */
export const Directory = {
  exports: 0,
  imports: 1,
  resources: 2,
  security: 4,
  debug: 6,
  delayImports: 13,
} as const;

export interface CoffHeader {
  /** Offset of the signature `PE\0\0`. */
  readonly offset: number;
  readonly machine: number;
  readonly sectionCount: number;
  readonly timestamp: number;
  readonly symbolTable: number;
  readonly symbolCount: number;
  readonly optionalHeaderSize: number;
  readonly characteristics: number;
  /** Offset of the optional header. */
  readonly optionalHeader: number;
  /** Offset of the section table. */
  readonly sectionTable: number;
}

export interface OptionalHeader {
  readonly magic: number;
  readonly is64: boolean;
  readonly linkerVersion: Version;
  readonly sizeOfCode: number;
  readonly sizeOfInitializedData: number;
  readonly sizeOfUninitializedData: number;
  readonly entryPoint: number;
  readonly baseOfCode: number;
  /** Only images of 32 bits have it. */
  readonly baseOfData: number | undefined;
  readonly imageBase: number | bigint;
  readonly sectionAlignment: number;
  readonly fileAlignment: number;
  readonly osVersion: Version;
  readonly imageVersion: Version;
  readonly subsystemVersion: Version;
  readonly win32Version: number;
  readonly sizeOfImage: number;
  readonly sizeOfHeaders: number;
  readonly checksum: number;
  /** Offset of the checksum in the file: it and the certificate table are left out of the image's digest. */
  readonly checksumOffset: number;
  readonly subsystem: number;
  readonly dllCharacteristics: number;
  readonly stackReserve: number | bigint;
  readonly stackCommit: number | bigint;
  readonly heapReserve: number | bigint;
  readonly heapCommit: number | bigint;
  readonly loaderFlags: number;
  readonly directoryCount: number;
  /** Offset of the data directories. */
  readonly directories: number;
}

/** Offset of the PE header, `undefined` when the bytes are no portable executable. */
export function peOffset(reader: ByteReader): number | undefined {
  if (!reader.startsWith(DOS_MAGIC)) return undefined;
  const offset = reader.u32At(PE_OFFSET_FIELD);
  return offset !== undefined && reader.u32At(offset) === PE_SIGNATURE ? offset : undefined;
}

/** The header behind the signature at `offset`. */
export function readCoffHeader(reader: ByteReader, offset: number): CoffHeader | undefined {
  const at = offset + 4;
  if (!reader.has(at, COFF_HEADER_SIZE)) return undefined;
  const optionalHeaderSize = reader.u16At(at + 16)!;
  const optionalHeader = at + COFF_HEADER_SIZE;
  return {
    offset,
    machine: reader.u16At(at)!,
    sectionCount: reader.u16At(at + 2)!,
    timestamp: reader.u32At(at + 4)!,
    symbolTable: reader.u32At(at + 8)!,
    symbolCount: reader.u32At(at + 12)!,
    optionalHeaderSize,
    characteristics: reader.u16At(at + 18)!,
    optionalHeader,
    sectionTable: optionalHeader + optionalHeaderSize,
  };
}

/** Spec: the optional header up to the data directories. */
const PE32_SIZE = 96;
const PE32_PLUS_SIZE = 112;

/** The optional header; all zeros when the file ends inside it. Compat: unknown magics are read like PE32. */
export function readOptionalHeader(reader: ByteReader, coff: CoffHeader): OptionalHeader {
  const at = coff.optionalHeader;
  const is64 = reader.u16At(at) === OptionalMagic.pe32Plus;
  const size = is64 ? PE32_PLUS_SIZE : PE32_SIZE;
  if (reader.has(at, size)) return readFields(reader, at, is64);
  const zeros = new ByteReader(new Uint8Array(PE32_SIZE));
  return {
    ...readFields(zeros, 0, false),
    baseOfData: undefined,
    checksumOffset: at + 64,
    directories: at + size,
  };
}

function readFields(reader: ByteReader, at: number, is64: boolean): OptionalHeader {
  const size = is64 ? PE32_PLUS_SIZE : PE32_SIZE;
  const version = (offset: number): Version => ({
    major: reader.u16At(at + offset)!,
    minor: reader.u16At(at + offset + 2)!,
  });
  const word = (index: number): number | bigint =>
    is64 ? reader.u64At(at + 72 + 8 * index)! : reader.u32At(at + 72 + 4 * index)!;
  return {
    magic: reader.u16At(at)!,
    is64,
    linkerVersion: { major: reader.u8At(at + 2)!, minor: reader.u8At(at + 3)! },
    sizeOfCode: reader.u32At(at + 4)!,
    sizeOfInitializedData: reader.u32At(at + 8)!,
    sizeOfUninitializedData: reader.u32At(at + 12)!,
    entryPoint: reader.u32At(at + 16)!,
    baseOfCode: reader.u32At(at + 20)!,
    baseOfData: is64 ? undefined : reader.u32At(at + 24)!,
    imageBase: is64 ? reader.u64At(at + 24)! : reader.u32At(at + 28)!,
    sectionAlignment: reader.u32At(at + 32)!,
    fileAlignment: reader.u32At(at + 36)!,
    osVersion: version(40),
    imageVersion: version(44),
    subsystemVersion: version(48),
    win32Version: reader.u32At(at + 52)!,
    sizeOfImage: reader.u32At(at + 56)!,
    sizeOfHeaders: reader.u32At(at + 60)!,
    checksum: reader.u32At(at + 64)!,
    checksumOffset: at + 64,
    subsystem: reader.u16At(at + 68)!,
    dllCharacteristics: reader.u16At(at + 70)!,
    stackReserve: word(0),
    stackCommit: word(1),
    heapReserve: word(2),
    heapCommit: word(3),
    loaderFlags: reader.u32At(at + size - 8)!,
    directoryCount: reader.u32At(at + size - 4)!,
    directories: at + size,
  };
}

/** The data directory at `index`, whatever number of them the header claims. */
export function readDirectory(
  reader: ByteReader,
  optional: OptionalHeader,
  index: number,
): DataDirectory | undefined {
  const at = optional.directories + index * DIRECTORY_SIZE;
  return reader.has(at, DIRECTORY_SIZE)
    ? { virtual_address: reader.u32At(at)!, size: reader.u32At(at + 4)! }
    : undefined;
}

/** The data directories that the header claims; none when the file does not hold them all. */
export function readDirectories(reader: ByteReader, optional: OptionalHeader): DataDirectory[] {
  const count = Math.min(optional.directoryCount, MAX_DIRECTORIES);
  if (!reader.has(optional.directories, count * DIRECTORY_SIZE)) return [];
  return Array.from({ length: count }, (_, index) => readDirectory(reader, optional, index)!);
}
