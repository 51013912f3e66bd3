/**
 * Rule sets as bytes, to be kept in files and sent between processes. All numbers are little-endian.
 *
 *     8 bytes   "TYARA", 0, the version of the format as u16
 *     u32       checksum of everything after it
 *     5 × u32   byte lengths of the parts, which follow:
 *     …         the description (description.ts)
 *     …         the rule module
 *     …         what results tell of the rules (rule-table.ts)
 *     …         constants
 *     …         search tables
 *
 * The parts fill the file and have no gaps, so that no part is there twice and nothing is as long as it only claims to be.
 * What may be believed of a file, and what is checked when, is decision 5 (docs/decisions).
 */
import { compiledMagic, plainBytes } from "@tyara/base";
import { catchFailure } from "@tyara/wasm";
import { type RuleArrays, readDescription, writeDescription } from "./description.ts";
import { RuleFormatError } from "./format-error.ts";
import type { RuleSet } from "./rule-set.ts";
import { checkStarts } from "./rule-table.ts";

const versionOffset = compiledMagic.length;
const checksumOffset = 8;
const checkedOffset = 12;
const headerLength = 32;

/** Changes whenever rule code, the kernels' tables or this format change: rules are then compiled again. */
const formatVersion = 13;

/** Limit: objects that a description is made into: a fixed number, and one for this many bytes of the file. */
const fixedObjects = 1024;
const bytesAnObject = 12;

const encoder = new TextEncoder();

/** Writes a rule set; the bytes are the caller's. */
export function serialiseRuleSet(ruleSet: RuleSet): Uint8Array {
  const { code, rules, constants, search } = ruleSet;
  const parts = [writeDescription(ruleSet), code, rules.bytes, constants, search.bytes];
  const length = parts.reduce((sum, part) => sum + part.length, headerLength);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  bytes.set(encoder.encode(compiledMagic));
  view.setUint16(versionOffset, formatVersion, true);
  let at = headerLength;
  parts.forEach((part, index) => {
    view.setUint32(checkedOffset + index * 4, part.length, true);
    bytes.set(part, at);
    at += part.length;
  });
  sealRuleSet(bytes);
  return bytes;
}

/** Writes the checksum into serialised rules that were changed; for tests that change them. */
export function sealRuleSet(bytes: Uint8Array): void {
  const tablesStart = bytes.length - Math.min(partLengths(bytes)[4], bytes.length - headerLength);
  const sum = checksumOf(
    bytes.subarray(checkedOffset, headerLength),
    bytes.subarray(headerLength, tablesStart),
    bytes.subarray(tablesStart),
  );
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).setUint32(checksumOffset, sum, true);
}

/**
 * Reads a rule set back. Nothing of it is shared with `given`, which may be of any kind of buffer, unless `keepBytes` says
 * that nobody will write to them again: then the search tables are a view of them. Throws {@link RuleFormatError} whatever
 * the bytes are, in time and memory linear in their number.
 */
export function deserialiseRuleSet(
  given: Uint8Array,
  { keepBytes = false }: { readonly keepBytes?: boolean } = {},
): RuleSet {
  const bytes = plainBytes("bytes", given);
  const header = new Uint8Array(bytes.subarray(0, headerLength));
  checkVersion(header);
  const lengths = partLengths(header);
  if (lengths.reduce((sum, length) => sum + length, headerLength) !== bytes.length) throw damaged();
  // The tables leave this process's JavaScript when a scanner has them, so they are not to share a buffer with the rest.
  const tablesStart = bytes.length - lengths[4];
  const rest = new Uint8Array(bytes.subarray(headerLength, tablesStart));
  const tables = keepBytes ? bytes.subarray(tablesStart) : new Uint8Array(bytes.subarray(tablesStart));
  const view = new DataView(header.buffer);
  if (view.getUint32(checksumOffset, true) !== checksumOf(header.subarray(checkedOffset), rest, tables))
    throw damaged();
  const ruleSet = catchFailure(() => readRuleSet(rest, tables, lengths));
  if ("kind" in ruleSet) throw new RuleFormatError(`these compiled rules are damaged: ${ruleSet.message}`);
  return ruleSet;
}

function checkVersion(header: Uint8Array): void {
  const isOurs =
    header.length === headerLength && [...compiledMagic].every((one, at) => header[at] === one.charCodeAt(0));
  if (!isOurs) throw new RuleFormatError("these bytes are no compiled rules");
  if (new DataView(header.buffer).getUint16(versionOffset, true) !== formatVersion)
    throw new RuleFormatError("these rules were compiled by another version; compile them again");
}

type PartLengths = readonly [
  description: number,
  code: number,
  rules: number,
  constants: number,
  tables: number,
];

function partLengths({ buffer, byteOffset }: Uint8Array): PartLengths {
  const view = new DataView(buffer, byteOffset + checkedOffset, headerLength - checkedOffset);
  const length = (part: number) => view.getUint32(part * 4, true);
  return [length(0), length(1), length(2), length(3), length(4)];
}

function readRuleSet(rest: Uint8Array, tables: Uint8Array, lengths: PartLengths): RuleSet {
  let at = 0;
  const [description, code, rules, constants] = lengths.slice(0, 4).map((length) => {
    at += length;
    return rest.subarray(at - length, at);
  }) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const arrays: RuleArrays = { code, rules, constants, tables };
  const maxObjects = fixedObjects + Math.floor((rest.length + tables.length) / bytesAnObject);
  const ruleSet = readDescription(description, arrays, maxObjects);
  checkStarts(ruleSet.rules);
  return ruleSet;
}

function checksumOf(...parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => mix(sum, checksum(part)), 0) >>> 0;
}

/**
 * FNV-1a on 32-bit words, little-endian, of four interleaved streams and then of what these come to; the rest byte by byte.
 * Each step is a bijection of its state, so that no change of a single word goes unseen. It guards against damage, not
 * against forgery.
 */
function checksum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocksEnd = bytes.length & ~15;
  let [a, b, c, d] = [0x811c9dc5 | 0, 1, 2, 3];
  // Perf: steps of one stream wait for each other; those of four do not.
  for (let at = 0; at < blocksEnd; at += 16) {
    a = mix(a, view.getInt32(at, true));
    b = mix(b, view.getInt32(at + 4, true));
    c = mix(c, view.getInt32(at + 8, true));
    d = mix(d, view.getInt32(at + 12, true));
  }
  let state = [a, b, c, d].reduce(mix);
  for (let at = blocksEnd; at < bytes.length; at++) state = mix(state, bytes[at]!);
  return state >>> 0;
}

/** The rotation lets high bits reach low ones, which the multiplication alone does not. */
function mix(state: number, word: number): number {
  const product = Math.imul(state ^ word, 0x01000193);
  return (product << 13) | (product >>> 19);
}

const damaged = () => new RuleFormatError("these compiled rules are damaged");
