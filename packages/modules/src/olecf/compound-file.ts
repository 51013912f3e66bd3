/**
 * Reads compound files (OLE, [MS-CFB]), a file system in a file.
 *
 * The file is a header and sectors of one size. A table (FAT) gives each sector the next one of its chain; streams and
 * the directory are chains. Streams below a cutoff live in sectors of 64 bytes inside a stream of the root entry, with
 * a table of their own (mini FAT). Chains of hostile files may be cyclic or endless: a chain is followed for no more
 * sectors than the file has, and the sectors of one stream are taken only as far as its size goes. Streams may share
 * their sectors: a budget bounds what all of them are in all.
 */

import { ByteReader, concatenate } from "@tyara/base";
import { OLE_MAGIC } from "@tyara/language/modules";
import { Budget } from "../kit/budget.ts";
import { noteLimit } from "../kit/limits.ts";
import { utf16 } from "../kit/text.ts";
import { StorageTree } from "./storage-tree.ts";

const LITTLE_ENDIAN_MARK = 0xfffe;
const SECTOR_SHIFTS: readonly (number | undefined)[] = [9, 12];
const MINI_SECTOR_SIZE = 64;
const ENTRY_SIZE = 128;
const MAX_NAME_BYTES = 64;
/** Sector numbers from here on are marks: free, end of chain, part of a table. */
const FIRST_MARK = 0xfffffffa;
const HEADER_TABLE = 76;
const HEADER_TABLE_COUNT = 109;
/** Limit: 256 MiB, as in the reference; longer streams are not read. */
const MAX_STREAM_SIZE = 2 ** 28;

/** The kinds of directory entries, as stored. */
export const EntryType = { unknown: 0, storage: 1, stream: 2, root: 5 } as const;

export interface DirectoryEntry {
  readonly name: string;
  /** The name as stored, in UTF-16 without a zero. */
  readonly nameBytes: Uint8Array;
  /** One of {@link EntryType} in sound files. */
  readonly type: number;
  readonly size: number;
  readonly startSector: number;
  /** Entries of the same storage and the first entry inside, by number; 0xffffffff for none. */
  readonly left: number;
  readonly right: number;
  readonly child: number;
  /** The class of a storage, 16 bytes. */
  readonly classId: Uint8Array;
  /** What users of the format may set: a number of 32 bits, then the times of creation and change, of 64 bits each. */
  readonly stateAndTimes: Uint8Array;
}

export interface CompoundFile {
  /** In the order of the directory; unused ones are `undefined`, so that numbers stay right. */
  readonly entries: readonly (DirectoryEntry | undefined)[];
  /** Which storage holds what. */
  readonly tree: StorageTree;
  /** The bytes of a stream, fewer than its size when the chain is damaged; none when all streams read are too many bytes. */
  readonly read: (entry: DirectoryEntry) => Uint8Array;
}

/** Opens a compound file; `undefined` when the data is none. */
export function openCompoundFile(data: Uint8Array): CompoundFile | undefined {
  const header = new ByteReader(data);
  const sectorShift = header.u16At(30);
  if (!header.startsWith(OLE_MAGIC) || header.u16At(28) !== LITTLE_ENDIAN_MARK) return undefined;
  if (sectorShift === undefined || !SECTOR_SHIFTS.includes(sectorShift)) return undefined;
  const sectors = new Sectors(header, 1 << sectorShift);
  const isWide = sectorShift !== SECTOR_SHIFTS[0];
  const entries = readDirectory(sectors.readChain(header.u32At(48) ?? FIRST_MARK, MAX_STREAM_SIZE), isWide);
  const streams = new Streams(sectors, header, entries[0]);
  return { entries, tree: new StorageTree(entries), read: (entry) => streams.read(entry) };
}

/** The sectors of the file and the table that chains them. */
class Sectors {
  private readonly tableSectors: readonly number[];
  private readonly file: ByteReader;
  private readonly sectorSize: number;

  constructor(file: ByteReader, sectorSize: number) {
    this.file = file;
    this.sectorSize = sectorSize;
    this.tableSectors = this.findTable();
  }

  /** Up to `byteLength` bytes of the chain that begins at a sector. */
  readChain(start: number, byteLength: number): Uint8Array {
    const parts: Uint8Array[] = [];
    let left = Math.min(byteLength, this.file.length);
    for (
      let sector: number | undefined = start;
      left > 0 && sector !== undefined;
      sector = this.next(sector)
    ) {
      const bytes = this.sector(sector).subarray(0, left);
      if (bytes.length === 0) break;
      parts.push(bytes);
      left -= bytes.length;
    }
    return concatenate(parts);
  }

  private sector(number: number): Uint8Array {
    return this.file.clampedBytesAt((number + 1) * this.sectorSize, this.sectorSize);
  }

