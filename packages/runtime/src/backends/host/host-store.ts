import { assert } from "@tyara/base";
import type { BackendInstance, BackendStore, BoundFunc, ImportValue } from "../../backend.ts";
import { callbackStorageLength } from "../../callback-sync.ts";
import type { ExternType, FuncType, GlobalType, MemoryType, TableType } from "../../descriptor.ts";
import { LinkError } from "../../errors.ts";
import type { Extern } from "../../extern.ts";
import type { Func } from "../../func.ts";
import type { Global } from "../../global.ts";
import { isThrownByHost } from "../../host-errors.ts";
import type { Memory } from "../../memory.ts";
import type { Module } from "../../module.ts";
import { fitsSlots, readSlots, writeSlots } from "../../slots.ts";
import type { Store } from "../../store.ts";
import type { Table } from "../../table.ts";
import { Tag } from "../../tag.ts";
import { ValRaw } from "../../val-raw.ts";
import { type JsValue, slotsOf, type ValType } from "../../value.ts";
import { withCaller } from "./arity.ts";
import type { CompiledModule } from "./compiled-module.ts";
import { FunctionTypes } from "./function-types.ts";
import { host } from "./host.ts";
import { HostFunc, HostGlobal, HostMemory, HostTable, type NativeFunction } from "./host-externs.ts";
import { ImportObject } from "./import-object.ts";
import { setInterruptImports } from "./interrupt-imports.ts";
import { moduleWithin } from "./limited-module.ts";
import { mayCompile } from "./may-compile.ts";
import type { SlotBridge } from "./slot-bridge.ts";
import { translateTrap } from "./traps.ts";
import { VectorGlobals } from "./vector-globals.ts";

export class HostStore implements BackendStore {
  readonly store: Store<unknown>;
  readonly vectorGlobals: VectorGlobals;
  readonly functionTypes: FunctionTypes = new FunctionTypes();
  readonly #bridge: () => SlotBridge;
  /** What is left of the ration, which instrumented code of all instances spends. */
  readonly #fuel = new host.WebAssembly.Global({ value: "i32", mutable: true }, 0);
  // One handle for each object of the host that was seen, so that references compare as expected and a memory
  // that is exported again is the same memory.
  #handles = new WeakMap<object, Extern>();

  constructor(store: Store<unknown>, bridge: () => SlotBridge) {
    this.store = store;
    this.#bridge = bridge;
    this.vectorGlobals = new VectorGlobals(bridge);
  }

  get unspentFuel(): number {
    return this.#fuel.value as number;
  }

  set unspentFuel(units: number) {
    this.#fuel.value = units;
  }

  get bridge(): SlotBridge {
    return this.#bridge();
  }

  createGlobal(type: GlobalType, value: JsValue): Global {
    const mutable = type.mutability === "var";
    if (type.type === "v128") {
      const vector = this.vectorGlobals.create(value as Uint8Array, mutable);
      return this.#handle(vector, (native) => new HostGlobal(this, native, type));
    }
    const native = new host.WebAssembly.Global(
      { value: hostType(type.type), mutable },
      this.toNative(value, type.type),
    );
    return this.#handle(native, (known) => new HostGlobal(this, known, type));
  }

  createMemory(type: MemoryType): Memory {
    const limits: WebAssembly.MemoryDescriptor = hostLimits(type);
    if (type.shared) limits.shared = true;
    const native = withRoom("memory", () => new host.WebAssembly.Memory(limits));
    return this.#handle(native, (known) => new HostMemory(this.store, known, type));
  }

  createTable(type: TableType, value: JsValue): Table {
    const limits: WebAssembly.TableDescriptor = { element: hostElement(type.element), ...hostLimits(type) };
    const element = this.toNative(value, type.element);
    const native = withRoom("table", () => new host.WebAssembly.Table(limits, element));
    return this.#handle(native, (known) => new HostTable(this, known, type));
  }

