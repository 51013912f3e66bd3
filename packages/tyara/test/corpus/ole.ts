/** Writes compound files ([MS-CFB]). */
import type { Amplifier } from "./amplifier.ts";
import { ByteBuilder } from "./byte-builder.ts";

/** A stream or storage, with what is written in place of what it would have. */
export interface OleEntry {
  readonly name: string;
  /** The bytes of a stream. */
  readonly content?: Uint8Array;
  /** What a storage holds. */
  readonly children?: readonly OleEntry[];
  /** 16 bytes, of a storage. */
  readonly classId?: Uint8Array;
  readonly stateBits?: number;
  readonly created?: bigint;
  readonly modified?: bigint;
  /** Default: what it is. */
  readonly type?: number;
  /** The size that is written; default the content's. */
  readonly size?: number;
  /** The first sector that is written; the content then is left out of the file. */
  readonly startSector?: number;
  /** The numbers of other entries that are written. */
  readonly left?: number;
  readonly right?: number;
  readonly child?: number;
}

export interface OleOptions {
  readonly root?: Omit<OleEntry, "name" | "children">;
  /** 9 for sectors of 512 bytes (default), 12 for 4096. */
  readonly sectorShift?: 9 | 12;
  /** Streams below it live in the mini stream; default 4096. */
  readonly cutoff?: number;
  /** Overwrites numbers of the table of sectors: [sector, next]. */
  readonly links?: readonly (readonly [sector: number, next: number])[];
  /** Names a sector that holds more numbers of the table's sectors. */
  readonly tableExtension?: number;
  /** Appended as they are. */
  readonly overlay?: Uint8Array;
}

const FREE = 0xffffffff;
const END = 0xfffffffe;
const TABLE = 0xfffffffd;
const NONE = 0xffffffff;
const MINI_SIZE = 64;
const HEADER_TABLE_COUNT = 109;
const Type = { storage: 1, stream: 2, root: 5 } as const;

/** The file with these entries in its root. At most 109 sectors of the table: 7 MB of small sectors. */
export function buildOle(children: readonly OleEntry[], options: OleOptions = {}): Uint8Array<ArrayBuffer> {
  const { sectorShift = 9, cutoff = 4096 } = options;
  const sectorSize = 1 << sectorShift;
  const entries = flatten({ name: "Root Entry", children, ...options.root });
  const sectors = new SectorWriter(sectorSize);
  const mini = new SectorWriter(MINI_SIZE);
  const starts = entries.map(({ entry }) => {
    if (entry.startSector !== undefined) return entry.startSector;
    if (entry.content === undefined) return 0;
    return entry.content.length < cutoff ? mini.add(entry.content) : sectors.add(entry.content);
  });
  const miniStream = mini.bytes();
  starts[0] = options.root?.startSector ?? (miniStream.length > 0 ? sectors.add(miniStream) : END);
  const miniTable = mini.next.length > 0 ? sectors.add(numbers(mini.next)) : END;
  const directoryBytes = writeDirectory(entries, starts, options.root?.size ?? miniStream.length, sectorSize);
  const directory = sectors.add(directoryBytes);
  const miniTableSectors = Math.ceil((mini.next.length * 4) / sectorSize);
  const tableSectors = sectors.addTable(options.links ?? []);

  const out = new ByteBuilder();
  out.bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).fill(16);
  out.u16(0x3e, sectorShift === 9 ? 3 : 4, 0xfffe, sectorShift, 6).fill(6);
  out.u32(sectorShift === 9 ? 0 : directoryBytes.length / sectorSize, tableSectors.length);
  out.u32(directory, 0, cutoff, miniTable, miniTableSectors);
  out.u32(options.tableExtension ?? END, options.tableExtension === undefined ? 0 : 1);
  for (let i = 0; i < HEADER_TABLE_COUNT; i++) out.u32(tableSectors[i] ?? FREE);
  return out
    .padTo(sectorSize)
    .bytes(sectors.bytes())
    .bytes(options.overlay ?? [])
    .build();
}

interface NumberedEntry {
  readonly entry: OleEntry;
  right: number;
  child: number;
}

