// Values as they cross between JavaScript and a guest. i64 is a bigint here: exact, but slower than numbers;
// hot paths use ValRaw. A v128 is its sixteen bytes, lowest lane first.
import type { Func } from "./func.ts";

/**
 * The type of a WebAssembly value. `opaque` stands for all references that this layer does not tell apart (typed functions,
 * garbage-collected things, exceptions): their values are what the host makes of them.
 */
export type ValType = "i32" | "i64" | "f32" | "f64" | "v128" | "funcref" | "externref" | "opaque";

/** The JavaScript type of each value type. */
export interface JsTypes {
  i32: number;
  i64: bigint;
  f32: number;
  f64: number;
  v128: Uint8Array;
  funcref: Func | null;
  externref: unknown;
  opaque: unknown;
}

/** A value of any type in JavaScript. */
export type JsValue = JsTypes[ValType];

/** The JavaScript types of a list of value types. */
export type JsValues<Types extends readonly ValType[]> = { -readonly [I in keyof Types]: JsTypes[Types[I]] };

/** What a function with these results returns in JavaScript: nothing, one value, or an array. */
export type JsResult<Types extends readonly ValType[]> = Types extends readonly []
  ? // biome-ignore lint/suspicious/noConfusingVoidType: the result type of a function that returns nothing.
    void
  : Types extends readonly [infer Only extends ValType]
    ? JsTypes[Only]
    : JsValues<Types>;

/** A value that carries its type. */
export type Val = {
  readonly [Type in ValType]: { readonly type: Type; readonly value: JsTypes[Type] };
}[ValType];

/** The value that locals and globals of a type start with. */
export function defaultVal(type: ValType): Val {
  switch (type) {
    case "i64":
      return { type, value: 0n };
    case "v128":
      return { type, value: new Uint8Array(16) };
    case "funcref":
      return { type, value: null };
    case "externref":
      return { type, value: null };
    case "opaque":
      return { type, value: null };
    default:
      return { type, value: 0 };
  }
}

/** How many 64-bit slots a value of the type takes in a {@link ValRaw}. */
export function slotCount(type: ValType): number {
  return type === "v128" ? 2 : 1;
}

/** Slots of a list of values. */
export function slotsOf(types: readonly ValType[]): number {
  return types.reduce((sum, type) => sum + slotCount(type), 0);
}
