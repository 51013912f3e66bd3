/**
 * Reads a Dalvik executable: the header, then the tables it points to. Later tables refer to earlier ones by index, so
 * every table keeps a place for each of its items, also for those that cannot be read.
 */

import type { StructValue } from "@tyara/base";
import { ByteReader } from "@tyara/base";
import type { ModuleInput } from "@tyara/language/modules";
import { DEX_MAGIC } from "@tyara/language/modules";
import { toHex } from "../hashing/index.ts";
import { Budget } from "../kit/budget.ts";
import { isFull } from "../kit/limits.ts";
import { wantsOf } from "../kit/wanted.ts";
import { decodeMutf8 } from "./mutf8.ts";
import { Names } from "./names.ts";

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

const Offset = { fileSize: 0x20, link: 0x30, map: 0x34, data: 0x6c } as const;

/** Where the header says how many items a table has and, 4 bytes on, where it begins; and how many bytes an item has. */
interface Table {
  readonly place: number;
  readonly itemSize: number;
}

const Table = {
  strings: { place: 0x38, itemSize: 4 },
  types: { place: 0x40, itemSize: 4 },
  protos: { place: 0x48, itemSize: 12 },
  fields: { place: 0x50, itemSize: 8 },
  methods: { place: 0x58, itemSize: 8 },
  classes: { place: 0x60, itemSize: 32 },
} as const satisfies Readonly<Record<string, Table>>;

