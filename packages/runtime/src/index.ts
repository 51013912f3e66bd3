/**
 * A Wasmtime-shaped layer over whatever executes WebAssembly: an {@link Engine} compiles a {@link Module}, a
 * {@link Linker} names what it imports and brings it to life in a {@link Store} as an {@link Instance}.
 *
 * @packageDocumentation
 */
export { prepareAheadOfTime } from "./ahead-of-time.ts";
export type { AsContext } from "./as-context.ts";
export type {
  BackendInstance,
  BackendModule,
  BackendStore,
  BoundFunc,
  CompileOptions,
  ImportValue,
  RuntimeBackend,
} from "./backend.ts";
export { HostBackend } from "./backends/host/host-backend.ts";
export { InterpreterBackend } from "./backends/interpreter/interpreter-backend.ts";
export { BareEngine } from "./bare-engine.ts";
export { CallbackSync, callbackStorageLength, shouldSyncAfter, shouldSyncBefore } from "./callback-sync.ts";
export type { Caller } from "./caller.ts";
export { type BackendChoice, type BackendName, chooseBackend } from "./choose-backend.ts";
export type { Config, OptLevel } from "./config.ts";
export {
  describeType,
  type ExportDescriptor,
  type ExternType,
  type FuncType,
  type GlobalType,
  type ImportDescriptor,
  type MemoryType,
  type Mutability,
  pageSize,
  type TableType,
} from "./descriptor.ts";
export { Engine } from "./engine.ts";
export {
  LinkError,
  type LinkErrorCode,
  ModuleError,
  type ModuleErrorCode,
  Trap,
  type TrapCode,
  type TrapFrame,
} from "./errors.ts";
export { type Extern, externType } from "./extern.ts";
export { Func, type HostCallback, type RawCallback, type TypedFunc } from "./func.ts";
export { Global } from "./global.ts";
export type { HostModule } from "./host-module.ts";
export type { Instance } from "./instance.ts";
export { Linker } from "./linker.ts";
export { Memory } from "./memory.ts";
export { Module } from "./module.ts";
export { type EpochDeadlineCallback, Store } from "./store.ts";
export type { StoreLimits } from "./store-limits.ts";
export { Table } from "./table.ts";
export { Tag } from "./tag.ts";
export { ValRaw } from "./val-raw.ts";
export {
  defaultVal,
  type JsResult,
  type JsTypes,
  type JsValue,
  type JsValues,
  type Val,
  type ValType,
} from "./value.ts";
