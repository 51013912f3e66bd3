/**
 * External variables: their values lie behind the constants, so that they outlive the heap of a scan, and are laid out
 * again when one of them changes.
 */

import {
  Float,
  type GlobalValue,
  type StructType,
  type StructValue,
  type Type,
  type Value,
  VariableError,
} from "@tyara/base";
import type { RuleSet } from "@tyara/contract";
import { MemoryMap } from "@tyara/contract";
import { align, type ScanMemory } from "./scan-memory.ts";
import { ValueWriter } from "./value-writer.ts";

/** The variables with one of them changed. Throws VariableError when it is unknown or of another type than declared. */
export function withGlobal(
  type: StructType,
  values: StructValue,
  identifier: string,
  value: GlobalValue,
): StructValue {
  const field = type.fields.get(identifier);
  if (field === undefined) {
    throw new VariableError("undefined-variable", `there is no variable \`${identifier}\``);
  }
  const converted = convert(field.type, value);
  if (converted === undefined) {
    const message = `the variable \`${identifier}\` is of type ${field.type.kind}; ${describe(value)} is not`;
    throw new VariableError("invalid-type", message);
  }
  return { ...values, [identifier]: converted };
}

/** The value in the form that is laid out; undefined when it is not of the type. */
function convert(type: Type, given: GlobalValue): Value | undefined {
  if (given instanceof Float) return type.kind === "float" ? given.value : undefined;
  const value = given as Exclude<GlobalValue, Float>;
  switch (type.kind) {
    case "integer":
      return isInteger64(value) ? value : undefined;
    case "float":
      return typeof value === "number" ? value : undefined;
    case "bool":
      return typeof value === "boolean" ? value : undefined;
    case "string":
      return typeof value === "string" || value instanceof Uint8Array ? value : undefined;
    case "array":
      return convertArray(type.item, value);
    case "struct":
      return convertStruct(type, value);
    default:
      return undefined;
  }
}

function isInteger64(value: GlobalValue): value is bigint | number {
  return typeof value === "bigint" ? BigInt.asIntN(64, value) === value : Number.isSafeInteger(value);
}

function convertArray(item: Type, value: GlobalValue): Value | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.map((one: GlobalValue) => convert(item, one));
  return items.includes(undefined) ? undefined : items;
}

function convertStruct(type: StructType, value: GlobalValue): Value | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value).map(([name, one]) => {
    const field = type.fields.get(name);
    return [name, field === undefined || one === undefined ? undefined : convert(field.type, one)] as const;
  });
  const isComplete = entries.length === type.fields.size && entries.every(([, one]) => one !== undefined);
  return isComplete ? Object.fromEntries(entries) : undefined;
}

function isObject(value: GlobalValue): value is { readonly [field: string]: GlobalValue | undefined } {
  return (
    typeof value === "object" &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array) &&
    !(value instanceof Map)
  );
}

function describe(value: GlobalValue): string {
  if (value instanceof Float) return "a float";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `${typeof value} ${String(value)}`;
}

/** Lays the variables out behind the constants; returns the first address behind them. */
export function layOutGlobals(memory: ScanMemory, { globals, layout }: RuleSet, values: StructValue): number {
  memory.refresh();
  memory.set(MemoryMap.heapNext, align(layout.end));
  memory.set(MemoryMap.heapEnd, memory.bytes.length);
  if (globals.layout.slots.length > 0)
    new ValueWriter(memory).writeStruct(globals.root, globals.layout, values);
  return memory.get(MemoryMap.heapNext);
}
