import type { BackendInstance, ImportValue } from "../backend.ts";
import type { Extern } from "../extern.ts";
import type { Module as LayerModule } from "../module.ts";
import { theStore } from "./context.ts";
import { translated, translating } from "./errors.ts";
import { exportedFunction } from "./functions.ts";
import { Global, globals } from "./global.ts";
import { type Imports, readImports } from "./imports.ts";
import { shapeInterface } from "./interface.ts";
import { Memory, memories } from "./memory.ts";
import { type Module, modules } from "./module.ts";
import { Table, tables } from "./table.ts";
import { Tag, tags } from "./tag.ts";

const exportsOf = new WeakMap<Instance, Readonly<Record<string, unknown>>>();

/** A module brought to life. */
export class Instance {
  constructor(module: Module, importObject?: Imports) {
    const handle = modules.handle(module);
    const imports = readImports(handle, importObject);
    const instance = translating(() => theStore().backend.instantiate(handle, imports));
    exportsOf.set(this, exportsObject(handle, instance));
  }

  /** What the module exports, by name: an object that cannot be changed. */
  get exports(): Readonly<Record<string, unknown>> {
    const exports = exportsOf.get(this);
    if (exports === undefined) throw new TypeError("this is no WebAssembly.Instance");
    return exports;
  }
}

/** Instantiates without blocking where the engine can. */
export async function instantiateHandle(
  handle: LayerModule,
  imports: readonly ImportValue[],
): Promise<Instance> {
  try {
    const backend = await theStore().backend.instantiateAsync(handle, imports);
    const instance = Object.create(Instance.prototype) as Instance;
    exportsOf.set(instance, exportsObject(handle, backend));
    return instance;
  } catch (error) {
    throw translated(error);
  }
}

function exportsObject(module: LayerModule, instance: BackendInstance): Readonly<Record<string, unknown>> {
  const exports: Record<string, unknown> = Object.create(null);
  for (const { name } of module.exports) exports[name] = faceOf(instance.getExport(name));
  return Object.freeze(exports);
}

function faceOf(item: Extern): unknown {
  switch (item.kind) {
    case "func":
      return exportedFunction(item);
    case "global":
      return globals.face(item, Global.prototype);
    case "memory":
      return memories.face(item, Memory.prototype);
    case "table":
      return tables.face(item, Table.prototype);
    case "tag":
      return tags.face(item, Tag.prototype);
  }
}

shapeInterface("Instance", Instance);
