// Fuel is a property of a module and its input: the same on every backend, the same at each call, and exact.

import { CodeBuilder, ValueType } from "@tyara/wasm";
import { describe, expect, test } from "vitest";
import { build, everyBackend } from "./every-backend.ts";
import { type Instance, Linker, Module, Store } from "./index.ts";

const { i32, i64, funcref } = ValueType;

const countDown = (code: CodeBuilder) => code.localGet(0).i32Const(1).i32Sub().localTee(0);

const bytes = build((module) => {
  module.exportMemory("memory", module.addMemory({ minimum: 4 }));
  const table = module.addTable({ element: funcref, minimum: 600 });
  const host = module.importFunction("env", "host", [i32], [i32]);
  const add = (name: string, write: (code: CodeBuilder) => unknown) => {
    const index = module.addFunction([i32], [i32], (code) => void write(code));
    module.exportFunction(name, index);
    return index;
  };
  const leaf = add("leaf", (code) => code.localGet(0).i32Const(1).i32Add());
  add("turns", (code) => {
    code.loop();
    countDown(code).i32Const(0).i32GtS().brIf(0).end().localGet(0);
  });
  add("tested first", (code) => {
    code.block().loop().localGet(0).i32Eqz().brIf(1);
    code.localGet(0).i32Const(1).i32Sub().localSet(0).br(0).end().end().localGet(0);
  });
  add("with a result", (code) => {
    code.loop(i32);
    countDown(code).i32Const(0).i32GtS().brIf(0).localGet(0).i32Const(3).i32Add().end();
  });
  add("nested", (code) => {
    const inner = code.local(i32);
    code.loop().localGet(0).i32Const(7).i32And().localSet(inner);
    code.loop().localGet(inner).i32Const(1).i32Sub().localTee(inner).i32Const(0).i32GtS().brIf(0).end();
    countDown(code).i32Const(0).i32GtS().brIf(0).end().localGet(0);
  });
  add("by a table", (code) => {
    code.block().loop().block().block();
    countDown(code).i32Const(0).i32LeS().if().br(4).end();
    code.localGet(0).i32Const(3).i32RemU().brTable([0, 1, 2], 2).end().end().br(0).end().end().localGet(0);
  });
  add("with arms", (code) => {
    code.loop().localGet(0).i32Const(1).i32And().if();
    countDown(code).brIf(1).else();
    countDown(code).i32Const(0).i32GtS().brIf(1).end().end().localGet(0);
  });
  add("returning", (code) => {
    code.loop();
    countDown(code).i32Const(0).i32LeS().if().localGet(0).return().end().br(0).end().unreachable();
  });
  add("calling", (code) => {
    code.loop().localGet(0).call(leaf).drop();
    countDown(code).i32Const(0).i32GtS().brIf(0).end().localGet(0);
  });
  add("calling the host", (code) => {
    code.loop().localGet(0).call(host).drop();
    countDown(code).i32Const(0).i32GtS().brIf(0).end().localGet(0);
  });
  const down = module.declareFunction([i32], [i32]);
  const recursion = new CodeBuilder(1);
  recursion.localGet(0).i32Eqz().if(i32).i32Const(1).else().localGet(0).i32Const(1).i32Sub().call(down).end();
  module.defineFunction(down, recursion);
  module.exportFunction("recursive", down);
  add("bulk", (code) => {
    code.i32Const(0).i32Const(7).localGet(0).i32Const(0x3ffff).i32And().memoryFill();
    code.i32Const(5).i32Const(0).localGet(0).i32Const(0xffff).i32And().memoryCopy().localGet(0);
  });
  add("bulk in a loop", (code) => {
    code
      .loop()
      .i32Const(0)
      .i32Const(7)
      .localGet(0)
      .i32Const(64)
      .i32Mul()
      .i32Const(0xffff)
      .i32And()
      .memoryFill();
    code.i32Const(0).refNull(funcref).localGet(0).i32Const(511).i32And().tableFill(table);
    countDown(code).i32Const(0).i32GtS().brIf(0).end().localGet(0);
  });
  add("trapping in a loop", (code) => {
    code
      .i32Const(9)
      .call(leaf)
      .drop()
      .loop()
      .localGet(0)
      .i32Const(50)
      .i32Sub()
      .i32Eqz()
      .if()
      .unreachable()
      .end();
    countDown(code).i32Const(0).i32GtS().brIf(0).end().localGet(0);
  });
  add("with code that cannot be reached", (code) => code.localGet(0).return().loop().br(0).end());
  const many = module.addFunction([i32], [i64, i32], (code) => {
    code.loop();
    countDown(code).i32Const(0).i32GtS().brIf(0).end().i64Const(5).localGet(0);
  });
  add("with many results", (code) => code.localGet(0).call(many).localSet(0).drop().localGet(0));
});

const backends = everyBackend.filter(([name]) => name !== "host");
const functions = Module.fromBinary(backends[0]![1]({ epochInterruption: true }), bytes)
  .exports.filter(({ type }) => type.kind === "func")
  .map(({ name }) => name);
/** What the first backend says. */
const expected = new Map<string, readonly number[]>();
const counts = [0, 1, 2, 3, 16, 17, 60, 255, 256, 1023, 1024, 1025, 5000];