/** In the order of the directory: each entry before what it holds. Siblings are a chain to the right. */
function flatten(root: OleEntry): NumberedEntry[] {
  const list: NumberedEntry[] = [{ entry: root, right: NONE, child: NONE }];
  const add = (parent: NumberedEntry) => {
    let previous: NumberedEntry | undefined;
    for (const entry of parent.entry.children ?? []) {
      if (previous) previous.right = list.length;
      else parent.child = list.length;
      previous = { entry, right: NONE, child: NONE };
      list.push(previous);
      add(previous);
    }
  };
  add(list[0]!);
  return list;
}

function writeDirectory(
  entries: readonly NumberedEntry[],
  starts: readonly number[],
  miniSize: number,
  sectorSize: number,
): Uint8Array {
  const out = new ByteBuilder();
  entries.forEach(({ entry, right, child }, i) => {
    const start = out.length;
    out.wideText(entry.name).padTo(start + 64);
    const isStream = entry.content !== undefined || entry.startSector !== undefined;
    const type = i === 0 ? Type.root : isStream ? Type.stream : Type.storage;
    out.u16(2 * entry.name.length + 2).u8(entry.type ?? type, 1);
    out.u32(entry.left ?? NONE, entry.right ?? right, entry.child ?? child);
    out.bytes(entry.classId ?? new Uint8Array(16)).u32(entry.stateBits ?? 0);
    out.u64(entry.created ?? 0, entry.modified ?? 0).u32(starts[i]!);
    out.u64(i === 0 ? miniSize : (entry.size ?? entry.content?.length ?? 0));
  });
  return out.align(sectorSize).build();
}

/** Sectors of one size and the numbers that chain them. */
class SectorWriter {
  readonly next: number[] = [];
  readonly #out = new ByteBuilder();
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  /** Appends a chain; gives its first sector. */
  add(content: Uint8Array): number {
    const first = this.next.length;
    const count = Math.ceil(content.length / this.#size);
    for (let i = 1; i <= count; i++) this.next.push(i === count ? END : first + i);
    this.#out.bytes(content).align(this.#size);
    return count === 0 ? END : first;
  }

  /** Appends the table itself; gives its sectors. */
  addTable(links: readonly (readonly [number, number])[]): number[] {
    const perSector = this.#size / 4;
    const used = this.next.length;
    let count = 0;
    while (count * perSector < used + count) count++;
    const table = [...this.next, ...Array<number>(count).fill(TABLE)];
    while (table.length < count * perSector) table.push(FREE);
    for (const [sector, next] of links) table[sector] = next;
    this.#out.bytes(numbers(table));
    return Array.from({ length: count }, (_, i) => used + i);
  }

  bytes(): Uint8Array {
    return this.#out.build();
  }
}

function numbers(values: readonly number[]): Uint8Array {
  const out = new ByteBuilder();
  for (const value of values) out.u32(value);
  return out.build();
}

const large = new Uint8Array(8192).fill(0x61);

export const oleAmplifiers: readonly Amplifier[] = [
  {
    module: "olecf",
    name: "entries of the directory",
    start: 500,
    make: (count) => buildOle(Array.from({ length: count }, (_, i) => ({ name: `s${i}`, startSector: 1 }))),
  },
  {
    module: "olecf",
    name: "sectors of a table that names itself",
    start: 100,
    make: (count) => buildOle([], { tableExtension: 0, overlay: new Uint8Array(512 * count) }),
  },
  {
    module: "olecf",
    name: "sectors of a directory that goes round",
    start: 100,
    make: (count) => buildOle([], { links: [[0, 0]], overlay: new Uint8Array(512 * count) }),
  },
  {
    module: "olecf",
    name: "storages within storages",
    start: 200,
    make: (count) => {
      // Each entry's child is the next one.
      const entries = Array.from({ length: count }, (_, i) => ({ name: "s", child: i + 2, right: i + 2 }));
      return buildOle(entries);
    },
  },
  {
    module: "olecf",
    name: "streams that share sectors",
    start: 100,
    make: (count) =>
      buildOle([
        { name: "first", content: large },
        ...Array.from({ length: count }, (_, i) => ({ name: `s${i}`, startSector: 1, size: 8192 })),
      ]),
  },
];
