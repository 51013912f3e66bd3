// Functions that are met in tables, globals and as references have their types and are the same handles everywhere.

import { type CodeBuilder, ValueType } from "@tyara/wasm";
import { describe, expect, test } from "vitest";
import { build, everyBackend, instantiateIn } from "./every-backend.ts";
import { Func, Global, Linker, Module, Table } from "./index.ts";

const { i32, i64, f64, funcref, externref } = ValueType;

/** A table of three functions, only the first of which is exported; the same ones in a global and as results. */
const bytes = build((module) => {
  const table = module.addTable({ element: funcref, minimum: 4 });
  const seven = module.addFunction([], [i32], (code) => void code.i32Const(7));
  const half = module.addFunction([f64], [f64], (code) => void code.localGet(0).f64Const(0.5).f64Mul());
  const wide = module.addFunction([f64], [i64], (code) => void code.localGet(0).i64TruncF64S());
  module.addElements(table, { kind: "i32", value: 0 }, [seven, half, wide]);
  module.exportTable("table", table).exportFunction("seven", seven);
  const global = module.addGlobal({ type: funcref, mutable: true }, { kind: "function", index: half });
  module.exportGlobal("half", global);
  const get = (code: CodeBuilder) => code.localGet(0).tableGet(table);
  module.exportFunction(
    "get",
    module.addFunction([i32], [funcref], (code) => void get(code)),
  );
  const type = module.type([], [i32]);
  module.exportFunction(
    "call",
    module.addFunction([i32], [i32], (code) => void code.localGet(0).callIndirect(type, table)),
  );
  module.exportFunction(
    "tell",
    module.addFunction([funcref], [funcref, externref], (code) => void code.localGet(0).refNull(externref)),
  );
});

describe.each(everyBackend)("on the %s", (_backend, makeEngine) => {
  const made = () => instantiateIn(makeEngine(), bytes);

  test("an entry of a table has its type, whether it is exported or not", () => {
    const { instance } = made();
    const table = instance.getTable("table");
    const types = [0, 1, 2].map((index) => (table.get(index) as Func).type);
    expect(types).toEqual([
      { params: [], results: ["i32"] },
      { params: ["f64"], results: ["f64"] },
      { params: ["f64"], results: ["i64"] },
    ]);
    const half = table.get(1) as Func;
    expect(half.typed(["f64"], ["f64"])(3)).toBe(1.5);
    expect(() => half.typed([], [])).toThrow(expect.objectContaining({ code: "incompatibleExport" }));
    expect((table.get(2) as Func).typed(["f64"], ["i64"])(-3.5)).toBe(-3n);
    expect((table.get(2) as Func).call({ type: "f64", value: 9 })).toEqual([{ type: "i64", value: 9n }]);
    expect(table.get(3)).toBeNull();
  });

  test("looking at an entry leaves the export of the same function as it is", () => {
    const { instance } = made();
    const entry = instance.getTable("table").get(0);
    expect(instance.getTypedFunc("seven", [], ["i32"])()).toBe(7);
    expect(instance.getFunc("seven")).toBe(entry);
  });

  test("results and globals give the same handles as tables", () => {
    const { instance } = made();
    const get = instance.getTypedFunc("get", ["i32"], ["funcref"]);
    const half = get(1)!;
    expect(half).toBe(instance.getTable("table").get(1));
    expect(half).toBe(instance.getGlobal("half").get());
    expect(half.typed(["f64"], ["f64"])(5)).toBe(2.5);
    instance.getGlobal("half").set(get(0));
    expect(instance.getGlobal("half").get()).toBe(instance.getFunc("seven"));
    const tell = instance.getTypedFunc("tell", ["funcref"], ["funcref", "externref"]);
    expect(tell(half)).toEqual([half, null]);
    expect(tell(null)).toEqual([null, null]);
  });

  test("functions of the host go into tables and globals and come back", () => {
    const { instance, store } = made();
    const eight = Func.wrap(store, [], ["i32"], () => 8);
    const table = instance.getTable("table");
    table.set(3, eight);
    expect(table.get(3)).toBe(eight);
    expect(instance.getTypedFunc("call", ["i32"], ["i32"])(3)).toBe(8);
    expect(Table.create(store, { element: "funcref", minimum: 1 }, eight).get(0)).toBe(eight);
    expect(Global.create(store, { type: "funcref", mutability: "const" }, eight).get()).toBe(eight);
    expect(instance.getTypedFunc("tell", ["funcref"], ["funcref", "externref"])(eight)[0]).toBe(eight);
  });

  test("host functions are given and return functions", () => {
    const user = build((module) => {
      const swap = module.importFunction("env", "swap", [funcref, i32], [funcref]);
      const run = (code: CodeBuilder) => code.localGet(0).i32Const(1).call(swap);
      module.exportFunction(
        "run",
        module.addFunction([funcref], [funcref], (code) => void run(code)),
      );
    });
    const { instance, store, engine } = made();
    const table = instance.getTable("table");
    const given: unknown[] = [];
    const linker = new Linker<undefined>(engine).funcWrap(
      "env",
      "swap",
      ["funcref", "i32"],
      ["funcref"],
      (_caller, value, index) => {
        given.push(value);
        return table.get(index) as Func;
      },
    );
    const second = linker.instantiate(store, Module.fromBinary(engine, user));
    const run = second.getTypedFunc("run", ["funcref"], ["funcref"]);
    expect(run(instance.getFunc("seven"))).toBe(table.get(1));
    expect(given).toEqual([instance.getFunc("seven")]);
  });

  test("a function that another instance exports again is the same handle", () => {
    const again = build((module) => {
      const seven = module.importFunction("library", "seven", [], [i32]);
      module.exportFunction("again", seven);
      module.exportTable("table", module.importTable("library", "table", { element: funcref, minimum: 4 }));
    });
    const { instance, store, engine } = made();
    const linker = new Linker<undefined>(engine).instance(store, "library", instance);
    const second = linker.instantiate(store, Module.fromBinary(engine, again));
    expect(second.getFunc("again")).toBe(instance.getFunc("seven"));
    expect(second.getTable("table")).toBe(instance.getTable("table"));
  });
});
