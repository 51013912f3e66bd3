export { consoleSchema } from "./builtin/console.ts";
export { CRX_MAGIC, crxSchema } from "./builtin/crx.ts";
export { cuckooSchema } from "./builtin/cuckoo.ts";
export { DEX_MAGIC, dexSchema } from "./builtin/dex.ts";
export { dotnetSchema } from "./builtin/dotnet.ts";
export { ELF_MAGIC, elfSchema } from "./builtin/elf.ts";
export { hashSchema } from "./builtin/hash.ts";
export { LNK_MAGIC, lnkSchema } from "./builtin/lnk.ts";
export { MachoMagic, machoSchema } from "./builtin/macho.ts";
export { magicSchema } from "./builtin/magic.ts";
export { mathSchema } from "./builtin/math.ts";
export { msiSchema } from "./builtin/msi.ts";
export { OLE_MAGIC, olecfSchema } from "./builtin/olecf.ts";
export { DOS_MAGIC, peSchema } from "./builtin/pe.ts";
export { stringSchema } from "./builtin/string.ts";
export { testProto2Schema } from "./builtin/test_proto2.ts";
export { testProto3Schema } from "./builtin/test_proto3.ts";
export { timeSchema } from "./builtin/time.ts";
export { vbaSchema } from "./builtin/vba.ts";
export { vtSchema } from "./builtin/vt.ts";
export { zipSchema } from "./builtin/zip.ts";
export { type BuiltinModulesOptions, builtinDeclarations, declarationOf } from "./builtin-declarations.ts";
export { checkValue } from "./check-value.ts";
export {
  type Enumeration,
  enumeration,
  enumerationStruct,
  inlineEnumeration,
  namesOf,
} from "./enumeration.ts";
export {
  deprecatedFor,
  type FieldConstructors,
  type FieldOptions,
  type FieldSpec,
  type FieldSpecs,
  field,
  flags,
  flagsByPlace,
  guarded,
  hex,
  type IntegerValue,
  lowercase,
  type StructOptions,
  type StructSpec,
  type StructValueOf,
  struct,
  timestamp,
  type ValueOf,
} from "./field.ts";
export { checkSignature, type FileSignature, hasSignature, saysNothing } from "./file-signature.ts";
export type {
  FunctionContext,
  Module,
  ModuleDeclaration,
  ModuleFunction,
  ModuleInput,
  RegexpArgument,
} from "./module.ts";
export { type ModuleSchema, type ModuleSchemaOptions, moduleSchema } from "./module-schema.ts";
export {
  between,
  buildFunctions,
  type FunctionSpec,
  type FunctionTable,
  type Implementation,
  type Implementations,
  lowercaseOf,
  type MethodImplementation,
  parseSignature,
  uppercaseOf,
} from "./signature.ts";
export { signatureIds } from "./signature-ids.ts";
