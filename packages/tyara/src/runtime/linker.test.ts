import { expect, test } from "vitest";
import { ModuleBuilder, ValueType } from "../wasm/index.ts";
import { Engine, Linker, Memory, Module, Store, Trap } from "./index.ts";

const { i32, i64 } = ValueType;
test("smoke", () => {
  const engine = new Engine();
  const store = new Store(engine, { n: 0 });
  const b = new ModuleBuilder();
  const log = b.importFunction("env", "log", [i32, i64], [i64]);
  const raw = b.importFunction("env", "raw", [i64], [i64]);
  b.importMemory("env", "memory", { minimum: 1 });
  b.exportFunction(
    "run",
    b.addFunction([i32, i64], [i64], (c) => c.localGet(0).localGet(1).call(log).call(raw)),
  );
  b.exportFunction(
    "bad",
    b.addFunction([], [], (c) => c.unreachable()),
  );
  const module = Module.fromBinary(engine, b.finish());
  const linker = new Linker<{ n: number }>(engine);
  linker.funcWrap("env", "log", ["i32", "i64"], ["i64"], (caller, a, b) => {
    caller.data.n += a;
    return b * 2n;
  });
  linker.funcNewUnchecked("env", "raw", { params: ["i64"], results: ["i64"] }, (_c, slots) => {
    slots.setI64Parts(0, slots.i64Low(0) + 1, slots.i64High(0));
  });
  const memory = Memory.create(store, { minimum: 1, maximum: 4 });
  linker.define(store, "env", "memory", memory);
  const instance = linker.instantiate(store, module);
  const run = instance.getTypedFunc("run", ["i32", "i64"], ["i64"]);
  expect(run(5, 2n ** 40n)).toBe(2n ** 41n + 1n);
  expect(store.data.n).toBe(5);
  expect(() => instance.getTypedFunc("bad", [], [])()).toThrow(Trap);
  const view = memory.data();
  expect(memory.data()).toBe(view);
  memory.grow(1);
  expect(memory.data().length).toBe(131072);
});
