/**
 * Reads a Dalvik executable: the header, then the tables it points to. Later tables refer to earlier ones by index.
 *
 * Compat: an item that refers to something unreadable is left out, and indices of later tables count the items that are
 * left, as in the reference. Compat: the length of a string, which the format counts in UTF-16 units, is taken for bytes.
 */

import { ByteReader } from "../../base/index.ts";
import type { StructValue } from "../../types/index.ts";
import { Budget } from "../budget.ts";
import { toHex } from "../hashing/index.ts";
import { isFull } from "../limits.ts";
import type { ModuleInput } from "../module.ts";
import { wantsOf } from "../wanted.ts";
import { decodeMutf8 } from "./mutf8.ts";

/** `dex` and a line feed. */
export const SIGNATURE = [0x64, 0x65, 0x78, 0x0a] as const;
const MAGIC = 0x6465780a;
const HEADER_SIZE = 0x70;
/** Since version 41 a header may be longer by the place in a container of several. */
const CONTAINER_HEADER_SIZE = 0x78;
const CONTAINER_VERSION = 41;
const MIN_VERSION = 35;
const SIGNATURE_SIZE = 20;
const ENDIAN_TAGS: readonly (number | undefined)[] = [0x12345678, 0x78563412];
/** Spec: types and prototypes are referred to by 16 bits. */
const MAX_SHORT_INDEX_COUNT = 0xffff;
/** Limit: the reference's, for every table. */
const MAX_ITEMS = 1_000_000;
/** Limit: a ULEB128 number of 32 bits. */
const MAX_ULEB_LENGTH = 5;

const Offset = {
  linkOffset: 0x30,
  map: 0x34,
  strings: 0x38,
  types: 0x40,
  protos: 0x48,
  fields: 0x50,
  methods: 0x58,
  classes: 0x60,
  dataOffset: 0x6c,
} as const;

/** The module's value; `is_dex` alone when the data is something else. */
export function parseDex(input: ModuleInput): StructValue {
  const reader = new ByteReader(input.data);
  const wants = wantsOf(input);
  const header = readHeader(reader);
  if (!header) return { is_dex: false };
  // What names something needs the names, and those of types need the strings.
  const wantsMembers = wants("protos", "fields", "methods", "class_defs");
  const strings = wantsMembers || wants("strings", "types") ? readStrings(reader) : [];
  const types =
    wantsMembers || wants("types")
      ? readItems(reader, Offset.types, 4, (at) => pick(strings, reader.u32At(at)))
      : [];
  const protos = wants("protos", "methods")
    ? readItems(reader, Offset.protos, 12, (at) => readProto(reader, at, strings, types))
    : [];
  return {
    is_dex: true,
    header,
    strings,
    types,
    protos,
    ...(wants("fields") && {
      fields: readItems(reader, Offset.fields, 8, (at) => readField(reader, at, strings, types)),
    }),
    ...(wants("methods") && {
      methods: readItems(reader, Offset.methods, 8, (at) => readMethod(reader, at, strings, types, protos)),
    }),
    ...(wants("class_defs") && {
      class_defs: readItems(reader, Offset.classes, 32, (at) => readClass(reader, at, strings, types)),
    }),
    ...(wants("map_list") && { map_list: readMapList(reader) }),
  };
}

function readHeader(reader: ByteReader): StructValue | undefined {
  const version = readVersion(reader);
  if (version === undefined || !isSound(reader, version)) return undefined;
  return {
    magic: MAGIC,
    version,
    checksum: reader.u32At(8),
    signature: toHex(reader.clampedBytesAt(12, SIGNATURE_SIZE)),
    file_size: reader.u32At(0x20),
    header_size: reader.u32At(0x24),
    endian_tag: reader.u32At(0x28),
    link_size: reader.u32At(0x2c),
    link_off: reader.u32At(Offset.linkOffset),
    container_size: version >= CONTAINER_VERSION ? reader.u32At(0x70) : undefined,
    header_offset: version >= CONTAINER_VERSION ? reader.u32At(0x74) : undefined,
  };
}

/** The version in `dex\n035\0`. */
function readVersion(reader: ByteReader): number | undefined {
  if (!reader.startsWith(SIGNATURE) || reader.u8At(7) !== 0) return undefined;
  const digits = String.fromCharCode(...reader.clampedBytesAt(4, 3));
  const version = /^\d{3}$/.test(digits) ? Number(digits) : 0;
  return version >= MIN_VERSION && version <= CONTAINER_VERSION ? version : undefined;
}

