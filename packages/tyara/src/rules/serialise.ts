/**
 * Rule sets as bytes, to be kept in files and sent between processes.
 *
 *     8 bytes   "TYARA", 0, the version of the format as u16
 *     u32       byte length of the description
 *     u32       checksum of everything behind it
 *     …         the description: JSON in UTF-8
 *     …         the byte arrays that it speaks of, one behind the other
 *
 * JSON lacks some of the values; they are written as objects with one key: `{"$i": "12"}` an integer, `{"$f": "NaN"}` a
 * float that is no number, `{"$b": [start, length]}` bytes, `{"$m": [[key, value], …]}` a map; the only key of an
 * object that looks like one of these gets another `$` in front.
 *
 * Limit: a file is trusted as the rules it was made of are: its code runs inside WebAssembly and reaches nothing but
 * the scanner's functions, but it can make a scan's result say anything.
 */
import type { RuleSet } from "./rule-set.ts";

const magic = "TYARA\0";
const versionOffset = magic.length;
const lengthOffset = 8;
const checksumOffset = 12;
const headerLength = 16;

/** Changes whenever rule code, the kernels' tables or this format change: rules are then compiled again. */
const formatVersion = 7;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** Bytes that are no rule set, or one of another version of Tyara. */
export class RuleFormatError extends Error {
  override readonly name = "RuleFormatError";
}

/** Writes a rule set; the bytes are the caller's. */
export function serialiseRuleSet(ruleSet: RuleSet): Uint8Array {
  const arrays: Uint8Array[] = [];
  const description = encoder.encode(JSON.stringify(new Encoder(arrays).encode(ruleSet)));
  const length = arrays.reduce((sum, array) => sum + array.length, headerLength + description.length);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  bytes.set(encoder.encode(magic));
  view.setUint16(versionOffset, formatVersion, true);
  view.setUint32(lengthOffset, description.length, true);
  bytes.set(description, headerLength);
  let at = headerLength + description.length;
  for (const array of arrays) {
    bytes.set(array, at);
    at += array.length;
  }
  view.setUint32(checksumOffset, checksum(bytes.subarray(headerLength)), true);
  return bytes;
}

/**
 * Reads a rule set back. Throws {@link RuleFormatError}. An array that is most of `bytes`, as search tables are, is a view
 * of them; others are copies, so that they do not keep all of them once that one is gone.
 */
export function deserialiseRuleSet(bytes: Uint8Array): RuleSet {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isOurs =
    bytes.length >= headerLength && [...magic].every((one, at) => bytes[at] === one.charCodeAt(0));
  if (!isOurs) throw new RuleFormatError("these bytes are no compiled rules");
  if (view.getUint16(versionOffset, true) !== formatVersion) {
    throw new RuleFormatError("these rules were compiled by another version; compile them again");
  }
  if (view.getUint32(checksumOffset, true) !== checksum(bytes.subarray(headerLength))) throw damaged();
  const arraysStart = headerLength + view.getUint32(lengthOffset, true);
  if (arraysStart > bytes.length) throw damaged();
  const value = decodeDescription(bytes.subarray(headerLength, arraysStart), bytes.subarray(arraysStart));
  if (!isRuleSet(value)) throw damaged();
  return value;
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

type Tagged = Readonly<Record<string, unknown>>;

class Encoder {
  readonly #arrays: Uint8Array[];
  #length = 0;

  /** @param arrays where byte arrays are put. */
  constructor(arrays: Uint8Array[]) {
    this.#arrays = arrays;
  }

  encode(value: unknown): unknown {
    if (typeof value === "bigint") return { $i: String(value) };
    if (typeof value === "number" && !isJsonNumber(value))
      return { $f: Object.is(value, -0) ? "-0" : String(value) };
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Uint8Array) return this.#bytes(value);
    if (Array.isArray(value)) return value.map((one) => this.encode(one));
    if (value instanceof Map) return { $m: [...value].map((entry) => this.encode(entry)) };
    const encoded = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.encode(one)]));
    return isTagged(encoded) ? addMark(encoded) : encoded;
  }

  #bytes(array: Uint8Array): Tagged {
    const start = this.#length;
    this.#arrays.push(array);
    this.#length += array.length;
    return { $b: [start, array.length] };
  }
}

const isJsonNumber = (value: number) => Number.isFinite(value) && !Object.is(value, -0);

function isTagged(value: object): boolean {
  const names = Object.keys(value);
  return names.length === 1 && names[0]!.startsWith("$");
}

function addMark(encoded: Tagged): Tagged {
  return Object.fromEntries(Object.entries(encoded).map(([name, value]) => [`$${name}`, value]));
}

function decodeDescription(description: Uint8Array, arrays: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(description), (_, value: unknown) => decodeTagged(value, arrays));
  } catch (error) {
    throw error instanceof RuleFormatError ? error : damaged();
  }
}

/** JSON.parse calls this from the leaves up, so what a tagged object holds is decoded already. */
function decodeTagged(value: unknown, arrays: Uint8Array): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value) || !isTagged(value)) return value;
  const [[tag, content]] = Object.entries(value) as [[string, unknown]];
  switch (tag) {
    case "$i":
      return BigInt(content as string);
    case "$f":
      return Number(content);
    case "$m":
      return new Map(content as [unknown, unknown][]);
    case "$b": {
      const [start, length] = content as [number, number];
      if (!(start >= 0 && length >= 0 && start + length <= arrays.length)) throw damaged();
      const bytes = arrays.subarray(start, start + length);
      return length > arrays.length / 2 ? bytes : new Uint8Array(bytes);
    }
    default:
      if (tag.startsWith("$$")) return { [tag.slice(1)]: content };
      throw damaged();
  }
}

function isRuleSet(value: unknown): value is RuleSet {
  if (typeof value !== "object" || value === null) return false;
  const {
    namespaces,
    rules,
    code,
    search,
    constants,
    layout,
    modules,
    globals,
    functions,
    regexps,
    headLength,
    readsAnywhere,
  } = value as Partial<RuleSet>;
  const lists = [namespaces, modules, functions, regexps];
  const objects = [search, layout, globals];
  return (
    typeof headLength === "number" &&
    typeof readsAnywhere === "boolean" &&
    [search?.sight?.head, search?.sight?.behind, search?.sight?.ahead].every(
      (one) => typeof one === "number",
    ) &&
    lists.every(Array.isArray) &&
    objects.every((one) => typeof one === "object" && one !== null) &&
    [code, constants, search?.bytes, rules?.bytes].every((one) => one instanceof Uint8Array) &&
    rules!.length * 4 <= rules!.bytes.length
  );
}
