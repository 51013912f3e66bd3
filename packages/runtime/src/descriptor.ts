// Descriptions of what modules import and export, and when one thing may stand where another is asked for.
import {
  type ValueType,
  valueTypeName,
  type GlobalType as WasmGlobalType,
  type Limits as WasmLimits,
} from "@tyara/wasm";
import type { ValType } from "./value.ts";

/** Parameters and results of a function. */
export interface FuncType {
  readonly params: readonly ValType[];
  readonly results: readonly ValType[];
}

/** Whether a global may change. */
export type Mutability = "const" | "var";

export interface GlobalType {
  readonly type: ValType;
  readonly mutability: Mutability;
}

/** Sizes in pages of 64 KiB. */
export interface MemoryType {
  readonly minimum: number;
  readonly maximum?: number | undefined;
  /** Shared between threads; needs a maximum. */
  readonly shared?: boolean | undefined;
  /** Addresses are 64-bit integers. */
  readonly is64?: boolean | undefined;
}

/** Sizes in elements. */
export interface TableType {
  readonly element: "funcref" | "externref" | "opaque";
  readonly minimum: number;
  readonly maximum?: number | undefined;
  /** Indices are 64-bit integers. */
  readonly is64?: boolean | undefined;
}

/** What can be imported and exported. */
export type ExternType =
  | { readonly kind: "func"; readonly type: FuncType }
  | { readonly kind: "global"; readonly type: GlobalType }
  | { readonly kind: "memory"; readonly type: MemoryType }
  | { readonly kind: "table"; readonly type: TableType }
  | { readonly kind: "tag"; readonly type: FuncType };

export interface ImportDescriptor {
  readonly module: string;
  readonly name: string;
  readonly type: ExternType;
}

export interface ExportDescriptor {
  readonly name: string;
  readonly type: ExternType;
}

/** Bytes in a WebAssembly page. */
export const pageSize = 65_536;

/** A list of value types from the binary format's numbers. */
export function valTypes(types: readonly ValueType[]): ValType[] {
  return types.map((type) => valueTypeName(type) as ValType);
}

/** A global's type from the binary format's. */
export function globalType(type: WasmGlobalType): GlobalType {
  return { type: valueTypeName(type.type) as ValType, mutability: type.mutable ? "var" : "const" };
}

/** A memory's type from the binary format's. */
export function memoryType(limits: WasmLimits): MemoryType {
  const { minimum, maximum, shared, is64 } = limits;
  return { minimum, maximum, shared: shared ?? false, ...(is64 && { is64 }) };
}

/** Whether two lists of types are the same. */
export function sameTypes(a: readonly ValType[], b: readonly ValType[]): boolean {
  return a.length === b.length && a.every((type, index) => type === b[index]);
}

/** Whether two function types are the same. */
export function sameFuncType(a: FuncType, b: FuncType): boolean {
  return sameTypes(a.params, b.params) && sameTypes(a.results, b.results);
}

/**
 * Whether something of type `given` may be imported where `wanted` is declared. Opaque types are taken to be the same: the
 * host knows whether they are.
 */
export function isImportable(given: ExternType, wanted: ExternType): boolean {
  switch (wanted.kind) {
    case "func":
      return given.kind === "func" && sameFuncType(given.type, wanted.type);
    case "global":
      return (
        given.kind === "global" &&
        given.type.type === wanted.type.type &&
        given.type.mutability === wanted.type.mutability
      );
    case "memory":
      return (
        given.kind === "memory" &&
        (given.type.shared ?? false) === (wanted.type.shared ?? false) &&
        (given.type.is64 ?? false) === (wanted.type.is64 ?? false) &&
        hasLimits(given.type, wanted.type)
      );
    case "table":
      return (
        given.kind === "table" &&
        given.type.element === wanted.type.element &&
        (given.type.is64 ?? false) === (wanted.type.is64 ?? false) &&
        hasLimits(given.type, wanted.type)
      );
    case "tag":
      return given.kind === "tag" && sameFuncType(given.type, wanted.type);
  }
}

function hasLimits(
  given: { minimum: number; maximum?: number | undefined },
  wanted: { minimum: number; maximum?: number | undefined },
): boolean {
  if (given.minimum < wanted.minimum) return false;
  return wanted.maximum === undefined || (given.maximum !== undefined && given.maximum <= wanted.maximum);
}

/** A type as one reads it: `func(i32, i64) -> (f64)`, `memory 1..4`. */
export function describeType(type: ExternType): string {
  switch (type.kind) {
    case "func":
      return `func(${type.type.params.join(", ")}) -> (${type.type.results.join(", ")})`;
    case "global":
      return `global ${type.type.mutability === "var" ? "mutable " : ""}${type.type.type}`;
    case "memory":
      return `${type.type.shared ? "shared " : ""}memory ${type.type.minimum}..${type.type.maximum ?? ""}`;
    case "table":
      return `table of ${type.type.element} ${type.type.minimum}..${type.type.maximum ?? ""}`;
    case "tag":
      return `tag(${type.type.params.join(", ")})`;
  }
}
