// Hosts do not tell the type of a function that is met in a table, a global or as a reference. Exports are remembered;
// for any other function, one of the types that the store's modules declare is the one, and the host knows which:
// a module that imports a function of another type does not link.

import { ModuleBuilder, ValueType } from "@tyara/wasm";
import type { FuncType } from "../../descriptor.ts";
import { LinkError } from "../../errors.ts";
import type { Module } from "../../module.ts";
import type { ValType } from "../../value.ts";
import { host } from "./host.ts";
import type { NativeFunction } from "./host-externs.ts";
import { mayCompile } from "./may-compile.ts";

/** Modules that import a function of one type, by the type; for all stores: they hold nothing. */
const probes = new Map<string, WebAssembly.Module>();

export class FunctionTypes {
  readonly #known = new WeakMap<NativeFunction, FuncType>();
  readonly #candidates = new Map<string, FuncType>();

  /** The function has this type. */
  learn(native: NativeFunction, type: FuncType): void {
    this.#known.set(native, type);
  }

  /** The exported functions of an instance have the types that its module says. */
  learnExports(module: Module, native: WebAssembly.Instance): void {
    for (const { name, type } of module.exports) {
      if (type.kind === "func") this.learn(native.exports[name] as NativeFunction, type.type);
    }
  }

  /** Functions that the store meets from now on may have one of these types. */
  addCandidates(types: readonly FuncType[]): void {
    for (const type of types) {
      if (![...type.params, ...type.results].includes("opaque")) this.#candidates.set(keyOf(type), type);
    }
  }

  /** The type of a function. Throws LinkError if it cannot be found out. */
  typeOf(native: NativeFunction): FuncType {
    const type = this.#known.get(native) ?? this.#find(native);
    if (type === undefined)
      throw new LinkError("incompatibleExport", "the host does not tell the function's type");
    this.learn(native, type);
    return type;
  }

  #find(native: NativeFunction): FuncType | undefined {
    if (!mayCompile()) return undefined;
    for (const [key, type] of this.#candidates) {
      if (type.params.length === native.length && links(native, key, type)) return type;
    }
    return undefined;
  }
}

const keyOf = ({ params, results }: FuncType): string => `${params.join()}:${results.join()}`;

const valueTypes = (types: readonly ValType[]): ValueType[] => types.map((type) => ValueType[type]);

function links(native: NativeFunction, key: string, type: FuncType): boolean {
  let probe = probes.get(key);
  if (probe === undefined) {
    const module = new ModuleBuilder();
    module.importFunction("probe", "function", valueTypes(type.params), valueTypes(type.results));
    probe = new host.WebAssembly.Module(module.finish());
    probes.set(key, probe);
  }
  try {
    new host.WebAssembly.Instance(probe, { probe: { function: native } });
    return true;
  } catch (error) {
    if (error instanceof host.WebAssembly.LinkError) return false;
    throw error;
  }
}