describe.each(backends)("on the %s", (_backend, makeEngine) => {
  const engine = makeEngine({ epochInterruption: true });
  const module = Module.fromBinary(engine, bytes);
  const made = () => {
    const store = new Store(engine, undefined);
    const linker = new Linker<undefined>(engine).funcWrap("env", "host", ["i32"], ["i32"], (_caller, n) => n);
    return { store, instance: linker.instantiate(store, module) };
  };
  /** What a call costs. */
  const costOf = (store: Store<undefined>, instance: Instance, name: string, count: number): number => {
    const before = store.fuel;
    let trapped = false;
    try {
      instance.getTypedFunc(name, ["i32"], ["i32"])(count);
    } catch (error) {
      trapped = true;
      expect(error).toMatchObject({ name: "Trap", code: "unreachable" });
    }
    expect(trapped).toBe(name === "trapping in a loop" && count >= 50);
    return before - store.fuel;
  };

  test.each(functions)("%j costs the same at each call, and what it costs everywhere", (name) => {
    const { store, instance } = made();
    store.fuel = 1_000_000;
    const costs = counts.map((count) => costOf(store, instance, name, count));
    expect(counts.map((count) => costOf(store, instance, name, count))).toEqual(costs);
    const known = expected.get(name);
    if (known === undefined) expected.set(name, costs);
    else expect(costs).toEqual(known);
  });

  test.each([
    ["leaf", 0],
    ["turns", 1001],
    ["tested first", 1002],
    ["recursive", 1001],
    ["calling", 1001],
    ["nested", 1 + 1000 + 125 * 28 + 125],
    ["with code that cannot be reached", 1],
    ["bulk in a loop", 1001 + 0],
  ])("%j with 1000 costs what fuel.ts says", (name, cost) => {
    const { store, instance } = made();
    store.fuel = 1_000_000;
    if (name !== "bulk in a loop") expect(costOf(store, instance, name, 1000)).toBe(cost);
    else expect(costOf(store, instance, name, 1000)).toBeGreaterThan(cost);
  });

  test.each(functions.filter((name) => name !== "trapping in a loop"))(
    "%j is paid to the last unit",
    (name) => {
      const { store, instance } = made();
      store.fuel = 1_000_000;
      const cost = costOf(store, instance, name, 60);
      store.fuel = cost;
      expect(costOf(store, instance, name, 60)).toBe(cost);
      expect(store.fuel).toBe(0);
      if (cost === 0) return;
      store.fuel = cost - 1;
      expect(() => instance.getTypedFunc(name, ["i32"], ["i32"])(60)).toThrow(
        expect.objectContaining({ name: "Trap", code: "outOfFuel" }),
      );
      expect(store.fuel).toBe(0);
    },
  );

  test("instances of a store share its fuel", () => {
    const { store, instance } = made();
    const linker = new Linker<undefined>(engine).funcWrap("env", "host", ["i32"], ["i32"], (_caller, n) => n);
    const second = linker.instantiate(store, module);
    store.fuel = 5000;
    expect(costOf(store, instance, "turns", 3000)).toBe(3001);
    expect(costOf(store, second, "turns", 1500)).toBe(1501);
    expect(() => instance.getTypedFunc("turns", ["i32"], ["i32"])(498)).toThrow(
      expect.objectContaining({ code: "outOfFuel" }),
    );
  });

  test("a host function sees what is left, and may set it", () => {
    const store = new Store(engine, undefined);
    const seen: number[] = [];
    const linker = new Linker<undefined>(engine).funcWrap("env", "host", ["i32"], ["i32"], (_caller, n) => {
      seen.push(store.fuel);
      if (n === 1) store.fuel = 7;
      return n;
    });
    const run = linker.instantiate(store, module).getTypedFunc("calling the host", ["i32"], ["i32"]);
    store.fuel = 100;
    run(3);
    expect([...seen, store.fuel]).toEqual([98, 97, 96, 7]);
  });

  test.each([-1, 0.5, Number.NaN, Number.NEGATIVE_INFINITY, 2 ** 53])("%d is no fuel", (units) => {
    const { store } = made();
    expect(() => (store.fuel = units)).toThrow(RangeError);
    expect(store.fuel).toBe(Number.POSITIVE_INFINITY);
  });

  test("limits that nobody would look at are refused", () => {
    const store = new Store(makeEngine({ epochInterruption: false }), undefined);
    expect(() => (store.fuel = 1)).toThrow(TypeError);
    expect(() => store.setEpochDeadline(1)).toThrow(TypeError);
    expect(store.fuel).toBe(Number.POSITIVE_INFINITY);
  });
});

test("guests may import from names that interruption uses", () => {
  const [, makeEngine] = backends[0]!;
  const engine = makeEngine();
  const taken = build((module) => {
    const refill = module.importFunction("tyara:interrupt", "refill", [i32], [i32]);
    module.exportFunction(
      "run",
      module.addFunction([i32], [i32], (code) => void code.loop().end().localGet(0).call(refill)),
    );
  });
  const linker = new Linker<undefined>(engine).funcWrap(
    "tyara:interrupt",
    "refill",
    ["i32"],
    ["i32"],
    (_c, n) => n,
  );
  const instance = linker.instantiate(new Store(engine, undefined), Module.fromBinary(engine, taken));
  expect(instance.getTypedFunc("run", ["i32"], ["i32"])(-5)).toBe(-5);
});
