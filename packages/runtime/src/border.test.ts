// What crosses between the host and guests stays as it is: errors, slots, bytes; and what does not belong together is refused.
import { type CodeBuilder, ModuleBuilder, ValueType } from "@tyara/wasm";
import { describe, expect, test } from "vitest";
import { Trap } from "./errors.ts";
import { build, everyBackend, instantiateIn } from "./every-backend.ts";
import { Global } from "./global.ts";
import { Linker } from "./linker.ts";
import { Module } from "./module.ts";
import { Store } from "./store.ts";
import { ValRaw } from "./val-raw.ts";

const { i32, i64, f32, externref, v128 } = ValueType;

const lookingLikeTraps: readonly unknown[] = [
  new WebAssembly.RuntimeError("Aborted(table index is out of bounds)"),
  new WebAssembly.RuntimeError("unreachable"),
  new RangeError("Maximum call stack size exceeded"),
  new WebAssembly.LinkError("import object field 'x' is not a Function"),
  Object.assign(new Error("too much recursion"), { name: "InternalError" }),
  Object.freeze(new WebAssembly.RuntimeError("integer overflow")),
  "text",
  undefined,
];

const calling = build((module) => {
  const hosts = [
    ["typed", module.importFunction("env", "typed", [i32], [])],
    ["raw", module.importFunction("env", "raw", [i64], [])],
    ["vector", module.importFunction("env", "vector", [v128], [])],
  ] as const;
  for (const [name, host] of hosts) {
    const call = (code: CodeBuilder) => {
      if (name === "typed") code.i32Const(1);
      else if (name === "raw") code.i64Const(1);
      else code.v128Const(new Uint8Array(16));
      code.call(host);
    };
    module.exportFunction(
      name,
      module.addFunction([], [], (code) => void call(code)),
    );
  }
});

const caughtFrom = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return { error };
  }
  return "nothing";
};

describe.each(everyBackend)("on the %s", (_backend, makeEngine) => {
  test.each(lookingLikeTraps.map((error) => [error]))("a host function throws %s", (error) => {
    const fail = () => {
      throw error;
    };
    const { instance } = instantiateIn(makeEngine(), calling, (linker) => {
      linker.funcWrap("env", "typed", ["i32"], [], fail);
      linker.funcWrap("env", "vector", ["v128"], [], fail);
      linker.funcNewUnchecked("env", "raw", { params: ["i64"], results: [] }, fail);
    });
    for (const name of ["typed", "raw", "vector"]) {
      const caught = caughtFrom(instance.getTypedFunc(name, [], [])) as { error: unknown };
      expect(caught.error).toBe(error);
      const raw = caughtFrom(() => instance.getFunc(name).callUnchecked(ValRaw.allocate(1))) as {
        error: unknown;
      };
      expect(raw.error).toBe(error);
    }
    const starting = build((module) => {
      const host = module.importFunction("env", "typed", [i32], []);
      module.setStart(module.addFunction([], [], (code) => void code.i32Const(0).call(host)));
    });
    const start = () =>
      instantiateIn(
        makeEngine(),
        starting,
        (linker) => void linker.funcWrap("env", "typed", ["i32"], [], fail),
      );
    expect((caughtFrom(start) as { error: unknown }).error).toBe(error);
  });

  test("recursion through raw host functions overflows the stack, whichever is exhausted first", () => {
    const bytes = build((module) => {
      const again = module.importFunction("env", "again", [i64, i64, i64, i64], []);
      const call = (code: CodeBuilder) => {
        for (let i = 0; i < 4; i++) code.i64Const(1);
        code.call(again);
      };
      module.exportFunction(
        "down",
        module.addFunction([], [], (code) => void call(code)),
      );
    });
    const types = ["i64", "i64", "i64", "i64"] as const;
    const { instance } = instantiateIn(makeEngine(), bytes, (linker) => {
      const slots = ValRaw.allocate(1);
      linker.funcNewUnchecked("env", "again", { params: types, results: [] }, (caller) => {
        caller.instance!.getFunc("down").callUnchecked(slots);
      });
    });
    for (let i = 0; i < 2; i++) {
      const { error } = caughtFrom(instance.getTypedFunc("down", [], [])) as { error: unknown };
      // Where the stack ends inside the host function, the error is its own.
      if (!(error instanceof RangeError))
        expect(error).toMatchObject({ name: "Trap", code: "stackOverflow" });
      expect(error instanceof RangeError || error instanceof Trap).toBe(true);
    }
  });

  test("the upper halves of slots with narrow values are zero", () => {
    const bytes = build((module) => {
      const seen = module.importFunction("env", "seen", [i32, f32], [i32]);
      const run = (code: CodeBuilder) =>
        code.localGet(0).i32WrapI64().f32Const(1.5).call(seen).drop().i32Const(-1);
      module.exportFunction(
        "run",
        module.addFunction([i64, i64], [i32], (code) => void run(code)),
      );
    });
    const highs: number[] = [];
    const { instance } = instantiateIn(makeEngine(), bytes, (linker) => {
      const type = { params: ["i32", "f32"], results: ["i32"] } as const;
      linker.funcNewUnchecked("env", "seen", type, (_caller, slots) => {
        highs.push(slots.i64High(0), slots.i64High(1));
        slots.setI32(0, -1);
        highs.push(slots.i64High(0));
      });
    });
    const slots = ValRaw.allocate(2);
    slots.setI64(0, -1n);
    slots.setI64(1, -1n);
    instance.getFunc("run").callUnchecked(slots);
    expect([...highs, slots.i32(0), slots.i64High(0)]).toEqual([0, 0, 0, -1, 0]);
  });

  test("a linker does not link for another engine", () => {
    const engine = makeEngine();
    const module = Module.fromBinary(engine, calling);
    const link = () => new Linker(makeEngine()).instantiate(new Store(engine, undefined), module);
    expect(link).toThrow(expect.objectContaining({ name: "LinkError", code: "wrongStore" }));
  });

  test("bytes may change after they were compiled", () => {
    const bytes = build((module) => {
      module.exportFunction(
        "f",
        module.addFunction([], [i32], (code) => void code.i32Const(7)),
      );
    });
    const engine = makeEngine();
    const given = bytes.slice();
    const module = Module.fromBinary(engine, given);
    const before = module.serialize();
    given.fill(0);
    expect(module.serialize()).toEqual(before);
    const instance = new Linker(engine).instantiate(new Store(engine, undefined), module);
    expect(instance.getTypedFunc("f", [], ["i32"])()).toBe(7);
  });

  test("globals keep their references when many others pass by, and when the store is reset", () => {
    const module = new ModuleBuilder();
    const global = module.addGlobal({ type: externref, mutable: true }, { kind: "null", type: externref });
    module.exportGlobal("global", global);
    module.exportFunction(
      "pass",
      module.addFunction([externref], [externref], (code) => void code.localGet(0)),
    );
    const { instance, store } = instantiateIn(makeEngine(), module.finish());
    const [first, second] = [{ name: "first" }, { name: "second" }];
    instance.getGlobal("global").set(first);
    const own = Global.create(store, { type: "externref", mutability: "var" }, second);
    const pass = instance.getTypedFunc("pass", ["externref"], ["externref"]);
    for (let i = 0; i < 5000; i++) {
      const item = { i };
      expect(pass(item) === item).toBe(true);
    }
    expect([instance.getGlobal("global").get(), own.get(), pass(null)]).toEqual([first, second, null]);
    store.reset();
    expect(own.get()).toBe(second);
    own.set(first);
    expect(own.get()).toBe(first);
  });
});
