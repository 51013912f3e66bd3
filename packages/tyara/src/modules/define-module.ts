/** Joins a schema with the code that serves it. */
import type { StructValue } from "../types/index.ts";
import type { FunctionContext, Module, ModuleFunction, ModuleInput } from "./module.ts";
import {
  checkValue,
  type FieldSpecs,
  type FunctionSpec,
  type Implementation,
  type Implementations,
  type ModuleSchema,
  moduleSchema,
  type StructOptions,
  type StructValueOf,
  signatureIds,
} from "./schema/index.ts";

/** What a function is given of its scan, the module's value typed by its fields. */
export interface ModuleContext<F> extends Omit<FunctionContext, "value"> {
  readonly value: StructValueOf<F> | undefined;
}

/** A module's functions: signature → code, or code with a description and constraints of the result. */
export type ModuleFunctions<F, S extends string> = {
  readonly [K in S]: Implementation<K, ModuleContext<F>> | FunctionSpec<Implementation<K, ModuleContext<F>>>;
};

export interface ModuleDefinition<F extends FieldSpecs, S extends string>
  extends Omit<StructOptions, "methods"> {
  /** What rules import; an identifier. */
  readonly name: string;
  /** In the order in which a dump shows them. Default: none. */
  readonly fields?: F;
  /** Functions by signature: `"md5(offset: integer, size: integer) -> string?": (context, offset, size) => …`. */
  readonly functions?: ModuleFunctions<NoInfer<F>, S>;
  /** Reads the scanned bytes into the module's value; `undefined` makes every field absent. */
  readonly parse?: (input: ModuleInput) => StructValueOf<F> | undefined;
}

/**
 * Makes a module from one definition; the types of `parse` and of the functions follow from the fields and signatures.
 * Throws a `TypeError` that names the mistake when the definition is not sound. A value that does not fit the fields is
 * a `TypeError` too, thrown when a scan meets it.
 */
export function defineModule<const F extends FieldSpecs = Record<never, never>, S extends string = never>(
  definition: ModuleDefinition<F, S>,
): Module {
  const { parse, functions, ...options } = definition;
  const schema = moduleSchema({ ...options, functions: functions ?? {} });
  const parts: ModuleParts = parse ? { parse: checked(schema, parse as ModuleParts["parse"] & object) } : {};
  return bindModule(schema, parts);
}

function checked(schema: ModuleSchema, parse: (input: ModuleInput) => StructValue | undefined): typeof parse {
  return (input) => {
    const value = parse(input);
    if (value !== undefined) checkValue(schema.type, value, schema.name);
    return value;
  };
}

/** The code of a module whose schema is written elsewhere. */
export interface ModuleParts {
  readonly parse?: (input: ModuleInput) => StructValue | undefined;
  /** By signature id. */
  readonly functions?: Readonly<Record<string, ModuleFunction>>;
  readonly fieldsOfFunction?: Module["fieldsOfFunction"];
}

/**
 * Joins a schema with its code; throws a `TypeError` when a function of the schema has none, or code has no function.
 * Without any code the module type-checks only.
 */
export function bindModule(schema: ModuleSchema, parts: ModuleParts): Module {
  const functions = new Map([...schema.implementations, ...Object.entries(parts.functions ?? {})]);
  const isAvailable = parts.parse !== undefined || functions.size > 0;
  if (isAvailable) checkComplete(schema, functions);
  return {
    name: schema.name,
    schema: schema.type,
    ...(parts.parse && { parse: parts.parse }),
    ...(parts.fieldsOfFunction && { fieldsOfFunction: parts.fieldsOfFunction }),
    functions,
    isAvailable,
  };
}

function checkComplete(schema: ModuleSchema, functions: Implementations): void {
  const declared = signatureIds(schema.type);
  for (const id of declared) {
    if (!functions.has(id)) throw new TypeError(`module ${schema.name}: no code for ${id}`);
  }
  for (const id of functions.keys()) {
    if (!declared.has(id))
      throw new TypeError(`module ${schema.name}: code for ${id}, which the schema does not have`);
  }
}
