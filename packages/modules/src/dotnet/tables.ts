/**
 * The metadata tables (ECMA-335 II.22, II.24.2.6): which there are, how many rows each has, and what a column of a row
 * holds. How wide a column is depends on the sizes of what it points into, so rows are measured before any is read.
 */

import { type ByteReader, spendWork } from "@tyara/base";
import { atMost } from "../kit/limits.ts";

/** Spec: the numbers of the tables. */
export const Table = {
  Module: 0x00,
  TypeRef: 0x01,
  TypeDef: 0x02,
  FieldPtr: 0x03,
  Field: 0x04,
  MethodPtr: 0x05,
  MethodDef: 0x06,
  ParamPtr: 0x07,
  Param: 0x08,
  InterfaceImpl: 0x09,
  MemberRef: 0x0a,
  Constant: 0x0b,
  CustomAttribute: 0x0c,
  FieldMarshal: 0x0d,
  DeclSecurity: 0x0e,
  ClassLayout: 0x0f,
  FieldLayout: 0x10,
  StandAloneSig: 0x11,
  EventMap: 0x12,
  EventPtr: 0x13,
  Event: 0x14,
  PropertyMap: 0x15,
  PropertyPtr: 0x16,
  Property: 0x17,
  MethodSemantics: 0x18,
  MethodImpl: 0x19,
  ModuleRef: 0x1a,
  TypeSpec: 0x1b,
  ImplMap: 0x1c,
  FieldRva: 0x1d,
  EncLog: 0x1e,
  EncMap: 0x1f,
  Assembly: 0x20,
  AssemblyProcessor: 0x21,
  AssemblyOs: 0x22,
  AssemblyRef: 0x23,
  AssemblyRefProcessor: 0x24,
  AssemblyRefOs: 0x25,
  File: 0x26,
  ExportedType: 0x27,
  ManifestResource: 0x28,
  NestedClass: 0x29,
  GenericParam: 0x2a,
  MethodSpec: 0x2b,
  GenericParamConstraint: 0x2c,
} as const;
export type Table = (typeof Table)[keyof typeof Table];

/** A column: a number of so many bytes, an offset into a heap, a row of a table, or a row of one of several tables. */
type Column = 1 | 2 | 4 | "string" | "guid" | "blob" | { readonly table: Table } | CodedIndex;

/** A row number and, in its lowest bits, which table it is of. */
interface CodedIndex {
  readonly tables: readonly (Table | undefined)[];
  readonly tagBits: number;
}

function coded(tagBits: number, ...tables: (Table | undefined)[]): CodedIndex {
  return { tables, tagBits };
}

function rowOf(table: Table): Column {
  return { table };
}

const T = Table;
/** Spec: II.24.2.6, which tables a coded index may point into. */
const TypeDefOrRef: CodedIndex = coded(2, T.TypeDef, T.TypeRef, T.TypeSpec);
const HasConstant = coded(2, T.Field, T.Param, T.Property);
const HasCustomAttribute = coded(
  5,
  ...[T.MethodDef, T.Field, T.TypeRef, T.TypeDef, T.Param, T.InterfaceImpl, T.MemberRef, T.Module],
  ...[T.DeclSecurity, T.Property, T.Event, T.StandAloneSig, T.ModuleRef, T.TypeSpec, T.Assembly],
  ...[T.AssemblyRef, T.File, T.ExportedType, T.ManifestResource, T.GenericParam],
  ...[T.GenericParamConstraint, T.MethodSpec],
);
const HasFieldMarshal = coded(1, T.Field, T.Param);
const HasDeclSecurity = coded(2, T.TypeDef, T.MethodDef, T.Assembly);
const MemberRefParent = coded(3, T.TypeDef, T.TypeRef, T.ModuleRef, T.MethodDef, T.TypeSpec);
const HasSemantics = coded(1, T.Event, T.Property);
const MethodDefOrRef = coded(1, T.MethodDef, T.MemberRef);
const MemberForwarded = coded(1, T.Field, T.MethodDef);
const Implementation = coded(2, T.File, T.AssemblyRef, T.ExportedType);
const CustomAttributeType = coded(3, undefined, undefined, T.MethodDef, T.MemberRef, undefined);
const ResolutionScope = coded(2, T.Module, T.ModuleRef, T.AssemblyRef, T.TypeRef);
const TypeOrMethodDef = coded(1, T.TypeDef, T.MethodDef);

