/** Dalvik executables (the format's specification: source.android.com, "Dalvik executable format"). */
import type { Amplifier } from "./amplifier.ts";
import { ByteBuilder } from "./byte-builder.ts";

/** A string's bytes as they stand in the file, and how many UTF-16 units the file says it has. */
export interface DexString {
  readonly bytes: Uint8Array | readonly number[];
  readonly units: number;
  /** Default true: a zero ends the string. */
  readonly isTerminated?: boolean;
}

/** Items refer to others by index. A plain text is encoded as the format wants it. */
export interface DexParts {
  /** Default 35. */
  readonly version?: number;
  readonly strings?: readonly (string | DexString)[];
  /** So many more items in the table of strings, all of which are the last string. */
  readonly sharedStrings?: number;
  /** Each the index of a string. */
  readonly types?: readonly number[];
  /** Parameters are types; a number means the list of that other prototype. */
  readonly protos?: readonly {
    readonly shorty: number;
    readonly returnType: number;
    readonly parameters?: readonly number[] | number;
  }[];
  readonly fields?: readonly (readonly [owner: number, type: number, name: number])[];
  readonly methods?: readonly (readonly [owner: number, proto: number, name: number])[];
  readonly classes?: readonly {
    readonly type: number;
    readonly flags?: number;
    readonly superclass?: number;
    readonly sourceFile?: number;
  }[];
  readonly map?: readonly (readonly [type: number, size: number, offset: number])[];
  /** Counts that the header gives in place of the true ones. */
  readonly counts?: Partial<Record<TableName, number>>;
  /** Offsets of strings in place of the true ones, by index. */
  readonly stringOffsets?: Readonly<Record<number, number>>;
}

type TableName = "strings" | "types" | "protos" | "fields" | "methods" | "classes";

export const NO_INDEX = 0xffff_ffff;
const HEADER_SIZE = 0x70;
const CONTAINER_HEADER_SIZE = 0x78;

/** The file. Its checksum and signature are zero. */
export function dexOf(parts: DexParts): Uint8Array<ArrayBuffer> {
  const { version = 35, strings = [], sharedStrings = 0, types = [], protos = [] } = parts;
  const { fields = [], methods = [], classes = [], map = [], counts = {} } = parts;
  const isContainer = version >= 41;
  const headerSize = isContainer ? CONTAINER_HEADER_SIZE : HEADER_SIZE;
  const sizes: Readonly<Record<TableName, readonly [count: number, itemSize: number]>> = {
    strings: [strings.length + sharedStrings, 4],
    types: [types.length, 4],
    protos: [protos.length, 12],
    fields: [fields.length, 8],
    methods: [methods.length, 8],
    classes: [classes.length, 32],
  };
  const out = new ByteBuilder();
  out.text(`dex\n0${version}\0`).padTo(0x24).u32(headerSize, 0x12345678).padTo(0x38);
  let end = headerSize;
  for (const [name, [count, itemSize]] of Object.entries(sizes)) {
    out.u32(counts[name as TableName] ?? count, count === 0 ? 0 : end);
    end += count * itemSize;
  }
  out.padTo(headerSize);
  const stringTable = out.length;
  out.fill(4 * (strings.length + sharedStrings)).u32(...types);
  const protoTable = out.length;
  out.fill(12 * protos.length);
  for (const [owner, type, name] of fields) out.u16(owner, type).u32(name);
  for (const [owner, proto, name] of methods) out.u16(owner, proto).u32(name);
  for (const { type, flags = 1, superclass = NO_INDEX, sourceFile = NO_INDEX } of classes) {
    out.u32(type, flags, superclass, 0, sourceFile, 0, 0, 0);
  }
  const lists: number[] = [];
  for (const [i, { shorty, returnType, parameters = [] }] of protos.entries()) {
    lists.push(
      typeof parameters === "number" ? lists[parameters]! : parameters.length === 0 ? 0 : out.align(4).length,
    );
    if (typeof parameters !== "number" && parameters.length > 0)
      out.u32(parameters.length).u16(...parameters);
    for (const [j, value] of [shorty, returnType, lists[i]!].entries())
      out.patch(protoTable + 12 * i + 4 * j, value);
  }
  if (map.length > 0) {
    out.align(4).patch(0x34, out.length);
    out.u32(map.length);
    for (const [type, size, offset] of map) out.u16(type, 0).u32(size, offset);
  }
  let last = 0;
  for (let i = 0; i < strings.length + sharedStrings; i++) {
    const text = strings[i];
    if (text !== undefined) last = out.length;
    out.patch(stringTable + 4 * i, parts.stringOffsets?.[i] ?? last);
    if (text !== undefined) writeString(out, text);
  }
  return out.patch(0x20, out.length).build();
}

