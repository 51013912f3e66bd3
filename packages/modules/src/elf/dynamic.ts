/** The dynamic tables: what the dynamic linker is told. */
import { Budget } from "../kit/budget.ts";
import { firstOf } from "../kit/limits.ts";
import { type ElfFile, wideAt } from "./headers.ts";
import { type Segment, SegmentType } from "./segments.ts";

export type DynamicEntry = { readonly type: number; readonly val: number | bigint };

/** Limit: linkers write one table; hostile files could repeat one of any size. */
const MAX_DYNAMIC_TABLES = 8;

/** The entries of all dynamic tables, without those that end them. */
export function readDynamic(file: ElfFile, segments: readonly Segment[]): DynamicEntry[] {
  const budget = new Budget(2 * file.reader.length, "dynamic tables");
  const tables = segments.filter(({ type }) => type === SegmentType.dynamic);
  return firstOf(MAX_DYNAMIC_TABLES, tables, "dynamic tables").flatMap(({ offset, file_size }) =>
    budget.take(Number(file_size)) ? readTable(file, Number(offset), Number(file_size)) : [],
  );
}

/** The entries of a table; types are cut to 32 bits. */
function readTable(file: ElfFile, offset: number, byteLength: number): DynamicEntry[] {
  const { reader, header } = file;
  const { is64 } = header;
  const size = is64 ? 16 : 8;
  const entries: DynamicEntry[] = [];
  if (!reader.has(offset, byteLength)) return entries;
  for (let at = offset; at + size <= offset + byteLength; at += size) {
    const tag = wideAt(reader, is64, at)!;
    // The whole tag is zero in the entry that ends a table, not only what is kept of it.
    if (Number(tag) === 0) break;
    entries.push({
      type: Number(BigInt.asIntN(32, BigInt(tag))),
      val: wideAt(reader, is64, at + size / 2)!,
    });
  }
  return entries;
}
