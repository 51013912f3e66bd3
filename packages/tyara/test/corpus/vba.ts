/** Writes VBA projects ([MS-OVBA]): the stream `dir`, and streams of modules with compressed source. */
import type { Amplifier } from "./amplifier.ts";
import { ByteBuilder } from "./byte-builder.ts";
import { buildOle, type OleEntry } from "./ole.ts";

const CHUNK_SIZE = 4096;
const MIN_COPY = 3;

export interface CompressionOptions {
  /** The mark in each chunk's header; default 3. */
  readonly mark?: number;
  /** Whether chunks are compressed; default true. */
  readonly isCompressed?: boolean;
}

/** A compressed container of some bytes. */
export function compress(plain: Uint8Array, options: CompressionOptions = {}): Uint8Array<ArrayBuffer> {
  const { mark = 3, isCompressed = true } = options;
  const out = new ByteBuilder().u8(1);
  for (let start = 0; start < plain.length; start += CHUNK_SIZE) {
    const chunk = plain.subarray(start, start + CHUNK_SIZE);
    // Spec: bytes that are not compressed fill their chunk with zeros.
    const body = isCompressed ? compressChunk(chunk) : padded(chunk);
    out.u16((isCompressed ? 0x8000 : 0) | (mark << 12) | (body.length - 1)).bytes(body);
  }
  return out.build();
}

function padded(chunk: Uint8Array): Uint8Array {
  const body = new Uint8Array(CHUNK_SIZE);
  body.set(chunk);
  return body;
}

function compressChunk(chunk: Uint8Array): Uint8Array {
  const out = new ByteBuilder();
  const places = new Map<number, number>();
  for (let at = 0; at < chunk.length; ) {
    const flagsAt = out.length;
    let flags = 0;
    out.u8(0);
    for (let bit = 0; bit < 8 && at < chunk.length; bit++) {
      const key = chunk[at]! | (chunk[at + 1]! << 8) | (chunk[at + 2]! << 16);
      const from = places.get(key);
      places.set(key, at);
      const length = from === undefined ? 0 : repeatedLength(chunk, from, at);
      if (length < MIN_COPY) out.u8(chunk[at++]!);
      else {
        flags |= 1 << bit;
        out.u16(((at - from! - 1) << (16 - distanceBits(at))) | (length - MIN_COPY));
        at += length;
      }
    }
    out.patch(flagsAt, flags, 1);
  }
  return out.build();
}

/** How many bytes from `at` on are those from `from` on; no more than a copy can say. */
function repeatedLength(chunk: Uint8Array, from: number, at: number): number {
  const most = Math.min(chunk.length - at, (0xffff >> distanceBits(at)) + MIN_COPY);
  let length = 0;
  while (length < most && chunk[from + length] === chunk[at + length]) length++;
  return length;
}

function distanceBits(position: number): number {
  let bits = 4;
  while (1 << bits < position) bits++;
  return bits;
}

export interface VbaModuleOptions {
  readonly name: string;
  readonly code?: string;
  /** The name of the stream in the directory; default the module's. */
  readonly stream?: string;
  /** The name that the project says; default that of the stream. */
  readonly declaredStream?: string;
  /** What stands in front of the source, such as compiled code. */
  readonly prefix?: Uint8Array;
  /** The offset of the source that is written; default that of the source. */
  readonly offset?: number;
  /** What stands behind the source. */
  readonly suffix?: Uint8Array;
  readonly isClass?: boolean;
  readonly compression?: CompressionOptions;
  /** The whole stream in place of prefix, source and suffix. */
  readonly content?: Uint8Array;
  /** Whether the stream exists; default true. */
  readonly hasStream?: boolean;
}

export interface VbaProjectOptions {
  readonly name?: string;
  readonly codePage?: number;
  readonly references?: readonly string[];
  readonly modules?: readonly VbaModuleOptions[];
  /** Default: how many there are. */
  readonly moduleCount?: number;
  /** Records behind those of the modules. */
  readonly records?: readonly Uint8Array[];
  /** The name of the stream `dir`. */
  readonly directoryName?: string;
  readonly compression?: CompressionOptions;
}

/** One record of `dir`. */
export function buildRecord(
  id: number,
  data: Uint8Array,
  size: number = data.length,
): Uint8Array<ArrayBuffer> {
  return new ByteBuilder().u16(id).u32(size).bytes(data).build();
}

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const wide = (text: string) => new ByteBuilder().wideText(text).build();
const u16 = (value: number) => new ByteBuilder().u16(value).build();
const u32 = (value: number) => new ByteBuilder().u32(value).build();

