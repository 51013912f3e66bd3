/**
 * Writes a module's value as JSON: the fields of the schema in order, absent ones left out, integers as numbers of any
 * size, enum values by name, byte strings as `{"encoding": "base64", "value": …}`, no character that a terminal must not get.
 */

import type { ArrayValue, Field, MapValue, StructType, StructValue, Type, Value } from "@tyara/base";
import { printableJson } from "@tyara/base";
import { bytesOf, integerOf, isAbsent, isHidden, sortedEntries, textOf } from "./scalar.ts";

const INDENT = "  ";

/** The value as JSON text, indented by two columns. */
export function dumpJson(type: StructType, value: StructValue): string {
  return struct(type, value, "");
}

function struct(type: StructType, value: StructValue, indent: string): string {
  const members: string[] = [];
  for (const field of type.fields.values()) {
    const member = value[field.name];
    if (isHidden(field) || isAbsent(member)) continue;
    members.push(`${JSON.stringify(field.name)}: ${any(field, field.type, member, indent + INDENT)}`);
  }
  return block("{", members, "}", indent);
}

function any(field: Field, type: Type, value: Value, indent: string): string {
  if (type.kind === "struct") return struct(type, value as StructValue, indent);
  if (type.kind === "array") {
    const items = (value as ArrayValue).map((item) =>
      // An item that could not be read keeps its place in the list.
      item === undefined ? "null" : any(field, type.item, item, indent + INDENT),
    );
    return block("[", items, "]", indent);
  }
  if (type.kind === "map") {
    const entries = sortedEntries(value as MapValue);
    const items = entries.map(([k, v]) => `${quote(k)}: ${any(field, type.value, v, indent + INDENT)}`);
    return block("{", items, "}", indent);
  }
  return scalar(field, type, value, indent);
}

function scalar(field: Field, type: Type, value: Value, indent: string): string {
  if (typeof value === "string" || value instanceof Uint8Array) {
    if (!field.isBytes) return quote(textOf(value));
    const members = ['"encoding": "base64"', `"value": "${base64(bytesOf(value))}"`];
    return block("{", members, "}", indent);
  }
  if (typeof value === "boolean") return String(value);
  if (type.kind === "float") return JSON.stringify(Number(value));
  const integer = integerOf(value as bigint | number, field);
  const name = field.enumNames?.get(Number(integer));
  return name === undefined ? String(integer) : JSON.stringify(name);
}

function quote(text: string): string {
  return printableJson(JSON.stringify(text));
}

function block(open: string, items: readonly string[], close: string, indent: string): string {
  if (items.length === 0) return open + close;
  const inner = items.map((item) => `\n${indent}${INDENT}${item}`).join(",");
  return `${open}${inner}\n${indent}${close}`;
}

/** `btoa` wants a string of bytes, and `String.fromCharCode` only so many arguments at once. */
const BASE64_CHUNK = 0x6000;

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += BASE64_CHUNK) {
    // Bounded: a chunk.
    text += btoa(String.fromCharCode(...bytes.subarray(i, i + BASE64_CHUNK)));
  }
  return text;
}
