/**
 * Names, tags, metadata and patterns of rules, packed into bytes. Of thousands of rules few ever match. As objects, they would
 * take more memory than everything else in a scanner. A rule is read when its description is first needed.
 *
 *     …              the records: numbers in LEB128, names in UTF-8 after their length
 *     u32 × length   the offset of each rule's record
 */

import type { RuleMeta } from "@tyara/base";
import { ByteSink } from "@tyara/base";
import { BinaryReader, catchFailure } from "@tyara/wasm";
import { RuleFormatError } from "./format-error.ts";
import type { RuleInfo, RulePattern, RuleSet } from "./rule-set.ts";

/** Rules in order of declaration. The rules of a namespace are neighbours. A {@link RuleReader} reads them. */
export interface RuleTable {
  /** How many rules there are. */
  readonly length: number;
  readonly bytes: Uint8Array;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const RuleFlag = { global: 1, private: 2 } as const;
const metaKinds = ["integer", "float", "bool", "string", "bytes"] as const;
const patternKinds = ["text", "hex", "regexp"] as const;
/** Beside a pattern's kind. */
const privatePattern = 4;

/** Packs rules; linear in their size. */
export function packRules(rules: readonly RuleInfo[]): RuleTable {
  // Perf: growth by doubling would leave garbage of four times the table, in pieces that hosts are slow to free.
  const out = new ByteSink(rules.reduce((sum, rule) => sum + usualSize(rule), 0));
  const starts = rules.map((rule) => {
    const start = out.length;
    writeRule(out, rule);
    return start;
  });
  for (const start of starts) out.bits32(start);
  return { length: rules.length, bytes: out.toBytes() };
}

/** The size of a rule's record and offset, if all its text is ASCII and shorter than 128 characters. */
function usualSize({ identifier, tags, metadata, patterns, references }: RuleInfo): number {
  let size = 16 + identifier.length;
  for (const tag of tags) size += 1 + tag.length;
  for (const meta of metadata) {
    const { value } = meta;
    size += 2 + meta.identifier.length;
    size += typeof value === "string" || value instanceof Uint8Array ? 2 + value.length : 10;
  }
  for (const pattern of patterns) size += 5 + pattern.identifier.length;
  size += references.length * 3;
  return size;
}

function writeRule(out: ByteSink, rule: RuleInfo): void {
  out.name(rule.identifier).u32(rule.namespace);
  out.u8((rule.isGlobal ? RuleFlag.global : 0) | (rule.isPrivate ? RuleFlag.private : 0));
  out.u32(rule.tags.length);
  for (const tag of rule.tags) out.name(tag);
  out.u32(rule.metadata.length);
  for (const meta of rule.metadata) writeMeta(out, meta);
  out.u32(rule.patterns.length);
  for (const pattern of rule.patterns) writePattern(out, pattern);
  out.u32(rule.references.length);
  for (const reference of rule.references) out.u32(reference);
}

function writeMeta(out: ByteSink, { identifier, kind, value }: RuleMeta): void {
  out.name(identifier).u8(metaKinds.indexOf(kind));
  if (typeof value === "string") out.name(value);
  else if (kind === "integer") out.s64(BigInt(value as bigint | number));
  else if (typeof value === "number") out.f64(value);
  else if (typeof value === "boolean") out.u8(value ? 1 : 0);
  else out.sized(value as Uint8Array);
}

function writePattern(out: ByteSink, { identifier, kind, isPrivate, pattern }: RulePattern): void {
  out
    .name(identifier)
    .u8(patternKinds.indexOf(kind) | (isPrivate ? privatePattern : 0))
    .u32(pattern);
}

/** Bounds of the numbers in a table. */
export interface RuleTableLimits {
  readonly namespaceCount: number;
  readonly patternCount: number;
}

/** Reads rules out of a table, each once. What results share of a rule, its tags and metadata, is frozen. */
export class RuleReader {
  readonly #table: RuleTable;
  readonly #limits: RuleTableLimits;
  readonly #starts: DataView;
  readonly #known = new Map<number, RuleInfo>();

  constructor(table: RuleTable, limits: RuleTableLimits) {
    this.#table = table;
    this.#limits = limits;
    const { buffer, byteOffset, length } = table.bytes;
    this.#starts = new DataView(buffer, byteOffset + length - table.length * 4);
  }

