/**
 * What results tell of rules, packed into bytes: of thousands of rules few ever match, and as objects they would take more
 * memory than everything else that a scanner needs. A rule is read when somebody asks for it.
 *
 *     …              the records: LEB128 numbers, names in UTF-8 behind their length
 *     u32 × length   where each rule's record begins
 */

import type { RuleMeta } from "../types/index.ts";
import { BinaryReader, ByteSink } from "../wasm/index.ts";
import type { RuleInfo, RulePattern } from "./rule-set.ts";

/** Rules in order of declaration; rules of one namespace are neighbours. Read with a {@link RuleReader}. */
export interface RuleTable {
  /** How many rules there are. */
  readonly length: number;
  readonly bytes: Uint8Array;
}

const RuleFlag = { global: 1, private: 2 } as const;
const metaKinds = ["integer", "float", "bool", "string", "bytes"] as const;
const patternKinds = ["text", "hex", "regexp"] as const;
/** Beside a pattern's kind. */
const privatePattern = 4;

/** Packs rules; linear in their size. */
export function packRules(rules: readonly RuleInfo[]): RuleTable {
  // Perf: growing by doubling would leave four times the table behind, in pieces that hosts are slow to give back.
  const out = new ByteSink(rules.reduce((sum, rule) => sum + usualSize(rule), 0));
  const starts = rules.map((rule) => {
    const start = out.length;
    writeRule(out, rule);
    return start;
  });
  for (const start of starts) out.bits32(start);
  return { length: rules.length, bytes: out.toBytes() };
}

/** A rule's bytes and those of its start, when all text is ASCII and shorter than 128 characters. */
function usualSize({ identifier, tags, metadata, patterns }: RuleInfo): number {
  let size = 16 + identifier.length;
  for (const tag of tags) size += 1 + tag.length;
  for (const meta of metadata) {
    const { value } = meta;
    size += 2 + meta.identifier.length;
    size += typeof value === "string" || value instanceof Uint8Array ? 2 + value.length : 10;
  }
  for (const pattern of patterns) size += 5 + pattern.identifier.length;
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
}

function writeMeta(out: ByteSink, { identifier, kind, value }: RuleMeta): void {
  out.name(identifier).u8(metaKinds.indexOf(kind));
  if (typeof value === "string") out.name(value);
  else if (typeof value === "bigint") out.s64(value);
  else if (typeof value === "number") out.f64(value);
  else if (typeof value === "boolean") out.u8(value ? 1 : 0);
  else out.sized(value);
}

function writePattern(out: ByteSink, { identifier, kind, isPrivate, pattern }: RulePattern): void {
  out
    .name(identifier)
    .u8(patternKinds.indexOf(kind) | (isPrivate ? privatePattern : 0))
    .u32(pattern);
}

/** Reads rules out of a table, each once. */
export class RuleReader {
  readonly #table: RuleTable;
  readonly #starts: DataView;
  readonly #known = new Map<number, RuleInfo>();

  constructor(table: RuleTable) {
    this.#table = table;
    const { buffer, byteOffset, length } = table.bytes;
    this.#starts = new DataView(buffer, byteOffset + length - table.length * 4);
  }

  /** How many rules there are. */
  get length(): number {
    return this.#table.length;
  }

  /** The rule with this index. */
  rule(id: number): RuleInfo {
    let rule = this.#known.get(id);
    if (rule === undefined) {
      const start = this.#starts.getUint32(id * 4, true);
      this.#known.set(id, (rule = readRule(new BinaryReader(this.#table.bytes, start))));
    }
    return rule;
  }
}

function readRule(from: BinaryReader): RuleInfo {
  const identifier = from.name();
  const namespace = from.u32();
  const flags = from.u8();
  return {
    identifier,
    namespace,
    isGlobal: (flags & RuleFlag.global) !== 0,
    isPrivate: (flags & RuleFlag.private) !== 0,
    tags: readList(from, () => from.name()),
    metadata: readList(from, readMeta),
    patterns: readList(from, readPattern),
  };
}

function readList<T>(from: BinaryReader, read: (from: BinaryReader) => T): T[] {
  const list: T[] = [];
  for (let rest = from.u32(); rest > 0; rest--) list.push(read(from));
  return list;
}

function readMeta(from: BinaryReader): RuleMeta {
  const identifier = from.name();
  const kind = metaKinds[from.u8()] ?? "bytes";
  return { identifier, kind, value: readMetaValue(from, kind) };
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
      return from.name();
    case "bytes": {
      const start = from.skip(from.u32());
      return from.bytes.slice(start, from.offset);
    }
  }
}

function readInteger(from: BinaryReader): bigint {
  const low = from.s64();
  return BigInt.asIntN(64, (BigInt(from.high) << 32n) | BigInt(low >>> 0));
}

function readFloat(from: BinaryReader): number {
  const { buffer, byteOffset } = from.bytes;
  return new DataView(buffer, byteOffset + from.skip(8)).getFloat64(0, true);
}

function readPattern(from: BinaryReader): RulePattern {
  const identifier = from.name();
  const flags = from.u8();
  const kind = patternKinds[flags & ~privatePattern] ?? "text";
  return { identifier, kind, isPrivate: (flags & privatePattern) !== 0, pattern: from.u32() };
}
