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
