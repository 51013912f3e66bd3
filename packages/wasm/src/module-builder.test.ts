import { ByteSink } from "@tyara/base";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CodeBuilder } from "./code-builder.ts";
import { type Immediate, Op, opcodeRows } from "./generated/opcodes.ts";
import { ModuleBuilder } from "./module-builder.ts";
import { ValueType } from "./value-type.ts";

const { i32, i64, f32, f64, v128, funcref } = ValueType;
const typeOfLetter: Record<string, ValueType> = { i: i32, l: i64, f: f32, d: f64, v: v128 };
const letters = (text: string) => [...text].map((letter) => typeOfLetter[letter]!);

const run = async (module: ModuleBuilder, imports: WebAssembly.Imports = {}) => {
  const { instance } = await WebAssembly.instantiate(module.finish(), imports);
  return instance.exports as Record<string, (...values: unknown[]) => unknown>;
};

// Arguments of an instruction's method for a module with one memory, one table, one segment of each sort.
const immediateArguments: Partial<Record<Immediate, readonly unknown[]>> = {
  i32: [-123456],
  i64: [-(2n ** 62n)],
  f32: [1.5],
  f64: [Math.PI],
  v128: [new Uint8Array(16)],
  shuffle: [[...Array(16).keys()].map((lane) => 31 - lane)],
  lane: [1],
  "memory-lane": [1],
  data: [0],
  element: [0],
  "memory-init": [0],
  "table-init": [0],
};

