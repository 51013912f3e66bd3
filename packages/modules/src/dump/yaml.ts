/**
 * Writes a module's value as YAML, in the layout that `yara-x dump` made known: fields in the order of the schema,
 * absent ones left out, four columns of indentation, list items behind `  - `, a comment where a number stands for a
 * time or for flags.
 *
 * The writer never ends a line: whoever begins a new entry begins a new line, so the text ends without one.
 */

import type { ArrayValue, Field, MapValue, StructType, StructValue, Type, Value } from "@tyara/base";
import { escapeUnprintable, isPrintable } from "@tyara/base";
import { bytesOf, integerOf, isAbsent, isHidden, isScalar, sortedEntries, textOf } from "./scalar.ts";

const INDENT = "    ";
const BULLET = "  - ";

/** The fields of `value` as YAML, without a newline at the end; empty when no field is set. */
export function dumpYaml(type: StructType, value: StructValue): string {
  const out: string[] = [];
  writeStruct(out, type, value, "", true);
  return out.join("");
}

/** `isInline`: the first field goes where the output stands (top of the text, behind a bullet). */
function writeStruct(out: string[], type: StructType, value: StructValue, indent: string, isInline: boolean) {
  let isFirst = isInline;
  for (const field of type.fields.values()) {
    const member = value[field.name];
    if (isHidden(field) || isAbsent(member)) continue;
    if (!isFirst) out.push("\n", indent);
    isFirst = false;
    out.push(field.name, ":");
    writeMember(out, field, field.type, member, indent);
  }
}

function writeMember(out: string[], field: Field, type: Type, value: Value, indent: string) {
  if (type.kind === "array") return writeArray(out, field, type.item, value as ArrayValue, indent);
  if (type.kind === "map") return writeMap(out, field, type.value, value as MapValue, indent + INDENT);
  if (type.kind === "struct") return writeStruct(out, type, value as StructValue, indent + INDENT, false);
  out.push(" ");
  writeScalar(out, field, type, value, indent + INDENT);
}

/** An item that could not be read keeps its place in the list. */
const ABSENT_ITEM = "~";

function writeArray(out: string[], field: Field, item: Type, values: ArrayValue, indent: string) {
  for (const value of values) {
    out.push("\n", indent, BULLET);
    if (value === undefined) out.push(ABSENT_ITEM);
    else if (item.kind === "struct") writeStruct(out, item, value as StructValue, indent + INDENT, true);
    else writeScalar(out, field, item, value, indent + INDENT);
  }
}

function writeMap(out: string[], field: Field, valueType: Type, map: MapValue, indent: string) {
  for (const [key, value] of sortedEntries(map)) {
    out.push("\n", indent, quoteText(key), ":");
    writeMember(out, field, valueType, value, indent);
  }
}

function writeScalar(out: string[], field: Field, type: Type, value: Value, indent: string) {
  if (!isScalar(value)) return;
  if (typeof value === "string" || value instanceof Uint8Array) out.push(string(field, value, indent));
  else if (typeof value === "boolean") out.push(String(value));
  else out.push(type.kind === "float" ? float(Number(value)) : integer(field, value));
}

function float(value: number): string {
  return Number.isFinite(value) ? value.toFixed(1) : value > 0 ? "inf" : value < 0 ? "-inf" : "NaN";
}

function integer(field: Field, raw: bigint | number): string {
  const value = integerOf(raw, field);
  const format = field.format;
  const name = field.enumNames?.get(Number(value));
  if (name !== undefined) return name;
  if (format === undefined) return String(value);
  if (format.kind === "hex") return `0x${value.toString(16)}`;
  if (format.kind === "timestamp") return `${value}  # ${timestamp(value)}`;
  const names = [...format.names].filter(([bits]) => (value & BigInt(bits)) !== 0n).map(([, name]) => name);
  const hex = `0x${value.toString(16)}`;
  return names.length === 0 ? hex : `${hex}  # ${names.join(" | ")}`;
}

/** Milliseconds either side of 1970 that a `Date` can hold. */
const MAX_DATE = 8_640_000_000_000_000n;

function timestamp(seconds: bigint): string {
  const ms = seconds * 1000n;
  if (ms > MAX_DATE || ms < -MAX_DATE) return "out of range";
  const [day, time] = new Date(Number(ms)).toISOString().split("T");
  return `${day} ${time?.slice(0, 8)} UTC`;
}

function string(field: Field, value: string | Uint8Array, indent: string): string {
  if (field.isBytes) return quoteBytes(bytesOf(value));
  const text = textOf(value);
  return isBlock(text) ? block(text, indent) : quoteText(text);
}

/** Several lines stand as they are, unless they hold what a terminal must not be given. */
function isBlock(text: string): boolean {
  return text.includes("\n") && isPrintable(text.replace(/\r?\n|\t/g, ""));
}

function block(text: string, indent: string): string {
  const lines = text.split("\n").map((line) => indent + line.replace(/\r$/, ""));
  return `|\n${lines.join("\n")}`;
}

const NAMED_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["'", "\\'"],
  ['"', '\\"'],
  ["\\", "\\\\"],
]);

/** For a character of one or two code units. */
function escapeOf(char: string): string {
  const named = NAMED_ESCAPES.get(char);
  if (named !== undefined) return named;
  const digits = char.codePointAt(0)!.toString(16);
  if (digits.length <= 2) return `\\x${digits.padStart(2, "0")}`;
  return digits.length <= 4 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

function quoteText(text: string): string {
  return `"${escapeUnprintable(text.replace(/[\n\r\t'"\\]/g, escapeOf), escapeOf)}"`;
}

/** Bytes as Latin-1, so that one character is one byte: what is not printable ASCII is escaped. */
function quoteBytes(bytes: Uint8Array): string {
  let text = '"';
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    const isPlain = byte >= 0x20 && byte < 0x7f && !NAMED_ESCAPES.has(char);
    text += isPlain ? char : escapeOf(char);
  }
  return `${text}"`;
}
