/**
 * The kernels in JavaScript, for hosts that do not compile WebAssembly: translated from the same sources when the package
 * is built. They work on any backend's memory; rule modules call them as host functions.
 */
import {
  type Linker,
  type Memory,
  type RawCallback,
  Trap,
  type TypedFunc,
  type ValRaw,
  type ValType,
} from "@tyara/runtime";
import { createKernel, type KernelFunctions, kernelTypes } from "./generated/kernel-javascript.ts";
import type { KernelInstance } from "./kernel.ts";

type KernelFunction = KernelFunctions[string];

/** Instantiates the kernels on a memory and defines their functions in the linker. */
export function linkJavaScript<T>(
  linker: Linker<T>,
  moduleName: string,
  memory: Memory,
  interrupt: () => number,
): KernelInstance {
  const functions = trapping(createKernel(memory, { interrupt }));
  for (const [name, type] of Object.entries(kernelTypes)) {
    linker.funcNewUnchecked(moduleName, name, type, onSlots(functions, name));
  }
  return {
    getTypedFunc: <Params extends readonly ValType[], Results extends readonly ValType[]>(name: string) =>
      onValues(functions, name) as TypedFunc<Params, Results>,
  };
}

/**
 * Turns a stack overflow or an access outside the memory into a trap, as in WebAssembly, if the host notices it. Mostly such
 * reads give zeros and such writes do nothing.
 */
function trapping(functions: KernelFunctions): KernelFunctions {
  const trap =
    (run: KernelFunction): KernelFunction =>
    (...args) => {
      try {
        return run(...args);
      } catch (error) {
        if (error instanceof RangeError) throw new Trap("memoryOutOfBounds", { cause: error });
        throw error;
      }
    };
  return Object.fromEntries(Object.entries(functions).map(([name, run]) => [name, trap(run)]));
}

/** A function as a callback of rule code. */
function onSlots<T>(functions: KernelFunctions, name: string): RawCallback<T> {
  const call = functions[name] as KernelFunction;
  const { params, results } = kernelTypes[name]!;
  const values: number[] = [];
  return (_, slots: ValRaw) => {
    let count = 0;
    for (let slot = 0; slot < params.length; slot++) {
      values[count++] = slots.i32(slot);
      if (params[slot] === "i64") values[count++] = slots.i64High(slot);
    }
    const result = call(...values);
    if (results[0] === "i64") slots.setI64Parts(0, result, functions.upper!());
    else if (results[0] === "i32") slots.setI32(0, result);
  };
}

/** A function on JavaScript values: 64-bit numbers are bigints. */
function onValues(functions: KernelFunctions, name: string): (...values: never[]) => unknown {
  const call = functions[name] as KernelFunction;
  const { params, results } = kernelTypes[name]!;
  if (![...params, ...results].includes("i64")) return call;
  const halves = (value: number | bigint) =>
    typeof value === "number"
      ? [value]
      : [Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n))];
  return (...values: (number | bigint)[]) => {
    const low = call(...values.flatMap(halves));
    return results[0] === "i64" ? (BigInt(functions.upper!()) << 32n) | BigInt(low >>> 0) : low;
  };
}
