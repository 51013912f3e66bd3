/**
 * The types of YARA expressions. Integers are 64 bits, floats are IEEE doubles, strings are byte strings.
 */
export type Type =
  | { readonly kind: "integer" }
  | { readonly kind: "float" }
  | { readonly kind: "bool" }
  | { readonly kind: "string" }
  | { readonly kind: "regexp" }
  | StructType
  | ArrayType
  | MapType
  | FunctionType;

export interface ArrayType {
  readonly kind: "array";
  readonly item: Type;
}

export interface MapType {
  readonly kind: "map";
  readonly key: "integer" | "string";
  readonly value: Type;
}

export interface FunctionType {
  readonly kind: "function";
  readonly signatures: readonly FunctionSignature[];
}

/** A structure of named fields: a module, a nested message, or an object given as an external variable. */
export interface StructType {
  readonly kind: "struct";
  /** As it appears in messages, for example `pe.Section`. */
  readonly name: string;
  readonly fields: ReadonlyMap<string, Field>;
  /** Methods of values of this type, by name (`pe.Signature::valid_on`). */
  readonly methods?: ReadonlyMap<string, FunctionType>;
}

export interface Field {
  readonly name: string;
  readonly type: Type;
  /** One or more sentences for the editor and the documentation. */
  readonly description?: string;
  /** The value where it is known at compile time: enum values and constants (SM-17). */
  readonly constant?: bigint | number | string | boolean;
  /** What an absent value means: undefined (proto2), or the type's zero (proto3). Default `undefined`. */
  readonly absent?: "undefined" | "zero";
  readonly deprecation?: Deprecation;
  /** The features that the field's use demands; without them E100. */
  readonly guard?: readonly FeatureGuard[];
  /** Strings of this field are always lower-case (used by `unsatisfiable_expr`). */
  readonly isLowercase?: boolean;
  /** How a dump shows the value. */
  readonly format?: FieldFormat;
  /** The enum whose names a dump shows for the value: value → name. */
  readonly enumNames?: ReadonlyMap<number, string>;
  /** For integers: width and sign in the module's schema, where narrower than 64 bits. */
  readonly integer?: { readonly bits: 32 | 64; readonly isSigned: boolean };
  /** Whether a string field holds arbitrary bytes (a dump escapes them). */
  readonly isBytes?: boolean;
}

export type FieldFormat =
  | { readonly kind: "hex" }
  | { readonly kind: "timestamp" }
  | { readonly kind: "flags"; readonly names: ReadonlyMap<number, string> };

export interface Deprecation {
  readonly text: string;
  readonly help?: string;
  readonly replacement?: string;
}

export interface FeatureGuard {
  readonly errorTitle: string;
  readonly errorLabel: string;
  /** At least one of these must be on, where given. */
  readonly acceptIf?: readonly string[];
  /** None of these may be on, where given. */
  readonly rejectIf?: readonly string[];
}

/** One overload of a function. */
export interface FunctionSignature {
  readonly parameters: readonly Parameter[];
  readonly result: Type;
  /** Whether calls may give undefined. */
  readonly canBeUndefined: boolean;
  /** What is known of every result. */
  readonly constraints?: readonly ResultConstraint[];
  readonly description?: string;
  /** Unique inside the module: how host code finds the implementation, for example `imports(string,integer)` or `Signature::valid_on(integer)`. */
  readonly id: string;
}

export interface Parameter {
  readonly name: string;
  readonly type: Type;
}

export type ResultConstraint =
  | { readonly kind: "lowercase" }
  | { readonly kind: "uppercase" }
  | { readonly kind: "length"; readonly length: number }
  | { readonly kind: "range"; readonly min: bigint; readonly max: bigint };

export const INTEGER: Type = { kind: "integer" };
export const FLOAT: Type = { kind: "float" };
export const BOOL: Type = { kind: "bool" };
export const STRING: Type = { kind: "string" };
export const REGEXP: Type = { kind: "regexp" };

/** The name of a type as messages write it. */
export function typeName(type: Type): string {
  return type.kind === "struct" ? "struct" : type.kind === "bool" ? "boolean" : type.kind;
}

/** Whether two types are the same: structures by identity, everything else by shape. */
export function sameType(a: Type, b: Type): boolean {
  if (a.kind === "array" && b.kind === "array") return sameType(a.item, b.item);
  if (a.kind === "map" && b.kind === "map") return a.key === b.key && sameType(a.value, b.value);
  if (a.kind === "struct" || a.kind === "function") return a === b;
  return a.kind === b.kind;
}
