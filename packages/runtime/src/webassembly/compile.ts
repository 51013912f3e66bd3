// The functions of the namespace.
import { ModuleError } from "../errors.ts";
import { Module as LayerModule } from "../module.ts";
import { theStore } from "./context.ts";
import { translated } from "./errors.ts";
import { type Imports, readImports } from "./imports.ts";
import { type Instance, instantiateHandle } from "./instance.ts";
import { type BufferSource, bytesOf, type Module, moduleOf, modules } from "./module.ts";

/** Compiles; rejects with CompileError. */
export async function compile(bytes: BufferSource): Promise<Module> {
  const given = bytesOf(bytes, "WebAssembly.compile()");
  try {
    return moduleOf(await LayerModule.fromBinaryAsync(theStore().engine, given));
  } catch (error) {
    throw translated(error);
  }
}

/** Brings a module to life: one that is compiled, or bytes, which are compiled first. */
export async function instantiate(
  bytes: BufferSource,
  importObject?: Imports,
): Promise<{ module: Module; instance: Instance }>;
export async function instantiate(module: Module, importObject?: Imports): Promise<Instance>;
export async function instantiate(
  source: Module | BufferSource,
  importObject?: Imports,
): Promise<Instance | { module: Module; instance: Instance }> {
  const compiled = modules.find(source);
  if (compiled !== undefined) return instantiateHandle(compiled, readImports(compiled, importObject));
  const module = await compile(source as BufferSource);
  const handle = modules.handle(module);
  return { module, instance: await instantiateHandle(handle, readImports(handle, importObject)) };
}

/** Whether bytes are a valid module. */
export function validate(bytes: BufferSource): boolean {
  const given = bytesOf(bytes, "WebAssembly.validate()");
  try {
    LayerModule.fromBinary(theStore().engine, given);
    return true;
  } catch (error) {
    if (error instanceof ModuleError) return false;
    throw error;
  }
}

/** Compiles the body of a response. */
export async function compileStreaming(source: Response | PromiseLike<Response>): Promise<Module> {
  return compile(await bodyOf(source));
}

/** Compiles the body of a response and brings it to life. */
export async function instantiateStreaming(
  source: Response | PromiseLike<Response>,
  importObject?: Imports,
): Promise<{ module: Module; instance: Instance }> {
  return instantiate(await bodyOf(source), importObject);
}

async function bodyOf(source: Response | PromiseLike<Response>): Promise<ArrayBuffer> {
  const response = await source;
  if (typeof Response !== "function" || !(response instanceof Response)) {
    throw new TypeError("WebAssembly: the source must be a Response or a promise of one");
  }
  if (!response.ok) throw new TypeError(`WebAssembly: the response has the status ${response.status}`);
  const type = response.headers.get("content-type") ?? "";
  if (type.split(";")[0]!.trim().toLowerCase() !== "application/wasm") {
    throw new TypeError(`WebAssembly: the response has the type "${type}", not "application/wasm"`);
  }
  return response.arrayBuffer();
}
