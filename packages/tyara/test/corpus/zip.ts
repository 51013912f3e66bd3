/** Writes zip archives (APPNOTE.TXT). */
import { deflateRawSync } from "node:zlib";
import { crc32 } from "@tyara/modules/hashing";
import type { Amplifier } from "./amplifier.ts";
import { ByteBuilder } from "./byte-builder.ts";

export interface ZipFile {
  readonly path: string | Uint8Array;
  readonly content?: Uint8Array | string;
  /** Default 0, stored; 8 is deflated. */
  readonly method?: number;
  /** Compressed bytes in place of those that the method makes. */
  readonly body?: Uint8Array;
  readonly flags?: number;
  /** Values of the directory in place of the real ones. */
  readonly checksum?: number;
  readonly compressedSize?: number;
  readonly uncompressedSize?: number;
  readonly offset?: number;
  /** Whether the sizes of the local header are zero, and a descriptor follows the body. */
  readonly hasDescriptor?: boolean;
  /** Whether only the directory has the entry; then `offset` should be given. */
  readonly isListedOnly?: boolean;
  readonly extra?: Uint8Array;
  readonly comment?: Uint8Array;
  /** Lengths that the directory says in place of the real ones. */
  readonly extraLength?: number;
  readonly commentLength?: number;
}

export interface ZipOptions {
  readonly prefix?: Uint8Array;
  /** Whether offsets count from the data's beginning and not from the archive's. */
  readonly offsetsIncludePrefix?: boolean;
  /** Values of the end record in place of the real ones. */
  readonly entryCount?: number;
  readonly diskEntryCount?: number;
  readonly diskNumber?: number;
  readonly directorySize?: number;
  readonly directoryOffset?: number;
  readonly comment?: Uint8Array;
  readonly commentLength?: number;
  /** Whether an end record of 64 bits and its locator are there; the counts of the other then say so. */
  readonly isZip64?: boolean;
  readonly entryCount64?: bigint;
  /** Bytes between the directory and the end record. */
  readonly beforeEnd?: Uint8Array;
  readonly suffix?: Uint8Array;
}

const VERSION = 20;
const HAS_DESCRIPTOR = 8;
const DEFLATED = 8;

const bytesOf = (text: string | Uint8Array) =>
  typeof text === "string" ? new TextEncoder().encode(text) : text;

interface WrittenFile {
  readonly file: ZipFile;
  readonly path: Uint8Array;
  readonly flags: number;
  readonly checksum: number;
  readonly bodyLength: number;
  readonly contentLength: number;
  readonly offset: number;
}

/** The archive with these files. */
export function buildZip(files: readonly ZipFile[], options: ZipOptions = {}): Uint8Array<ArrayBuffer> {
  const out = new ByteBuilder().bytes(options.prefix ?? []);
  const base = options.offsetsIncludePrefix ? 0 : out.length;
  const written = files.map((file) => writeFile(out, file, base));
  const directory = out.length;
  for (const file of written) writeEntry(out, file);
  const size = out.length - directory;
  if (options.isZip64) writeEnd64(out, files.length, size, directory - base, base, options);
  out.bytes(options.beforeEnd ?? []);
  const comment = options.comment ?? new Uint8Array(0);
  const count = options.entryCount ?? (options.isZip64 ? 0xffff : files.length & 0xffff);
  out.u32(0x06054b50).u16(options.diskNumber ?? 0, options.diskNumber ?? 0);
  out.u16(options.diskEntryCount ?? count, count);
  out.u32(options.directorySize ?? (options.isZip64 ? 0xffffffff : size));
  out.u32(options.directoryOffset ?? (options.isZip64 ? 0xffffffff : directory - base));
  out.u16(options.commentLength ?? comment.length);
  return out
    .bytes(comment)
    .bytes(options.suffix ?? [])
    .build();
}

