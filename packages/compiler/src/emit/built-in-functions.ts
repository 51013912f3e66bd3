/**
 * Functions of built-in modules that rule code does not ask the host for: a few instructions, or functions of the kernels.
 * The modules implement them as well: for large data, of which only a part is in the memory, and for the kernels in
 * JavaScript.
 */
import { KernelFunction } from "@tyara/contract";
import type { CodeBuilder } from "@tyara/wasm";

type WriteInline = (code: CodeBuilder, args: readonly number[]) => void;

/** By module and id of the signature: writes the result; the arguments are in locals. */
const inlineFunctions: Readonly<Record<string, WriteInline>> = {
  "math:min(integer,integer)": (code, [a, b]) =>
    code.localGet(a!).localGet(b!).localGet(a!).localGet(b!).i64LtS().select(),
  "math:max(integer,integer)": (code, [a, b]) =>
    code.localGet(a!).localGet(b!).localGet(a!).localGet(b!).i64GtS().select(),
  "math:abs(integer)": (code, [x]) =>
    code.i64Const(0).localGet(x!).i64Sub().localGet(x!).localGet(x!).i64Const(0).i64LtS().select(),
  "math:in_range(integer,integer,integer)": (code, [x, min, max]) =>
    code.localGet(x!).localGet(min!).i64GeS().localGet(x!).localGet(max!).i64LeS().i32And(),
  "math:in_range(float,float,float)": (code, [x, min, max]) =>
    code.localGet(x!).localGet(min!).f64Ge().localGet(x!).localGet(max!).f64Le().i32And(),
  "math:to_number(bool)": (code, [b]) => code.localGet(b!).i64ExtendI32U(),
};

const kernelFunctions: Readonly<Record<string, number>> = {
  "math:count(integer,integer,integer)": KernelFunction.count,
  "math:count(integer)": KernelFunction.countOfData,
  "math:percentage(integer,integer,integer)": KernelFunction.percentage,
  "math:percentage(integer)": KernelFunction.percentageOfData,
  "math:mode(integer,integer)": KernelFunction.mode,
  "math:mode()": KernelFunction.modeOfData,
  "math:mean(integer,integer)": KernelFunction.mean,
  "math:mean(string)": KernelFunction.meanOfString,
  "math:deviation(integer,integer,float)": KernelFunction.deviation,
  "math:deviation(string,float)": KernelFunction.deviationOfString,
  "math:entropy(integer,integer)": KernelFunction.entropy,
  "math:entropy(string)": KernelFunction.entropyOfString,
  "math:serial_correlation(integer,integer)": KernelFunction.serialCorrelation,
  "math:serial_correlation(string)": KernelFunction.serialCorrelationOfString,
  "math:monte_carlo_pi(integer,integer)": KernelFunction.monteCarloPi,
  "math:monte_carlo_pi(string)": KernelFunction.monteCarloPiOfString,
  "hash:crc32(integer,integer)": KernelFunction.crc32,
  "hash:crc32(string)": KernelFunction.crc32OfString,
  "hash:checksum32(integer,integer)": KernelFunction.checksum32,
  "hash:checksum32(string)": KernelFunction.checksum32OfString,
};

/** What writes a function as instructions; `undefined` when it must be called. */
export function inlineFunctionOf(module: string, id: string): WriteInline | undefined {
  return inlineFunctions[`${module}:${id}`];
}

/** The `KernelFunction` of a function; 0: it has none. */
export function kernelFunctionOf(module: string, id: string): number {
  return kernelFunctions[`${module}:${id}`] ?? 0;
}