  // Only an exported function can stand in a table or a funcref, so the callback goes through a bridge.
  createFunc(func: BoundFunc): Func {
    const native = this.#exported(func);
    this.functionTypes.learn(native, func.type);
    return this.#func(native);
  }

  createTag(type: FuncType): Tag {
    // Not in the declarations of the standard library yet.
    const { Tag: HostTag } = host.WebAssembly as unknown as { Tag: new (type: object) => object };
    const native = withRoom("tag", () => new HostTag({ parameters: type.params.map(hostType) }));
    return this.#handle(native, (known) => new Tag(this.store, type, known));
  }

  instantiate(module: Module, imports: readonly ImportValue[]): BackendInstance {
    const limited = moduleWithin(module, this.store.keeper);
    const native = guard(() => new host.WebAssembly.Instance(limited, this.#imports(module, imports)));
    return this.#instance(module, native);
  }

  async instantiateAsync(module: Module, imports: readonly ImportValue[]): Promise<BackendInstance> {
    const limited = moduleWithin(module, this.store.keeper);
    try {
      const native = await host.WebAssembly.instantiate(limited, this.#imports(module, imports));
      return this.#instance(module, native);
    } catch (error) {
      throw translateInstantiation(error);
    }
  }

  reset(): void {
    this.#handles = new WeakMap();
  }

  /** A value of the host as handles see it: functions become Func. */
  toHandle(value: unknown, type: ValType): JsValue {
    if (type !== "funcref" || value === null) return value as JsValue;
    return this.#func(value as NativeFunction);
  }

  /** A value of handles as the host wants it. */
  toNative(value: unknown, type: ValType): never {
    if (type !== "funcref" || value === null) return value as never;
    if (value instanceof HostFunc) return value.native as never;
    throw new LinkError("incompatibleExport", "a funcref is a Func or null");
  }

  /** Results as the host returns them (none, one, or an array), with handles for functions. */
  resultsToHandles(returned: unknown, results: readonly ValType[]): unknown {
    if (results.length <= 1) return results.length === 0 ? undefined : this.toHandle(returned, results[0]!);
    return (returned as unknown[]).map((value, index) => this.toHandle(value, results[index]!));
  }

  #func(native: NativeFunction): HostFunc {
    return this.#handle(native, (known) => new HostFunc(this, known));
  }

  #handle<Native extends object, Handle extends Extern>(
    native: Native,
    make: (native: Native) => Handle,
  ): Handle {
    const known = this.#handles.get(native) as Handle | undefined;
    if (known !== undefined) return known;
    const handle = make(native);
    this.#handles.set(native, handle);
    return handle;
  }

  #instance(module: Module, native: WebAssembly.Instance): BackendInstance {
    const handles = new Map<string, Extern>();
    this.functionTypes.learnExports(module, native);
    return {
      getExport: (name) => {
        const known = handles.get(name);
        if (known !== undefined) return known;
        const type = module.exportType(name);
        assert(type !== undefined, `export "${name}" was looked up in the module before`);
        const handle = this.#wrap(native.exports[name]!, type);
        handles.set(name, handle);
        return handle;
      },
    };
  }

