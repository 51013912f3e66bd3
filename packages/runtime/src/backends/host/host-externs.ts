// The host's own objects as handles. A Memory's view and a Func's call go straight to the host.
import { assert } from "@tyara/base";
import {
  type FuncType,
  type GlobalType,
  type MemoryType,
  pageSize,
  type TableType,
} from "../../descriptor.ts";
import { Trap } from "../../errors.ts";
import { Func } from "../../func.ts";
import { Global } from "../../global.ts";
import { Memory } from "../../memory.ts";
import { fitsSlots, readSlots, writeSlots } from "../../slots.ts";
import type { Store } from "../../store.ts";
import { Table } from "../../table.ts";
import { ValRaw } from "../../val-raw.ts";
import { type JsValue, slotsOf, type ValType } from "../../value.ts";
import { withTraps } from "./arity.ts";
import type { HostStore } from "./host-store.ts";
import { translateTrap } from "./traps.ts";

// biome-ignore lint/suspicious/noExplicitAny: a function of the host, of any type.
export type NativeFunction = (...values: any[]) => any;

export class HostMemory extends Memory {
  readonly native: WebAssembly.Memory;
  readonly #maximum: number | undefined;
  readonly #shared: boolean;
  readonly #is64: boolean;
  #view: Uint8Array;

  constructor(store: Store<unknown>, native: WebAssembly.Memory, type: MemoryType) {
    super(store);
    this.native = native;
    this.#maximum = type.maximum;
    this.#shared = type.shared ?? false;
    this.#is64 = type.is64 ?? false;
    this.#view = new Uint8Array(native.buffer);
  }

  get type(): MemoryType {
    const is64 = this.#is64;
    return { minimum: this.pages, maximum: this.#maximum, shared: this.#shared, ...(is64 && { is64 }) };
  }

  // Perf: growing detaches the old buffer, which empties views of it; looking at the view's length is far
  // cheaper than asking the host for the buffer. A shared buffer is not detached, so there one must ask.
  data(): Uint8Array {
    if (this.#view.length === 0 || this.#shared) this.#refresh();
    return this.#view;
  }

  get pages(): number {
    return this.data().length / pageSize;
  }

  protected growBy(pages: number): number {
    try {
      return Number(this.native.grow(addressOf(pages, this.#is64)));
    } catch {
      return -1;
    }
  }

  #refresh(): void {
    const { buffer } = this.native;
    if (this.#view.buffer !== buffer) this.#view = new Uint8Array(buffer);
  }
}

export class HostGlobal extends Global {
  readonly native: WebAssembly.Global;
  readonly #host: HostStore;

  constructor(host: HostStore, native: WebAssembly.Global, type: GlobalType) {
    super(host.store, type);
    this.#host = host;
    this.native = native;
  }

  get(): JsValue {
    if (this.type.type === "v128") return this.#host.vectorGlobals.read(this.native, this.type);
    return this.#host.toHandle(this.native.value, this.type.type);
  }

  protected write(value: JsValue): void {
    if (this.type.type === "v128") this.#host.vectorGlobals.write(this.native, value as Uint8Array);
    else this.native.value = this.#host.toNative(value, this.type.type);
  }
}

export class HostTable extends Table {
  readonly native: WebAssembly.Table;
  readonly #host: HostStore;
  readonly #type: TableType;

  constructor(host: HostStore, native: WebAssembly.Table, type: TableType) {
    super(host.store);
    this.#host = host;
    this.native = native;
    this.#type = type;
  }

  get type(): TableType {
    return { ...this.#type, minimum: this.size };
  }

  get size(): number {
    return Number(this.native.length);
  }

  get(index: number): unknown {
    this.#check(index);
    return this.#host.toHandle(this.native.get(addressOf(index, this.#type.is64)), this.#type.element);
  }

  set(index: number, value: unknown): void {
    this.#check(index);
    this.native.set(addressOf(index, this.#type.is64), this.#host.toNative(value, this.#type.element));
  }

  protected growBy(count: number, value: unknown): number {
    const element = this.#host.toNative(value, this.#type.element);
    try {
      return Number(this.native.grow(addressOf(count, this.#type.is64), element));
    } catch {
      return -1;
    }
  }

  #check(index: number): void {
    if (!(index >= 0 && index < this.size)) throw new Trap("tableOutOfBounds");
  }
}

// A 64-bit address or index is a bigint to the host, which the declarations of the standard library do not know yet.
const addressOf = (value: number, is64 = false): number => (is64 ? BigInt(value) : value) as number;

const isReference = (type: ValType): boolean => type === "funcref";

export class HostFunc extends Func {
  readonly native: NativeFunction;
  readonly #host: HostStore;
  #type: FuncType | undefined;
  #invoke: ((...values: never[]) => unknown) | undefined;
  #unchecked: ((slots: ValRaw) => void) | undefined;

  constructor(host: HostStore, native: NativeFunction) {
    super(host.store);
    this.#host = host;
    this.native = native;
  }

  get name(): string {
    return this.native.name;
  }

  // Perf: looking for the type may compile a module, so nobody does before it is asked for.
  get type(): FuncType {
    return (this.#type ??= this.#host.functionTypes.typeOf(this.native));
  }

  get invoke(): (...values: never[]) => unknown {
    return (this.#invoke ??= this.#makeInvoke());
  }

  callUnchecked(slots: ValRaw): void {
    const call = (this.#unchecked ??= this.#makeUnchecked());
    try {
      call(slots);
    } catch (error) {
      throw translateTrap(error);
    }
  }

  #makeInvoke(): (...values: never[]) => unknown {
    const { params, results } = this.type;
    const types = [...params, ...results];
    if (types.includes("v128")) return this.#invokeInSlots();
    if (types.some(isReference)) return this.#invokeWithReferences();
    return withTraps(this.native, params.length);
  }

  #invokeWithReferences(): (...values: never[]) => unknown {
    const { params, results } = this.type;
    const call = withTraps(this.native, params.length);
    return (...values) => {
      const returned = call(...values.map((value, index) => this.#host.toNative(value, params[index]!)));
      return this.#host.resultsToHandles(returned, results);
    };
  }

  // v128 crosses in slots only.
  #invokeInSlots(): (...values: never[]) => unknown {
    const { params, results } = this.type;
    assert(
      fitsSlots([...params, ...results]),
      "a function with both v128 and references cannot be called from here",
    );
    const size = Math.max(slotsOf(params), slotsOf(results));
    return (...values) => {
      const slots = ValRaw.allocate(size);
      writeSlots(slots, params, values);
      this.callUnchecked(slots);
      const returned = readSlots(slots, results);
      return results.length > 1 ? returned : returned[0];
    };
  }

  #makeUnchecked(): (slots: ValRaw) => void {
    assert(fitsSlots([...this.type.params, ...this.type.results]), "references do not cross in raw slots");
    return this.#host.bridge.inward(this.type, this.native);
  }
}