function writeFile(out: ByteBuilder, file: ZipFile, base: number): WrittenFile {
  const { method = 0 } = file;
  const path = bytesOf(file.path);
  const content = bytesOf(file.content ?? "");
  const body = file.body ?? (method === DEFLATED ? new Uint8Array(deflateRawSync(content)) : content);
  const flags = (file.flags ?? 0) | (file.hasDescriptor ? HAS_DESCRIPTOR : 0);
  const written = {
    file,
    path,
    flags,
    checksum: file.checksum ?? crc32(content),
    bodyLength: file.compressedSize ?? body.length,
    contentLength: file.uncompressedSize ?? content.length,
    offset: file.offset ?? out.length - base,
  };
  if (file.isListedOnly) return written;
  const numbers = [written.checksum, written.bodyLength, written.contentLength];
  out.u32(0x04034b50).u16(VERSION, flags, method, 0, 0);
  out.u32(...(file.hasDescriptor ? [0, 0, 0] : numbers)).u16(path.length, 0);
  out.bytes(path).bytes(body);
  if (file.hasDescriptor) out.u32(0x08074b50, ...numbers);
  return written;
}

function writeEntry(out: ByteBuilder, written: WrittenFile): void {
  const { file, path, flags, checksum, bodyLength, contentLength, offset } = written;
  const extra = file.extra ?? new Uint8Array(0);
  const comment = file.comment ?? new Uint8Array(0);
  out.u32(0x02014b50).u16(VERSION, VERSION, flags, file.method ?? 0, 0, 0);
  out.u32(checksum, bodyLength, contentLength);
  out.u16(path.length, file.extraLength ?? extra.length, file.commentLength ?? comment.length, 0, 0);
  out.u32(0, offset).bytes(path).bytes(extra).bytes(comment);
}

function writeEnd64(
  out: ByteBuilder,
  count: number,
  size: number,
  offset: number,
  base: number,
  options: ZipOptions,
): void {
  const end = out.length;
  const entryCount = options.entryCount64 ?? BigInt(count);
  out.u32(0x06064b50).u64(44).u16(45, 45).u32(0, 0);
  out.u64(entryCount, entryCount, size, offset);
  out
    .u32(0x07064b50, 0)
    .u64(end - base)
    .u32(1);
}

const listed = (count: number, file: Omit<ZipFile, "path">): ZipFile[] =>
  Array.from({ length: count }, (_, i) => ({ path: `f${i}`, isListedOnly: true, ...file }));

const zeros = new Uint8Array(1 << 20);
const contentTypes = { path: "[Content_Types].xml", content: "<Types/>" };

export const zipAmplifiers: readonly Amplifier[] = [
  {
    module: "zip",
    name: "entries",
    start: 1000,
    make: (count) => buildZip(listed(count, { offset: 0 })),
  },
  {
    module: "zip",
    name: "ends of archives in a comment",
    start: 500,
    make: (count) =>
      // Each of them says that a longer comment follows than there is.
      buildZip([], { comment: repeated(buildZip([], { commentLength: 0xffff }), count) }),
  },
  {
    module: "zip",
    name: "extra fields of an entry",
    start: 1000,
    make: (count) =>
      buildZip([{ path: "f", uncompressedSize: 0xffffffff, extra: new Uint8Array(4 * count) }]),
  },
  {
    module: "vba",
    name: "entries of a document that share a body",
    start: 50,
    make: (count) => {
      const content = Uint8Array.from([
        0xd0,
        0xcf,
        0x11,
        0xe0,
        0xa1,
        0xb1,
        0x1a,
        0xe1,
        ...zeros.subarray(0, 9000),
      ]);
      const shared = { path: "a.bin", content, method: DEFLATED };
      const bodyLength = deflateRawSync(content).length;
      const sizes = { method: DEFLATED, compressedSize: bodyLength, uncompressedSize: content.length };
      return buildZip([shared, contentTypes, ...listed(count, { ...sizes, offset: 0 })]);
    },
  },
  {
    module: "vba",
    name: "plain bytes of a part",
    start: 100_000,
    make: (count) =>
      buildZip([{ path: "xl/vbaProject.bin", content: new Uint8Array(count), method: DEFLATED }]),
  },
];

function repeated(bytes: Uint8Array, count: number): Uint8Array {
  const out = new ByteBuilder();
  for (let i = 0; i < count; i++) out.bytes(bytes);
  return out.build();
}
