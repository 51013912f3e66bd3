import { Global as LayerGlobal } from "../global.ts";
import type { ValType } from "../value.ts";
import { theStore } from "./context.ts";
import { defaultOf, toJs, toWasm } from "./functions.ts";
import { descriptorOf, Faces, shapeInterface } from "./interface.ts";

/** Types of globals, as the interface names them. */
export type ValueTypeName = "i32" | "i64" | "f32" | "f64" | "v128" | "externref" | "anyfunc";

export interface GlobalDescriptor {
  readonly value: ValueTypeName;
  readonly mutable?: boolean | undefined;
}

const types: ReadonlyMap<string, ValType> = new Map<string, ValType>([
  ["i32", "i32"],
  ["i64", "i64"],
  ["f32", "f32"],
  ["f64", "f64"],
  ["v128", "v128"],
  ["externref", "externref"],
  ["anyfunc", "funcref"],
]);

export const globals: Faces<Global, LayerGlobal> = new Faces("Global");

/** A global variable. */
export class Global {
  // The value may be left out, which is not the same as undefined.
  constructor(descriptor: GlobalDescriptor, ...value: readonly unknown[]) {
    const given = descriptorOf(descriptor, "Global");
    const mutable = Boolean(given.mutable);
    const type = types.get(String(given.value));
    if (type === undefined) throw new TypeError("WebAssembly.Global(): 'value' must be a value type");
    const isMissing = value.length === 0 || (value[0] === undefined && type !== "externref");
    const initial =
      type === "v128" && isMissing
        ? new Uint8Array(16)
        : toWasm(isMissing ? defaultOf(type) : value[0], type);
    globals.bind(
      this,
      LayerGlobal.create(theStore(), { type, mutability: mutable ? "var" : "const" }, initial as never),
    );
  }

  get value(): unknown {
    const global = globals.handle(this);
    return toJs(global.get(), global.type.type);
  }

  set value(value: unknown) {
    const global = globals.handle(this);
    if (global.type.mutability === "const")
      throw new TypeError("set WebAssembly.Global.value: the global is immutable");
    global.set(toWasm(value, global.type.type));
  }

  valueOf(): unknown {
    return this.value;
  }
}

shapeInterface("Global", Global);
