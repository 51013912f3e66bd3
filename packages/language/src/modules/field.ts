/**
 * The notation in which module schemas are written: each constructor gives a {@link FieldSpec}, a YARA type together
 * with what is known of the field and, for TypeScript only, the type of the values that a parser may give for it.
 *
 *     const Section = struct("demo.Section", { name: field.string("As in the header."), size: field.u32(hex) });
 *     const fields = { sections: field.array(Section), machine: field.enumeration(Machine) };
 */
import {
  BOOL,
  type Deprecation,
  type FeatureGuard,
  type Field,
  type FieldFormat,
  FLOAT,
  INTEGER,
  STRING,
  type StructType,
  type Type,
  type Value,
} from "@tyara/base";
import { type Enumeration, enumerationStruct, namesOf } from "./enumeration.ts";
import { buildFunctions, type FunctionTable, type Implementations, noImplementations } from "./signature.ts";

/** What a field may be given beside its type: a description, or the attributes of `Field`. */
export type FieldOptions = Omit<Field, "name" | "type">;

/** A field of a schema that has no name yet. `V` exists for the type checker only. */
export interface FieldSpec<V = Value> {
  readonly type: Type;
  readonly attributes: FieldOptions;
  /** Code of methods, by signature id, of every structure inside the type. */
  readonly implementations: Implementations;
  readonly valueType?: V;
}

/** A structure type in the notation; also the specification of a field of that type. */
export interface StructSpec<V = Value> extends FieldSpec<V> {
  readonly type: StructType;
}

/** Fields by name, in the order in which dumps show them. */
export type FieldSpecs = Readonly<Record<string, FieldSpec<unknown>>>;

/** The value that a parser gives for a field: whatever its specification says. */
export type ValueOf<S> = S extends FieldSpec<infer V> ? V : never;

/** The value of a structure with these fields; each may be left out, which makes it absent. */
export type StructValueOf<F> = { readonly [K in keyof F]?: ValueOf<F[K]> | undefined };

/** Integers in values: `number` when it is safe to, else `bigint`. */
export type IntegerValue = bigint | number;
type TextValue = string | Uint8Array;
type Options = string | FieldOptions;

function spec<V>(type: Type, options: Options = {}, extra: FieldOptions = {}): FieldSpec<V> {
  const given = typeof options === "string" ? { description: options } : options;
  return { type, attributes: { ...extra, ...given }, implementations: noImplementations };
}

function containing<V>(type: Type, item: FieldSpec<unknown>, options?: Options): FieldSpec<V> {
  return { ...spec<V>(type, options, item.attributes), implementations: item.implementations };
}

const signed32: FieldOptions = { integer: { bits: 32, isSigned: true } };
const unsigned32: FieldOptions = { integer: { bits: 32, isSigned: false } };
const unsigned64: FieldOptions = { integer: { bits: 64, isSigned: false } };

/** The constructors of fields. Every `options` is a description, or an object of attributes. */
export const field: FieldConstructors = {
  bool: (options) => spec(BOOL, options),
  integer: (options) => spec(INTEGER, options),
  i32: (options) => spec(INTEGER, options, signed32),
  u32: (options) => spec(INTEGER, options, unsigned32),
  u64: (options) => spec(INTEGER, options, unsigned64),
  float: (options) => spec(FLOAT, options),
  string: (options) => spec(STRING, options),
  bytes: (options) => spec(STRING, options, { isBytes: true }),
  enumeration: (names, options) => spec(INTEGER, options, { ...signed32, enumNames: namesOf(names) }),
  struct: (of, options) => containing(of.type, of, options),
  array: (item, options) => containing({ kind: "array", item: item.type }, item, options),
  map: (key, value, options) => containing({ kind: "map", key, value: value.type }, value, options),
};

export interface FieldConstructors {
  bool(options?: Options): FieldSpec<boolean>;
  /** 64 bits, signed. */
  integer(options?: Options): FieldSpec<IntegerValue>;
  i32(options?: Options): FieldSpec<IntegerValue>;
  u32(options?: Options): FieldSpec<IntegerValue>;
  /** Above 2⁶³−1 rules see the value wrapped to a negative one; dumps show it as it is. */
  u64(options?: Options): FieldSpec<IntegerValue>;
  float(options?: Options): FieldSpec<number>;
  /** Text; a dump shows it as such. */
  string(options?: Options): FieldSpec<TextValue>;
  /** Arbitrary bytes; a dump escapes them. */
  bytes(options?: Options): FieldSpec<TextValue>;
  /** An integer that a dump shows by name. */
  enumeration(names: Enumeration, options?: Options): FieldSpec<IntegerValue>;
  struct<V>(of: StructSpec<V>, options?: Options): FieldSpec<V>;
  /** `item` is any field specification; its format (hexadecimal, say) holds for the items. */
  array<V>(item: FieldSpec<V>, options?: Options): FieldSpec<readonly V[]>;
  map<V>(key: "integer", value: FieldSpec<V>, options?: Options): FieldSpec<ReadonlyMap<IntegerValue, V>>;
  map<V>(key: "string", value: FieldSpec<V>, options?: Options): FieldSpec<ReadonlyMap<string, V>>;
  map<V>(
    key: "integer" | "string",
    value: FieldSpec<V>,
    options?: Options,
  ): FieldSpec<ReadonlyMap<IntegerValue, V> | ReadonlyMap<string, V>>;
}

