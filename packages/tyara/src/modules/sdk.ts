/**
 * The module kit, published as `tyara/modules`: what it takes to write a module of one's own. The guide with a whole
 * example is `docs/modules.md`.
 */
export { ByteReader, type ByteReaderOptions, spendMemory, spendWork } from "../base/index.ts";
export type { StructValue, Value } from "../types/index.ts";
export {
  defineModule,
  type ModuleContext,
  type ModuleDefinition,
  type ModuleFunctions,
} from "./define-module.ts";
export type { FileSignature } from "./file-signature.ts";
export { adler32, checksum32, crc32, digest, digestHex, toHex } from "./hashing/index.ts";
export { noteLimit } from "./limits.ts";
export type { FunctionContext, Module, ModuleFunction, ModuleInput, RegexpArgument } from "./module.ts";
export {
  between,
  deprecatedFor,
  type Enumeration,
  enumeration,
  type FieldOptions,
  type FieldSpec,
  type FieldSpecs,
  field,
  flags,
  guarded,
  hex,
  type Implementation,
  inlineEnumeration,
  lowercase,
  lowercaseOf,
  type MethodImplementation,
  type StructOptions,
  type StructSpec,
  type StructValueOf,
  struct,
  timestamp,
  uppercaseOf,
  type ValueOf,
} from "./schema/index.ts";
