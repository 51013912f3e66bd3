// What an object of imports holds for a module, in the module's order.
import type { ImportValue } from "../backend.ts";
import {
  describeType,
  type ExternType,
  type GlobalType,
  type ImportDescriptor,
  isImportable,
} from "../descriptor.ts";
import { type Extern, externType } from "../extern.ts";
import { Global as LayerGlobal } from "../global.ts";
import type { Module as LayerModule } from "../module.ts";
import { theStore } from "./context.ts";
import { LinkError } from "./errors.ts";
import { type Callable, handleOf, hostFunction, toWasm } from "./functions.ts";
import { globals } from "./global.ts";
import { memories } from "./memory.ts";
import { tables } from "./table.ts";
import { tags } from "./tag.ts";

/** Names of modules, and the things that they hold by name. */
export type Imports = Record<string, Record<string, unknown>>;

/** Reads what a module imports. Throws TypeError where objects are missing, LinkError where things are or do not fit. */
export function readImports(module: LayerModule, importObject: unknown): ImportValue[] {
  if (importObject !== undefined && !isObject(importObject)) {
    throw new TypeError("WebAssembly.Instance(): the imports must be an object");
  }
  if (module.imports.length > 0 && importObject === undefined) {
    throw new TypeError("WebAssembly.Instance(): the module has imports, and no object of imports is given");
  }
  return module.imports.map((wanted) => {
    const names = (importObject as Record<string, unknown>)[wanted.module];
    if (!isObject(names))
      throw new TypeError(`WebAssembly.Instance(): import "${wanted.module}" is no object`);
    return importOf(wanted, (names as Record<string, unknown>)[wanted.name]);
  });
}

const isObject = (value: unknown): boolean =>
  (typeof value === "object" && value !== null) || typeof value === "function";

function importOf(wanted: ImportDescriptor, value: unknown): ImportValue {
  switch (wanted.type.kind) {
    case "func": {
      const known = handleOf(value);
      if (known !== undefined) return fitting(wanted, known);
      if (typeof value !== "function") return refuse(wanted, "is no function");
      return hostFunction(value as Callable, wanted.type.type);
    }
    case "global":
      return fitting(wanted, globals.find(value) ?? globalOf(wanted, wanted.type.type, value));
    case "memory":
      return fitting(wanted, memories.find(value));
    case "table":
      return fitting(wanted, tables.find(value));
    case "tag":
      return fitting(wanted, tags.find(value));
  }
}

// An immutable global may be given as its value.
function globalOf(wanted: ImportDescriptor, type: GlobalType, value: unknown): LayerGlobal {
  const isBigInt = type.type === "i64";
  const isReference = type.type === "externref" || type.type === "funcref";
  if (type.mutability === "var") refuse(wanted, "is no WebAssembly.Global");
  if (type.type === "v128") refuse(wanted, "cannot be given as a value");
  if (!isReference && typeof value !== (isBigInt ? "bigint" : "number"))
    refuse(wanted, isBigInt ? "is no bigint" : "is no number");
  try {
    return LayerGlobal.create(theStore(), type, toWasm(value, type.type) as never);
  } catch (error) {
    throw new LinkError(`WebAssembly.Instance(): ${(error as Error).message}`, { cause: error });
  }
}

function fitting(wanted: ImportDescriptor, item: Extern | undefined): Extern {
  if (item === undefined) return refuse(wanted, `is no ${nameOf(wanted.type)}`);
  const given = externType(item);
  if (isImportable(given, wanted.type)) return item;
  return refuse(wanted, `is ${describeType(given)}, not ${describeType(wanted.type)}`);
}

const nameOf = ({ kind }: ExternType): string => `WebAssembly.${kind[0]!.toUpperCase()}${kind.slice(1)}`;

function refuse({ module, name }: ImportDescriptor, why: string): never {
  throw new LinkError(`WebAssembly.Instance(): import "${module}" "${name}" ${why}`);
}