/** The module's value; `is_dex` alone when the data is something else. */
export function parseDex(input: ModuleInput): StructValue {
  const reader = new ByteReader(input.data);
  const wants = wantsOf(input);
  const header = readHeader(reader);
  if (!header) return { is_dex: false };
  // What names something needs the names, and those of types need the strings.
  const wantsMembers = wants("protos", "fields", "methods", "class_defs");
  const strings = wantsMembers || wants("strings", "types") ? readStrings(reader) : [];
  const typeStrings =
    wantsMembers || wants("types") ? readTable(reader, Table.types, (at) => reader.u32At(at)!) : [];
  const names = new Names(strings, typeStrings, reader.length);
  const protos = wants("protos", "methods")
    ? readTable(reader, Table.protos, (at) => readProto(reader, at, names))
    : [];
  return {
    is_dex: true,
    header,
    strings,
    ...(wants("types") && { types: typeStrings.map((index) => names.string(index)) }),
    protos,
    ...(wants("fields") && {
      fields: readTable(reader, Table.fields, (at) => readField(reader, at, names)),
    }),
    ...(wants("methods") && {
      methods: readTable(reader, Table.methods, (at) => readMethod(reader, at, names, protos)),
    }),
    ...(wants("class_defs") && {
      class_defs: readTable(reader, Table.classes, (at) => readClass(reader, at, names)),
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
    file_size: reader.u32At(Offset.fileSize),
    header_size: reader.u32At(0x24),
    endian_tag: reader.u32At(0x28),
    link_size: reader.u32At(0x2c),
    link_off: reader.u32At(Offset.link),
    container_size: version >= CONTAINER_VERSION ? reader.u32At(0x70) : undefined,
    header_offset: version >= CONTAINER_VERSION ? reader.u32At(0x74) : undefined,
  };
}

/** The version in `dex\n035\0`. */
function readVersion(reader: ByteReader): number | undefined {
  if (!reader.startsWith(DEX_MAGIC) || reader.u8At(7) !== 0) return undefined;
  // Bounded: three digits.
  const digits = String.fromCharCode(...reader.clampedBytesAt(4, 3));
  const version = /^\d{3}$/.test(digits) ? Number(digits) : 0;
  return version >= MIN_VERSION && version <= CONTAINER_VERSION ? version : undefined;
}

function isSound(reader: ByteReader, version: number): boolean {
  const headerSize = reader.u32At(0x24);
  // The reference wants 0x70 in every version, and so finds no real file of version 41.
  const isLong = version >= CONTAINER_VERSION && headerSize === CONTAINER_HEADER_SIZE;
  if ((headerSize !== HEADER_SIZE && !isLong) || !reader.has(0, HEADER_SIZE)) return false;
  const tables = Object.values(Table).map(({ place }) => place + 4);
  const places = [Offset.fileSize, Offset.link, Offset.map, Offset.data, ...tables];
  return (
    ENDIAN_TAGS.includes(reader.u32At(0x28)) &&
    places.every((place) => reader.has(reader.u32At(place)!, 0)) &&
    reader.u32At(Table.types.place)! <= MAX_SHORT_INDEX_COUNT &&
    reader.u32At(Table.protos.place)! <= MAX_SHORT_INDEX_COUNT
  );
}

/** Reads as many items as the table has, the data holds and the limit allows. */
function readTable<T>(reader: ByteReader, { place, itemSize }: Table, read: (at: number) => T): T[] {
  const count = reader.u32At(place) ?? 0;
  const start = reader.u32At(place + 4) ?? 0;
  return start === 0 ? [] : readItems(reader, start, count, itemSize, read);
}

function readItems<T>(
  reader: ByteReader,
  start: number,
  count: number,
  itemSize: number,
  read: (at: number) => T,
): T[] {
  const items: T[] = [];
  for (let i = 0, at = start; i < count && reader.has(at, itemSize); i++, at += itemSize) {
    if (isFull(MAX_ITEMS, i, "items of a table")) break;
    items.push(read(at));
  }
  return items;
}

/** Strings overlap only in hostile files, where they could make the whole data a string many times over. */
function readStrings(reader: ByteReader): (string | undefined)[] {
  const budget = Budget.ofBytes(reader.length, "strings");
  return readTable(reader, Table.strings, (at) => {
    const start = budget.isExhausted ? undefined : stringStart(reader, reader.u32At(at)!);
    if (start === undefined) return undefined;
    const bytes = reader.zeroTerminatedAt(start, reader.length);
    const isAffordable = budget.take(bytes?.length ?? reader.length - start);
    return bytes && isAffordable ? decodeMutf8(bytes) : undefined;
  });
}

/** Spec: before a string's bytes stands the number of its UTF-16 units, which is not needed: a zero ends the string. */
function stringStart(reader: ByteReader, offset: number): number | undefined {
  for (let at = offset; at < offset + MAX_ULEB_LENGTH; at++) {
    const byte = reader.u8At(at);
    if (byte === undefined) return undefined;
    if (byte < 0x80) return at + 1;
  }
  return undefined;
}

function readProto(reader: ByteReader, at: number, names: Names) {
  const parameters = readParameters(reader, reader.u32At(at + 8)!, names);
  return {
    shorty: names.string(reader.u32At(at)!),
    return_type: names.type(reader.u32At(at + 4)!),
    parameters_count: parameters.length,
    parameters,
  };
}

type Proto = ReturnType<typeof readProto>;

/** Limit: more parameters than any method can have (255 registers) are not looked at. */
const MAX_PARAMETERS = 0xffff;

function readParameters(reader: ByteReader, offset: number, names: Names): (string | undefined)[] {
  const count = offset === 0 ? undefined : reader.u32At(offset);
  if (count === undefined || count > MAX_PARAMETERS || !reader.has(offset + 4, 2 * count)) return [];
  if (!names.takeParameters(count)) return [];
  return readItems(reader, offset + 4, count, 2, (at) => names.type(reader.u16At(at)!));
}

function readField(reader: ByteReader, at: number, names: Names): StructValue {
  return {
    class: names.type(reader.u16At(at)!),
    type: names.type(reader.u16At(at + 2)!),
    name: names.string(reader.u32At(at + 4)!),
  };
}

function readMethod(reader: ByteReader, at: number, names: Names, protos: readonly Proto[]): StructValue {
  const proto = protos[reader.u16At(at + 2)!];
  return {
    class: names.type(reader.u16At(at)!),
    proto: proto && names.takeParameters(proto.parameters.length) ? proto : undefined,
    name: names.string(reader.u32At(at + 4)!),
  };
}

function readClass(reader: ByteReader, at: number, names: Names): StructValue {
  return {
    class: names.type(reader.u32At(at)!),
    access_flags: reader.u32At(at + 4),
    superclass: names.type(reader.u32At(at + 8)!),
    source_file: names.string(reader.u32At(at + 16)!),
  };
}

function readMapList(reader: ByteReader): StructValue | undefined {
  const start = reader.u32At(Offset.map) ?? 0;
  const size = reader.u32At(start);
  if (size === undefined) return undefined;
  const items = readItems(reader, start + 4, size, 12, (at) => ({
    type: reader.u16At(at),
    unused: reader.u16At(at + 2),
    size: reader.u32At(at + 4),
    offset: reader.u32At(at + 8),
  }));
  return { size, items };
}
