/**
 * The module kit, published as `tyara/modules`: what it takes to write a module of one's own. The guide with a whole
 * example is `docs/modules.md`.
 */

export type { StructValue, Value } from "@tyara/base";
export { ByteReader, type ByteReaderOptions, spendMemory, spendWork } from "@tyara/base";
export type {
  FileSignature,
  FunctionContext,
  Module,
  ModuleFunction,
  ModuleInput,
  RegexpArgument,
} from "@tyara/language/modules";
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
} from "@tyara/language/modules";
export { adler32, checksum32, crc32, digest, digestHex, toHex } from "@tyara/modules/hashing";
export {
  defineModule,
  type ModuleContext,
  type ModuleDefinition,
  type ModuleFunctions,
  noteLimit,
} from "@tyara/modules/kit";
