/** The program headers. */
import { type ElfFile, wideAt } from "./headers.ts";

export const SegmentType = { load: 1, dynamic: 2 } as const;

export type Segment = {
  readonly type: number;
  readonly flags: number;
  readonly offset: number | bigint;
  readonly virtual_address: number | bigint;
  readonly physical_address: number | bigint;
  readonly file_size: number | bigint;
  readonly memory_size: number | bigint;
  readonly alignment: number | bigint;
};

/** Segments in the order of the table; none when the file does not hold the whole table. */
export function readSegments(file: ElfFile): Segment[] {
  const { header, reader } = file;
  const size = header.is64 ? 56 : 32;
  const segments: Segment[] = [];
  if (!reader.has(header.segmentTable, header.segmentCount * size)) return segments;
  for (let i = 0; i < header.segmentCount; i++) {
    segments.push(readSegment(file, header.segmentTable + i * size));
  }
  return segments;
}

/** Spec: the flags stand behind the type in files of 64 bits, near the end in those of 32. */
function readSegment({ reader, header: { is64 } }: ElfFile, at: number): Segment {
  const first = at + (is64 ? 8 : 4);
  const word = (index: number) => wideAt(reader, is64, first + index * (is64 ? 8 : 4))!;
  return {
    type: reader.i32At(at)!,
    flags: reader.u32At(at + (is64 ? 4 : 24))!,
    offset: word(0),
    virtual_address: word(1),
    physical_address: word(2),
    file_size: word(3),
    memory_size: word(4),
    alignment: is64 ? word(5) : reader.u32At(at + 28)!,
  };
}
