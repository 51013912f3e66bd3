/** Reads a .NET assembly into the module's value. */
import type { ByteReader, StructValue, Value } from "@tyara/base";
import type { ModuleInput } from "@tyara/language/modules";
import { strictUtf8 } from "../kit/text.ts";
import { type Wants, wantsOf } from "../kit/wanted.ts";
import { Classes, MAX_ROWS } from "./classes.ts";
import { Heaps, readCompressed, readGuids, readUserStrings } from "./heaps.ts";
import { type Metadata, readMetadata, streamReader } from "./metadata.ts";
import { attributeParent, attributeType, implementation, memberParent, Table, Tables } from "./tables.ts";

/** The module's value; `is_dotnet` alone when the data is something else. */
export function parseDotnet(input: ModuleInput): StructValue {
  const metadata = readMetadata(input.data);
  if (!metadata) return { is_dotnet: false };
  const tables = new Tables(streamReader(metadata, "#~", "#-"));
  const heaps = new Heaps(metadata);
  const wants = wantsOf(input);
  return {
    is_dotnet: true,
    module_name: heaps.name(tables.value(Table.Module, 1, 1)),
    version: metadata.version,
    number_of_streams: metadata.streams.length,
    ...(wants("typelib") && { typelib: readTypelib(tables, heaps) }),
    streams: metadata.streams.map(({ name, offset, size }) => ({ name, offset, size })),
    assembly: readAssembly(tables, heaps),
    ...readLists(metadata, tables, heaps, wants),
  };
}

/** The lists that somebody wants, and how long each is. */
function readLists(metadata: Metadata, tables: Tables, heaps: Heaps, wants: Wants): StructValue {
  const each =
    <T>(table: Table, read: (row: number) => T | undefined) =>
    () =>
      tables.rows(table, MAX_ROWS).flatMap((row) => read(row) ?? []);
  const readers: Readonly<Record<string, () => readonly Value[]>> = {
    guids: () => readGuids(streamReader(metadata, "#GUID")),
    user_strings: () => readUserStrings(streamReader(metadata, "#US")),
    constants: each(Table.Constant, (row) => readConstant(tables, heaps, row)),
    assembly_refs: each(Table.AssemblyRef, (row) => readAssemblyRef(tables, heaps, row)),
    resources: each(Table.ManifestResource, (row) => readResource(metadata, tables, heaps, row)),
    classes: () => new Classes(tables, heaps, metadata.image.reader.length).read(),
    field_offsets: each(Table.FieldRva, (row) =>
      metadata.image.offsetOf(tables.value(Table.FieldRva, row, 0) ?? 0),
    ),
    modulerefs: each(Table.ModuleRef, (row) => heaps.name(tables.value(Table.ModuleRef, row, 0))),
  };
  const fields: [string, Value][] = [];
  for (const [list, read] of Object.entries(readers)) {
    if (!wants(list, `number_of_${list}`)) continue;
    const items = read();
    fields.push([list, items], [`number_of_${list}`, items.length]);
  }
  return Object.fromEntries(fields);
}

const STRING_CONSTANT = 0x0e;

function readConstant(tables: Tables, heaps: Heaps, row: number): Uint8Array | undefined {
  if (tables.value(Table.Constant, row, 0) !== STRING_CONSTANT) return undefined;
  return heaps.bytes(tables.value(Table.Constant, row, 3))?.slice();
}

function readVersion(tables: Tables, table: Table, row: number, column: number): StructValue {
  return {
    major: tables.value(table, row, column),
    minor: tables.value(table, row, column + 1),
    build_number: tables.value(table, row, column + 2),
    revision_number: tables.value(table, row, column + 3),
  };
}

function readAssembly(tables: Tables, heaps: Heaps): StructValue | undefined {
  if (tables.rows(Table.Assembly, 1).length === 0) return undefined;
  return {
    name: heaps.name(tables.value(Table.Assembly, 1, 7)),
    culture: heaps.name(tables.value(Table.Assembly, 1, 8)) || undefined,
    version: readVersion(tables, Table.Assembly, 1, 1),
  };
}

function readAssemblyRef(tables: Tables, heaps: Heaps, row: number): StructValue {
  const key = heaps.bytes(tables.value(Table.AssemblyRef, row, 5));
  return {
    name: heaps.name(tables.value(Table.AssemblyRef, row, 6)),
    public_key_or_token: key && key.length > 0 ? key.slice() : undefined,
    version: readVersion(tables, Table.AssemblyRef, row, 0),
  };
}

/** Spec: a resource begins with its length. Of one in another file the name is known only. */
function readResource(metadata: Metadata, tables: Tables, heaps: Heaps, row: number): StructValue {
  const name = heaps.name(tables.value(Table.ManifestResource, row, 2));
  const home = implementation(tables.value(Table.ManifestResource, row, 3) ?? 0);
  // Compat: the first file of the table is taken for this one, as in the reference.
  if (home?.table !== Table.File || home.row !== 1 || metadata.resources === undefined) return { name };
  const { reader } = metadata.image;
  const start = metadata.resources + (tables.value(Table.ManifestResource, row, 0) ?? 0);
  const length = reader.u32At(start);
  if (length === undefined) return { name };
  return { offset: start + 4, length: reader.has(start + 4, length) ? length : undefined, name };
}

/** The text of the attribute `Guid` of the assembly. */
function readTypelib(tables: Tables, heaps: Heaps): string | undefined {
  for (const row of tables.rows(Table.CustomAttribute, MAX_ROWS)) {
    const parent = attributeParent(tables.value(Table.CustomAttribute, row, 0) ?? 0);
    if (parent?.table !== Table.Assembly || attributeName(tables, heaps, row) !== "GuidAttribute") continue;
    return firstString(heaps.blob(tables.value(Table.CustomAttribute, row, 2)));
  }
  return undefined;
}

function attributeName(tables: Tables, heaps: Heaps, row: number): string | undefined {
  const method = attributeType(tables.value(Table.CustomAttribute, row, 1) ?? 0);
  if (method?.table !== Table.MemberRef) return undefined;
  const type = memberParent(tables.value(Table.MemberRef, method.row, 0) ?? 0);
  return type?.table === Table.TypeRef ? heaps.name(tables.value(Table.TypeRef, type.row, 1)) : undefined;
}

const ATTRIBUTE_PROLOG = 1;

function firstString(reader: ByteReader | undefined): string | undefined {
  if (reader?.u16() !== ATTRIBUTE_PROLOG) return undefined;
  const byteLength = readCompressed(reader);
  const bytes = byteLength === undefined ? undefined : reader.bytes(byteLength);
  return bytes && strictUtf8(bytes);
}
