/** Writes shell links ([MS-SHLLINK]). */
import type { Amplifier } from "./amplifier.ts";
import { ByteBuilder } from "./byte-builder.ts";

/** A text with its count of characters, as the parts behind the link's information are. */
export interface LnkString {
  readonly text: string;
  /** The count that is written; default the text's own. */
  readonly declared?: number;
  /** Raw bytes in place of the text. */
  readonly bytes?: Uint8Array;
}

export interface LnkOptions {
  /** Default: what the parts need. */
  readonly flags?: number;
  readonly attributes?: number;
  /** Creation, access and write time in ticks; default 0. */
  readonly times?: readonly [bigint, bigint, bigint];
  readonly fileSize?: number;
  readonly iconIndex?: number;
  readonly showCommand?: number;
  /** Whether strings are UTF-16; default true. */
  readonly isUnicode?: boolean;
  /** Items of the target, each with its type and without its size, which is written. */
  readonly items?: readonly (Uint8Array | LnkItem)[];
  /** The size of the list of items that is written; default its own. */
  readonly itemListSize?: number;
  /** Whether an empty item ends the list; default true. */
  readonly isItemListEnded?: boolean;
  readonly linkInfo?: Uint8Array;
  readonly name?: string | LnkString;
  readonly relativePath?: string | LnkString;
  readonly workingDir?: string | LnkString;
  readonly arguments?: string | LnkString;
  readonly iconLocation?: string | LnkString;
  /** Blocks of extra data, whole: with size and signature. */
  readonly blocks?: readonly Uint8Array[];
  /** The size that ends the blocks; default 0, `undefined` for none. */
  readonly terminator?: number | undefined;
  readonly overlay?: Uint8Array;
}

export interface LnkItem {
  /** The size that is written; default the bytes' and its own. */
  readonly size?: number;
  readonly bytes: Uint8Array;
}

const HEADER_SIZE = 0x4c;
const IS_UNICODE = 0x80;

/** A link of the given parts. */
export function buildLnk(options: LnkOptions = {}): Uint8Array<ArrayBuffer> {
  const { isUnicode = true, items, linkInfo } = options;
  const strings = [
    options.name,
    options.relativePath,
    options.workingDir,
    options.arguments,
    options.iconLocation,
  ];
  let flags = (items ? 1 : 0) | (linkInfo ? 2 : 0) | (isUnicode ? IS_UNICODE : 0);
  strings.forEach((text, i) => {
    if (text !== undefined) flags |= 4 << i;
  });
  const out = new ByteBuilder();
  out.u32(HEADER_SIZE).bytes([0x01, 0x14, 0x02, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46]);
  out.u32(options.flags ?? flags, options.attributes ?? 0x20).u64(...(options.times ?? [0n, 0n, 0n]));
  out.u32(options.fileSize ?? 0, options.iconIndex ?? 0, options.showCommand ?? 1).padTo(HEADER_SIZE);
  if (items) writeItems(out, items, options);
  if (linkInfo) out.bytes(linkInfo);
  for (const text of strings) if (text !== undefined) writeString(out, text, isUnicode);
  for (const block of options.blocks ?? []) out.bytes(block);
  const terminator = "terminator" in options ? options.terminator : 0;
  if (terminator !== undefined) out.u32(terminator);
  return out.bytes(options.overlay ?? []).build();
}

function writeItems(
  out: ByteBuilder,
  items: readonly (Uint8Array | LnkItem)[],
  { itemListSize, isItemListEnded = true }: LnkOptions,
): void {
  const list = new ByteBuilder();
  for (const item of items) {
    const { bytes, size = bytes.length + 2 } = item instanceof Uint8Array ? { bytes: item } : item;
    list.u16(size).bytes(bytes);
  }
  if (isItemListEnded) list.u16(0);
  out.u16(itemListSize ?? list.length & 0xffff).bytes(list.build());
}

