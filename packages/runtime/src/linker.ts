import type { AsContext } from "./as-context.ts";
import type { ImportValue } from "./backend.ts";
import type { BareEngine } from "./bare-engine.ts";
import { CallbackSync } from "./callback-sync.ts";
import { Caller } from "./caller.ts";
import { describeType, type FuncType, type ImportDescriptor, isImportable } from "./descriptor.ts";
import { LinkError } from "./errors.ts";
import { type Extern, externType } from "./extern.ts";
import type { HostCallback, RawCallback } from "./func.ts";
import { importable, propertyOf } from "./import-object.ts";
import { Instance } from "./instance.ts";
import type { Memory } from "./memory.ts";
import type { Module } from "./module.ts";
import type { Store } from "./store.ts";
import type { ValType } from "./value.ts";

/** A host function that the linker knows; bound to a caller at each instantiation. */
export type HostFunc =
  | {
      readonly kind: "host";
      readonly form: "typed";
      readonly type: FuncType;
      readonly sync: CallbackSync;
      readonly call: (caller: Caller<unknown>, ...values: never[]) => unknown;
    }
  | {
      readonly kind: "host";
      readonly form: "raw";
      readonly type: FuncType;
      readonly sync: CallbackSync;
      readonly call: RawCallback<unknown>;
    };

/**
 * Names for what modules import. Definitions are by module name and name; a second definition of one is
 * refused. A linker may instantiate many modules, host functions even in many stores.
 */
export class Linker<T> {
  readonly engine: BareEngine;
  #mayShadow = false;
  readonly #definitions = new Map<string, Map<string, HostFunc | Extern>>();

  constructor(engine: BareEngine) {
    this.engine = engine;
  }

  /** Defines a host function with JavaScript values as arguments and results. */
  funcWrap<const Params extends readonly ValType[], const Results extends readonly ValType[]>(
    module: string,
    name: string,
    params: Params,
    results: Results,
    callback: HostCallback<T, Params, Results>,
    sync: CallbackSync = CallbackSync.both,
  ): this {
    const call = callback as unknown as (caller: Caller<unknown>, ...values: never[]) => unknown;
    return this.#define(module, name, { kind: "host", form: "typed", type: { params, results }, sync, call });
  }

  /** Defines a host function on raw slots: exact 64-bit integers without bigints. */
  funcNewUnchecked(
    module: string,
    name: string,
    type: FuncType,
    callback: RawCallback<T>,
    sync: CallbackSync = CallbackSync.both,
  ): this {
    const call = callback as RawCallback<unknown>;
    return this.#define(module, name, { kind: "host", form: "raw", type, sync, call });
  }

  /** Defines something of a store: a memory, a global, a table, an export of another instance. */
  define(context: AsContext<T>, module: string, name: string, item: Extern): this {
    if (item.store !== (context.asContext() as Store<unknown>)) throw wrongStore(module, name);
    return this.#define(module, name, item);
  }

  /** Defines all exports of an instance; calls between instances never pass through JavaScript. */
  instance(context: AsContext<T>, module: string, instance: Instance): this {
    for (const { name } of instance.exports) this.define(context, module, name, instance.getExport(name)!);
    return this;
  }

  /**
   * Whether a later definition of a name takes the place of an earlier one; otherwise it is refused, which is the default.
   */
  allowShadowing(allow: boolean): this {
    this.#mayShadow = allow;
    return this;
  }