function isSound(reader: ByteReader, version: number): boolean {
  const headerSize = reader.u32At(0x24);
  // The reference wants 0x70 in every version, and so finds no real file of version 41.
  const isLong = version >= CONTAINER_VERSION && headerSize === CONTAINER_HEADER_SIZE;
  if ((headerSize !== HEADER_SIZE && !isLong) || !reader.has(0, HEADER_SIZE)) return false;
  const tables = [Offset.strings, Offset.types, Offset.protos, Offset.fields, Offset.methods, Offset.classes];
  const places = [
    0x20,
    Offset.linkOffset,
    Offset.map,
    Offset.dataOffset,
    ...tables.map((table) => table + 4),
  ];
  return (
    ENDIAN_TAGS.includes(reader.u32At(0x28)) &&
    places.every((place) => reader.has(reader.u32At(place)!, 0)) &&
    reader.u32At(Offset.types)! <= MAX_SHORT_INDEX_COUNT &&
    reader.u32At(Offset.protos)! <= MAX_SHORT_INDEX_COUNT
  );
}

/** Reads as many items as the table has, the data holds and the limit allows; those that cannot be read are left out. */
function readItems<T>(
  reader: ByteReader,
  table: number,
  itemSize: number,
  read: (at: number) => T | undefined,
): T[] {
  const count = reader.u32At(table) ?? 0;
  const start = reader.u32At(table + 4) ?? 0;
  return start === 0 ? [] : readSequence(reader, start, count, itemSize, read);
}

function readSequence<T>(
  reader: ByteReader,
  start: number,
  count: number,
  itemSize: number,
  read: (at: number) => T | undefined,
): T[] {
  const items: T[] = [];
  for (let i = 0, at = start; i < count && reader.has(at, itemSize); i++, at += itemSize) {
    if (isFull(MAX_ITEMS, i, "items of a table")) break;
    const item = read(at);
    if (item !== undefined) items.push(item);
  }
  return items;
}

/** Strings overlap only in hostile files, where they could make the whole data a string many times over. */
function readStrings(reader: ByteReader): string[] {
  const budget = Budget.ofBytes(reader.length, "strings");
  return readItems(reader, Offset.strings, 4, (at) => {
    const bytes = stringBytes(reader, reader.u32At(at)!);
    return bytes && budget.take(bytes.length) ? decodeMutf8(bytes) : undefined;
  });
}

function stringBytes(reader: ByteReader, offset: number): Uint8Array | undefined {
  let length = 0;
  for (let i = 0; i < MAX_ULEB_LENGTH; i++) {
    const byte = reader.u8At(offset + i);
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return reader.bytesAt(offset + i + 1, length);
  }
  return undefined;
}

function pick<T>(items: readonly T[], index: number | undefined): T | undefined {
  return index === undefined ? undefined : items[index];
}

function readProto(
  reader: ByteReader,
  at: number,
  strings: readonly string[],
  types: readonly string[],
): StructValue | undefined {
  const shorty = pick(strings, reader.u32At(at));
  const returnType = pick(types, reader.u32At(at + 4));
  if (shorty === undefined || returnType === undefined) return undefined;
  const parameters = readParameters(reader, reader.u32At(at + 8)!, types);
  return { shorty, return_type: returnType, parameters_count: parameters.length, parameters };
}

/** Limit: more parameters than any method can have (255 registers) are not looked at. */
const MAX_PARAMETERS = 0xffff;

function readParameters(reader: ByteReader, offset: number, types: readonly string[]): string[] {
  const count = offset === 0 ? undefined : reader.u32At(offset);
  if (count === undefined || count > MAX_PARAMETERS || !reader.has(offset + 4, 2 * count)) return [];
  return readSequence(reader, offset + 4, count, 2, (at) => pick(types, reader.u16At(at)));
}

function readField(
  reader: ByteReader,
  at: number,
  strings: readonly string[],
  types: readonly string[],
): StructValue | undefined {
  const owner = pick(types, reader.u16At(at));
  const type = pick(types, reader.u16At(at + 2));
  const name = pick(strings, reader.u32At(at + 4));
  if (owner === undefined || type === undefined || name === undefined) return undefined;
  return { class: owner, type, name };
}

function readMethod(
  reader: ByteReader,
  at: number,
  strings: readonly string[],
  types: readonly string[],
  protos: readonly StructValue[],
): StructValue | undefined {
  const owner = pick(types, reader.u16At(at));
  const proto = pick(protos, reader.u16At(at + 2));
  const name = pick(strings, reader.u32At(at + 4));
  if (owner === undefined || proto === undefined || name === undefined) return undefined;
  return { class: owner, proto, name };
}

function readClass(
  reader: ByteReader,
  at: number,
  strings: readonly string[],
  types: readonly string[],
): StructValue | undefined {
  const name = pick(types, reader.u32At(at));
  if (name === undefined) return undefined;
  return {
    class: name,
    access_flags: reader.u32At(at + 4),
    superclass: pick(types, reader.u32At(at + 8)),
    source_file: pick(strings, reader.u32At(at + 16)),
  };
}

function readMapList(reader: ByteReader): StructValue | undefined {
  const start = reader.u32At(Offset.map) ?? 0;
  const size = reader.u32At(start);
  if (size === undefined) return undefined;
  const items = readSequence(reader, start + 4, size, 12, (at) => ({
    type: reader.u16At(at),
    unused: reader.u16At(at + 2),
    size: reader.u32At(at + 4),
    offset: reader.u32At(at + 8),
  }));
  return { size, items };
}
