/**
 * The `WebAssembly` namespace without the host's: for hosts that have none, and for pages whose policy forbids it. It runs on
 * the interpreter, and behaves as the JavaScript interface of WebAssembly says.
 *
 * @example
 * ```ts
 * import * as WebAssembly from "tyara-runtime/webassembly";
 *
 * const { instance } = await WebAssembly.instantiate(bytes, { env: { log: console.log } });
 * ```
 *
 * @packageDocumentation
 */
export { compile, compileStreaming, instantiate, instantiateStreaming, validate } from "./compile.ts";
export { useEngine } from "./context.ts";
export { CompileError, LinkError, RuntimeError } from "./errors.ts";
export { Global, type GlobalDescriptor, type ValueTypeName } from "./global.ts";
export type { Imports } from "./imports.ts";
export { installWebAssembly } from "./install.ts";
export { Instance } from "./instance.ts";
export { Memory, type MemoryDescriptor } from "./memory.ts";
export {
  type BufferSource,
  type ImportExportKind,
  Module,
  type ModuleExportDescriptor,
  type ModuleImportDescriptor,
} from "./module.ts";
export { Table, type TableDescriptor } from "./table.ts";
export { Exception, Tag, type TagType } from "./tag.ts";