  /**
   * Defines what a module imports from an object in the form of the JavaScript interface: names of modules, and in each
   * functions, handles, and the values of immutable globals, by name. Functions get their types from the module, and no caller.
   * What the object does not hold stays undefined; what every object inherits is not looked at, whatever the module is
   * called that asks. Throws LinkError `incompatibleImport` for what cannot be what the module wants.
   */
  defineImports(context: AsContext<T>, module: Module, importObject: object): this {
    for (const { module: from, name, type } of module.imports) {
      const names = propertyOf(importObject, from);
      if (typeof names !== "object" || names === null) continue;
      const value = propertyOf(names, name);
      if (value !== undefined && !this.#isBefore(module, from, name))
        this.#define(from, name, importable(context, value, type, `"${from}" "${name}"`));
    }
    return this;
  }

  /** Defines the functions that a module imports and nobody defined: a guest that calls one is stopped with a LinkError. */
  defineUnknownImportsAsTraps(module: Module): this {
    for (const { module: from, name, type } of module.imports) {
      if (type.kind !== "func" || this.get(from, name) !== undefined) continue;
      this.funcNewUnchecked(from, name, type.type, () => {
        throw new LinkError("unknownImport", `the guest called "${from}" "${name}", which is not defined`);
      });
    }
    return this;
  }

  // Modules may import one thing several times.
  #isBefore(module: Module, from: string, name: string): boolean {
    const isThis = (entry: ImportDescriptor) => entry.module === from && entry.name === name;
    return this.get(from, name) !== undefined && module.imports.filter(isThis).length > 1;
  }

  /** What is defined under a name. Host functions have no handle until they are bound; they are `"host"`. */
  get(module: string, name: string): Extern | "host" | undefined {
    const found = this.#definitions.get(module)?.get(name);
    return found?.kind === "host" ? "host" : found;
  }

  /**
   * Brings a module to life in a store. Throws LinkError where an import is missing or does not fit, Trap or
   * what a host function threw where the start function fails.
   */
  instantiate(context: AsContext<T>, module: Module): Instance {
    const { store, caller, imports } = this.#prepare(context, module);
    return bind(caller, new Instance(store, module, store.backend.instantiate(module, imports)));
  }

  /** Like {@link instantiate}, without blocking where the host can. */
  async instantiateAsync(context: AsContext<T>, module: Module): Promise<Instance> {
    const { store, caller, imports } = this.#prepare(context, module);
    return bind(caller, new Instance(store, module, await store.backend.instantiateAsync(module, imports)));
  }

  #prepare(context: AsContext<T>, module: Module) {
    const store = context.asContext() as Store<unknown>;
    if (this.engine !== store.engine) {
      throw new LinkError("wrongStore", "the linker belongs to another engine than the store");
    }
    if (module.engine !== store.engine) {
      throw new LinkError("wrongStore", "the module was compiled for another engine than the store's");
    }
    store.keeper.addInstance(module);
    const found = module.imports.map((wanted) => this.#resolve(wanted, store));
    const memory = found.find((item): item is Memory => item.kind === "memory");
    const caller = new Caller<unknown>(store, memory);
    const imports = found.map((item): ImportValue => (item.kind === "host" ? { ...item, caller } : item));
    return { store, caller, imports };
  }

  #resolve(wanted: ImportDescriptor, store: Store<unknown>): HostFunc | Extern {
    const { module, name } = wanted;
    const found = this.#definitions.get(module)?.get(name);
    if (found === undefined) throw new LinkError("unknownImport", `unknown import "${module}" "${name}"`);
    if (found.kind !== "host" && found.store !== store) throw wrongStore(module, name);
    const given = found.kind === "host" ? ({ kind: "func", type: found.type } as const) : externType(found);
    if (isImportable(given, wanted.type)) return found;
    const message = `incompatible import type: "${module}" "${name}" is ${describeType(given)}, wanted ${describeType(wanted.type)}`;
    throw new LinkError("incompatibleImport", message);
  }

  #define(module: string, name: string, item: HostFunc | Extern): this {
    let names = this.#definitions.get(module);
    if (names === undefined) this.#definitions.set(module, (names = new Map()));
    if (names.has(name) && !this.#mayShadow)
      throw new LinkError("duplicateDefinition", `"${module}" "${name}" is defined twice`);
    names.set(name, item);
    return this;
  }
}

function bind(caller: Caller<unknown>, instance: Instance): Instance {
  caller.bind(instance);
  return instance;
}

function wrongStore(module: string, name: string): LinkError {
  return new LinkError("wrongStore", `"${module}" "${name}" belongs to another store`);
}
