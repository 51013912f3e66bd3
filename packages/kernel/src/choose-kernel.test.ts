import { Engine, HostBackend, InterpreterBackend, ModuleError } from "@tyara/runtime";
import { afterEach, describe, expect, it, vi } from "vitest";
import { chooseKernel } from "./choose-kernel.ts";

afterEach(() => vi.unstubAllEnvs());

/** A host without vectors: it compiles no module whose types name them. */
class ScalarBackend extends HostBackend {
  override compile(...[bytes, options]: Parameters<HostBackend["compile"]>) {
    const v128 = 0x7b;
    if (bytes.includes(v128)) throw new ModuleError("unsupported", "no vectors here");
    return super.compile(bytes, options);
  }
}

describe("the kernels", () => {
  it.each([
    ["simd", "the host's WebAssembly has vectors", new HostBackend()],
    ["scalar", "the host's WebAssembly has no vectors", new ScalarBackend()],
    ["javascript", "the host runs JavaScript faster than interpreted WebAssembly", new InterpreterBackend()],
  ])("are those in %s where that is so", (variant, reason, backend) => {
    vi.stubEnv("TYARA_KERNEL", "");
    expect(chooseKernel(new Engine({ backend }))).toEqual({ variant, reason });
  });

  it("are what the environment or the caller asks for, before all else", () => {
    const engine = new Engine({ backend: new HostBackend() });
    vi.stubEnv("TYARA_KERNEL", "javascript");
    expect(chooseKernel(engine)).toEqual({
      variant: "javascript",
      reason: '"javascript" was asked for',
    });
    expect(chooseKernel(engine, "scalar").variant).toBe("scalar");
    expect(() => chooseKernel(engine, "quantum")).toThrow(RangeError);
  });
});