/** Spec: the columns of each table in order. */
const columnsOf: Readonly<Record<Table, readonly Column[]>> = {
  [T.Module]: [2, "string", "guid", "guid", "guid"],
  [T.TypeRef]: [ResolutionScope, "string", "string"],
  [T.TypeDef]: [4, "string", "string", TypeDefOrRef, rowOf(T.Field), rowOf(T.MethodDef)],
  [T.FieldPtr]: [rowOf(T.Field)],
  [T.Field]: [2, "string", "blob"],
  [T.MethodPtr]: [rowOf(T.MethodDef)],
  [T.MethodDef]: [4, 2, 2, "string", "blob", rowOf(T.Param)],
  [T.ParamPtr]: [rowOf(T.Param)],
  [T.Param]: [2, 2, "string"],
  [T.InterfaceImpl]: [rowOf(T.TypeDef), TypeDefOrRef],
  [T.MemberRef]: [MemberRefParent, "string", "blob"],
  [T.Constant]: [1, 1, HasConstant, "blob"],
  [T.CustomAttribute]: [HasCustomAttribute, CustomAttributeType, "blob"],
  [T.FieldMarshal]: [HasFieldMarshal, "blob"],
  [T.DeclSecurity]: [2, HasDeclSecurity, "blob"],
  [T.ClassLayout]: [2, 4, rowOf(T.TypeDef)],
  [T.FieldLayout]: [4, rowOf(T.Field)],
  [T.StandAloneSig]: ["blob"],
  [T.EventMap]: [rowOf(T.TypeDef), rowOf(T.Event)],
  [T.EventPtr]: [rowOf(T.Event)],
  [T.Event]: [2, "string", TypeDefOrRef],
  [T.PropertyMap]: [rowOf(T.TypeDef), rowOf(T.Property)],
  [T.PropertyPtr]: [rowOf(T.Property)],
  [T.Property]: [2, "string", "blob"],
  [T.MethodSemantics]: [2, rowOf(T.MethodDef), HasSemantics],
  [T.MethodImpl]: [rowOf(T.TypeDef), MethodDefOrRef, MethodDefOrRef],
  [T.ModuleRef]: ["string"],
  [T.TypeSpec]: ["blob"],
  [T.ImplMap]: [2, MemberForwarded, "string", rowOf(T.ModuleRef)],
  [T.FieldRva]: [4, rowOf(T.Field)],
  [T.EncLog]: [4, 4],
  [T.EncMap]: [4],
  [T.Assembly]: [4, 2, 2, 2, 2, 4, "blob", "string", "string"],
  [T.AssemblyProcessor]: [4],
  [T.AssemblyOs]: [4, 4, 4],
  [T.AssemblyRef]: [2, 2, 2, 2, 4, "blob", "string", "string", "blob"],
  [T.AssemblyRefProcessor]: [4, rowOf(T.AssemblyRef)],
  [T.AssemblyRefOs]: [4, 4, 4, rowOf(T.AssemblyRef)],
  [T.File]: [4, "string", "blob"],
  [T.ExportedType]: [4, 4, "string", "string", Implementation],
  [T.ManifestResource]: [4, 4, "string", Implementation],
  [T.NestedClass]: [rowOf(T.TypeDef), rowOf(T.TypeDef)],
  [T.GenericParam]: [2, 2, TypeOrMethodDef, "string"],
  [T.MethodSpec]: [MethodDefOrRef, "blob"],
  [T.GenericParamConstraint]: [rowOf(T.GenericParam), TypeDefOrRef],
};

/** A row that a coded index points to; rows count from 1. */
export interface RowReference {
  readonly table: Table;
  readonly row: number;
}

/** Splits a coded index of types (a base class, an interface, a type in a signature). */
export function typeReference(value: number): RowReference | undefined {
  return splitCoded(TypeDefOrRef, value);
}

/** Splits the owner of a generic parameter. */
export function ownerReference(value: number): RowReference | undefined {
  return splitCoded(TypeOrMethodDef, value);
}

/** Splits what a custom attribute is attached to. */
export function attributeParent(value: number): RowReference | undefined {
  return splitCoded(HasCustomAttribute, value);
}

/** Splits the constructor of a custom attribute. */
export function attributeType(value: number): RowReference | undefined {
  return splitCoded(CustomAttributeType, value);
}

/** Splits the type that a member is of. */
export function memberParent(value: number): RowReference | undefined {
  return splitCoded(MemberRefParent, value);
}

/** Splits where a resource is. */
export function implementation(value: number): RowReference | undefined {
  return splitCoded(Implementation, value);
}

function splitCoded({ tables, tagBits }: CodedIndex, value: number): RowReference | undefined {
  const table = tables[value & ((1 << tagBits) - 1)];
  // Compat: row 0, which means none, is taken for the first, as in the reference.
  return table === undefined ? undefined : { table, row: Math.max(1, value >>> tagBits) };
}