  #wrap(value: WebAssembly.ExportValue, type: ExternType): Extern {
    switch (type.kind) {
      case "func":
        return this.#func(value as NativeFunction);
      case "global":
        return this.#handle(value as WebAssembly.Global, (native) => new HostGlobal(this, native, type.type));
      case "memory":
        return this.#handle(
          value as WebAssembly.Memory,
          (native) => new HostMemory(this.store, native, type.type),
        );
      case "tag":
        return this.#handle(value as unknown as object, (native) => new Tag(this.store, type.type, native));
      case "table":
        return this.#handle(value as WebAssembly.Table, (native) => new HostTable(this, native, type.type));
    }
  }

  #imports(module: Module, values: readonly ImportValue[]): WebAssembly.Imports {
    // Here, because the start function may hand functions to the host before there is an instance.
    this.functionTypes.addCandidates(module.funcTypes);
    const imports = new ImportObject();
    module.imports.forEach(({ module: from, name }, index) => {
      imports.set(from, name, this.#native(values[index]!));
    });
    if ((module.compiled as CompiledModule).interruptible)
      setInterruptImports(imports, module, this.store, this.#fuel);
    return imports.object;
  }

  #native(value: ImportValue): WebAssembly.ImportValue {
    if (value.kind === "host") return this.#callback(value);
    return (value as HostFunc | HostGlobal | HostMemory | HostTable | Tag).native as WebAssembly.ImportValue;
  }

  #callback(func: BoundFunc): NativeFunction {
    const { params, results } = func.type;
    const types = [...params, ...results];
    const fits = fitsSlots(types);
    if (func.form === "raw") return this.#rawCallback(func);
    if (types.includes("v128") && fits) return this.#slotCallback(func);
    const bound = withCaller(func.call as NativeFunction, func.caller, params.length);
    if (!types.includes("funcref")) return bound;
    return (...values) => {
      const returned = bound(...values.map((value, index) => this.toHandle(value, params[index]!)));
      if (results.length <= 1) return results.length === 0 ? undefined : this.toNative(returned, results[0]!);
      return (returned as unknown[]).map((value, index) => this.toNative(value, results[index]!));
    };
  }

  #rawCallback(func: BoundFunc & { form: "raw" }): NativeFunction {
    const { call, caller, type } = func;
    if (!mayCompile()) return convertingCallback(type, (slots) => call(caller, slots));
    return this.bridge.outward(type, (slots) => call(caller, slots)) as NativeFunction;
  }

  // A typed callback whose values cross in slots.
  #slotCallback(func: BoundFunc & { form: "typed" }): NativeFunction {
    const { params, results } = func.type;
    const call = func.call as NativeFunction;
    const run = (slots: ValRaw) => {
      const returned = call(func.caller, ...readSlots(slots, params));
      if (results.length > 0) writeSlots(slots, results, results.length > 1 ? returned : [returned]);
    };
    return this.bridge.outward(func.type, run) as NativeFunction;
  }

  #exported(func: BoundFunc): NativeFunction {
    if (func.form === "raw") return this.#rawCallback(func);
    return this.#slotCallback(func);
  }
}

// Slots without a bridge: where the host does not compile, its own conversions must do.
function convertingCallback({ params, results }: FuncType, run: (slots: ValRaw) => void): NativeFunction {
  const size = callbackStorageLength(slotsOf(params), slotsOf(results));
  return (...values) => {
    const slots = ValRaw.allocate(size);
    writeSlots(slots, params, values);
    run(slots);
    const returned = readSlots(slots, results);
    return results.length > 1 ? returned : returned[0];
  };
}

// Limits were checked before, so what the host still refuses is too large for it.
function withRoom<T>(what: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new LinkError("instantiationFailed", `the host has no room for the ${what}`, { cause: error });
  }
}

function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translateInstantiation(error);
  }
}

function translateInstantiation(error: unknown): unknown {
  if (error instanceof host.WebAssembly.LinkError && !isThrownByHost(error)) {
    return new LinkError("instantiationFailed", error.message, { cause: error });
  }
  return translateTrap(error);
}

// Limits of what has 64-bit addresses are bigints.
function hostLimits({ minimum, maximum, is64 }: MemoryType | TableType): {
  initial: number;
  maximum?: number;
} {
  const number = (size: number) => (is64 ? BigInt(size) : size) as number;
  return {
    initial: number(minimum),
    ...(maximum !== undefined && { maximum: number(maximum) }),
    ...(is64 && { address: "i64" }),
  };
}

const hostType = (type: ValType): WebAssembly.ValueType =>
  (type === "funcref" ? "anyfunc" : type) as WebAssembly.ValueType;

const hostElement = (element: TableType["element"]): WebAssembly.TableKind =>
  (element === "funcref" ? "anyfunc" : element) as WebAssembly.TableKind;