/** The plain bytes of `dir`. */
export function buildDirectory(options: VbaProjectOptions): Uint8Array<ArrayBuffer> {
  const { name = "Project", references = [], modules = [], codePage = 1252 } = options;
  const out = new ByteBuilder();
  const record = (id: number, data: Uint8Array) => out.bytes(buildRecord(id, data));
  record(0x01, u32(1));
  record(0x03, u16(codePage));
  record(0x04, latin1(name));
  out.u16(0x09).u32(4).u32(1_600_000_000).u16(7);
  for (const reference of references) {
    record(0x16, latin1(reference));
    record(0x3e, wide(reference));
    record(0x0d, new Uint8Array(10));
  }
  record(0x0f, u16(options.moduleCount ?? modules.length));
  record(0x13, u16(0xffff));
  for (const module of modules) {
    const stream = module.declaredStream ?? module.stream ?? module.name;
    record(0x19, latin1(module.name));
    record(0x47, wide(module.name));
    record(0x1a, latin1(stream));
    record(0x32, wide(stream));
    record(0x31, u32(module.offset ?? module.prefix?.length ?? 0));
    record(module.isClass ? 0x22 : 0x21, new Uint8Array(0));
    record(0x2b, new Uint8Array(0));
  }
  for (const bytes of options.records ?? []) out.bytes(bytes);
  return out.u16(0x10).u32(0).build();
}

/** What a project's storage `VBA` holds. */
export function vbaEntries(options: VbaProjectOptions): OleEntry[] {
  const streams = (options.modules ?? [])
    .filter(({ hasStream }) => hasStream !== false)
    .map((module) => ({
      name: module.stream ?? module.name,
      content: module.content ?? moduleStream(module),
    }));
  const directory = compress(buildDirectory(options), options.compression);
  return [{ name: options.directoryName ?? "dir", content: directory }, ...streams];
}

function moduleStream({ prefix, code = "", suffix, compression }: VbaModuleOptions): Uint8Array {
  const out = new ByteBuilder().bytes(prefix ?? []);
  return out
    .bytes(compress(latin1(code), compression))
    .bytes(suffix ?? [])
    .build();
}

/** A document whose macros are in `Macros/VBA`, as Word has them. */
export function buildVbaDocument(options: VbaProjectOptions): Uint8Array<ArrayBuffer> {
  return buildOle([{ name: "Macros", children: [{ name: "VBA", children: vbaEntries(options) }] }]);
}

const modulesOf = (count: number, module: (i: number) => VbaModuleOptions) => ({
  modules: Array.from({ length: count }, (_, i) => module(i)),
});

export const vbaAmplifiers: readonly Amplifier[] = [
  {
    module: "vba",
    name: "modules that share a stream",
    start: 20,
    make: (count) =>
      buildVbaDocument(
        modulesOf(count, (i) =>
          i === 0
            ? { name: "m", code: "a".repeat(30_000) }
            : { name: `m${i}`, declaredStream: "m", hasStream: false },
        ),
      ),
  },
  {
    module: "vba",
    name: "records of modules without a name",
    start: 2000,
    make: (count) =>
      buildVbaDocument({
        records: Array.from({ length: count }, () => buildRecord(0x19, new Uint8Array(0))),
      }),
  },
  {
    module: "vba",
    name: "records of references",
    start: 2000,
    make: (count) => buildVbaDocument({ references: Array.from({ length: count }, () => "") }),
  },
  {
    module: "vba",
    name: "names of one module",
    start: 2000,
    make: (count) =>
      buildVbaDocument({
        modules: [{ name: "m", code: "a" }],
        records: Array.from({ length: count }, () => buildRecord(0x47, new Uint8Array(8).fill(0x61))),
      }),
  },
  {
    module: "vba",
    name: "plain bytes of the directory",
    start: 20_000,
    make: (count) => buildVbaDocument({ records: [buildRecord(0x16, new Uint8Array(count))] }),
  },
  {
    module: "vba",
    name: "plain bytes of a module",
    start: 20_000,
    make: (count) =>
      buildVbaDocument({
        modules: [{ name: "m", code: "a".repeat(count) }],
      }),
  },
  {
    module: "vba",
    name: "beginnings of containers in a stream",
    start: 2000,
    make: (count) => {
      const content = new Uint8Array(3 * count);
      // Chunks of three bytes, each of which could begin a container.
      for (let i = 0; i < content.length; i += 3) content.set([1, 0, 0xb0], i);
      return buildVbaDocument({ modules: [{ name: "m", content, offset: 1_000_000 }] });
    },
  },
  {
    module: "vba",
    name: "projects that share their directory",
    start: 50,
    make: (count) => {
      const [directory, ...streams] = vbaEntries({
        modules: [{ name: "m", code: "a".repeat(5000) }],
        records: [buildRecord(0x16, new Uint8Array(20_000))],
      });
      const others = Array.from({ length: count }, () => ({
        ...{ name: "dir", startSector: 0, size: directory!.content!.length },
      }));
      return buildOle([{ name: "VBA", children: [directory!, ...streams, ...others] }]);
    },
  },
];
