import type { ExternType } from "../descriptor.ts";
import { Module as LayerModule } from "../module.ts";
import { theStore } from "./context.ts";
import { translating } from "./errors.ts";
import { Faces, shapeInterface } from "./interface.ts";

/** Kinds of imports and exports. */
export type ImportExportKind = "function" | "global" | "memory" | "table" | "tag";

export interface ModuleExportDescriptor {
  readonly name: string;
  readonly kind: ImportExportKind;
}

export interface ModuleImportDescriptor {
  readonly module: string;
  readonly name: string;
  readonly kind: ImportExportKind;
}

/** Bytes of a module. */
export type BufferSource = ArrayBufferLike | ArrayBufferView;

export const modules: Faces<Module, LayerModule> = new Faces("Module");

/** A compiled module. */
export class Module {
  constructor(bytes: BufferSource) {
    const given = bytesOf(bytes, "WebAssembly.Module()");
    modules.bind(
      this,
      translating(() => LayerModule.fromBinary(theStore().engine, given)),
    );
  }

  /** What a module exports. */
  static exports(module: Module): ModuleExportDescriptor[] {
    return modules.handle(module).exports.map(({ name, type }) => ({ name, kind: kindOf(type) }));
  }

  /** What a module imports. */
  static imports(module: Module): ModuleImportDescriptor[] {
    return modules
      .handle(module)
      .imports.map(({ module: from, name, type }) => ({ module: from, name, kind: kindOf(type) }));
  }

  /** Copies of the custom sections of a name. */
  static customSections(module: Module, sectionName: string): ArrayBuffer[] {
    const handle = modules.handle(module);
    if (sectionName === undefined)
      throw new TypeError("WebAssembly.Module.customSections(): a name is missing");
    return handle.customSections(String(sectionName)).map((bytes) => bytes.slice().buffer as ArrayBuffer);
  }
}

/** A module of the layer as one of this namespace. */
export const moduleOf = (handle: LayerModule): Module => modules.face(handle, Module.prototype);

const kindOf = ({ kind }: ExternType): ImportExportKind => (kind === "func" ? "function" : kind);

/** The bytes in a buffer or a view. Throws TypeError for anything else. */
export function bytesOf(source: unknown, what: string): Uint8Array {
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (typeof SharedArrayBuffer === "function" && source instanceof SharedArrayBuffer)
    return new Uint8Array(source);
  throw new TypeError(`${what}: the argument must be a buffer or a view of one`);
}

for (const name of ["exports", "imports", "customSections"]) {
  Object.defineProperty(Module, name, { enumerable: true });
}
shapeInterface("Module", Module);
