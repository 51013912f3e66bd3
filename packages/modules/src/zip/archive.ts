/**
 * Reads the directory of a zip archive.
 *
 * The directory is found from the end record, which is looked for backwards from the end of the data. Archives that
 * something was put in front of (installers) hold offsets that are too small by the length of that prefix; the length
 * is worked out from where the directory should end. A damaged entry ends the list, what came before it counts.
 */

import { ByteReader } from "@tyara/base";
import { isFull } from "../kit/limits.ts";

const END_RECORD = [0x50, 0x4b, 5, 6] as const;
const END_RECORD_SIZE = 22;
const END64_LOCATOR = 0x07064b50;
const END64_LOCATOR_SIZE = 20;
const END64_RECORD = 0x06064b50;
const END64_RECORD_SIZE = 56;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_ENTRY_SIZE = 46;
const ZIP64_EXTRA = 1;
const IN_ZIP64 = 0xffffffff;
const IN_ZIP64_COUNT = 0xffff;

/** Flags of entries whose fields are encrypted or masked. */
const ENCRYPTED_DIRECTORY = 0x2040;

/** Limit: the reference's; what is behind it is not listed. */
const MAX_ENTRIES = 100_000;
/** Limit: the longest comment that an end record can say it has. */
const MAX_COMMENT = 0xffff;

export interface ZipEntry {
  /** Bytes as in the directory; text in UTF-8 by far the most often. */
  readonly path: Uint8Array;
  readonly method: number;
  readonly uncompressedSize: bigint;
  readonly compressedSize: bigint;
  /** CRC-32 of the content. */
  readonly checksum: number;
  /** Where the local header should be, prefix included. */
  readonly offset: number;
}

interface Directory {
  readonly start: number;
  readonly end: number;
  readonly prefix: number;
}

/** The entries in the order of the directory; `undefined` when the data is no archive. */
export function readArchive(data: Uint8Array): ZipEntry[] | undefined {
  const reader = new ByteReader(data);
  const directory = findDirectory(reader);
  return directory && readEntries(reader, directory);
}

function findDirectory(reader: ByteReader): Directory | undefined {
  const lowest = Math.max(0, reader.length - END_RECORD_SIZE - MAX_COMMENT);
  for (let end = reader.length - END_RECORD_SIZE; end >= lowest; end--) {
    if (!reader.startsWith(END_RECORD, end)) continue;
    const commentLength = reader.u16At(end + 20) ?? 0;
    if (reader.has(end + END_RECORD_SIZE, commentLength)) return locateDirectory(reader, end);
  }
  return undefined;
}

function locateDirectory(reader: ByteReader, end: number): Directory | undefined {
  const isSpanned = reader.u16At(end + 4) !== 0 || reader.u16At(end + 6) !== 0;
  if (isSpanned) return undefined;
  const entryCount = reader.u16At(end + 10)!;
  const size = reader.u32At(end + 12)!;
  const offset = reader.u32At(end + 16)!;
  if (entryCount === IN_ZIP64_COUNT || size === IN_ZIP64 || offset === IN_ZIP64) {
    const directory = locateDirectory64(reader, end - END64_LOCATOR_SIZE);
    // Without a record of 64 bits they are what they say: an archive may have 65,535 entries.
    if (directory) return directory;
  }
  // Compat: an end record of zeros is an empty archive only when nothing stands in front of it.
  if (entryCount === 0 && size === 0 && offset === 0 && end > 0) return undefined;
  return directoryAt(reader, end, size, offset);
}

function locateDirectory64(reader: ByteReader, locator: number): Directory | undefined {
  if (reader.u32At(locator) !== END64_LOCATOR) return undefined;
  const told = Number(reader.u64At(locator + 8));
  // What was put in front of the archive makes the offset wrong; the record stands right before its locator.
  const end = reader.u32At(told) === END64_RECORD ? told : locator - END64_RECORD_SIZE;
  if (reader.u32At(end) !== END64_RECORD) return undefined;
  const size = Number(reader.u64At(end + 40) ?? 0n);
  const offset = Number(reader.u64At(end + 48) ?? 0n);
  return directoryAt(reader, end, size, offset);
}

/**
 * `end` is where the directory ends, and `size` before it where it begins, unless the end record's `offset` is right.
 * Where these say nothing sound, it is where entries are.
 */
function directoryAt(reader: ByteReader, end: number, size: number, offset: number): Directory | undefined {
  const start = end - size;
  const prefix = start - offset;
  if (isEntry(reader, offset)) return { start: offset, end, prefix: 0 };
  if (prefix < 0 && !isEntry(reader, start)) return undefined;
  return { start, end, prefix: Math.max(0, prefix) };
}

function isEntry(reader: ByteReader, offset: number): boolean {
  return reader.u32At(offset) === DIRECTORY_ENTRY;
}

/** All that the directory has: the count of the end record may be wrong, and old tools count modulo 65,536. */
function readEntries(reader: ByteReader, { start, end, prefix }: Directory): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let position = start;
  for (;;) {
    if (!isEntry(reader, position)) break;
    if (isFull(MAX_ENTRIES, entries.length, "entries")) break;
    const pathLength = reader.u16At(position + 28) ?? 0;
    const extraLength = reader.u16At(position + 30) ?? 0;
    const size = DIRECTORY_ENTRY_SIZE + pathLength + extraLength + (reader.u16At(position + 32) ?? 0);
    const record = position + size <= end ? reader.sub(position, size) : undefined;
    const entry = record && readEntry(record, pathLength, extraLength, prefix);
    if (!entry) break;
    entries.push(entry);
    position += size;
  }
  return entries;
}

function readEntry(
  record: ByteReader,
  pathLength: number,
  extraLength: number,
  prefix: number,
): ZipEntry | undefined {
  const path = record.bytesAt(DIRECTORY_ENTRY_SIZE, pathLength);
  const extra = zip64Extra(record.sub(DIRECTORY_ENTRY_SIZE + pathLength, extraLength));
  const wide = (offset: number): bigint | undefined => {
    const value = record.u32At(offset);
    return value === IN_ZIP64 ? extra?.u64() : value === undefined ? undefined : BigInt(value);
  };
  const uncompressedSize = wide(24);
  const compressedSize = wide(20);
  const offset = wide(42);
  const method = record.u16At(10);
  if (record.u16At(8)! & ENCRYPTED_DIRECTORY) return undefined;
  if (!path || method === undefined || uncompressedSize === undefined) return undefined;
  if (compressedSize === undefined || offset === undefined) return undefined;
  const checksum = record.u32At(16)!;
  return { path, method, uncompressedSize, compressedSize, checksum, offset: Number(offset) + prefix };
}

/** The extra field that holds what is too large for 32 bits, in the order of the directory's fields. */
function zip64Extra(extras: ByteReader | undefined): ByteReader | undefined {
  for (;;) {
    const id = extras?.u16();
    const length = extras?.u16();
    if (extras === undefined || length === undefined) return undefined;
    if (id === ZIP64_EXTRA) return extras.sub(extras.position, Math.min(length, extras.remaining));
    if (!extras.skip(length)) return undefined;
  }
}
