/**
 * Turns a module's value into YARA expressions that are true exactly when an engine sees the same value: every scalar
 * equals ours, what is absent is undefined, lists are as long as ours.
 */
import type { Field, MapValue, StructType, StructValue, Type, Value } from "@tyara/base";

/** How many items of one list are looked at: the first ones and the last. */
const MAX_ITEMS = 24;

/** The expressions, each of type bool; `path` is the module's name. */
export function expressionsOf(path: string, type: StructType, value: StructValue | undefined): string[] {
  const out: string[] = [];
  struct(out, path, type, value ?? {});
  return out;
}

/** In an absent structure every scalar is undefined; what its lists and maps are is no question of the module's. */
function struct(out: string[], path: string, type: StructType, value: StructValue | undefined) {
  for (const field of type.fields.values()) {
    if (field.constant !== undefined || field.type.kind === "function" || field.deprecation) continue;
    if (value === undefined && field.type.kind === "array") continue;
    any(out, `${path}.${field.name}`, field.type, value?.[field.name], field);
  }
}

function any(out: string[], path: string, type: Type, value: Value | undefined, field: Field) {
  if (type.kind === "struct") struct(out, path, type, value as StructValue | undefined);
  else if (type.kind === "array") array(out, path, type.item, (value ?? []) as readonly Value[], field);
  else if (type.kind === "map") map(out, path, type.value, (value ?? new Map()) as MapValue, field);
  else out.push(value === undefined ? `not defined ${path}` : equals(path, type, value));
}

function array(out: string[], path: string, item: Type, values: readonly Value[], field: Field) {
  out.push(`${path}.len() == ${values.length}`);
  values.forEach((value, i) => {
    if (i < MAX_ITEMS || i === values.length - 1) any(out, `${path}[${i}]`, item, value, field);
  });
}

function map(out: string[], path: string, type: Type, value: MapValue, field: Field) {
  for (const [key, item] of value) {
    const label = typeof key === "string" ? quote(new TextEncoder().encode(key)) : String(key);
    any(out, `${path}[${label}]`, type, item, field);
  }
}

function equals(path: string, type: Type, value: Value): string {
  if (type.kind === "bool") return value ? path : `defined ${path} and not ${path}`;
  if (type.kind === "integer") return `${path} == ${integer(BigInt.asIntN(64, BigInt(value as bigint)))}`;
  if (type.kind === "float") return `${path} == ${(value as number).toFixed(6)}`;
  return `${path} == ${quote(typeof value === "string" ? new TextEncoder().encode(value) : (value as Uint8Array))}`;
}

/** The smallest integer has no literal. */
function integer(value: bigint): string {
  return value === -(2n ** 63n) ? "(-9223372036854775807 - 1)" : String(value);
}

/** A YARA string literal of exactly these bytes. */
export function quote(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
    text += isPlain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`;
  }
  return `"${text}"`;
}
