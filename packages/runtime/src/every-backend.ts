// For tests: cases that hold on every backend, each in a file of its own by subject.
import { ModuleBuilder } from "@tyara/wasm";
import { HostBackend } from "./backends/host/host-backend.ts";
import { InterpreterBackend } from "./backends/interpreter/interpreter-backend.ts";
import { MirroredBackend } from "./backends/mirrored/mirrored-backend.ts";
import type { Config } from "./config.ts";
import { Engine } from "./engine.ts";
import type { Instance } from "./instance.ts";
import { Linker } from "./linker.ts";
import { Module } from "./module.ts";
import { Store } from "./store.ts";

/** Makes an engine on one of the backends; the instrumented host is the host with interruption. */
export type MakeEngine = (config?: Config) => Engine;

export const everyBackend: readonly (readonly [name: string, makeEngine: MakeEngine])[] = [
  ["host", (config) => new Engine({ backend: new HostBackend(), ...config })],
  [
    "instrumented host",
    (config) => new Engine({ backend: new HostBackend(), epochInterruption: true, ...config }),
  ],
  ["interpreter", (config) => new Engine({ backend: new InterpreterBackend(), ...config })],
  ["mirrored", (config) => new Engine({ backend: new MirroredBackend(), ...config })],
];

/** The bytes of a module. */
export function build(write: (module: ModuleBuilder) => void): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  write(module);
  return module.finish();
}

/** An instance in a store of its own, linked with what `define` defines. */
export function instantiateIn(
  engine: Engine,
  bytes: Uint8Array,
  define: (linker: Linker<undefined>, store: Store<undefined>) => void = () => undefined,
): { engine: Engine; store: Store<undefined>; linker: Linker<undefined>; instance: Instance } {
  const store = new Store(engine, undefined);
  const linker = new Linker<undefined>(engine);
  define(linker, store);
  return { engine, store, linker, instance: linker.instantiate(store, Module.fromBinary(engine, bytes)) };
}
