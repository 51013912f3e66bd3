import { type ModuleBuilder, ValueType } from "@tyara/wasm";
import { describe, expect, test } from "vitest";
import { build, everyBackend } from "./every-backend.ts";
import { Linker } from "./linker.ts";
import { Memory } from "./memory.ts";
import { Module } from "./module.ts";
import { Store } from "./store.ts";

const { i32, i64 } = ValueType;

const bytes = build((module) => {
  const add = module.importFunction("env", "add", [i32, i32], [i32]);
  const base = module.importGlobal("env", "base", { type: i64, mutable: false });
  module.importMemory("env", "memory", { minimum: 1 });
  module.exportFunction(
    "run",
    module.addFunction([], [i32], (code) => code.i32Const(40).i32Const(2).call(add)),
  );
  module.exportFunction(
    "base",
    module.addFunction([], [i64], (code) => code.globalGet(base)),
  );
});

/** A module that imports a function of a name, and calls it. */
const importing = (from: string, name: string) =>
  build((module: ModuleBuilder) => {
    const called = module.importFunction(from, name, [], []);
    module.exportFunction(
      "run",
      module.addFunction([], [], (code) => code.call(called)),
    );
  });

describe.each(everyBackend)("on the %s", (_backend, makeEngine) => {
  const setUp = (binary = bytes) => {
    const engine = makeEngine();
    const store = new Store(engine, undefined);
    const module = Module.fromBinary(engine, binary);
    return { engine, store, module, linker: new Linker<undefined>(engine) };
  };

  test("an object of imports gives functions, values and handles", () => {
    const { store, module, linker } = setUp();
    class Environment {
      add(a: number, b: number) {
        return a + b;
      }
      base = 2n ** 40n;
      memory = Memory.create(store, { minimum: 1 });
    }
    const instance = linker
      .defineImports(store, module, { env: new Environment() })
      .instantiate(store, module);
    expect(instance.getTypedFunc("run", [], ["i32"])()).toBe(42);
    expect(instance.getTypedFunc("base", [], ["i64"])()).toBe(2n ** 40n);
  });

  test("what does not fit is refused", () => {
    const { store, module, linker } = setUp();
    expect(() => linker.defineImports(store, module, { env: { base: 5 } })).toThrow(
      expect.objectContaining({ code: "incompatibleImport" }),
    );
    expect(() => linker.defineImports(store, module, { env: { add: 5 } })).toThrow(
      expect.objectContaining({ code: "incompatibleImport" }),
    );
  });

  test("what is not there stays undefined", () => {
    const { store, module, linker } = setUp();
    linker.defineImports(store, module, { env: { add: () => 0 }, other: 5 });
    expect(linker.get("env", "memory")).toBeUndefined();
    expect(() => linker.instantiate(store, module)).toThrow(
      expect.objectContaining({ code: "unknownImport" }),
    );
  });

  test.each([
    ["env", "toString"],
    ["env", "constructor"],
    ["env", "__proto__"],
    ["__proto__", "toString"],
    ["constructor", "constructor"],
    ["constructor", "getPrototypeOf"],
    ["toString", "call"],
  ])("no guest reaches what every object has: %s.%s", (from, name) => {
    const { store, module, linker } = setUp(importing(from, name));
    class Environment {}
    linker.defineImports(store, module, { env: new Environment() });
    expect(linker.get(from, name)).toBeUndefined();
  });

  test("names of that kind are found where an object has them", () => {
    const { store, module, linker } = setUp(importing("__proto__", "constructor"));
    let calls = 0;
    const names = Object.fromEntries([["__proto__", Object.fromEntries([["constructor", () => calls++]])]]);
    linker.defineImports(store, module, names).instantiate(store, module).getTypedFunc("run", [], [])();
    expect(calls).toBe(1);
  });

  test("unknown functions stop the guest that calls them, and no other", () => {
    const { store, module, linker } = setUp(importing("env", "missing"));
    const instance = linker.defineUnknownImportsAsTraps(module).instantiate(store, module);
    expect(() => instance.getTypedFunc("run", [], [])()).toThrow(
      expect.objectContaining({ code: "unknownImport", message: expect.stringContaining('"missing"') }),
    );
  });

  test("a definition takes the place of another where that is allowed", () => {
    const { store, module, linker } = setUp(importing("env", "f"));
    const calls: string[] = [];
    const define = (which: string) => linker.funcWrap("env", "f", [], [], () => void calls.push(which));
    define("first");
    expect(() => define("second")).toThrow(expect.objectContaining({ code: "duplicateDefinition" }));
    linker.allowShadowing(true);
    define("third").instantiate(store, module).getTypedFunc("run", [], [])();
    expect(calls).toEqual(["third"]);
    linker.allowShadowing(false);
    expect(() => define("fourth")).toThrow(expect.objectContaining({ code: "duplicateDefinition" }));
  });
});
