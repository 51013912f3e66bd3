/**
 * Finds the dynamic symbols as the dynamic linker does, without sections, which programs do not need to run: the dynamic
 * table says where symbols and their names are. How many there are is said by the hash table only.
 */
import { type DynamicEntry, readDynamic } from "./dynamic.ts";
import type { ElfFile } from "./headers.ts";
import { type Segment, SegmentType } from "./segments.ts";
import { type SymbolPlace, symbolSize } from "./symbol-place.ts";

/** Spec: the entries that are read here. */
const Tag = { hash: 4, strings: 5, symbols: 6, gnuHash: 0x6ffffef5 } as const;

/** Where the symbols are; `undefined` when the dynamic table does not say it, or the file does not hold them. */
export function linkedSymbols(file: ElfFile, segments: readonly Segment[]): SymbolPlace | undefined {
  const entries = readDynamic(file, segments);
  const address = (tag: number) => entries.find(({ type }: DynamicEntry) => type === tag)?.val;
  const offset = (tag: number) => offsetOf(segments, address(tag));
  const symbols = offset(Tag.symbols);
  if (symbols === undefined) return undefined;
  const names = offset(Tag.strings);
  const counts = [
    () => hashCount(file, offset(Tag.hash)),
    () => gnuHashCount(file, offset(Tag.gnuHash)),
    () => countBetween(file, address(Tag.symbols)!, address(Tag.strings)),
  ];
  for (const countOf of counts) {
    const byteLength = (countOf() ?? 0) * symbolSize(file);
    if (byteLength > 0 && file.reader.has(symbols, byteLength)) return { offset: symbols, byteLength, names };
  }
  return undefined;
}

/** Where the file holds what is loaded at an address. */
function offsetOf(segments: readonly Segment[], address: number | bigint | undefined): number | undefined {
  if (address === undefined) return undefined;
  const at = Number(address);
  const home = segments.find(
    ({ type, virtual_address: start, file_size: size }) =>
      type === SegmentType.load && at >= Number(start) && at < Number(start) + Number(size),
  );
  return home && Number(home.offset) + at - Number(home.virtual_address);
}

/** Spec: the hash table has a chain for each symbol. */
function hashCount({ reader }: ElfFile, hash: number | undefined): number | undefined {
  return hash === undefined ? undefined : reader.u32At(hash + 4);
}

/**
 * GNU's table lists the symbols that can be found, which are the last ones: the count is the end of the longest chain.
 * `undefined` when it lists none.
 */
function gnuHashCount({ reader, header }: ElfFile, hash: number | undefined): number | undefined {
  if (hash === undefined) return undefined;
  const bucketCount = reader.u32At(hash);
  const firstSymbol = reader.u32At(hash + 4);
  const bloomCount = reader.u32At(hash + 8);
  if (bucketCount === undefined || firstSymbol === undefined || bloomCount === undefined) return undefined;
  const buckets = hash + 16 + bloomCount * (header.is64 ? 8 : 4);
  const chains = buckets + 4 * bucketCount;
  if (!reader.has(buckets, 4 * bucketCount)) return undefined;
  let last = 0;
  for (let at = buckets; at < chains; at += 4) last = Math.max(last, reader.u32At(at)!);
  if (last < firstSymbol) return undefined;
  // The lowest bit marks the end of a chain.
  for (let at = chains + 4 * (last - firstSymbol); ; at += 4, last++) {
    const value = reader.u32At(at);
    if (value === undefined) return undefined;
    if (value & 1) return last + 1;
  }
}

/** Linkers put the names behind the symbols, and C libraries count on it. */
function countBetween(
  file: ElfFile,
  symbols: number | bigint,
  names: number | bigint | undefined,
): number | undefined {
  const distance = Number(names ?? 0) - Number(symbols);
  return distance > 0 ? Math.floor(distance / symbolSize(file)) : undefined;
}
