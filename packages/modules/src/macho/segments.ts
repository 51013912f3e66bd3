/** Segments, the parts of the file that are mapped, and their sections. */
import type { ByteReader, StructValue } from "@tyara/base";

const NAME_SIZE = 16;
const SECTION_SIZE_32 = 68;
const SECTION_SIZE_64 = 80;
const SEGMENT_SIZE_32 = 56;
const SEGMENT_SIZE_64 = 72;

export interface Segment {
  readonly address: bigint;
  readonly size: bigint;
  readonly fileOffset: bigint;
  readonly fields: StructValue;
}

/** Reads a segment command; `undefined` when it is too short for itself and its sections. */
export function readSegment(reader: ByteReader, is64: boolean): Segment | undefined {
  const headerSize = is64 ? SEGMENT_SIZE_64 : SEGMENT_SIZE_32;
  if (!reader.has(0, headerSize)) return undefined;
  const word = (index: number) =>
    is64 ? reader.u64At(24 + 8 * index)! : BigInt(reader.u32At(24 + 4 * index)!);
  const tail = headerSize - 16;
  const [address, size, fileOffset, fileSize] = [word(0), word(1), word(2), word(3)];
  const sectionCount = reader.u32At(tail + 8)!;
  if (!reader.has(headerSize, sectionCount * (is64 ? SECTION_SIZE_64 : SECTION_SIZE_32))) return undefined;
  const fields = {
    segname: readName(reader, 8),
    vmaddr: address,
    vmsize: size,
    fileoff: fileOffset,
    filesize: fileSize,
    maxprot: reader.u32At(tail),
    initprot: reader.u32At(tail + 4),
    nsects: sectionCount,
    flags: reader.u32At(tail + 12),
    sections: readSections(reader, headerSize, sectionCount, is64),
  };
  return { address, size, fileOffset, fields };
}

function readSections(reader: ByteReader, start: number, count: number, is64: boolean): StructValue[] {
  const sections: StructValue[] = [];
  const size = is64 ? SECTION_SIZE_64 : SECTION_SIZE_32;
  for (let i = 0, at = start; i < count; i++, at += size) {
    sections.push(readSection(reader, at, is64));
  }
  return sections;
}

function readSection(reader: ByteReader, at: number, is64: boolean): StructValue {
  const rest = at + 2 * NAME_SIZE + (is64 ? 16 : 8);
  return {
    segname: readName(reader, at + NAME_SIZE),
    sectname: readName(reader, at),
    addr: is64 ? reader.u64At(at + 32) : reader.u32At(at + 32),
    size: is64 ? reader.u64At(at + 40) : reader.u32At(at + 36),
    offset: reader.u32At(rest),
    align: reader.u32At(rest + 4),
    reloff: reader.u32At(rest + 8),
    nreloc: reader.u32At(rest + 12),
    flags: reader.u32At(rest + 16),
    reserved1: reader.u32At(rest + 20),
    reserved2: reader.u32At(rest + 24),
    reserved3: is64 ? reader.u32At(rest + 28) : undefined,
  };
}

/** Names are padded with zeros. */
function readName(reader: ByteReader, at: number): Uint8Array {
  const name = reader.clampedBytesAt(at, NAME_SIZE);
  let end = name.length;
  while (end > 0 && name[end - 1] === 0) end--;
  return name.slice(0, end);
}

/** Where in the file an address is; `undefined` when no segment holds it. */
export function fileOffsetOf(segments: readonly Segment[], address: bigint): bigint | undefined {
  const home = segments.find((s) => address >= s.address && address < s.address + s.size);
  return home && address - home.address + home.fileOffset;
}
