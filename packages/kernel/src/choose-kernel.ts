/** Which of the builds of the kernels runs. All of them give the same results. */
import { Engine } from "@tyara/runtime";
import { ModuleBuilder, ValueType } from "@tyara/wasm";

/**
 * `simd`: WebAssembly with vectors. `scalar`: WebAssembly without, for hosts that lack them. `javascript`: for hosts
 * that do not compile WebAssembly.
 */
export type KernelVariant = "simd" | "scalar" | "javascript";

const variants: readonly string[] = ["simd", "scalar", "javascript"] satisfies KernelVariant[];

/** A variant, and why it was chosen. */
export interface KernelChoice {
  readonly variant: KernelVariant;
  /** A sentence for `debug`. */
  readonly reason: string;
}

/**
 * Picks the fastest variant that the engine can run, by trying. The argument or, without one, the environment
 * variable TYARA_KERNEL overrides the choice.
 */
export function chooseKernel(
  engine: Engine = new Engine(),
  override: string | undefined = environmentOverride(),
): KernelChoice {
  if (override !== undefined)
    return { variant: variantNamed(override), reason: `"${override}" was asked for` };
  if (engine.backend.name === "interpreter") {
    return { variant: "javascript", reason: "the host runs JavaScript faster than interpreted WebAssembly" };
  }
  if (compilesVectors(engine)) return { variant: "simd", reason: "the host's WebAssembly has vectors" };
  return { variant: "scalar", reason: "the host's WebAssembly has no vectors" };
}

function variantNamed(name: string): KernelVariant {
  if (variants.includes(name)) return name as KernelVariant;
  throw new RangeError(`there is no kernel "${name}"`);
}

function compilesVectors({ backend }: Engine): boolean {
  const module = new ModuleBuilder();
  module.addFunction([], [ValueType.v128], (code) => void code.i32Const(0).i8x16Splat());
  try {
    backend.compile(module.finish(), { interruptible: false });
    return true;
  } catch {
    return false;
  }
}

function environmentOverride(): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.TYARA_KERNEL || undefined;
}
