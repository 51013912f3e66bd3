/** The root of a module's schema: a structure whose fields include the module's functions. */
import type { Field, FunctionType, StructType } from "@tyara/base";
import { addField, type FieldSpecs, type StructOptions, struct } from "./field.ts";
import { checkSignature, type FileSignature } from "./file-signature.ts";
import { buildFunctions, type FunctionTable, type Implementations } from "./signature.ts";

/** A module as far as the compiler is concerned. */
export interface ModuleSchema {
  readonly name: string;
  readonly type: StructType;
  /** The bytes without which the module has nothing to say. Absent: it may say something of any data. */
  readonly signature?: FileSignature;
  /** The code that the schema's function tables hold, by signature id. */
  readonly implementations: Implementations;
}

export interface ModuleSchemaOptions extends Omit<StructOptions, "methods"> {
  readonly name: string;
  readonly fields?: FieldSpecs;
  readonly functions?: FunctionTable;
  /** See {@link FileSignature}; `functions: "all"` names every function of the module, without the methods of its structures. */
  readonly signature?: Omit<FileSignature, "functions"> & { readonly functions?: readonly string[] | "all" };
}

/** Builds a schema from its notation; throws a `TypeError` that names the mistake when it is not one. */
export function moduleSchema({
  name,
  fields = {},
  functions = {},
  signature,
  ...options
}: ModuleSchemaOptions): ModuleSchema {
  const root = struct(name, fields, options);
  const built = buildFunctions(functions);
  let type = root.type;
  for (const [path, fn] of built.types) type = withFunction(type, path.split("."), fn);
  const implementations = new Map([...root.implementations, ...built.implementations]);
  return {
    name,
    type,
    implementations,
    ...(signature && { signature: resolved(signature, name, built.types) }),
  };
}

function resolved(
  { functions, ...bytes }: NonNullable<ModuleSchemaOptions["signature"]>,
  module: string,
  types: ReadonlyMap<string, FunctionType>,
): FileSignature {
  const ids = new Set([...types.values()].flatMap((type) => type.signatures.map(({ id }) => id)));
  const named = functions === "all" ? [...ids] : functions;
  const signature = { ...bytes, ...(named && { functions: named }) };
  checkSignature(signature, module, ids);
  return signature;
}

function withFunction(type: StructType, path: readonly string[], fn: FunctionType): StructType {
  const [first, ...rest] = path as [string, ...string[]];
  const fields = new Map(type.fields);
  if (rest.length === 0) addField(fields, type.name, { name: first, type: fn });
  else fields.set(first, withNestedFunction(type, first, rest, fn));
  return { ...type, fields };
}

function withNestedFunction(
  type: StructType,
  name: string,
  rest: readonly string[],
  fn: FunctionType,
): Field {
  const nested = type.fields.get(name) ?? { name, type: emptyStruct(`${type.name}.${name}`) };
  if (nested.type.kind !== "struct")
    throw new TypeError(`${type.name}.${name} is no structure, it cannot hold functions`);
  return { ...nested, type: withFunction(nested.type, rest, fn) };
}

function emptyStruct(name: string): StructType {
  return { kind: "struct", name, fields: new Map() };
}
