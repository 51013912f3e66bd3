/** The heaps that table rows point into: names, GUIDs, byte runs and the string literals of the code. */
import type { ByteReader } from "@tyara/base";
import { Budget } from "../kit/budget.ts";
import { strictUtf8 } from "../kit/text.ts";
import { type Metadata, streamReader } from "./metadata.ts";

/** Limit: names are in fact at most 1023 bytes. */
const MAX_NAME_LENGTH = 1024;
const GUID_SIZE = 16;

export class Heaps {
  private readonly strings: ByteReader;
  private readonly blobs: ByteReader;
  /** Rows may all refer to one long name, */
  private readonly names: Budget;
  /** or to one long run of bytes. */
  private readonly blobBytes: Budget;

  constructor(metadata: Metadata) {
    this.strings = streamReader(metadata, "#Strings");
    this.blobs = streamReader(metadata, "#Blob");
    this.names = Budget.ofBytes(metadata.image.reader.length, "names");
    this.blobBytes = Budget.ofBytes(metadata.image.reader.length, "blobs");
  }

  /** The name at an offset; `undefined` when the heap does not hold it, or it is too long, or no UTF-8. */
  name(offset: number | undefined): string | undefined {
    if (offset === undefined || this.names.isExhausted) return undefined;
    const bytes = this.strings.zeroTerminatedAt(offset, MAX_NAME_LENGTH);
    return bytes && this.names.take(NAME_COST + bytes.length) ? strictUtf8(bytes) : undefined;
  }

  /** The bytes at an offset, all of which are wanted; `undefined` when the heap does not hold them. */
  bytes(offset: number | undefined): Uint8Array | undefined {
    const blob = this.blob(offset);
    return blob && this.blobBytes.take(blob.length) ? blob.data : undefined;
  }

  /** A reader of the bytes at an offset. Who reads them says by {@link takeRead} how many were read. */
  blob(offset: number | undefined): ByteReader | undefined {
    if (offset === undefined || this.blobBytes.isExhausted || !this.blobs.seek(offset)) return undefined;
    const byteLength = readCompressed(this.blobs);
    return byteLength === undefined ? undefined : this.blobs.sub(this.blobs.position, byteLength);
  }

  /** Pays for what a reader of a blob has read. */
  takeRead(blob: ByteReader): void {
    this.blobBytes.take(BLOB_COST + blob.position);
  }
}

/** Bytes that a name and a blob count as, beside their own. */
const NAME_COST = 8;
const BLOB_COST = 8;

/** Spec (II.23.2): an unsigned number in one, two or four bytes, told by its first bits. */
export function readCompressed(reader: ByteReader): number | undefined {
  const first = reader.u8();
  if (first === undefined || first < 0x80) return first;
  const second = reader.u8();
  if (second === undefined) return undefined;
  if (first < 0xc0) return ((first & 0x3f) << 8) | second;
  const third = reader.u8();
  const fourth = reader.u8();
  if (third === undefined || fourth === undefined || first >= 0xe0) return undefined;
  return ((first & 0x1f) << 24) | (second << 16) | (third << 8) | fourth;
}

/** Spec (II.23.2): a signed number, its sign in the lowest bit, in 7, 14 or 29 bits. */
export function readSignedCompressed(reader: ByteReader): number | undefined {
  const start = reader.position;
  const value = readCompressed(reader);
  if (value === undefined) return undefined;
  const byteLength = reader.position - start;
  const signBit = 2 ** (byteLength === 4 ? 28 : 7 * byteLength - 1);
  return (value >>> 1) - (value & 1 ? signBit : 0);
}

/** The GUIDs of the heap as text. */
export function readGuids(reader: ByteReader): string[] {
  const guids: string[] = [];
  for (let at = 0; reader.has(at, GUID_SIZE); at += GUID_SIZE) guids.push(guidText(reader, at));
  return guids;
}

function guidText(reader: ByteReader, at: number): string {
  const digits = (value: number, length: number) => value.toString(16).padStart(length, "0");
  const bytes = [...reader.clampedBytesAt(at + 8, 8)].map((byte) => digits(byte, 2)).join("");
  const head = [
    digits(reader.u32At(at)!, 8),
    digits(reader.u16At(at + 4)!, 4),
    digits(reader.u16At(at + 6)!, 4),
  ];
  return [...head, bytes.slice(0, 4), bytes.slice(4)].join("-");
}

/** Spec (II.24.2.4): a string literal is at least one UTF-16 unit and a byte behind it. Less is padding. */
const MIN_USER_STRING = 3;

/** The string literals in UTF-16, without the byte that follows each. */
export function readUserStrings(reader: ByteReader): Uint8Array[] {
  const strings: Uint8Array[] = [];
  while (reader.remaining > 0) {
    const byteLength = readCompressed(reader);
    const bytes = byteLength === undefined ? undefined : reader.bytes(byteLength);
    if (bytes === undefined) break;
    if (bytes.length >= MIN_USER_STRING) strings.push(bytes.slice(0, -1));
  }
  return strings;
}
