import type { BackendInstance, BackendStore, BoundFunc, ImportValue } from "../../backend.ts";
import { shouldSyncAfter, shouldSyncBefore } from "../../callback-sync.ts";
import type { FuncType, GlobalType, MemoryType, TableType } from "../../descriptor.ts";
import type { Extern } from "../../extern.ts";
import { Func } from "../../func.ts";
import { Global } from "../../global.ts";
import { Memory } from "../../memory.ts";
import type { Module } from "../../module.ts";
import { Table } from "../../table.ts";
import type { Tag } from "../../tag.ts";
import type { JsValue } from "../../value.ts";
import { MirroredFunc, MirroredGlobal, MirroredMemory, MirroredTable, toGuest } from "./mirrored-externs.ts";

/** What of the host's side counts as written: all, what changed since a copy was made, or nothing. */
type Written = "all" | "nothing" | ReadonlyMap<MirroredMemory, Uint8Array>;

export class MirroredStore implements BackendStore {
  readonly #inner: BackendStore;
  readonly #memories = new Map<Memory, MirroredMemory>();
  // One handle for each of the host's. Those of memories are known for good, since all are synchronised.
  #handles = new WeakMap<Extern, Extern>();
  /** What the host code that runs now may have written. */
  #written: Written = "all";

  constructor(inner: BackendStore) {
    this.#inner = inner;
  }

  get unspentFuel(): number {
    return this.#inner.unspentFuel;
  }

  set unspentFuel(units: number) {
    this.#inner.unspentFuel = units;
  }

  createGlobal(type: GlobalType, value: JsValue): Global {
    return this.toHost(this.#inner.createGlobal(type, toGuest(value)));
  }

  createMemory(type: MemoryType): Memory {
    return this.toHost(this.#inner.createMemory(type));
  }

  createTable(type: TableType, value: JsValue): Table {
    return this.toHost(this.#inner.createTable(type, toGuest(value)));
  }

  createFunc(func: BoundFunc): Func {
    return this.toHost(this.#inner.createFunc(this.#synchronised(func)));
  }

  createTag(type: FuncType): Tag {
    return this.#inner.createTag(type);
  }

  instantiate(module: Module, imports: readonly ImportValue[]): BackendInstance {
    const inner = this.aroundGuest(() => this.#inner.instantiate(module, this.#imports(imports)));
    return { getExport: (name) => this.toHost(inner.getExport(name)) };
  }

  async instantiateAsync(module: Module, imports: readonly ImportValue[]): Promise<BackendInstance> {
    this.#push();
    try {
      const inner = await this.#inner.instantiateAsync(module, this.#imports(imports));
      return { getExport: (name) => this.toHost(inner.getExport(name)) };
    } finally {
      this.#pull();
    }
  }

  reset(): void {
    this.#memories.clear();
    this.#handles = new WeakMap();
    this.#inner.reset();
  }

  /** Runs guest code: it sees what the host wrote before, and the host sees afterwards what it wrote. */
  aroundGuest<T>(run: () => T): T {
    const written = this.#written;
    this.#push();
    try {
      return run();
    } finally {
      this.#pull();
      this.#written = typeof written === "string" ? written : this.#copies();
    }
  }

  /** This backend's handle for one of the host's; any other value as it is. */
  toHost<T>(value: T): T {
    if (!isHandle(value)) return value;
    let handle = this.#handles.get(value);
    if (handle === undefined) {
      handle = this.#wrap(value);
      this.#handles.set(value, handle);
    }
    return handle as T;
  }

  #wrap(guest: Extern): Extern {
    switch (guest.kind) {
      case "func":
        return new MirroredFunc(this, guest);
      case "table":
        return new MirroredTable(this, guest);
      case "global":
        return new MirroredGlobal(this, guest);
      case "memory": {
        const memory = new MirroredMemory(guest);
        this.#memories.set(guest, memory);
        return memory;
      }
      case "tag":
        return guest;
    }
  }

  #imports(imports: readonly ImportValue[]): ImportValue[] {
    return imports.map((item) => (item.kind === "host" ? this.#synchronised(item) : toGuest(item)));
  }

  #synchronised<F extends BoundFunc>(func: F): F {
    const call = func.call as (...values: unknown[]) => unknown;
    const convert =
      func.form === "typed" ? (value: unknown) => this.toHost(value) : (value: unknown) => value;
    const run = (...values: unknown[]) => {
      const returned = call(...values.map(convert));
      return Array.isArray(returned) && func.type.results.length > 1
        ? returned.map(toGuest)
        : toGuest(returned);
    };
    return { ...func, call: (...values: unknown[]) => this.#aroundHost(func.sync, () => run(...values)) };
  }

  // Host code that did not see memory before, but may write, is taken to have written what it changed.
  #aroundHost<T>(sync: BoundFunc["sync"], run: () => T): T {
    const outer = this.#written;
    if (shouldSyncBefore(sync)) this.#pull();
    if (!shouldSyncAfter(sync)) this.#written = "nothing";
    else this.#written = shouldSyncBefore(sync) ? "all" : this.#copies();
    try {
      return run();
    } finally {
      this.#push();
      this.#written = outer;
    }
  }

  #push(): void {
    const written = this.#written;
    if (written === "nothing") return;
    for (const memory of this.#memories.values()) {
      const before = written === "all" ? undefined : written.get(memory);
      if (before === undefined) memory.push();
      else memory.pushChanges(before);
    }
  }

  #pull(): void {
    for (const memory of this.#memories.values()) memory.pull();
  }

  #copies(): ReadonlyMap<MirroredMemory, Uint8Array> {
    return new Map([...this.#memories.values()].map((memory) => [memory, memory.data().slice()]));
  }
}

function isHandle(value: unknown): value is Extern {
  return (
    value instanceof Func || value instanceof Memory || value instanceof Table || value instanceof Global
  );
}