  /** For the rules of a set. */
  static of({ rules, namespaces, search }: RuleSet): RuleReader {
    return new RuleReader(rules, { namespaceCount: namespaces.length, patternCount: search.patternCount });
  }

  /** How many rules there are. */
  get length(): number {
    return this.#table.length;
  }

  /** The rule with this index. Throws {@link RuleFormatError} if it is damaged. */
  rule(id: number): RuleInfo {
    let rule = this.#known.get(id);
    if (rule === undefined) {
      const read = catchFailure(() => readRule(this.#record(id), id, this.#limits));
      if (!("identifier" in read)) throw new RuleFormatError(`a compiled rule is damaged: ${read.message}`);
      this.#known.set(id, (rule = read));
    }
    return rule;
  }

  #record(id: number): BinaryReader {
    const { bytes, length } = this.#table;
    const start = this.#starts.getUint32(id * 4, true);
    const end = id + 1 < length ? this.#starts.getUint32(id * 4 + 4, true) : bytes.length - length * 4;
    return new BinaryReader(bytes, start, end);
  }
}

/**
 * Signals as malformed when the records do not lie one behind the other: then no byte belongs to two of them, and reading all
 * takes no more than their bytes. Each is checked when it is read.
 */
export function checkStarts({ length, bytes }: RuleTable): void {
  const end = bytes.length - length * 4;
  const starts = new BinaryReader(bytes, Math.max(0, end));
  let before = 0;
  for (let rule = 0; rule < length; rule++) {
    const start = starts.bits32() >>> 0;
    if (start < before || start > end) starts.malformed("a rule is out of place");
    before = start;
  }
}

function readRule(from: BinaryReader, id: number, limits: RuleTableLimits): RuleInfo {
  const identifier = readName(from);
  const namespace = below(from, limits.namespaceCount);
  const flags = from.u8();
  return {
    identifier,
    namespace,
    isGlobal: (flags & RuleFlag.global) !== 0,
    isPrivate: (flags & RuleFlag.private) !== 0,
    tags: readList(from, () => readName(from)),
    metadata: readList(from, readMeta),
    patterns: readList(from, () => readPattern(from, limits)),
    references: readList(from, () => below(from, id)),
  };
}

/** Reads an index below a count. */
function below(from: BinaryReader, count: number): number {
  const start = from.offset;
  const index = from.u32();
  return index < count ? index : from.malformed("it names what there is not", start);
}

/** Text that is no UTF-8, which only damaged rules hold, shows as U+FFFD. */
function readName(from: BinaryReader): string {
  const start = from.skip(from.u32());
  return decoder.decode(from.bytes.subarray(start, from.offset));
}

function readList<T>(from: BinaryReader, read: (from: BinaryReader) => T): readonly T[] {
  const list: T[] = [];
  for (let rest = from.u32(); rest > 0; rest--) list.push(read(from));
  return Object.freeze(list);
}

function readMeta(from: BinaryReader): RuleMeta {
  const identifier = readName(from);
  const kind = metaKinds[from.u8()] ?? "bytes";
  return Object.freeze({ identifier, kind, value: readMetaValue(from, kind) });
}

function readMetaValue(from: BinaryReader, kind: RuleMeta["kind"]): RuleMeta["value"] {
  switch (kind) {
    case "integer":
      return readInteger(from);
    case "float":
      return readFloat(from);
    case "bool":
      return from.u8() !== 0;
    case "string":
      return readName(from);
    case "bytes": {
      const start = from.skip(from.u32());
      return from.bytes.slice(start, from.offset);
    }
  }
}

/** A number where that is exact: JSON has no others. */
function readInteger(from: BinaryReader): bigint | number {
  const low = from.s64() >>> 0;
  const number = from.high * 0x1_0000_0000 + low;
  return Number.isSafeInteger(number) ? number : BigInt.asIntN(64, (BigInt(from.high) << 32n) | BigInt(low));
}

function readFloat(from: BinaryReader): number {
  const { buffer, byteOffset } = from.bytes;
  return new DataView(buffer, byteOffset + from.skip(8)).getFloat64(0, true);
}

function readPattern(from: BinaryReader, { patternCount }: RuleTableLimits): RulePattern {
  const identifier = readName(from);
  const flags = from.u8();
  const kind = patternKinds[flags & ~privatePattern] ?? "text";
  return { identifier, kind, isPrivate: (flags & privatePattern) !== 0, pattern: below(from, patternCount) };
}