  private next(sector: number): number | undefined {
    const perSector = this.sectorSize / 4;
    const table = this.tableSectors[Math.floor(sector / perSector)];
    if (table === undefined) return undefined;
    const next = this.file.u32At((table + 1) * this.sectorSize + 4 * (sector % perSector));
    return next === undefined || next >= FIRST_MARK ? undefined : next;
  }

  /** The sectors of the table: 109 are named in the header, more in a chain of sectors that ends with the next one's number. */
  private findTable(): number[] {
    const table = this.numbersAt(HEADER_TABLE, HEADER_TABLE_COUNT);
    const perSector = this.sectorSize / 4 - 1;
    const most = Math.ceil(this.file.length / this.sectorSize);
    let extension = this.file.u32At(68) ?? FIRST_MARK;
    for (let i = 0; i < most && extension < FIRST_MARK && table.length <= most; i++) {
      const at = (extension + 1) * this.sectorSize;
      for (const number of this.numbersAt(at, perSector)) table.push(number);
      extension = this.file.u32At(at + 4 * perSector) ?? FIRST_MARK;
    }
    return table;
  }

  private numbersAt(offset: number, count: number): number[] {
    const numbers: number[] = [];
    for (let i = 0; i < count; i++) {
      const number = this.file.u32At(offset + 4 * i);
      if (number === undefined || number >= FIRST_MARK) break;
      numbers.push(number);
    }
    return numbers;
  }
}

/** Streams, the small ones inside the root's stream. What holds them is read when the first small one is. */
class Streams {
  private readonly sectors: Sectors;
  private readonly header: ByteReader;
  private readonly root: DirectoryEntry | undefined;
  private readonly budget: Budget;
  private mini: { readonly bytes: ByteReader; readonly table: ByteReader } | undefined;

  constructor(sectors: Sectors, header: ByteReader, root: DirectoryEntry | undefined) {
    this.sectors = sectors;
    this.header = header;
    this.root = root;
    this.budget = Budget.ofBytes(header.length, "streams");
  }

  read(entry: DirectoryEntry): Uint8Array {
    if (entry.size > MAX_STREAM_SIZE) {
      noteLimit(`a stream of more than ${MAX_STREAM_SIZE} bytes`);
      return new Uint8Array(0);
    }
    if (!this.budget.take(Math.min(entry.size, this.header.length))) return new Uint8Array(0);
    const cutoff = this.header.u32At(56) ?? 0;
    return entry.size < cutoff && entry.type !== EntryType.root
      ? this.readMini(entry)
      : this.sectors.readChain(entry.startSector, entry.size);
  }

  private readMini(entry: DirectoryEntry): Uint8Array {
    this.mini ??= this.openMini();
    const { bytes, table } = this.mini;
    const parts: Uint8Array[] = [];
    let left = Math.min(entry.size, bytes.length);
    for (let sector = entry.startSector; left > 0 && sector < FIRST_MARK; ) {
      const part = bytes.clampedBytesAt(sector * MINI_SECTOR_SIZE, Math.min(MINI_SECTOR_SIZE, left));
      if (part.length === 0) break;
      parts.push(part);
      left -= part.length;
      sector = table.u32At(4 * sector) ?? FIRST_MARK;
    }
    return concatenate(parts);
  }

  private openMini(): { readonly bytes: ByteReader; readonly table: ByteReader } {
    const bytes = this.root
      ? this.sectors.readChain(this.root.startSector, this.root.size)
      : new Uint8Array(0);
    const table = this.sectors.readChain(this.header.u32At(60) ?? FIRST_MARK, MAX_STREAM_SIZE);
    return { bytes: new ByteReader(bytes), table: new ByteReader(table) };
  }
}

function readDirectory(directory: Uint8Array, isWide: boolean): (DirectoryEntry | undefined)[] {
  const reader = new ByteReader(directory);
  const entries: (DirectoryEntry | undefined)[] = [];
  for (let at = 0; reader.has(at, ENTRY_SIZE); at += ENTRY_SIZE) entries.push(readEntry(reader, at, isWide));
  return entries;
}

function readEntry(reader: ByteReader, at: number, isWide: boolean): DirectoryEntry | undefined {
  const nameLength = reader.u16At(at + 64)!;
  const type = reader.u8At(at + 66)!;
  if (type === EntryType.unknown || nameLength < 2 || nameLength > MAX_NAME_BYTES) return undefined;
  const nameBytes = reader.bytesAt(at, nameLength - 2)!;
  return {
    name: utf16(nameBytes),
    nameBytes,
    type,
    // Spec: with small sectors the upper half of the size may be anything.
    size: isWide ? Number(reader.u64At(at + 120)) : reader.u32At(at + 120)!,
    startSector: reader.u32At(at + 116)!,
    left: reader.u32At(at + 68)!,
    right: reader.u32At(at + 72)!,
    child: reader.u32At(at + 76)!,
    classId: reader.bytesAt(at + 80, 16)!,
    stateAndTimes: reader.bytesAt(at + 96, 20)!,
  };
}