function writeString(out: ByteBuilder, value: string | LnkString, isUnicode: boolean): void {
  const {
    text,
    declared = text.length,
    bytes,
  }: LnkString = typeof value === "string" ? { text: value } : value;
  out.u16(declared);
  if (bytes) out.bytes(bytes);
  else if (isUnicode) out.wideText(text);
  else out.bytes(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}

export interface LinkInfoOptions {
  /** The size that is written; default the structure's own. */
  readonly size?: number;
  /** Default 0x1c; 0x24 and more has the offsets of the UTF-16 texts. */
  readonly headerSize?: number;
  /** Default 1: a local path. */
  readonly flags?: number;
  readonly volume?: Uint8Array;
  /** Bytes of texts, each with its zero. */
  readonly localBasePath?: Uint8Array;
  readonly commonPathSuffix?: Uint8Array;
  readonly localBasePathUnicode?: Uint8Array;
  readonly commonPathSuffixUnicode?: Uint8Array;
  /** Offsets that are written in place of the real ones. */
  readonly offsets?: {
    readonly volume?: number;
    readonly localBasePath?: number;
    readonly commonPathSuffix?: number;
    readonly localBasePathUnicode?: number;
    readonly commonPathSuffixUnicode?: number;
  };
}

/** Where the target is. */
export function buildLinkInfo(options: LinkInfoOptions = {}): Uint8Array<ArrayBuffer> {
  const { headerSize = 0x1c, flags = 1, offsets = {} } = options;
  const out = new ByteBuilder();
  out.u32(0, headerSize, flags, 0, 0, 0, 0);
  if (headerSize >= 0x24) out.u32(0, 0);
  out.padTo(Math.max(out.length, Math.min(headerSize, 0x100)));
  const append = (bytes: Uint8Array | undefined, field: number, offset: number | undefined) => {
    const at = offset ?? (bytes ? out.length : 0);
    if (field + 4 <= headerSize || field < 0x1c) out.patch(field, at);
    if (bytes) out.bytes(bytes);
  };
  append(options.volume, 12, offsets.volume);
  append(options.localBasePath, 16, offsets.localBasePath);
  append(options.commonPathSuffix, 24, offsets.commonPathSuffix);
  append(options.localBasePathUnicode, 0x1c, offsets.localBasePathUnicode);
  append(options.commonPathSuffixUnicode, 0x20, offsets.commonPathSuffixUnicode);
  return out.patch(0, options.size ?? out.length).build();
}

export interface VolumeOptions {
  readonly size?: number;
  readonly driveType?: number;
  readonly serialNumber?: number;
  /** Default 0x10; 0x14 says that the offset of a UTF-16 label follows. */
  readonly labelOffset?: number;
  readonly unicodeLabelOffset?: number;
  /** What stands behind the offsets. */
  readonly label?: Uint8Array;
}

/** The volume that the target is on. */
export function buildVolume(options: VolumeOptions = {}): Uint8Array<ArrayBuffer> {
  const { driveType = 3, serialNumber = 0x1234, labelOffset = 0x10, unicodeLabelOffset } = options;
  const out = new ByteBuilder().u32(0, driveType, serialNumber, labelOffset);
  if (unicodeLabelOffset !== undefined) out.u32(unicodeLabelOffset);
  out.bytes(options.label ?? []);
  return out.patch(0, options.size ?? out.length).build();
}

/** A block of extra data of so many bytes as `size` says, default its own. */
export function buildBlock(
  signature: number,
  body: Uint8Array,
  size: number = body.length + 8,
): Uint8Array<ArrayBuffer> {
  return new ByteBuilder().u32(size, signature).bytes(body).build();
}

export interface TrackerOptions {
  readonly size?: number;
  readonly version?: number;
  readonly machine?: Uint8Array;
  /** The four identifiers, one after the other; default bytes from 0. */
  readonly identifiers?: Uint8Array;
}

/** The block of the service that finds moved targets. */
export function buildTracker(options: TrackerOptions = {}): Uint8Array<ArrayBuffer> {
  const identifiers = options.identifiers ?? Uint8Array.from({ length: 64 }, (_, i) => i);
  const machine = options.machine ?? new TextEncoder().encode("machine");
  const body = new ByteBuilder()
    .u32(0x58, options.version ?? 0)
    .bytes(machine)
    .padTo(8 + 16);
  return buildBlock(0xa0000003, body.bytes(identifiers).build(), options.size);
}

/** Text in UTF-16 with a zero. */
export function wide(text: string): Uint8Array<ArrayBuffer> {
  return new ByteBuilder().wideText(text).u16(0).build();
}

/** Text in one byte a character with a zero. */
export function narrow(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(`${text}\0`, (character) => character.charCodeAt(0));
}

/** A file's item: its type, size, date and attributes, then its name with a zero. */
export function fileItem(name: Uint8Array, type: number = 0x32): Uint8Array<ArrayBuffer> {
  return new ByteBuilder().u8(type, 0).u32(0, 0).u16(0).bytes(name).build();
}

const item = fileItem(narrow("A"));

export const lnkAmplifiers: readonly Amplifier[] = [
  {
    module: "lnk",
    name: "items of the target",
    start: 100,
    make: (count) => buildLnk({ items: Array.from({ length: count }, () => item) }),
  },
  {
    module: "lnk",
    name: "items without bytes",
    start: 1000,
    make: (count) =>
      buildLnk({ items: Array.from({ length: count }, () => ({ size: 2, bytes: new Uint8Array(0) })) }),
  },
  {
    module: "lnk",
    name: "characters of a string",
    start: 4000,
    make: (count) => buildLnk({ arguments: "a".repeat(count) }),
  },
  {
    module: "lnk",
    name: "blocks of extra data",
    start: 500,
    make: (count) => buildLnk({ blocks: Array.from({ length: count }, () => buildTracker()) }),
  },
  {
    module: "lnk",
    name: "bytes of a path without an end",
    start: 10_000,
    make: (count) =>
      buildLnk({
        linkInfo: buildLinkInfo({
          headerSize: 0x24,
          localBasePathUnicode: new Uint8Array(count).fill(0x61),
          commonPathSuffixUnicode: new Uint8Array(2),
          flags: 3,
          offsets: { commonPathSuffixUnicode: 0x24, commonPathSuffix: 0x24, localBasePath: 0x24 },
        }),
      }),
  },
];
