// The contract of a RuntimeBackend: one set of cases, run on each.

import { CodeBuilder, ModuleBuilder, ValueType } from "@tyara/wasm";
import { describe, expect, test } from "vitest";
import { prepareAheadOfTime } from "./ahead-of-time.ts";
import type { AsContext } from "./as-context.ts";
import type { RuntimeBackend } from "./backend.ts";
import { HostBackend } from "./backends/host/host-backend.ts";
import { InterpreterBackend } from "./backends/interpreter/interpreter-backend.ts";
import { MirroredBackend } from "./backends/mirrored/mirrored-backend.ts";
import { CallbackSync } from "./callback-sync.ts";
import { Engine } from "./engine.ts";
import { LinkError, ModuleError, Trap } from "./errors.ts";
import { Func } from "./func.ts";
import { Global } from "./global.ts";
import type { Instance } from "./instance.ts";
import { Linker } from "./linker.ts";
import { Memory } from "./memory.ts";
import { Module } from "./module.ts";
import { Store } from "./store.ts";
import { Table } from "./table.ts";
import { ValRaw } from "./val-raw.ts";
import type { ValType } from "./value.ts";

const { i32, i64, f32, f64, v128, funcref, externref } = ValueType;

const backends: readonly (readonly [string, () => RuntimeBackend])[] = [
  ["host", () => new HostBackend()],
  ["interpreter", () => new InterpreterBackend()],
  ["mirrored", () => new MirroredBackend()],
];

const build = (write: (module: ModuleBuilder) => void): Uint8Array => {
  const module = new ModuleBuilder();
  write(module);
  return module.finish();
};

/** A module whose functions trap, each in its own way, and one that does not. */
const trapping = build((module) => {
  const type = module.type([], []);
  module.addMemory({ minimum: 1 });
  const table = module.addTable({ element: funcref, minimum: 2 });
  const add = (name: string, write: (code: CodeBuilder) => unknown) => {
    module.exportFunction(
      name,
      module.addFunction([], [], (code) => void write(code)),
    );
  };
  const wrong = module.addFunction([i32], [], () => undefined);
  module.addElements(table, { kind: "i32", value: 1 }, [wrong]);
  add("unreachable", (code) => code.unreachable());
  add("memoryOutOfBounds", (code) => code.i32Const(65_533).i32Load().drop());
  add("tableOutOfBounds", (code) => code.i32Const(2).callIndirect(type));
  add("badSignature", (code) => code.i32Const(1).callIndirect(type));
  add("integerOverflow", (code) => code.i32Const(-0x8000_0000).i32Const(-1).i32DivS().drop());
  add("integerDivisionByZero", (code) => code.i64Const(1).i64Const(0).i64RemU().drop());
  add("badConversionToInteger", (code) => code.f64Const(Number.NaN).i32TruncF64S().drop());
  const recurse = module.declareFunction([], []);
  const body = new CodeBuilder().call(recurse);
  module.defineFunction(recurse, body as CodeBuilder);
  module.exportFunction("stackOverflow", recurse);
  module.exportFunction(
    "fine",
    module.addFunction([], [i32], (code) => void code.i32Const(7)),
  );
});

/** Code that runs for ever unless it is stopped: in a loop, in recursion by tail calls, in mutual calls. */
const endless = build((module) => {
  const ask = module.importFunction("env", "ask", [], [i32]);
  module.exportFunction(
    "loop",
    module.addFunction([], [], (code) => void code.loop().br(0).end()),
  );
  module.exportFunction(
    "asking",
    module.addFunction([], [], (code) => void code.loop().call(ask).brIf(0).end()),
  );
  const calls = module.declareFunction([i32], []);
  const code = new CodeBuilder(1);
  code.localGet(0).i32Eqz().if().return().end();
  for (let i = 0; i < 4; i++) code.localGet(0).i32Const(1).i32Sub().call(calls);
  module.defineFunction(calls, code);
  module.exportFunction("tree", calls);
});