function writeString(out: ByteBuilder, text: string | DexString): void {
  const {
    bytes,
    units,
    isTerminated = true,
  } = typeof text === "string" ? { bytes: modifiedUtf8(text), units: text.length } : text;
  uleb(out, units).bytes(bytes);
  if (isTerminated) out.u8(0);
}

function uleb(out: ByteBuilder, value: number): ByteBuilder {
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) out.u8((rest % 0x80) | 0x80);
  return out.u8(rest);
}

/** Each UTF-16 unit by itself in one, two or three bytes; zero in two. */
function modifiedUtf8(text: string): number[] {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit !== 0 && unit < 0x80) bytes.push(unit);
    else if (unit < 0x800) bytes.push(0xc0 | (unit >> 6), 0x80 | (unit & 0x3f));
    else bytes.push(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
  }
  return bytes;
}

const times = <T>(count: number, item: T): T[] => new Array<T>(count).fill(item);
const amplifier = (name: string, start: number, parts: (count: number) => DexParts): Amplifier => ({
  module: "dex",
  name,
  start,
  make: (count) => dexOf(parts(count)),
});

const longName = (count: number) => "L".repeat(count);

export const dexAmplifiers: readonly Amplifier[] = [
  amplifier("strings", 4000, (count) => ({ strings: times(count, "name") })),
  amplifier("strings that are one long string", 1000, (count) => ({
    strings: [longName(20 * count)],
    sharedStrings: count,
  })),
  amplifier("strings that are one long string beyond ASCII", 1000, (count) => ({
    strings: ["\u00e9".repeat(10 * count)],
    sharedStrings: count,
  })),
  amplifier("strings without an end", 1000, (count) => ({
    strings: [{ bytes: times(20 * count, 0x61), units: 1, isTerminated: false }],
    sharedStrings: count,
  })),
  amplifier("types that share one long name", 1000, (count) => ({
    strings: [longName(20 * count)],
    types: times(count, 0),
  })),
  amplifier("fields that share one long name", 1000, (count) => ({
    strings: [longName(20 * count)],
    types: [0],
    fields: times(count, [0, 0, 0]),
  })),
  amplifier("prototypes that share one list of parameters", 1000, (count) => ({
    strings: ["V"],
    types: [0],
    protos: [
      { shorty: 0, returnType: 0, parameters: times(Math.min(count, 0xffff), 0) },
      ...times(count, { shorty: 0, returnType: 0, parameters: 0 }),
    ],
  })),
  amplifier("methods that share one prototype with many parameters", 1000, (count) => ({
    strings: ["V"],
    types: [0],
    protos: [{ shorty: 0, returnType: 0, parameters: times(Math.min(count, 0xffff), 0) }],
    methods: times(count, [0, 0, 0]),
  })),
  amplifier("classes that share one long name", 1000, (count) => ({
    strings: [longName(20 * count)],
    types: [0],
    classes: times(count, { type: 0, superclass: 0, sourceFile: 0 }),
  })),
  amplifier("items of the map", 4000, (count) => ({ map: times(count, [0, 1, 0]) })),
  amplifier("items that the header promises and the file lacks", 4000, (count) => ({
    strings: ["V"],
    types: times(16, 0),
    methods: times(16, [0, 0, 0]),
    counts: { types: Math.min(count, 0xffff), methods: count ** 2, classes: count ** 2 },
  })),
];
