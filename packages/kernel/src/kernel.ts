/** Compiles the kernels for an engine and instantiates them on a memory. */

import { type Engine, Linker, Memory, Module, Store, type TypedFunc, type ValType } from "@tyara/runtime";
import { inflateSync } from "fflate";
import { chooseKernel, type KernelChoice, type KernelVariant } from "./choose-kernel.ts";
import { packedKernels } from "./generated/kernel.ts";
import { linkJavaScript } from "./javascript-kernel.ts";
import type { SearchKernel } from "./searcher.ts";

/** The module name under which rule modules import the functions of the kernels. */
const moduleName = "kernel";

type WebAssemblyVariant = Exclude<KernelVariant, "javascript">;

const decoded = new Map<WebAssemblyVariant, Uint8Array<ArrayBuffer>>();

/** A variant of the kernels as a WebAssembly module, decoded once. It imports functions of {@link KernelHost}, "memory" and "log2" of "tyara". */
function kernelBytes(variant: WebAssemblyVariant): Uint8Array<ArrayBuffer> {
  let bytes = decoded.get(variant);
  if (bytes === undefined) {
    const { size, deflated } = packedKernels[variant];
    bytes = inflateSync(decodeBase64(deflated), { out: new Uint8Array(size) }) as Uint8Array<ArrayBuffer>;
    decoded.set(variant, bytes);
  }
  return bytes;
}

function decodeBase64(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** What the kernels ask of the host. */
export interface KernelHost {
  /** Called when the fuel is used up. Returns more fuel, or throws to leave the kernels. */
  readonly interrupt: () => number;
  /** Copies bytes of the data to the memory, for functions of modules. Returns their address. */
  readonly showData: (offset: number, byteLength: number) => number;
}

/** For kernels that neither run out of fuel nor read data outside of the memory. */
export const absentHost: KernelHost = { interrupt: () => 1_000_000, showData: () => 0 };

/** The kernels, ready for any number of memories. */
export class Kernel {
  readonly choice: KernelChoice;
  /** Absent where the kernels are JavaScript. */
  readonly #module: Module | undefined;

  private constructor(choice: KernelChoice, module?: Module) {
    this.choice = choice;
    this.#module = module;
  }

  /** Compiles synchronously. Without a named variant it takes the fastest that works. */
  static compileSync(engine: Engine, variant?: KernelVariant): Kernel {
    const choice = chooseKernel(engine, variant);
    if (choice.variant === "javascript") return new Kernel(choice);
    return new Kernel(choice, Module.fromBinary(engine, kernelBytes(choice.variant)));
  }

  /** Compiles without blocking, where the host can. */
  static async compile(engine: Engine, variant?: KernelVariant): Promise<Kernel> {
    const choice = chooseKernel(engine, variant);
    if (choice.variant === "javascript") return new Kernel(choice);
    return new Kernel(choice, await Module.fromBinaryAsync(engine, kernelBytes(choice.variant)));
  }

  /**
   * Instantiates the kernels on a memory, which the linker must have as "tyara" "memory", and defines their functions for
   * rule modules. Where both are WebAssembly, calls between the two never pass through JavaScript.
   */
  instantiate<T>(linker: Linker<T>, store: Store<T>, memory: Memory, host: KernelHost): KernelInstance {
    if (this.#module === undefined) return linkJavaScript(linker, moduleName, memory, host.interrupt);
    linker.funcWrap("tyara", "interrupt", [], ["i32"], host.interrupt);
    linker.funcWrap("tyara", "showData", ["i32", "i32"], ["i32"], (_, offset, byteLength) =>
      host.showData(offset >>> 0, byteLength >>> 0),
    );
    linker.funcWrap("tyara", "log2", ["f64"], ["f64"], (_, x) => Math.log2(x));
    const instance = linker.instantiate(store, this.#module);
    linker.instance(store, moduleName, instance);
    return instance;
  }
}

/** The kernel that puts fuel metering into code, on a memory of its own; see kernel/assembly/meter.ts. */
export class CodeMeter {
  readonly #engine: Engine;
  readonly #kernel: Kernel;
  #instance: KernelInstance | undefined;

  constructor(engine: Engine, kernel: Kernel) {
    this.#engine = engine;
    this.#kernel = kernel;
  }

  /** A new memory for it, of at least this many bytes. */
  memory(byteLength: number): Uint8Array {
    const store = new Store(this.#engine, undefined);
    const memory = Memory.create(store, { minimum: Math.ceil(byteLength / 0x10000) });
    const linker = new Linker<undefined>(this.#engine).define(store, "tyara", "memory", memory);
    this.#instance = this.#kernel.instantiate(linker, store, memory, absentHost);
    return memory.data();
  }

  /** Copies bodies inside of that memory; returns where the copies end, 0 when there is something else. */
  meterBodies(
    from: number,
    until: number,
    count: number,
    imported: number,
    functions: number,
    to: number,
  ): number {
    const six = ["i32", "i32", "i32", "i32", "i32", "i32"] as const;
    const meter = this.#instance!.getTypedFunc("meterBodies", six, ["i32"]);
    return meter(from, until, count, imported, functions, to);
  }
}

/** The functions of the kernels on one memory. */
export interface KernelInstance {
  /** A function as typed JavaScript. Throws LinkError if there is none of that name and type. */
  getTypedFunc<const Params extends readonly ValType[], const Results extends readonly ValType[]>(
    name: string,
    params: Params,
    results: Results,
  ): TypedFunc<Params, Results>;
}

/** What the search calls. */
export function searchKernel(kernel: KernelInstance): SearchKernel {
  return {
    searchBegin: kernel.getTypedFunc("searchBegin", [], ["i32"]),
    searchChunk: kernel.getTypedFunc("searchChunk", ["i32", "i32"], ["i32"]),
    searchWaits: kernel.getTypedFunc("searchWaits", [], ["i32"]),
    searchAgain: kernel.getTypedFunc("searchAgain", [], ["i32"]),
    searchFinish: kernel.getTypedFunc("searchFinish", [], []),
    searchStop: kernel.getTypedFunc("searchStop", [], []),
    clearPatterns: kernel.getTypedFunc("clearPatterns", [], []),
    beginScan: kernel.getTypedFunc("beginScan", ["i32", "i32"], []),
  };
}