describe.each(backends)("the %s backend", (_name, create) => {
  const engineOf = (config = {}) => new Engine({ backend: create(), ...config });
  const instanceOf = (
    bytes: Uint8Array,
    define: (linker: Linker<undefined>, store: Store<undefined>) => void = () => undefined,
  ) => {
    const engine = engineOf();
    const store = new Store(engine, undefined);
    const linker = new Linker<undefined>(engine);
    define(linker, store);
    return { engine, store, instance: linker.instantiate(store, Module.fromBinary(engine, bytes)) };
  };

  describe("globals", () => {
    const values: readonly (readonly [Exclude<ValType, "funcref">, unknown, unknown])[] = [
      ["i32", -5, 6],
      ["i64", -(2n ** 63n), 2n ** 53n + 1n],
      ["f32", 1.5, -0.25],
      ["f64", Math.PI, -0],
      ["v128", Uint8Array.from({ length: 16 }, (_, i) => i), new Uint8Array(16).fill(255)],
      ["externref", "anything", null],
    ];

    test.each(values)("of type %s keep their value and change where they may", (type, first, second) => {
      const store = new Store(engineOf(), undefined);
      const variable = Global.create(store, { type, mutability: "var" }, first as never);
      expect(variable.get()).toEqual(first);
      variable.set(second as never);
      expect(variable.get()).toEqual(second);
      const constant = Global.create(store, { type, mutability: "const" }, first as never);
      expect(() => constant.set(second as never)).toThrow(LinkError);
      expect(constant.get()).toEqual(first);
    });

    test("are shared with guests in both directions", () => {
      const bytes = build((module) => {
        const counter = module.importGlobal("env", "counter", { type: i64, mutable: true });
        const own = module.addGlobal({ type: i64, mutable: true }, { kind: "i64", value: 2n ** 60n });
        module.exportGlobal("own", own).exportGlobal("counter", counter);
        const bump = (code: CodeBuilder) =>
          code.globalGet(counter).globalGet(own).i64Add().globalSet(counter);
        module.exportFunction(
          "bump",
          module.addFunction([], [], (code) => void bump(code)),
        );
      });
      let counter!: Global;
      const { instance } = instanceOf(bytes, (linker, store) => {
        counter = Global.create(store, { type: "i64", mutability: "var" }, 5n);
        linker.define(store, "env", "counter", counter);
      });
      instance.getGlobal("own").set(7n);
      instance.getTypedFunc("bump", [], [])();
      expect([counter.get(), instance.getGlobal("counter").get(), instance.getGlobal("own").type]).toEqual([
        12n,
        12n,
        { type: "i64", mutability: "var" },
      ]);
    });
  });

  describe("memories", () => {
    const bytes = build((module) => {
      const memory = module.importMemory("env", "memory", { minimum: 1 });
      module.exportMemory("memory", memory);
      module.exportFunction(
        "swap",
        module.addFunction(
          [i32, i32],
          [i32],
          (code) => void code.localGet(0).i32Load8U().localGet(0).localGet(1).i32Store8(),
        ),
      );
      module.exportFunction(
        "grow",
        module.addFunction([i32], [i32], (code) => void code.localGet(0).memoryGrow()),
      );
    });
    const withMemory = (type: { minimum: number; maximum?: number }) => {
      let memory!: Memory;
      const made = instanceOf(bytes, (linker, store) => {
        memory = Memory.create(store, type);
        linker.define(store, "env", "memory", memory);
      });
      return { ...made, memory };
    };

    test("show the host and the guest the same bytes", () => {
      const { memory, instance } = withMemory({ minimum: 1 });
      memory.data()[17] = 200;
      const swap = instance.getTypedFunc("swap", ["i32", "i32"], ["i32"]);
      expect(swap(17, 33)).toBe(200);
      expect([memory.data()[17], instance.getMemory("memory").data()[17]]).toEqual([33, 33]);
    });

    test("are the same handle wherever they come from", () => {
      const { memory, instance } = withMemory({ minimum: 1 });
      expect(instance.getMemory("memory")).toBe(memory);
    });

    test("give the same view until they grow, and a longer one with the same content afterwards", () => {
      const { memory, instance } = withMemory({ minimum: 1, maximum: 3 });
      const view = memory.data();
      view[65_535] = 9;
      expect(memory.data()).toBe(view);
      expect(instance.getTypedFunc("grow", ["i32"], ["i32"])(1)).toBe(1);
      expect([memory.data().length, memory.data()[65_535], memory.pages]).toEqual([131_072, 9, 2]);
      memory.data()[131_071] = 4;
      expect(instance.getTypedFunc("swap", ["i32", "i32"], ["i32"])(131_071, 0)).toBe(4);
    });

    test("grow up to their maximum and say -1 beyond", () => {
      const { memory, instance } = withMemory({ minimum: 1, maximum: 2 });
      expect([memory.grow(2), memory.grow(1), memory.grow(1), memory.grow(0)]).toEqual([-1, 1, -1, 2]);
      expect(instance.getTypedFunc("grow", ["i32"], ["i32"])(1)).toBe(-1);
      expect(memory.type).toMatchObject({ minimum: 2, maximum: 2 });
    });

    test("can be shared", () => {
      const store = new Store(engineOf(), undefined);
      const memory = Memory.create(store, { minimum: 1, maximum: 2, shared: true });
      if (_name !== "mirrored") expect(memory.data().buffer).toBeInstanceOf(SharedArrayBuffer);
      expect([memory.grow(1), memory.pages, memory.type.shared]).toEqual([1, 2, true]);
    });

    test("are filled from data segments, passive ones on demand", () => {
      const { instance } = instanceOf(
        build((module) => {
          module.exportMemory("memory", module.addMemory({ minimum: 1 }));
          module.addData({ kind: "i32", value: 3 }, Uint8Array.of(1, 2));
          const passive = module.addPassiveData(Uint8Array.of(7, 8, 9));
          const copy = (code: CodeBuilder) => code.i32Const(10).i32Const(1).i32Const(2).memoryInit(passive);
          module.exportFunction(
            "copy",
            module.addFunction([], [], (code) => void copy(code)),
          );
        }),
      );
      instance.getTypedFunc("copy", [], [])();
      const { length } = instance.getMemory("memory").data();
      expect([...instance.getMemory("memory").data().subarray(3, 12), length]).toEqual([
        1, 2, 0, 0, 0, 0, 0, 8, 9, 65_536,
      ]);
    });
  });

  describe("imports", () => {
    const bytes = build((module) => {
      const ask = module.importFunction("env", "ask", [i32], [i64]);
      module.exportFunction(
        "run",
        module.addFunction([i32], [i64], (code) => void code.localGet(0).call(ask)),
      );
    });

    test("are found by module and name", () => {
      const { instance } = instanceOf(bytes, (linker) => {
        linker.funcWrap("other", "ask", ["i32"], ["i64"], () => 0n);
        linker.funcWrap("env", "other", ["i32"], ["i64"], () => 0n);
        linker.funcWrap("env", "ask", ["i32"], ["i64"], (_caller, value) => BigInt(value) ** 3n);
      });
      expect(instance.getTypedFunc("run", ["i32"], ["i64"])(-3_000_00)).toBe(-27n * 10n ** 15n);
    });

    const ask = (linker: Linker<undefined>, params: readonly ValType[] = ["i32"]) =>
      linker.funcWrap("env", "ask", params, ["i64"], () => 0n);
    test.each<readonly [string, string, (linker: Linker<undefined>, store: Store<undefined>) => unknown]>([
      ["a missing one", "unknownImport", () => undefined],
      ["a second definition", "duplicateDefinition", (linker) => ask(ask(linker))],
      ["another type", "incompatibleImport", (linker) => ask(linker, ["i64"])],
      [
        "another kind",
        "incompatibleImport",
        (linker, store) => linker.define(store, "env", "ask", Memory.create(store, { minimum: 1 })),
      ],
      [
        "something of another store",
        "wrongStore",
        (linker, store) =>
          linker.define(
            new Store(store.engine, undefined),
            "env",
            "ask",
            Memory.create(store, { minimum: 1 }),
          ),
      ],
    ])("refuse %s", (_what, code, define) => {
      expect(() => instanceOf(bytes, (linker, store) => void define(linker, store))).toThrow(
        expect.objectContaining({ name: "LinkError", code }),
      );
    });

    test("of memories are checked against their limits", () => {
      const wants = build((module) => void module.importMemory("env", "memory", { minimum: 2, maximum: 4 }));
      const given = (minimum: number, maximum?: number) => () =>
        instanceOf(
          wants,
          (linker, store) =>
            void linker.define(store, "env", "memory", Memory.create(store, { minimum, maximum })),
        );
      expect(given(2, 4)).not.toThrow();
      expect(given(1, 4)).toThrow(LinkError);
      expect(given(2)).toThrow(LinkError);
      expect(given(2, 5)).toThrow(LinkError);
    });

    test("of another instance's exports call it directly", () => {
      const library = build((module) => {
        module.exportMemory("memory", module.addMemory({ minimum: 1 }));
        module.exportFunction(
          "double",
          module.addFunction([v128], [v128], (code) => void code.localGet(0).localGet(0).i8x16Add()),
        );
      });
      const user = build((module) => {
        const double = module.importFunction("library", "double", [v128], [v128]);
        module.importMemory("library", "memory", { minimum: 1 });
        const write = (code: CodeBuilder) => code.i32Const(0).i32Const(0).v128Load().call(double).v128Store();
        module.exportFunction(
          "run",
          module.addFunction([], [], (code) => void write(code)),
        );
      });
      const { engine, store, instance } = instanceOf(library);
      const linker = new Linker<undefined>(engine).instance(store, "library", instance);
      instance.getMemory("memory").data().set([1, 2, 200]);
      linker.instantiate(store, Module.fromBinary(engine, user)).getTypedFunc("run", [], [])();
      expect([...instance.getMemory("memory").data().subarray(0, 4)]).toEqual([2, 4, 144, 0]);
    });
  });

  describe("host functions", () => {
    const sum = (code: CodeBuilder, count: number) => {
      for (let i = 0; i < count; i++) code.localGet(i);
    };

    test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])("take %i parameters in order", (count) => {
      const types = Array.from({ length: count }, (_, i) => [i32, i64, f64][i % 3]!);
      const names = Array.from({ length: count }, (_, i) => (["i32", "i64", "f64"] as const)[i % 3]!);
      const bytes = build((module) => {
        const typed = module.importFunction("env", "typed", types, [f64]);
        const raw = module.importFunction("env", "raw", types, [f64]);
        for (const [name, f] of [
          ["typed", typed],
          ["raw", raw],
        ] as const) {
          const call = (code: CodeBuilder) => {
            sum(code, count);
            code.call(f);
          };
          module.exportFunction(name, module.addFunction(types, [f64], call));
        }
      });
      const weigh = (values: readonly (number | bigint)[]) =>
        values.reduce<number>((total, value, i) => total + Number(value) * (i + 1), 0);
      const { instance } = instanceOf(bytes, (linker) => {
        linker.funcWrap("env", "typed", names, ["f64"], ((_caller: unknown, ...values: number[]) =>
          weigh(values)) as never);
        linker.funcNewUnchecked("env", "raw", { params: names, results: ["f64"] }, (_caller, slots) => {
          const read = { i32: slots.i32, i64: slots.i64Number, f64: slots.f64 };
          slots.setF64(0, weigh(names.map((name, slot) => read[name].call(slots, slot))));
        });
      });
      const values = names.map((name, i) => (name === "i64" ? BigInt(-i - 1) : i - 5));
      for (const name of ["typed", "raw"]) {
        const run = instance.getTypedFunc(name, names, ["f64"]) as (...given: unknown[]) => number;
        expect(run(...values)).toBe(weigh(values));
      }
    });

    test("return several values", () => {
      const types = [i64, f32, i32, externref] as const;
      const bytes = build((module) => {
        const many = module.importFunction("env", "many", [], types);
        module.exportFunction(
          "many",
          module.addFunction([], types, (code) => void code.call(many)),
        );
      });
      const token = { some: "object" };
      const { instance } = instanceOf(bytes, (linker) => {
        linker.funcWrap(
          "env",
          "many",
          [],
          ["i64", "f32", "i32", "externref"],
          () => [-1n, 0.5, 3, token] as const,
        );
      });
      expect(instance.getTypedFunc("many", [], ["i64", "f32", "i32", "externref"])()).toEqual([
        -1n,
        0.5,
        3,
        token,
      ]);
    });

    test("throw to whoever called the guest, unchanged", () => {
      const bytes = build((module) => {
        const fail = module.importFunction("env", "fail", [i64], []);
        module.exportFunction(
          "typed",
          module.addFunction([], [], (code) => void code.i64Const(1).call(fail)),
        );
      });
      const error = { neither: "an Error nor a Trap" };
      const { instance } = instanceOf(bytes, (linker) => {
        linker.funcWrap("env", "fail", ["i64"], [], () => {
          throw error;
        });
      });
      let caught: unknown;
      try {
        instance.getTypedFunc("typed", [], [])();
      } catch (thrown) {
        caught = thrown;
      }
      expect(caught).toBe(error);
    });

    test("call back into the guest, which may fail without harm", () => {
      const bytes = build((module) => {
        const again = module.importFunction("env", "again", [i64], [i64]);
        const down = module.declareFunction([i64], [i64]);
        const code = new CodeBuilder(1);
        code.localGet(0).i64Eqz().if(i64).unreachable().else().localGet(0).localGet(0).i64Const(1).i64Sub();
        code.call(again).i64Add().end();
        module.defineFunction(down, code);
        module.exportFunction("down", down);
      });
      const failures: unknown[] = [];
      const { instance } = instanceOf(bytes, (linker) => {
        linker.funcNewUnchecked("env", "again", { params: ["i64"], results: ["i64"] }, (caller, slots) => {
          const value = slots.i64(0);
          const down = caller.instance!.getTypedFunc("down", ["i64"], ["i64"]);
          try {
            slots.setI64(0, down(value));
          } catch (error) {
            failures.push(error);
            slots.setI64(0, 100n);
          }
        });
      });
      expect(instance.getTypedFunc("down", ["i64"], ["i64"])(4n)).toBe(110n);
      expect(failures).toEqual([expect.objectContaining({ code: "unreachable" })]);
    });

    test("reach their store's data and the calling instance's memory", () => {
      const bytes = build((module) => {
        const note = module.importFunction("env", "note", [], []);
        module.exportMemory("memory", module.addMemory({ minimum: 1 }));
        const run = (code: CodeBuilder) => code.i32Const(5).i32Const(77).i32Store8().call(note);
        module.exportFunction(
          "run",
          module.addFunction([], [], (code) => void run(code)),
        );
      });
      const engine = engineOf();
      const linker = new Linker<{ notes: number[] }>(engine);
      linker.funcWrap("env", "note", [], [], (caller) => {
        caller.data.notes.push(caller.memory!.data()[5]!);
      });
      const module = Module.fromBinary(engine, bytes);
      const stores = [
        new Store(engine, { notes: [] as number[] }),
        new Store(engine, { notes: [] as number[] }),
      ];
      const runs = stores.map((store) => linker.instantiate(store, module).getTypedFunc("run", [], []));
      runs[0]!();
      runs[1]!();
      runs[1]!();
      expect(stores.map((store) => store.data.notes)).toEqual([[77], [77, 77]]);
    });

    test.each([
      ["before and after", CallbackSync.both, [1, 9]],
      ["before", CallbackSync.before, [1, undefined]],
      ["after", CallbackSync.after, [undefined, 9]],
    ] as const)("see memory as %s says", (_what, sync, [seen, left]) => {
      const bytes = build((module) => {
        const poke = module.importFunction("env", "poke", [], []);
        module.exportMemory("memory", module.addMemory({ minimum: 1 }));
        const run = (code: CodeBuilder) => {
          code.i32Const(0).i32Const(1).i32Store8().i32Const(1).i32Const(2).i32Store8().call(poke);
          code.i32Const(4).i32Load8U().i32Const(1).i32Load8U().i32Const(8).i32Shl().i32Or();
        };
        module.exportFunction("run", module.addFunction([], [i32], run));
      });
      let found: number | undefined;
      const { instance } = instanceOf(bytes, (linker) => {
        const poke = (memory: Memory) => {
          found = memory.data()[0];
          memory.data()[4] = 9;
        };
        linker.funcWrap("env", "poke", [], [], (caller) => poke(caller.memory!), sync);
      });
      instance.getMemory("memory");
      const result = instance.getTypedFunc("run", [], ["i32"])();
      // What the guest wrote itself is never lost; what a flag promises holds on every backend.
      expect(result >> 8).toBe(2);
      if (seen !== undefined) expect(found).toBe(seen);
      if (left !== undefined) expect(result & 0xff).toBe(left);
    });
  });

  describe("references", () => {
    test("to functions and to host objects go through tables and back", () => {
      const bytes = build((module) => {
        const objects = module.addTable({ element: externref, minimum: 1 });
        const functions = module.addTable({ element: funcref, minimum: 2 });
        const seven = module.addFunction([], [i32], (code) => void code.i32Const(7));
        module.addElements(functions, { kind: "i32", value: 0 }, [seven]);
        module
          .exportTable("functions", functions)
          .exportTable("objects", objects)
          .exportFunction("seven", seven);
        const type = module.type([], [i32]);
        module.exportFunction(
          "call",
          module.addFunction([i32], [i32], (code) => void code.localGet(0).callIndirect(type, functions)),
        );
        module.exportFunction(
          "put",
          module.addFunction([externref], [], (code) => void code.i32Const(0).localGet(0).tableSet(objects)),
        );
        module.exportFunction(
          "get",
          module.addFunction([i32], [funcref], (code) => void code.localGet(0).tableGet(functions)),
        );
      });
      const { instance, store } = instanceOf(bytes);
      const token = Symbol("token");
      instance.getTypedFunc("put", ["externref"], [])(token);
      expect(instance.getTable("objects").get(0)).toBe(token);
      if (_name === "mirrored") return;
      const get = instance.getTypedFunc("get", ["i32"], ["funcref"]);
      expect([get(0), get(1)]).toEqual([instance.getFunc("seven"), null]);
      instance.getTable("functions").set(
        1,
        Func.wrap(store, [], ["i32"], () => 8),
      );
      const call = instance.getTypedFunc("call", ["i32"], ["i32"]);
      expect([call(0), call(1)]).toEqual([7, 8]);
      expect(() => instance.getTable("functions").get(2)).toThrow(
        expect.objectContaining({ code: "tableOutOfBounds" }),
      );
    });

    test("fill tables that the host makes and grows", () => {
      const store = new Store(engineOf(), undefined);
      const table = Table.create(store, { element: "externref", minimum: 1, maximum: 3 }, "first");
      expect([table.grow(2, "more"), table.grow(1, "most"), table.size]).toEqual([1, -1, 3]);
      expect([table.get(0), table.get(2)]).toEqual(["first", "more"]);
    });
  });

  describe("typed functions", () => {
    const bytes = build((module) => {
      const types = [i32, i64, f32, f64] as const;
      const swap = (code: CodeBuilder) => code.localGet(3).localGet(2).localGet(1).localGet(0);
      module.exportFunction(
        "swap",
        module.addFunction(types, [...types].reverse(), (code) => void swap(code)),
      );
      module.exportFunction(
        "splat",
        module.addFunction([i32], [v128], (code) => void code.localGet(0).i8x16Splat()),
      );
      module.exportFunction(
        "nothing",
        module.addFunction([], [], () => undefined),
      );
    });
    const values = [-1, -(2n ** 63n) + 1n, 0.5, 2 ** 60 + 256] as const;

    test("convert nothing but what needs it", () => {
      const { instance } = instanceOf(bytes);
      const swap = instance.getTypedFunc("swap", ["i32", "i64", "f32", "f64"], ["f64", "f32", "i64", "i32"]);
      expect(swap(...values)).toEqual([...values].reverse());
      expect(instance.getTypedFunc("splat", ["i32"], ["v128"])(3)).toEqual(new Uint8Array(16).fill(3));
      expect(instance.getTypedFunc("nothing", [], [])()).toBeUndefined();
    });

    test("run on raw slots without bigints", () => {
      const { instance } = instanceOf(bytes);
      const slots = ValRaw.allocate(4);
      slots.setI32(0, -1);
      slots.setI64Parts(1, -2, 3);
      slots.setF32(2, 0.5);
      slots.setF64(3, Math.E);
      instance.getFunc("swap").callUnchecked(slots);
      expect([slots.f64(0), slots.f32(1), slots.i64Low(2), slots.i64High(2), slots.i32(3)]).toEqual([
        Math.E,
        0.5,
        -2,
        3,
        -1,
      ]);
      slots.setI32(0, 0x1234);
      instance.getFunc("splat").callUnchecked(slots);
      expect(slots.v128(0)).toEqual(new Uint8Array(16).fill(0x34));
    });

    test("run on tagged values", () => {
      const { instance } = instanceOf(bytes);
      const splat = instance.getFunc("splat");
      expect(splat.call({ type: "i32", value: 1 })).toEqual([
        { type: "v128", value: new Uint8Array(16).fill(1) },
      ]);
      expect(() => splat.call({ type: "i64", value: 1n })).toThrow(LinkError);
    });

    test.each<readonly [string, string, (instance: Instance) => unknown]>([
      ["another type", "incompatibleExport", (instance) => instance.getTypedFunc("swap", ["i32"], [])],
      ["other results", "incompatibleExport", (instance) => instance.getTypedFunc("nothing", [], ["i32"])],
      ["another kind", "incompatibleExport", (instance) => instance.getMemory("nothing")],
      ["no such export", "unknownExport", (instance) => instance.getFunc("missing")],
    ])("are refused for %s", (_what, code, get) => {
      const { instance } = instanceOf(bytes);
      expect(() => get(instance)).toThrow(expect.objectContaining({ name: "LinkError", code }));
    });
  });

  describe("traps", () => {
    const codes = [
      "unreachable",
      "memoryOutOfBounds",
      "tableOutOfBounds",
      "badSignature",
      "integerOverflow",
      "integerDivisionByZero",
      "badConversionToInteger",
      "stackOverflow",
    ] as const;

    test.each(codes)("%s has its code, and the store goes on", (code) => {
      const { instance } = instanceOf(trapping);
      for (let i = 0; i < 2; i++) {
        const run = instance.getTypedFunc(code, [], []);
        expect(run).toThrow(expect.objectContaining({ name: "Trap", code }));
        expect(() => instance.getFunc(code).callUnchecked(ValRaw.allocate(1))).toThrow(Trap);
      }
      expect(instance.getTypedFunc("fine", [], ["i32"])()).toBe(7);
    });
  });

  describe("modules", () => {
    test("are described by their imports and exports", () => {
      const bytes = build((module) => {
        module.importGlobal("env", "base", { type: f32, mutable: false });
        module.exportMemory("memory", module.addMemory({ minimum: 1, maximum: 2 }));
        module.exportFunction(
          "f",
          module.addFunction([i64], [], () => undefined),
        );
      });
      const module = Module.fromBinary(engineOf(), bytes);
      expect(module.imports).toEqual([
        { module: "env", name: "base", type: { kind: "global", type: { type: "f32", mutability: "const" } } },
      ]);
      expect(module.exports).toEqual([
        { name: "memory", type: { kind: "memory", type: { minimum: 1, maximum: 2, shared: false } } },
        { name: "f", type: { kind: "func", type: { params: ["i64"], results: [] } } },
      ]);
    });

    test("run their start function, whose failure is the instantiation's", () => {
      const starting = (write: (code: CodeBuilder, log: number) => unknown) =>
        build((module) => {
          const log = module.importFunction("env", "log", [i32], []);
          module.setStart(module.addFunction([], [], (code) => void write(code, log)));
        });
      const logged: number[] = [];
      const start = (bytes: Uint8Array, log: (value: number) => void) =>
        instanceOf(
          bytes,
          (linker) => void linker.funcWrap("env", "log", ["i32"], [], (_caller, value) => log(value)),
        );
      start(
        starting((code, log) => code.i32Const(3).call(log)),
        (value) => logged.push(value),
      );
      expect(logged).toEqual([3]);
      expect(() =>
        start(
          starting((code) => code.unreachable()),
          () => undefined,
        ),
      ).toThrow(Trap);
      const error = new Error("from the start function");
      const fail = () => {
        throw error;
      };
      expect(() =>
        start(
          starting((code, log) => code.i32Const(1).call(log)),
          fail,
        ),
      ).toThrow(error);
    });

    test("compile without blocking too", async () => {
      const engine = engineOf();
      const store = new Store(engine, undefined);
      const module = await Module.fromBinaryAsync(engine, trapping);
      const instance = await new Linker<undefined>(engine).instantiateAsync(store, module);
      expect(instance.getTypedFunc("fine", [], ["i32"])()).toBe(7);
    });

    test("are written and read back; anything else is refused with its reason", () => {
      const engine = engineOf();
      const serialized = Module.fromBinary(engine, trapping).serialize();
      const instance = new Linker<undefined>(engine).instantiate(
        new Store(engine, undefined),
        Module.deserialize(engine, serialized),
      );
      expect(instance.getTypedFunc("fine", [], ["i32"])()).toBe(7);
      const changed = (at: number, value: number) => {
        const copy = serialized.slice();
        copy[at] = value;
        return copy;
      };
      const cases: readonly (readonly [Uint8Array, RegExp])[] = [
        [new Uint8Array(), /no serialized module/],
        [trapping, /no serialized module/],
        [changed(4, 9), /format version 9/],
        [changed(11, 1), /features that this release does not know/],
        [changed(30, 255), /damaged/],
        [serialized.subarray(0, serialized.length - 1), /cut off/],
      ];
      for (const [bytes, message] of cases) {
        const error = expect.objectContaining({
          code: "incompatible",
          message: expect.stringMatching(message),
        });
        expect(() => Module.deserialize(engine, bytes)).toThrow(error);
      }
    });

    test.each([
      ["nothing", new Uint8Array(), "malformed"],
      ["text", new TextEncoder().encode("(module)"), "malformed"],
      ["a cut section", trapping.subarray(0, 40), "malformed"],
      ["ill-typed code", build((module) => void module.addFunction([], [i32], () => undefined)), "invalid"],
    ])("are refused if they are %s", (_what, bytes, code) => {
      const engine = engineOf();
      expect(() => Module.fromBinary(engine, bytes)).toThrow(
        expect.objectContaining({ name: "ModuleError", code }),
      );
      expect(new ModuleError("invalid", "x").offset).toBeUndefined();
    });

    test("come compiled from the host where the backend runs its modules", () => {
      const prepared = prepareAheadOfTime(endless, { epochInterruption: true });
      const compiled = new WebAssembly.Module(prepared);
      const engine = engineOf({ epochInterruption: true, epochIntervalMs: 1 });
      if (_name === "interpreter") {
        expect(() => Module.fromCompiled(engine, compiled)).toThrow(
          expect.objectContaining({ code: "unsupported" }),
        );
        return;
      }
      const module = Module.fromCompiled(engine, compiled);
      expect(module.imports).toEqual(Module.fromBinary(engine, endless).imports);
      const store = new Store(engine, undefined);
      const linker = new Linker<undefined>(engine).funcWrap("env", "ask", [], ["i32"], () => 1);
      const instance = linker.instantiate(store, module);
      store.setEpochDeadline(5);
      expect(instance.getTypedFunc("loop", [], [])).toThrow(expect.objectContaining({ code: "interrupt" }));
      expect(() => module.serialize()).toThrow(expect.objectContaining({ code: "unsupported" }));
      const plain = new WebAssembly.Module(prepareAheadOfTime(trapping));
      expect(() => Module.fromCompiled(engine, plain)).toThrow(
        expect.objectContaining({
          code: "incompatible",
          message: expect.stringMatching(/epochInterruption/),
        }),
      );
      const patient = engineOf();
      const fine = new Linker<undefined>(patient).instantiate(
        new Store(patient, undefined),
        Module.fromCompiled(patient, plain),
      );
      expect(fine.getTypedFunc("fine", [], ["i32"])()).toBe(7);
      const bare = new WebAssembly.Module(trapping as Uint8Array<ArrayBuffer>);
      expect(() => Module.fromCompiled(engine, bare)).toThrow(
        expect.objectContaining({ code: "incompatible" }),
      );
    });

    test("of one engine do not run in another's stores", () => {
      const engine = engineOf();
      const module = Module.fromBinary(engine, trapping);
      const foreign: AsContext<undefined> = new Store(engineOf(), undefined);
      expect(() => new Linker<undefined>(engine).instantiate(foreign, module)).toThrow(
        expect.objectContaining({ code: "wrongStore" }),
      );
    });
  });

  describe("interruption", () => {
    const endlessIn = (config: object, answer: (store: Store<undefined>) => number = () => 1) => {
      const engine = engineOf({ epochInterruption: true, ...config });
      const store = new Store(engine, undefined);
      const linker = new Linker<undefined>(engine).funcWrap("env", "ask", [], ["i32"], () => answer(store));
      return { engine, store, instance: linker.instantiate(store, Module.fromBinary(engine, endless)) };
    };

    test("stops a loop when the clock passes the deadline, and the store goes on", () => {
      const { store, instance } = endlessIn({ epochIntervalMs: 1 });
      for (let i = 0; i < 2; i++) {
        store.setEpochDeadline(20);
        const start = performance.now();
        expect(instance.getTypedFunc("loop", [], [])).toThrow(
          expect.objectContaining({ name: "Trap", code: "interrupt" }),
        );
        expect(performance.now() - start).toBeGreaterThan(15);
      }
      store.setEpochDeadline(1000);
      instance.getTypedFunc("tree", ["i32"], [])(5);
    });

    test("stops a tree of calls", () => {
      const { store, instance } = endlessIn({ epochIntervalMs: 1 });
      store.setEpochDeadline(20);
      expect(() => instance.getTypedFunc("tree", ["i32"], [])(60)).toThrow(
        expect.objectContaining({ code: "interrupt" }),
      );
    });

    test("counts epochs that the host advances", () => {
      let asked = 0;
      const { store, instance } = endlessIn({}, ({ engine }) => {
        asked += 1;
        engine.incrementEpoch();
        return 1;
      });
      store.setEpochDeadline(50);
      expect(instance.getTypedFunc("asking", [], [])).toThrow(expect.objectContaining({ code: "interrupt" }));
      expect(asked).toBeGreaterThanOrEqual(50);
    });

    test("counts epochs of another thread", () => {
      const epochCounter = new Int32Array(new SharedArrayBuffer(4));
      const { store, instance } = endlessIn({ epochCounter }, () => Atomics.add(epochCounter, 0, 1));
      store.setEpochDeadline(3);
      Atomics.store(epochCounter, 0, 3);
      expect(instance.getTypedFunc("loop", [], [])).toThrow(expect.objectContaining({ code: "interrupt" }));
    });

    test("asks the callback, which extends the deadline, lets stop, or throws", () => {
      const { store, instance } = endlessIn({ epochIntervalMs: 1 });
      let asked = 0;
      store.epochDeadlineCallback(() => (++asked < 3 ? 5 : undefined));
      store.setEpochDeadline(1);
      expect(instance.getTypedFunc("loop", [], [])).toThrow(expect.objectContaining({ code: "interrupt" }));
      expect(asked).toBe(3);
      const error = new Error("enough");
      store.epochDeadlineCallback(() => {
        throw error;
      });
      store.setEpochDeadline(1);
      expect(instance.getTypedFunc("loop", [], [])).toThrow(error);
    });

    test("stops when the fuel is gone, whatever the clock says", () => {
      const { store, instance } = endlessIn({});
      store.fuel = 1_000_000;
      expect(instance.getTypedFunc("loop", [], [])).toThrow(expect.objectContaining({ code: "outOfFuel" }));
      store.fuel = Number.POSITIVE_INFINITY;
      instance.getTypedFunc("tree", ["i32"], [])(3);
    });
  });

  test("two stores of an engine share modules and nothing else", () => {
    const bytes = build((module) => {
      const counter = module.addGlobal({ type: i32, mutable: true }, { kind: "i32", value: 0 });
      const next = (code: CodeBuilder) =>
        code.globalGet(counter).i32Const(1).i32Add().globalSet(counter).globalGet(counter);
      module.exportFunction(
        "next",
        module.addFunction([], [i32], (code) => void next(code)),
      );
    });
    const engine = engineOf();
    const module = Module.fromBinary(engine, bytes);
    const linker = new Linker<undefined>(engine);
    const [a, b] = [0, 1].map(() =>
      linker.instantiate(new Store(engine, undefined), module).getTypedFunc("next", [], ["i32"]),
    );
    expect([a!(), a!(), b!(), a!(), b!()]).toEqual([1, 2, 1, 3, 2]);
  });

  test("a store that was reset is as good as new", () => {
    const engine = engineOf({ epochInterruption: true, epochIntervalMs: 1 });
    const store = new Store(engine, undefined);
    store.setEpochDeadline(0);
    store[Symbol.dispose]();
    const instance = new Linker<undefined>(engine).instantiate(store, Module.fromBinary(engine, trapping));
    expect(instance.getTypedFunc("fine", [], ["i32"])()).toBe(7);
  });

  test("options that no backend can honour are named", () => {
    expect(engineOf({ memoryMayMove: false, optLevel: "speed" }).unsupportedOptions).toEqual([
      "optLevel",
      "memoryMayMove",
    ]);
  });
});
