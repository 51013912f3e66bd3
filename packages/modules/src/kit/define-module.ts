/** Joins a schema with the code that serves it. */
import type { StructValue } from "@tyara/base";
import type { FunctionContext, Module, ModuleFunction, ModuleInput } from "@tyara/language/modules";
import {
  buildFunctions,
  checkValue,
  declarationOf,
  type FieldSpecs,
  type FileSignature,
  type FunctionSpec,
  type FunctionTable,
  hasSignature,
  type Implementation,
  type Implementations,
  type ModuleSchema,
  moduleSchema,
  type StructOptions,
  type StructValueOf,
  saysNothing,
  signatureIds,
} from "@tyara/language/modules";

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
  /**
   * The bytes without which `parse` says nothing; rules that need the module do not run on other data. Default: it may
   * say something of any data.
   */
  readonly signature?: FileSignature;
}

/**
 * Makes a module from one definition; the types of `parse` and of the functions follow from the fields and signatures.
 * Throws a `TypeError` that names the mistake when the definition is not sound. A value that does not fit the fields is
 * a mistake, too: then the module is undefined in that scan, and `moduleLimits` of the result names it.
 */
export function defineModule<const F extends FieldSpecs = Record<never, never>, S extends string = never>(
  definition: ModuleDefinition<F, S>,
): Module {
  const { parse, functions, signature, ...options } = definition;
  const schema = moduleSchema({ ...options, functions: functions ?? {}, ...(signature && { signature }) });
  return bindModule(schema, {
    ...(parse && { parse: checked(schema, parse as Parse, signature) }),
  });
}

type Parse = (input: ModuleInput) => StructValue | undefined;

function checked({ type, name }: ModuleSchema, parse: Parse, signature: FileSignature | undefined): Parse {
  return (input) => {
    const value = parse(input);
    if (value !== undefined) checkValue(type, value, name);
    if (signature && !hasSignature(signature, input.data) && !saysNothing(value))
      throw new TypeError(`${name} says something of data without its signature`);
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
    ...declarationOf(schema),
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

/** The code of functions by their signatures, which give the types of its arguments and results. */
export type FunctionCode<S extends string> = { readonly [K in S]: Implementation<K> };

/**
 * Code for `bindModule`, written by signature as in the schema. Throws a `TypeError` that quotes what is no signature.
 */
export function codeOf<S extends string>(
  functions: FunctionCode<S>,
): Readonly<Record<string, ModuleFunction>> {
  return Object.fromEntries(buildFunctions(functions as FunctionTable).implementations);
}
