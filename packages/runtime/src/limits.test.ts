// Limits of memories and tables, and what growing does to views.

import { type CodeBuilder, ValueType } from "@tyara/wasm";
import { describe, expect, test } from "vitest";
import { build, everyBackend, instantiateIn } from "./every-backend.ts";
import { Memory, Store, Table } from "./index.ts";

const { i32, funcref } = ValueType;
const invalidLimits = expect.objectContaining({ name: "LinkError", code: "invalidLimits" });
const odd = [-1, -3, 0.5, 1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** 32];

/** Grows its memory by `grow(pages)`; `poke(address)` writes 5. */
const growing = build((module) => {
  module.exportMemory("memory", module.addMemory({ minimum: 1, maximum: 40 }));
  module.exportTable("table", module.addTable({ element: funcref, minimum: 1, maximum: 4 }));
  module.exportFunction(
    "grow",
    module.addFunction([i32], [i32], (code) => void code.localGet(0).memoryGrow()),
  );
  const poke = (code: CodeBuilder) => code.localGet(0).i32Const(5).i32Store8();
  module.exportFunction(
    "poke",
    module.addFunction([i32], [], (code) => void poke(code)),
  );
});

describe.each(everyBackend)("on the %s", (backend, makeEngine) => {
  const store = () => new Store(makeEngine(), undefined);

  test.each(odd)("no memory or table begins with %d or ends there", (size) => {
    expect(() => Memory.create(store(), { minimum: size })).toThrow(invalidLimits);
    expect(() => Memory.create(store(), { minimum: 0, maximum: size })).toThrow(invalidLimits);
    expect(() => Table.create(store(), { element: "externref", minimum: size })).toThrow(invalidLimits);
    expect(() => Table.create(store(), { element: "externref", minimum: 0, maximum: size })).toThrow(
      invalidLimits,
    );
  });

  test("a maximum is no less than the minimum and no more than addresses reach", () => {
    for (const type of [
      { minimum: 2, maximum: 1 },
      { minimum: 65_537 },
      { minimum: 1, maximum: 65_537 },
      { minimum: 1, shared: true },
    ]) {
      expect(() => Memory.create(store(), type)).toThrow(invalidLimits);
    }
    for (const limits of [{ minimum: 2, maximum: 1 }, { minimum: 10_000_001 }]) {
      expect(() => Table.create(store(), { element: "funcref", ...limits })).toThrow(invalidLimits);
    }
    expect(Memory.create(store(), { minimum: 1, maximum: 65_536 }).type.maximum).toBe(65_536);
    expect(Table.create(store(), { element: "funcref", minimum: 0, maximum: 2 ** 32 - 1 }).size).toBe(0);
  });

  test.each(odd)("nothing grows by %d", (by) => {
    const memory = Memory.create(store(), { minimum: 2, maximum: 9 });
    expect([memory.grow(by), memory.pages]).toEqual([-1, 2]);
    const table = Table.create(store(), { element: "externref", minimum: 2, maximum: 9 });
    expect([table.grow(by, null), table.size]).toEqual([-1, 2]);
    const { instance } = instantiateIn(makeEngine(), growing);
    expect([instance.getMemory("memory").grow(by), instance.getTable("table").grow(by, null)]).toEqual([
      -1, -1,
    ]);
  });

  test("a guest grows within the limits only", () => {
    const { instance } = instantiateIn(makeEngine(), growing);
    const grow = instance.getTypedFunc("grow", ["i32"], ["i32"]);
    expect([grow(-1), grow(40), grow(39), grow(1), grow(0)]).toEqual([-1, -1, 1, -1, 40]);
  });

  test("a buffer has the memory's length, whoever grew it", () => {
    const { instance } = instantiateIn(makeEngine(), growing);
    const memory = instance.getMemory("memory");
    const grow = instance.getTypedFunc("grow", ["i32"], ["i32"]);
    for (const by of [1, 2, 3, 5, 8]) {
      grow(by);
      expect(memory.data().buffer.byteLength).toBe(memory.pages * 65_536);
      memory.grow(1);
      expect(memory.data().byteOffset + memory.data().buffer.byteLength).toBe(memory.pages * 65_536);
    }
    grow(1);
    grow(1);
    instance.getTypedFunc("poke", ["i32"], [])(memory.pages * 65_536 - 1);
    expect(memory.data().at(-1)).toBe(5);
  });

  // The mirrored backend shows copies.
  test.skipIf(backend === "mirrored")("growing detaches views, and no byte is lost", () => {
    const { instance } = instantiateIn(makeEngine(), growing);
    const memory = instance.getMemory("memory");
    for (const grow of [(by: number) => memory.grow(by), instance.getTypedFunc("grow", ["i32"], ["i32"])]) {
      const view = memory.data();
      view[7] = 77;
      const words = new Int32Array(view.buffer);
      grow(1);
      expect([view.byteLength, view.buffer.byteLength, words.length]).toEqual([0, 0, 0]);
      expect(memory.data()[7]).toBe(77);
      expect(memory.data()).toBe(memory.data());
    }
  });

  test.skipIf(backend === "mirrored")("views of shared memory stay valid when it grows", () => {
    const memory = Memory.create(store(), { minimum: 1, maximum: 3, shared: true });
    const view = memory.data();
    expect(memory.grow(2)).toBe(1);
    view[9] = 9;
    expect([memory.data()[9], memory.data().length]).toEqual([9, 3 * 65_536]);
    memory.data()[10] = 10;
    expect(view[10]).toBe(10);
  });
});
