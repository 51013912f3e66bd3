import { ModuleBuilder, ValueType } from "@tyara/wasm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { prepareAheadOfTime } from "./ahead-of-time.ts";
import { HostBackend } from "./backends/host/host-backend.ts";
import { chooseBackend } from "./choose-backend.ts";
import { Engine } from "./engine.ts";
import { Linker } from "./linker.ts";
import { Module } from "./module.ts";
import { Store } from "./store.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

/** What hosts do that forbid compiling at all, or while a request is handled. */
const forbidCompiling = () => {
  const { Module: HostModule, CompileError } = WebAssembly;
  const Forbidden = function Forbidden() {
    throw new CompileError("Wasm code generation disallowed by embedder");
  } as unknown as typeof HostModule;
  Object.assign(Forbidden, { customSections: HostModule.customSections });
  vi.stubGlobal("WebAssembly", { ...bindings(), Module: Forbidden });
};

const bindings = () =>
  Object.fromEntries(
    Object.getOwnPropertyNames(WebAssembly).map((name) => [name, WebAssembly[name as "Module"]]),
  );

describe("the backend", () => {
  test("is the host's where the host compiles", () => {
    vi.stubEnv("TYARA_BACKEND", "");
    expect(chooseBackend()).toMatchObject({
      backend: { name: "host" },
      reason: "the host compiles WebAssembly",
    });
  });

  test.each([
    ["compiling is forbidden", forbidCompiling],
    ["there is no WebAssembly", () => vi.stubGlobal("WebAssembly", undefined)],
  ])("is the interpreter where %s", (_what, change) => {
    vi.stubEnv("TYARA_BACKEND", "");
    change();
    const engine = new Engine();
    expect([engine.backend.name, engine.backendReason]).toEqual([
      "interpreter",
      "the host does not compile WebAssembly",
    ]);
    const builder = new ModuleBuilder();
    const { i64 } = ValueType;
    builder.exportFunction(
      "square",
      builder.addFunction([i64], [i64], (code) => void code.localGet(0).localGet(0).i64Mul()),
    );
    const instance = new Linker(engine).instantiate(
      new Store(engine, null),
      Module.fromBinary(engine, builder.finish()),
    );
    expect(instance.getTypedFunc("square", ["i64"], ["i64"])(-(2n ** 31n) - 1n)).toBe((2n ** 31n + 1n) ** 2n);
  });

  test("is what the environment or the caller asks for, before all else", () => {
    vi.stubEnv("TYARA_BACKEND", "interpreter");
    expect(chooseBackend()).toMatchObject({
      backend: { name: "interpreter" },
      reason: '"interpreter" was asked for',
    });
    expect(() => chooseBackend("quantum")).toThrow(RangeError);
  });

  test("runs modules compiled ahead of time where the host does not compile", () => {
    const builder = new ModuleBuilder();
    const { i64 } = ValueType;
    const bump = builder.importFunction("env", "bump", [i64], [i64]);
    builder.exportFunction(
      "run",
      builder.addFunction([i64], [i64], (code) => void code.localGet(0).call(bump)),
    );
    const bytes = builder.finish();
    const compiled = new WebAssembly.Module(prepareAheadOfTime(bytes));
    const HostInstance = WebAssembly.Instance;
    forbidCompiling();
    expect(WebAssembly.Instance).toBe(HostInstance);
    const engine = new Engine({ backend: new HostBackend() });
    expect(() => Module.fromBinary(engine, bytes)).toThrow(expect.objectContaining({ code: "forbidden" }));
    const linker = new Linker<null>(engine);
    linker.funcNewUnchecked("env", "bump", { params: ["i64"], results: ["i64"] }, (_caller, slots) => {
      slots.setI64Parts(0, slots.i64Low(0) + 1, slots.i64High(0));
    });
    const instance = linker.instantiate(new Store(engine, null), Module.fromCompiled(engine, compiled));
    expect(instance.getTypedFunc("run", ["i64"], ["i64"])(2n ** 40n)).toBe(2n ** 40n + 1n);
  });
});
