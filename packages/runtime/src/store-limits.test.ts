import { ValueType } from "@tyara/wasm";
import { describe, expect, test } from "vitest";
import { build, everyBackend } from "./every-backend.ts";
import { Linker } from "./linker.ts";
import { Memory } from "./memory.ts";
import { Module } from "./module.ts";
import { Store } from "./store.ts";
import type { StoreLimits } from "./store-limits.ts";
import { Table } from "./table.ts";

const { i32, funcref } = ValueType;

/** A module with a memory and a table that grow by themselves. */
const growing = (maximum?: number) =>
  build((module) => {
    module.exportMemory("memory", module.addMemory({ minimum: 1, maximum }));
    module.exportTable("table", module.addTable({ element: funcref, minimum: 1, maximum }));
    module.exportFunction(
      "growMemory",
      module.addFunction([i32], [i32], (code) => code.localGet(0).memoryGrow()),
    );
    module.exportFunction(
      "growTable",
      module.addFunction([i32], [i32], (code) => code.refNull(funcref).localGet(0).tableGrow()),
    );
    module.exportFunction(
      "load",
      module.addFunction([i32], [i32], (code) => {
        const turns = code.local(i32);
        code.loop().localGet(turns).i32Const(1).i32Add().localTee(turns).i32Const(3).i32LtU().brIf(0).end();
        code.localGet(0).i32Load();
      }),
    );
  });

describe.each(everyBackend)("on the %s", (_backend, makeEngine) => {
  const setUp = (limits: StoreLimits, bytes = growing()) => {
    const engine = makeEngine();
    const store = new Store(engine, undefined);
    store.limits = limits;
    const module = Module.fromBinary(engine, bytes);
    const instantiate = () => new Linker<undefined>(engine).instantiate(store, module);
    return { store, module, instantiate };
  };
  const exceeded = expect.objectContaining({ code: "limitExceeded" });

  test.each([undefined, 3, 1000])(
    "a guest does not grow its memory beyond; its own maximum is %s",
    (maximum) => {
      const { instantiate } = setUp({ memoryBytes: 4 * 65_536 + 5 }, growing(maximum));
      const instance = instantiate();
      const grow = instance.getTypedFunc("growMemory", ["i32"], ["i32"]);
      const most = Math.min(maximum ?? 4, 4);
      expect([grow(most), grow(most - 1), grow(1)]).toEqual([-1, 1, -1]);
      expect(instance.getMemory("memory").grow(1)).toBe(-1);
      expect(instance.getMemory("memory").pages).toBe(most);
      expect(() => instance.getTypedFunc("load", ["i32"], ["i32"])(most * 65_536)).toThrow(
        expect.objectContaining({ code: "memoryOutOfBounds" }),
      );
    },
  );

  test("a guest does not grow its table beyond", () => {
    const instance = setUp({ tableElements: 4 }).instantiate();
    const grow = instance.getTypedFunc("growTable", ["i32"], ["i32"]);
    expect([grow(4), grow(3), grow(1)]).toEqual([-1, 1, -1]);
    expect(instance.getTable("table").grow(1, null)).toBe(-1);
  });

  test("what is too large from the start is refused", () => {
    expect(setUp({ memoryBytes: 65_535 }).instantiate).toThrow(exceeded);
    expect(setUp({ tableElements: 0 }).instantiate).toThrow(exceeded);
    const { store } = setUp({ memoryBytes: 65_536, tableElements: 1 });
    expect(() => Memory.create(store, { minimum: 2 })).toThrow(exceeded);
    expect(() => Table.create(store, { element: "funcref", minimum: 2 })).toThrow(exceeded);
  });

  test("memories of the host grow no further either", () => {
    const { store } = setUp({ memoryBytes: 2 * 65_536, tableElements: 2 });
    const memory = Memory.create(store, { minimum: 1, maximum: 10 });
    expect([memory.grow(2), memory.grow(1), memory.grow(1)]).toEqual([-1, 1, -1]);
    const table = Table.create(store, { element: "externref", minimum: 1 });
    expect([table.grow(2, null), table.grow(1, null), table.grow(1, null)]).toEqual([-1, 1, -1]);
  });

  test("counts are bounded, until the store is reset", () => {
    const { store, instantiate } = setUp({ instances: 2, memories: 3, tables: 5 });
    instantiate();
    instantiate();
    expect(instantiate).toThrow(exceeded);
    Memory.create(store, { minimum: 0 });
    expect(() => Memory.create(store, { minimum: 0 })).toThrow(exceeded);
    store.reset();
    instantiate();
    expect(store.limits.instances).toBe(2);
  });

  test("lowering limits keeps what was counted", () => {
    const { store, instantiate } = setUp({});
    instantiate();
    store.limits = { instances: 1 };
    expect(instantiate).toThrow(exceeded);
  });

  test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("%s is no limit", (limit) => {
    expect(() => setUp({ memories: limit })).toThrow(RangeError);
  });
});