describe("the encoder", () => {
  const encoded: ReadonlySet<number> = new Set(Object.values(Op));
  const plain = opcodeRows.filter(([, op, , , signature]) => signature !== "*" && encoded.has(op));
  test.each(plain)("writes %s as the host reads it", (name, _opcode, immediate, _size, signature) => {
    const [parameters, results] = signature.split(":").map(letters) as [ValueType[], ValueType[]];
    const module = new ModuleBuilder();
    module.addMemory({ minimum: 1 });
    module.addTable({ element: funcref, minimum: 1 });
    module.addPassiveData(Uint8Array.of(1));
    const method = name.replace(/[._](.)/g, (_, letter: string) => letter.toUpperCase());
    const index = module.addFunction(parameters, results, (code) => {
      for (const local of parameters.keys()) code.localGet(local);
      const emit = (code as unknown as Record<string, (...values: unknown[]) => void>)[method]!;
      emit.apply(code, [...(immediateArguments[immediate] ?? [])]);
    });
    module.addPassiveElements([index]);
    expect(WebAssembly.validate(module.finish())).toBe(true);
  });

  test("numbers opcodes behind a prefix as prefix and number", () => {
    expect([Op.I32Add, Op.MemoryCopy, Op.I8x16Shuffle]).toEqual([0x6a, 0xfc0a, 0xfd0d]);
  });

  test("builds the module of the room's example", async () => {
    const module = new ModuleBuilder();
    module.importMemory("env", "memory", { minimum: 1 });
    const sum = module.declareFunction([i32, i32], [i64], "sum");
    const code = new CodeBuilder(2);
    const total = code.local(i64);
    code.block().loop();
    code.localGet(0).localGet(1).i32GeU().brIf(1);
    code.localGet(total).localGet(0).i64Load8U().i64Add().localSet(total);
    code.localGet(0).i32Const(1).i32Add().localSet(0).br(0).end().end();
    code.localGet(total);
    module.defineFunction(sum, code);
    module.exportFunction("sum", sum);
    const memory = new WebAssembly.Memory({ initial: 1 });
    new Uint8Array(memory.buffer).set([1, 2, 3, 250]);
    const exports = await run(module, { env: { memory } });
    expect(exports.sum!(0, 4)).toBe(256n);
  });

  test("takes bodies in any order and joins runs of locals", async () => {
    const module = new ModuleBuilder();
    const first = module.declareFunction([], [i64]);
    const second = module.declareFunction([i64], [i64]);
    const code = new CodeBuilder(1);
    const types = [i32, i32, i64, f64, f64, i64] as const;
    const locals = types.map((type) => code.local(type));
    code.localGet(0).localSet(locals[5]!).localGet(locals[5]!).i64Const(2).i64Mul();
    module.defineFunction(second, code);
    module.defineFunction(
      first,
      code
        .reset(0)
        .i64Const(2n ** 40n)
        .call(second),
    );
    module.exportFunction("run", first);
    expect((await run(module)).run!()).toBe(2n ** 41n);
  });

  test("writes every section where the format wants it", async () => {
    const module = new ModuleBuilder();
    const log = module.importFunction("env", "log", [i32], []);
    const base = module.importGlobal("env", "base", { type: i32, mutable: false });
    const memory = module.addMemory({ minimum: 1, maximum: 3 });
    const table = module.addTable({ element: funcref, minimum: 2 });
    const counter = module.addGlobal({ type: i32, mutable: true }, { kind: "i32", value: 7 });
    module.addGlobal({ type: funcref, mutable: false }, { kind: "null", type: funcref });
    module.addData({ kind: "global", index: base }, Uint8Array.of(9, 8));
    const start = module.addFunction([], [], (code) => code.i32Const(5).call(log));
    const read = module.addFunction([i32], [i32], (code) => code.localGet(0).i32Load8U(1), "read");
    module.addElements(table, { kind: "i32", value: 1 }, [read]);
    module.exportFunction("read", read).exportMemory("memory", memory).exportGlobal("counter", counter);
    module.exportTable("table", table).setStart(start).setName("sample");
    const logged: number[] = [];
    const exports = await run(module, { env: { log: (value: number) => logged.push(value), base: 100 } });
    expect(logged).toEqual([5]);
    expect(exports.read!(99)).toBe(9);
    expect((exports.counter as unknown as WebAssembly.Global).value).toBe(7);
    expect((exports.table as unknown as WebAssembly.Table).get(1)).toBe(exports.read);
  });

  test.each([
    ["an import after a definition", (module: ModuleBuilder) => module.importFunction("a", "b", [], [])],
    [
      "a body for a function that is not declared",
      (module: ModuleBuilder) => module.defineFunction(9, new CodeBuilder()),
    ],
    ["a second body", (module: ModuleBuilder) => module.defineFunction(0, new CodeBuilder())],
    [
      "a body with open blocks",
      (module: ModuleBuilder) => module.addFunction([], [], (code) => code.block()),
    ],
    [
      "a second export of a name",
      (module: ModuleBuilder) => module.exportFunction("f", 0).exportFunction("f", 0),
    ],
    [
      "an end without bodies",
      (module: ModuleBuilder) => {
        module.declareFunction([], []);
        module.finish();
      },
    ],
  ])("refuses %s", (_what, use) => {
    const module = new ModuleBuilder();
    module.addFunction([], [], () => undefined);
    expect(() => use(module)).toThrow();
  });
});

describe("a byte sink", () => {
  const constant = async (type: ValueType, write: (code: CodeBuilder) => void) => {
    const module = new ModuleBuilder();
    module.exportFunction("value", module.addFunction([], [type], write));
    return (await run(module)).value!();
  };

  test("writes any 64-bit number", () =>
    fc.assert(
      fc.asyncProperty(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), async (value) => {
        expect(await constant(i64, (code) => code.i64Const(value))).toBe(value);
      }),
      { numRuns: 50 },
    ));

  test("writes any 32-bit number, signed or unsigned", () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 }), async (value) => {
        expect(await constant(i32, (code) => code.i32Const(value))).toBe(value | 0);
      }),
      { numRuns: 50 },
    ));

  test("writes safe integers as 64-bit numbers", async () => {
    expect(await constant(i64, (code) => code.i64Const(2 ** 52 + 1))).toBe(2n ** 52n + 1n);
  });

  test("grows and starts again without losing bytes", () => {
    const sink = new ByteSink(1);
    for (let i = 0; i < 5000; i++) sink.u32(i);
    expect(sink.toBytes().slice(-2)).toEqual(Uint8Array.of(0x87, 0x27));
    sink.clear();
    expect(sink.name("é").toBytes()).toEqual(Uint8Array.of(2, 0xc3, 0xa9));
  });
});
