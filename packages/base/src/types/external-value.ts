/**
 * External variables: which type a value from JavaScript has, and whether it may be given at all (SM-14).
 *
 * Numbers are integers when they are whole and safe and not said to be floats (`float`), else floats; larger integers are given as `bigint`; text and bytes are strings; plain objects are structures, arrays
 * must be non-empty and of one type, maps must be non-empty, of one type, and have integer or string keys.
 */
import { Float } from "./float.ts";
import type { ArrayType, Field, MapType, StructType, Type } from "./type.ts";
import { BOOL, FLOAT, INTEGER, STRING } from "./type.ts";

/** Why a value or a name cannot be an external variable. */
export type VariableProblem =
  | "already-exists"
  | "invalid-identifier"
  | "invalid-type"
  | "invalid-array"
  | "integer-out-of-range"
  | "unexpected-null"
  | "undefined-variable"
  | "too-deep";

/** A variable that cannot be defined or set; thrown to whoever gave it. */
export class VariableError extends Error {
  override readonly name = "VariableError";
  readonly problem: VariableProblem;

  constructor(problem: VariableProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

/** Limit: values nested deeper are mistakes, and recursion has to end somewhere. */
const MAX_DEPTH = 64;

/** The type of a value. `path` names it in errors. */
export function typeOfValue(value: unknown, path: string, depth = 0): Type {
  if (depth > MAX_DEPTH)
    throw new VariableError("too-deep", `${path} is nested more than ${MAX_DEPTH} levels deep`);
  switch (typeof value) {
    case "boolean":
      return BOOL;
    case "string":
      return STRING;
    case "bigint":
      return typeOfInteger(value, path);
    case "number":
      return typeOfNumber(value, path);
    case "object":
      return typeOfObject(value, path, depth);
    default:
      throw new VariableError("invalid-type", `${path} is ${typeof value}, which has no type in rules`);
  }
}

function typeOfInteger(value: bigint, path: string): Type {
  if (BigInt.asIntN(64, value) === value) return INTEGER;
  throw new VariableError("integer-out-of-range", `${path} does not fit into 64 bits`);
}

function typeOfNumber(value: number, path: string): Type {
  if (Number.isNaN(value)) throw new VariableError("invalid-type", `${path} is not a number`);
  return Number.isSafeInteger(value) ? INTEGER : FLOAT;
}

function typeOfObject(value: object | null, path: string, depth: number): Type {
  if (value === null) throw new VariableError("unexpected-null", `${path} is null`);
  if (value instanceof Float) return FLOAT;
  if (value instanceof Uint8Array) return STRING;
  if (Array.isArray(value)) return typeOfArray(value, path, depth);
  if (value instanceof Map) return typeOfMap(value, path, depth);
  const fields = new Map<string, Field>();
  for (const [name, member] of Object.entries(value))
    if (member !== undefined)
      fields.set(name, { name, type: typeOfValue(member, `${path}.${name}`, depth + 1) });
  return { kind: "struct", name: path, fields };
}

function typeOfArray(items: readonly unknown[], path: string, depth: number): ArrayType {
  const types = items.map((item, i) => typeOfValue(item, `${path}[${i}]`, depth + 1));
  return { kind: "array", item: commonType(types, path) };
}

function typeOfMap(map: ReadonlyMap<unknown, unknown>, path: string, depth: number): MapType {
  const keys = new Set([...map.keys()].map((key) => typeOfValue(key, `a key of ${path}`, depth + 1).kind));
  const [key] = keys;
  if (keys.size !== 1 || (key !== "integer" && key !== "string"))
    throw new VariableError("invalid-type", `the keys of ${path} must be all integers or all strings`);
  const types = [...map.values()].map((value) => typeOfValue(value, `a value of ${path}`, depth + 1));
  return { kind: "map", key, value: commonType(types, path) };
}

function commonType(types: readonly Type[], path: string): Type {
  const [first, ...rest] = types;
  if (first === undefined)
    throw new VariableError("invalid-array", `${path} is empty, so the type of its items is not known`);
  if (first.kind === "array" || first.kind === "map")
    throw new VariableError("invalid-array", `${path} holds collections`);
  if (!rest.every((type) => isSameShape(first, type)))
    throw new VariableError("invalid-array", `the items of ${path} are of different types`);
  return first;
}

/** Whether two inferred types are the same: structures by their fields. */
export function isSameShape(a: Type, b: Type): boolean {
  if (a.kind === "struct" && b.kind === "struct") return hasSameFields(a, b);
  if (a.kind === "array" && b.kind === "array") return isSameShape(a.item, b.item);
  if (a.kind === "map" && b.kind === "map") return a.key === b.key && isSameShape(a.value, b.value);
  return a.kind === b.kind;
}

function hasSameFields(a: StructType, b: StructType): boolean {
  if (a.fields.size !== b.fields.size) return false;
  for (const [name, { type }] of a.fields) {
    const other = b.fields.get(name);
    if (other === undefined || !isSameShape(type, other.type)) return false;
  }
  return true;
}
