// For tests: the host's WebAssembly behind a memory that host code sees only as a copy. Copies are made where
// the contract allows them and nowhere else: around calls into a guest, and around host functions as their
// CallbackSync flags say. So a scanner that works on this backend has its flags right, and a real backend whose
// guest lives elsewhere (another process, another engine's memory) could be built on the same contract.

import type {
  BackendInstance,
  BackendModule,
  BackendStore,
  BoundFunc,
  CompileOptions,
  ImportValue,
  RuntimeBackend,
} from "../../backend.ts";
import { shouldSyncAfter, shouldSyncBefore } from "../../callback-sync.ts";
import type { Config } from "../../config.ts";
import type { GlobalType, MemoryType, TableType } from "../../descriptor.ts";
import type { Extern } from "../../extern.ts";
import { Func } from "../../func.ts";
import type { Global } from "../../global.ts";
import type { HostModule } from "../../host-module.ts";
import { Memory } from "../../memory.ts";
import type { Module } from "../../module.ts";
import type { Store } from "../../store.ts";
import type { Table } from "../../table.ts";
import type { ValRaw } from "../../val-raw.ts";
import type { JsValue } from "../../value.ts";
import { HostBackend } from "../host/host-backend.ts";

export class MirroredBackend implements RuntimeBackend {
  readonly name = "mirrored";
  readonly #inner = new HostBackend();

  unsupportedOptions(config: Config): readonly string[] {
    return this.#inner.unsupportedOptions(config);
  }

  compile(bytes: Uint8Array, options: CompileOptions): BackendModule {
    return this.#inner.compile(bytes, options);
  }

  compileAsync(bytes: Uint8Array, options: CompileOptions): Promise<BackendModule> {
    return this.#inner.compileAsync(bytes, options);
  }

  adopt(module: HostModule, options: CompileOptions): BackendModule {
    return this.#inner.adopt(module, options);
  }

  createStore(store: Store<unknown>): BackendStore {
    return new MirroredStore(this.#inner.createStore(store));
  }
}

class MirroredMemory extends Memory {
  readonly guest: Memory;
  #mirror: Uint8Array;

  constructor(guest: Memory) {
    super(guest.store);
    this.guest = guest;
    this.#mirror = guest.data().slice();
  }

  get type(): MemoryType {
    return this.guest.type;
  }

  get pages(): number {
    return this.guest.pages;
  }

  data(): Uint8Array {
    return this.#mirror;
  }

  grow(pages: number): number {
    const before = this.guest.grow(pages);
    if (before >= 0) this.#resize();
    return before;
  }

  /** Copies the guest's memory to the host's side. */
  pull(): void {
    this.#resize();
    this.#mirror.set(this.guest.data());
  }

  /** Copies the host's side to the guest's memory. */
  push(): void {
    this.guest.data().set(this.#mirror);
  }

  /** Copies only what the host changed since `before`. */
  pushChanges(before: Uint8Array): void {
    const target = this.guest.data();
    this.#mirror.forEach((byte, index) => {
      if (byte !== before[index]) target[index] = byte;
    });
  }

  #resize(): void {
    const { length } = this.guest.data();
    if (length === this.#mirror.length) return;
    const mirror = new Uint8Array(length);
    mirror.set(this.#mirror);
    this.#mirror = mirror;
  }
}

class MirroredFunc extends Func {
  readonly guest: Func;
  readonly #owner: MirroredStore;

  constructor(owner: MirroredStore, guest: Func) {
    super(guest.store, guest.type);
    this.#owner = owner;
    this.guest = guest;
  }

  get invoke(): (...values: never[]) => unknown {
    return (...values) => this.#owner.aroundGuest(() => this.guest.invoke(...values));
  }

  callUnchecked(slots: ValRaw): void {
    this.#owner.aroundGuest(() => this.guest.callUnchecked(slots));
  }
}

class MirroredStore implements BackendStore {
  readonly #inner: BackendStore;
  readonly #memories = new Map<Memory, MirroredMemory>();

  constructor(inner: BackendStore) {
    this.#inner = inner;
  }

  createGlobal(type: GlobalType, value: JsValue): Global {
    return this.#inner.createGlobal(type, unwrap(value));
  }

  createMemory(type: MemoryType): Memory {
    return this.#mirrored(this.#inner.createMemory(type));
  }

  createTable(type: TableType, value: JsValue): Table {
    return this.#inner.createTable(type, unwrap(value));
  }

  createFunc(func: BoundFunc): Func {
    return new MirroredFunc(this, this.#inner.createFunc(this.#synchronised(func)));
  }

  instantiate(module: Module, imports: readonly ImportValue[]): BackendInstance {
    const inner = this.aroundGuest(() => this.#inner.instantiate(module, this.#imports(imports)));
    return this.#instance(inner);
  }

  async instantiateAsync(module: Module, imports: readonly ImportValue[]): Promise<BackendInstance> {
    for (const memory of this.#memories.values()) memory.push();
    try {
      return this.#instance(await this.#inner.instantiateAsync(module, this.#imports(imports)));
    } finally {
      for (const memory of this.#memories.values()) memory.pull();
    }
  }

  reset(): void {
    this.#memories.clear();
    this.#inner.reset();
  }

  /** Runs guest code: it sees what the host wrote before, and the host sees afterwards what it wrote. */
  aroundGuest<T>(run: () => T): T {
    for (const memory of this.#memories.values()) memory.push();
    try {
      return run();
    } finally {
      for (const memory of this.#memories.values()) memory.pull();
    }
  }

  #mirrored(guest: Memory): MirroredMemory {
    let memory = this.#memories.get(guest);
    if (memory === undefined) {
      memory = new MirroredMemory(guest);
      this.#memories.set(guest, memory);
    }
    return memory;
  }

  #imports(imports: readonly ImportValue[]): ImportValue[] {
    return imports.map((item) => (item.kind === "host" ? this.#synchronised(item) : unwrap(item)));
  }

  #synchronised<F extends BoundFunc>(func: F): F {
    const call = func.call as (...values: unknown[]) => unknown;
    return { ...func, call: (...values: unknown[]) => this.#aroundHost(func.sync, () => call(...values)) };
  }

  #aroundHost<T>(sync: BoundFunc["sync"], run: () => T): T {
    const memories = [...this.#memories.values()];
    if (shouldSyncBefore(sync)) for (const memory of memories) memory.pull();
    const isBlind = shouldSyncAfter(sync) && !shouldSyncBefore(sync);
    const before = isBlind ? memories.map((memory) => memory.data().slice()) : [];
    try {
      return run();
    } finally {
      if (isBlind) for (const [index, memory] of memories.entries()) memory.pushChanges(before[index]!);
      else if (shouldSyncAfter(sync)) for (const memory of memories) memory.push();
    }
  }

  #instance(inner: BackendInstance): BackendInstance {
    const handles = new Map<Extern, Extern>();
    return {
      getExport: (name) => {
        const guest = inner.getExport(name);
        let handle = handles.get(guest);
        if (handle === undefined) {
          handle = this.#wrap(guest);
          handles.set(guest, handle);
        }
        return handle;
      },
    };
  }

  #wrap(guest: Extern): Extern {
    if (guest.kind === "memory") return this.#mirrored(guest);
    return guest.kind === "func" ? new MirroredFunc(this, guest) : guest;
  }
}

function unwrap<T>(value: T): T {
  if (value instanceof MirroredMemory || value instanceof MirroredFunc) return value.guest as T;
  return value;
}
