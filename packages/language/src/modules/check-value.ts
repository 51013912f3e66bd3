/** Compares a value with the type that a schema gives it, for modules that others write. */

import type { MapType, StructType, Type } from "@tyara/base";
import { spendWork } from "@tyara/base";

/** Throws a `TypeError` naming the path of the first part of `value` that does not fit `type`. */
export function checkValue(type: Type, value: unknown, path: string): void {
  if (type.kind === "struct") checkStruct(type, value, path);
  else if (type.kind === "array") checkArray(type.item, value, path);
  else if (type.kind === "map") checkMap(type, value, path);
  else if (!scalarFits(type, value)) throw mismatch(scalarExpectation[type.kind], value, path);
}

const scalarExpectation = {
  integer: "a bigint or a safe integer",
  float: "a number",
  bool: "a boolean",
  string: "a string or bytes",
  regexp: "absent",
  function: "absent",
} as const;

function scalarFits({ kind }: Type, value: unknown): boolean {
  if (kind === "integer") return typeof value === "bigint" || Number.isSafeInteger(value);
  if (kind === "float") return typeof value === "number";
  if (kind === "bool") return typeof value === "boolean";
  return kind === "string" && (typeof value === "string" || value instanceof Uint8Array);
}

function checkArray(item: Type, value: unknown, path: string): void {
  if (!Array.isArray(value)) throw mismatch("an array", value, path);
  for (let i = 0; i < value.length; i++) {
    spendWork(1);
    if (value[i] !== undefined) checkValue(item, value[i], `${path}[${i}]`);
  }
}

function checkStruct(type: StructType, value: unknown, path: string): void {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw mismatch("an object", value, path);
  for (const [name, part] of Object.entries(value)) {
    const field = type.fields.get(name);
    if (field === undefined) throw new TypeError(`${path}: ${type.name} has no field ${name}`);
    if (part !== undefined) checkValue(field.type, part, `${path}.${name}`);
  }
}

function checkMap(type: MapType, value: unknown, path: string): void {
  if (!(value instanceof Map)) throw mismatch("a Map", value, path);
  for (const [key, item] of value) {
    spendWork(1);
    const isText = typeof key === "string";
    if (isText !== (type.key === "string")) throw mismatch(`${type.key} keys`, key, path);
    checkValue(type.value, item, `${path}[${isText ? JSON.stringify(key) : key}]`);
  }
}

function mismatch(expected: string, value: unknown, path: string): TypeError {
  const given = value instanceof Uint8Array ? "bytes" : Array.isArray(value) ? "an array" : typeof value;
  return new TypeError(`${path} must be ${expected}, not ${given}${given === "number" ? ` ${value}` : ""}`);
}
