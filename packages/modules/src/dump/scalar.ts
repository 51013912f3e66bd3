/** How one scalar looks in a dump: what the YAML and the JSON writer have in common. */
import type { Field, ScalarValue, Value } from "@tyara/base";

const DECODER = new TextDecoder();
const ENCODER = new TextEncoder();

/** The value as an integer of the width and sign that the schema gives the field. */
export function integerOf(value: bigint | number, field: Field): bigint {
  const bits = field.integer?.bits ?? 64;
  const wide = typeof value === "bigint" ? value : BigInt(Math.trunc(value));
  return field.integer?.isSigned === false ? BigInt.asUintN(bits, wide) : BigInt.asIntN(bits, wide);
}

/** The bytes of a string value. */
export function bytesOf(value: string | Uint8Array): Uint8Array {
  return typeof value === "string" ? ENCODER.encode(value) : value;
}

/** The text of a string value; ill-formed UTF-8 becomes U+FFFD. */
export function textOf(value: string | Uint8Array): string {
  return typeof value === "string" ? value : DECODER.decode(value);
}

/** Whether the field is a place for functions or constants of the module, which no dump shows. */
export function isHidden(field: Field): boolean {
  return field.constant !== undefined || field.type.kind === "function";
}

/** Whether a dump leaves the field out: nothing there, or an empty list or map. */
export function isAbsent(value: Value | undefined): value is undefined {
  if (value === undefined) return true;
  if (value instanceof Map) return value.size === 0;
  return Array.isArray(value) && value.length === 0;
}

/** Entries of a map in the order of their keys. */
export function sortedEntries(map: ReadonlyMap<bigint | number | string, Value>): [string, Value][] {
  const entries = [...map].map(([key, value]): [string, Value] => [String(key), value]);
  return entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

export function isScalar(value: Value): value is ScalarValue {
  return typeof value !== "object" || value instanceof Uint8Array;
}
