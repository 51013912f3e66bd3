// Exported functions: what guests' functions are in JavaScript, and what values are on the way in and out.
import type { BoundFunc } from "../backend.ts";
import { CallbackSync } from "../callback-sync.ts";
import { Caller } from "../caller.ts";
import type { FuncType } from "../descriptor.ts";
import { Func } from "../func.ts";
import type { JsValue, ValType } from "../value.ts";
import { theStore } from "./context.ts";
import { translated } from "./errors.ts";

// biome-ignore lint/suspicious/noExplicitAny: a function of any type.
export type Callable = (...values: any[]) => any;

const functions = new WeakMap<Func, Callable>();
const handles = new WeakMap<Callable, Func>();

/** The handle of an exported function; undefined for any other value. */
export function handleOf(value: unknown): Func | undefined {
  return typeof value === "function" ? handles.get(value as Callable) : undefined;
}

/** The one exported function of a handle. */
export function exportedFunction(func: Func): Callable {
  let exported = functions.get(func);
  if (exported === undefined) {
    exported = makeFunction(func);
    functions.set(func, exported);
    handles.set(exported, func);
  }
  return exported;
}

function makeFunction(func: Func): Callable {
  const { params, results } = func.type;
  const invoke = func.invoke as (...values: JsValue[]) => unknown;
  const exported: Callable = (...values) => {
    const converted = params.map((type, index) => toWasm(values[index], type));
    if (results.includes("v128")) throw vectorError();
    let returned: unknown;
    try {
      returned = invoke(...converted);
    } catch (error) {
      throw translated(error);
    }
    if (results.length <= 1) return results.length === 0 ? undefined : toJs(returned, results[0]!);
    return (returned as unknown[]).map((value, index) => toJs(value, results[index]!));
  };
  Object.defineProperty(exported, "name", { value: func.name, configurable: true });
  Object.defineProperty(exported, "length", { value: params.length, configurable: true });
  return exported;
}

/** A function of the host as guests import it. */
export function hostFunction(callback: Callable, type: FuncType): BoundFunc {
  const { params, results } = type;
  const call = (_caller: unknown, ...values: unknown[]): unknown => {
    if (params.includes("v128") || results.includes("v128")) throw vectorError();
    const converted = values.map((value, index) => toJs(value, params[index]!));
    const returned: unknown = Reflect.apply(callback, undefined, converted);
    if (results.length <= 1) return results.length === 0 ? undefined : toWasm(returned, results[0]!);
    const list = [...(returned as Iterable<unknown>)];
    if (list.length !== results.length) {
      throw new TypeError(`a host function returned ${list.length} values, not ${results.length}`);
    }
    return list.map((value, index) => toWasm(value, results[index]!));
  };
  return {
    kind: "host",
    form: "typed",
    type,
    sync: CallbackSync.both,
    caller: new Caller(theStore()) as Caller<unknown>,
    call,
  };
}

/** A value as guests take it, converted as JavaScript converts. Throws TypeError for what cannot be. */
export function toWasm(value: unknown, type: ValType): JsValue {
  switch (type) {
    case "i32":
      return (value as number) | 0;
    case "i64":
      return BigInt.asIntN(64, value as bigint);
    case "f32":
      return Math.fround(value as number);
    case "f64":
      return +(value as number);
    case "v128":
      throw vectorError();
    case "funcref": {
      if (value === null) return null;
      const func = handleOf(value);
      if (func === undefined) throw new TypeError("a funcref is null or an exported function");
      return func;
    }
    default:
      return value;
  }
}

/** A value of a guest in JavaScript. */
export function toJs(value: unknown, type: ValType): unknown {
  if (type === "v128") throw vectorError();
  return value instanceof Func ? exportedFunction(value) : value;
}

const vectorError = (): TypeError => new TypeError("a v128 has no value in JavaScript");

/** What stands for a value of a type that is missing. */
export function defaultOf(type: ValType): unknown {
  if (type === "i64") return 0n;
  if (type === "funcref") return null;
  return type === "externref" || type === "opaque" ? undefined : 0;
}
