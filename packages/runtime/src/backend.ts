// The contract between the runtime layer and whatever executes WebAssembly. A backend makes the handles
// themselves (its own kinds of Memory, Global, Table and Func), so that a call or a look into memory goes
// through no translation layer. The suite in backend-suite.test.ts is the contract in executable form.

import type { CallbackSync } from "./callback-sync.ts";
import type { Caller } from "./caller.ts";
import type { Config } from "./config.ts";
import type { FuncType, GlobalType, MemoryType, TableType } from "./descriptor.ts";
import type { Extern } from "./extern.ts";
import type { Func } from "./func.ts";
import type { Global } from "./global.ts";
import type { HostModule } from "./host-module.ts";
import type { Memory } from "./memory.ts";
import type { Module } from "./module.ts";
import type { Store } from "./store.ts";
import type { Table } from "./table.ts";
import type { Tag } from "./tag.ts";
import type { ValRaw } from "./val-raw.ts";
import type { JsValue } from "./value.ts";

/** How a module is to be compiled. */
export interface CompileOptions {
  /** Guest code must ask the store from time to time whether it may go on. */
  readonly interruptible: boolean;
}

/** A compiled module, as the backend keeps it. Immutable: any store of the engine may instantiate it. */
export type BackendModule = object;

/** A host function as it is bound to one instance. */
export type BoundFunc = {
  readonly kind: "host";
  readonly type: FuncType;
  readonly sync: CallbackSync;
  readonly caller: Caller<unknown>;
} & (
  | { readonly form: "typed"; readonly call: (caller: Caller<unknown>, ...values: never[]) => unknown }
  | { readonly form: "raw"; readonly call: (caller: Caller<unknown>, slots: ValRaw) => void }
);

/** What stands for one import of a module. */
export type ImportValue = Extern | BoundFunc;

/** An instance as the backend keeps it. */
export interface BackendInstance {
  /** The handle of an export that the module has; the same one each time. */
  getExport(name: string): Extern;
}

/** A WebAssembly executor. One belongs to one engine. */
export interface RuntimeBackend {
  /** `host`, `interpreter`, `mirrored` … */
  readonly name: string;

  /** Names of the options that are set in `config` and that this backend cannot honour. */
  unsupportedOptions(config: Config): readonly string[];

  /** Compiles and validates. Throws ModuleError. May keep the bytes, which nobody changes. */
  compile(bytes: Uint8Array, options: CompileOptions): BackendModule;

  /** The same without blocking, where the host can; the only way for large modules on some hosts. */
  compileAsync(bytes: Uint8Array, options: CompileOptions): Promise<BackendModule>;

  /** Takes a module that the host compiled ahead of time; undefined where that means nothing. */
  adopt(module: HostModule, options: CompileOptions): BackendModule | undefined;

  /** The backend's part of a store. */
  createStore(store: Store<unknown>): BackendStore;
}

/** What a backend keeps for one store. */
export interface BackendStore {
  /** What guests have left of the ration that they took last. */
  unspentFuel: number;

  createGlobal(type: GlobalType, value: JsValue): Global;
  createMemory(type: MemoryType): Memory;
  createTable(type: TableType, value: JsValue): Table;
  createFunc(func: BoundFunc): Func;
  createTag(type: FuncType): Tag;

  /**
   * Instantiates; `imports` stand in the order of `module.imports` and fit. Runs the start function. Throws
   * Trap, LinkError, or what a host function threw.
   */
  instantiate(module: Module, imports: readonly ImportValue[]): BackendInstance;
  instantiateAsync(module: Module, imports: readonly ImportValue[]): Promise<BackendInstance>;

  /** Lets go of everything that the store's guests hold, before the store is used again or dropped. */
  reset(): void;
}
