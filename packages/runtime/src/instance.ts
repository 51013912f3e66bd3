import type { BackendInstance } from "./backend.ts";
import type { ExportDescriptor } from "./descriptor.ts";
import { LinkError } from "./errors.ts";
import type { Extern } from "./extern.ts";
import type { Func, TypedFunc } from "./func.ts";
import type { Global } from "./global.ts";
import type { Memory } from "./memory.ts";
import type { Module } from "./module.ts";
import type { Store } from "./store.ts";
import type { Table } from "./table.ts";
import type { Tag } from "./tag.ts";
import type { ValType } from "./value.ts";

/** A module brought to life in a store. Made by `Linker.instantiate`. */
export class Instance {
  readonly store: Store<unknown>;
  readonly module: Module;
  readonly #backend: BackendInstance;

  /** @internal */
  constructor(store: Store<unknown>, module: Module, backend: BackendInstance) {
    this.store = store;
    this.module = module;
    this.#backend = backend;
  }

  /** What the instance exports. */
  get exports(): readonly ExportDescriptor[] {
    return this.module.exports;
  }

  /** An export of any kind. */
  getExport(name: string): Extern | undefined {
    return this.module.exportType(name) === undefined ? undefined : this.#backend.getExport(name);
  }

  /** An exported function. Throws LinkError if there is none of that name. */
  getFunc(name: string): Func {
    return this.#get(name, "func");
  }

  /** An exported memory. Throws LinkError if there is none of that name. */
  getMemory(name: string): Memory {
    return this.#get(name, "memory");
  }

  /** An exported global. Throws LinkError if there is none of that name. */
  getGlobal(name: string): Global {
    return this.#get(name, "global");
  }

  /** An exported table. Throws LinkError if there is none of that name. */
  getTable(name: string): Table {
    return this.#get(name, "table");
  }

  /** An exported tag. Throws LinkError if there is none of that name. */
  getTag(name: string): Tag {
    return this.#get(name, "tag");
  }

  /**
   * An exported function as typed JavaScript: the types are checked here, once, and calls convert nothing that
   * need not be. Throws LinkError if there is no function of that name and type.
   */
  getTypedFunc<const Params extends readonly ValType[], const Results extends readonly ValType[]>(
    name: string,
    params: Params,
    results: Results,
  ): TypedFunc<Params, Results> {
    return this.getFunc(name).typed(params, results);
  }

  #get<Kind extends Extern["kind"]>(name: string, kind: Kind): Extract<Extern, { kind: Kind }> {
    const found = this.getExport(name);
    if (found === undefined) throw new LinkError("unknownExport", `the module has no export "${name}"`);
    if (found.kind === kind) return found as Extract<Extern, { kind: Kind }>;
    throw new LinkError("incompatibleExport", `export "${name}" is a ${found.kind}, not a ${kind}`);
  }
}