interface TableLayout {
  readonly start: number;
  readonly rowCount: number;
  readonly rowSize: number;
  readonly columns: readonly { readonly offset: number; readonly width: number }[];
}

const HEAP_SIZES_OFFSET = 6;
const VALID_OFFSET = 8;
const ROW_COUNTS_OFFSET = 24;
const TABLE_COUNT = 64;

export class Tables {
  private readonly reader: ByteReader;
  private readonly layouts: ReadonlyMap<Table, TableLayout>;

  /** `reader` is the stream `#~`. Tables from the first unsound one on are empty. */
  constructor(reader: ByteReader) {
    this.reader = reader;
    this.layouts = layOut(reader);
  }

  rowCount(table: Table): number {
    return this.layouts.get(table)?.rowCount ?? 0;
  }

  /** What a column of a row holds; rows count from 1, as in the tables themselves. `undefined` when the row is not there. */
  value(table: Table, row: number, column: number): number | undefined {
    const layout = this.layouts.get(table);
    const place = layout?.columns[column];
    if (!layout || !place || row < 1 || row > layout.rowCount) return undefined;
    const at = layout.start + (row - 1) * layout.rowSize + place.offset;
    if (place.width === 4) return this.reader.u32At(at);
    return place.width === 2 ? this.reader.u16At(at) : this.reader.u8At(at);
  }

  /** The numbers of the rows, no more than `limit`. */
  rows(table: Table, limit: number): number[] {
    return Array.from({ length: atMost(limit, this.rowCount(table), "rows of a table") }, (_, i) => i + 1);
  }
}

function layOut(reader: ByteReader): ReadonlyMap<Table, TableLayout> {
  const counts = rowCounts(reader);
  const heapSizes = reader.u8At(HEAP_SIZES_OFFSET) ?? 0;
  const layouts = new Map<Table, TableLayout>();
  let start = ROW_COUNTS_OFFSET + 4 * counts.size;
  for (const [number, rowCount] of counts) {
    const columns = columnsOf[number as Table];
    if (columns === undefined) break;
    const widths = columns.map((column) => columnWidth(column, counts, heapSizes));
    const layout = tableLayout(start, rowCount, widths);
    if (!isSound(reader, layout, columns)) break;
    layouts.set(number as Table, layout);
    start += rowCount * layout.rowSize;
  }
  return layouts;
}

/** Compat: a table that is cut off, or has a row number of no table there is, ends what is read, as in the reference. */
function isSound(
  reader: ByteReader,
  { start, rowCount, rowSize, columns }: TableLayout,
  kinds: readonly Column[],
): boolean {
  if (!reader.has(start, rowCount * rowSize)) return false;
  for (const [i, kind] of kinds.entries()) {
    if (typeof kind !== "object" || !("tables" in kind)) continue;
    spendWork(rowCount);
    const mask = (1 << kind.tagBits) - 1;
    const first = start + columns[i]!.offset;
    for (let row = 0, at = first; row < rowCount; row++, at += rowSize) {
      if ((reader.data[at]! & mask) >= kind.tables.length) return false;
    }
  }
  return true;
}

/** The tables that there are, in order, and their row counts. */
function rowCounts(reader: ByteReader): Map<number, number> {
  const valid = reader.u64At(VALID_OFFSET) ?? 0n;
  const counts = new Map<number, number>();
  for (let table = 0; table < TABLE_COUNT; table++) {
    if (((valid >> BigInt(table)) & 1n) === 0n) continue;
    counts.set(table, reader.u32At(ROW_COUNTS_OFFSET + 4 * counts.size) ?? 0);
  }
  return counts;
}

function tableLayout(start: number, rowCount: number, widths: readonly number[]): TableLayout {
  let offset = 0;
  const columns = widths.map((width) => {
    const place = { offset, width };
    offset += width;
    return place;
  });
  return { start, rowCount, rowSize: offset, columns };
}

const heapFlags = { string: 1, guid: 2, blob: 4 } as const;

function columnWidth(column: Column, counts: ReadonlyMap<number, number>, heapSizes: number): number {
  if (typeof column === "number") return column;
  if (typeof column === "string") return heapSizes & heapFlags[column] ? 4 : 2;
  if ("table" in column) return (counts.get(column.table) ?? 0) > 0xffff ? 4 : 2;
  const most = Math.max(
    ...column.tables.map((table) => (table === undefined ? 0 : (counts.get(table) ?? 0))),
  );
  return most > 0xffff >> column.tagBits ? 4 : 2;
}
