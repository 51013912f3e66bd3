/**
 * Function signatures, written as text: `md5(offset: integer, size: integer) -> string?`.
 *
 * The same text is read twice: at run time into a `FunctionSignature`, and by the type checker into the type of the
 * code that implements it, so arguments and results of an implementation are typed without being declared again. A `?`
 * after the result's type says that a call may give undefined. A dotted name belongs to a nested structure. Two texts
 * with the same name are overloads.
 */
import {
  BOOL,
  FLOAT,
  type FunctionSignature,
  type FunctionType,
  INTEGER,
  type Parameter,
  REGEXP,
  type ResultConstraint,
  STRING,
  type StructValue,
  type Type,
} from "@tyara/base";
import type { FunctionContext, ModuleFunction, RegexpArgument } from "./module.ts";

interface ArgumentTypes {
  integer: bigint;
  float: number;
  bool: boolean;
  string: Uint8Array;
  regexp: RegexpArgument;
}

interface ResultTypes {
  integer: bigint | number;
  float: number;
  bool: boolean;
  string: string | Uint8Array;
}

type Argument<P extends string> = P extends `${string}: ${infer T extends keyof ArgumentTypes}`
  ? ArgumentTypes[T]
  : never;

type Arguments<P extends string> = P extends ""
  ? []
  : P extends `${infer First}, ${infer Rest}`
    ? [Argument<First>, ...Arguments<Rest>]
    : [Argument<P>];

type Result<R extends string> = R extends keyof ResultTypes
  ? ResultTypes[R]
  : R extends `${infer T extends keyof ResultTypes}?`
    ? ResultTypes[T] | undefined
    : never;

/** The code of a function whose signature is the text `S`; `never` when the text is no signature. */
export type Implementation<
  S extends string,
  Context = FunctionContext,
> = S extends `${string}(${infer P}) -> ${infer R}`
  ? (context: Context, ...args: Arguments<P>) => Result<R>
  : never;

/** The code of a method whose signature is the text `S`. */
export type MethodImplementation<S extends string> = S extends `${string}(${infer P}) -> ${infer R}`
  ? (context: FunctionContext, self: StructValue, ...args: Arguments<P>) => Result<R>
  : never;

/** What there is to say of a function beside its signature. */
export interface FunctionSpec<Code = unknown> {
  readonly description?: string;
  readonly constraints?: readonly ResultConstraint[];
  /** The code, where it is not given separately. */
  readonly run?: Code;
}

/** Functions by signature: their code, or a {@link FunctionSpec}. */
export type FunctionTable = Readonly<Record<string, ((...args: never[]) => unknown) | FunctionSpec>>;

/** Code by signature id. */
export type Implementations = ReadonlyMap<string, ModuleFunction>;

export const noImplementations: Implementations = new Map();

/** The result is a string of `length` lower-case characters. */
export function lowercaseOf(length: number): readonly ResultConstraint[] {
  return [{ kind: "length", length }, { kind: "lowercase" }];
}

/** The result is a string of `length` upper-case characters. */
export function uppercaseOf(length: number): readonly ResultConstraint[] {
  return [{ kind: "length", length }, { kind: "uppercase" }];
}

/** The result is an integer in `[min, max]`. */
export function between(min: bigint, max: bigint): readonly ResultConstraint[] {
  return [{ kind: "range", min, max }];
}

const typeByName: Readonly<Record<string, Type>> = {
  integer: INTEGER,
  float: FLOAT,
  bool: BOOL,
  string: STRING,
  regexp: REGEXP,
};

const signatureText = /^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\((.*)\) -> (integer|float|bool|string)(\??)$/;
const parameterText = /^([A-Za-z_]\w*): (integer|float|bool|string|regexp)$/;

/** Reads a signature's text; throws a `TypeError` that quotes it when it is not one. `scope` goes in front of the id. */
export function parseSignature(
  text: string,
  spec: FunctionSpec = {},
  scope = "",
): FunctionSignature & { path: string[] } {
  const [, name, inside, result, undefinedMark] = signatureText.exec(text) ?? [];
  if (name === undefined || result === undefined) throw new TypeError(`not a function signature: ${text}`);
  const parameters = inside ? inside.split(", ").map((part) => parseParameter(part, text)) : [];
  return {
    path: name.split("."),
    parameters,
    result: typeByName[result]!,
    canBeUndefined: undefinedMark === "?",
    ...(spec.constraints && { constraints: spec.constraints }),
    ...(spec.description && { description: spec.description }),
    id: `${scope}${name}(${parameters.map((p) => p.type.kind).join(",")})`,
  };
}

function parseParameter(part: string, signature: string): Parameter {
  const [, name, type] = parameterText.exec(part) ?? [];
  if (name === undefined || type === undefined) {
    throw new TypeError(`not a parameter: ${JSON.stringify(part)} in ${signature}`);
  }
  return { name, type: typeByName[type]! };
}

/** Function types by dotted name, overloads gathered, and the code that the table holds. */
export function buildFunctions(
  table: FunctionTable,
  scope = "",
): { types: Map<string, FunctionType>; implementations: Implementations } {
  const overloads = new Map<string, FunctionSignature[]>();
  const implementations = new Map<string, ModuleFunction>();
  const ids = new Set<string>();
  for (const [text, entry] of Object.entries(table)) {
    const spec: FunctionSpec = typeof entry === "function" ? { run: entry } : entry;
    const { path, ...signature } = parseSignature(text, spec, scope);
    if (ids.has(signature.id)) throw new TypeError(`two functions with the parameters of ${signature.id}`);
    ids.add(signature.id);
    const name = path.join(".");
    overloads.set(name, [...(overloads.get(name) ?? []), signature]);
    if (spec.run) implementations.set(signature.id, spec.run as ModuleFunction);
  }
  const types = new Map<string, FunctionType>();
  for (const [name, signatures] of overloads) types.set(name, { kind: "function", signatures });
  return { types, implementations };
}