/** A dump shows the integer in hexadecimal. */
export const hex: FieldOptions = { format: { kind: "hex" } };

/** A dump adds the date that the integer is as seconds since 1970. */
export const timestamp: FieldOptions = { format: { kind: "timestamp" } };

/** Strings of this field never contain upper-case letters. */
export const lowercase: FieldOptions = { isLowercase: true };

/** A dump adds the names of the bits that are set. */
export function flags(names: Enumeration): FieldOptions {
  return { format: { kind: "flags", names: namesOf(names) } satisfies FieldFormat };
}

/**
 * Like {@link flags}, but a dump takes the place of a name in the enumeration, counted from 1, for its bits. Compat: the
 * reference's dumps do so where the constants do not fit its schema language.
 */
export function flagsByPlace(names: Enumeration): FieldOptions {
  const places = Object.keys(names.values).map((name, i): [number, string] => [i + 1, name]);
  return { format: { kind: "flags", names: new Map(places) } };
}

/** Using the field warns, and offers `replacement` (text that follows the parent and a dot) instead. */
export function deprecatedFor(replacement: string, text = "this field is deprecated"): FieldOptions {
  return { deprecation: { text, replacement } satisfies Deprecation };
}

/** Using the field without the features that a guard asks for is error E100. */
export function guarded(...guard: readonly FeatureGuard[]): FieldOptions {
  return { guard };
}

export interface StructOptions {
  /** Enumerations of this structure: constants in it when inline, else a structure of constants. */
  readonly enumerations?: readonly Enumeration[];
  /** Functions called on values of this type; their first argument is the value. */
  readonly methods?: FunctionTable;
  /** What absent scalar fields mean; `zero` as in proto3. Default `undefined`. */
  readonly absent?: "undefined" | "zero";
}

/**
 * A structure of named fields. `name` is as messages show it and must be unique in the module, which it begins with:
 * `demo.Section`.
 */
export function struct<const F extends FieldSpecs>(
  name: string,
  fields: F,
  options: StructOptions = {},
): StructSpec<StructValueOf<F>> {
  const built = new Map<string, Field>();
  for (const [key, { type, attributes }] of Object.entries(fields)) {
    addField(built, name, { name: key, type, ...zeroWhenAbsent(type, options), ...attributes });
  }
  for (const enumeration of options.enumerations ?? []) addEnumeration(built, name, enumeration);
  const receiver = `${name.slice(name.lastIndexOf(".") + 1)}::`;
  const methods = buildFunctions(options.methods ?? {}, receiver);
  return {
    type: { kind: "struct", name, fields: built, ...(methods.types.size > 0 && { methods: methods.types }) },
    attributes: {},
    implementations: new Map(
      [...Object.values(fields).map((f) => f.implementations), methods.implementations].flatMap((m) => [
        ...m,
      ]),
    ),
  };
}

/** Adds a field to a structure under construction; two of one name are a mistake in the schema. */
export function addField(fields: Map<string, Field>, owner: string, added: Field): void {
  if (!/^[A-Za-z_]\w*$/.test(added.name))
    throw new TypeError(`${owner}: ${JSON.stringify(added.name)} is no identifier`);
  if (fields.has(added.name)) throw new TypeError(`${owner}: two fields named ${added.name}`);
  fields.set(added.name, added);
}

function addEnumeration(fields: Map<string, Field>, owner: string, enumeration: Enumeration): void {
  const type = enumerationStruct(`${owner}.${enumeration.name}`, enumeration);
  if (!enumeration.isInline) addField(fields, owner, { name: enumeration.name, type });
  else for (const constant of type.fields.values()) addField(fields, owner, constant);
}

function zeroWhenAbsent(type: Type, options: StructOptions): FieldOptions {
  const isScalar = !["struct", "array", "map", "function"].includes(type.kind);
  return options.absent === "zero" && isScalar ? { absent: "zero" } : {};
}
