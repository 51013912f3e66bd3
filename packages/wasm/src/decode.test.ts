import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CodeBuilder } from "./code-builder.ts";
import { decodeInterface, decodeModule } from "./decode.ts";
import { ModuleBuilder } from "./module-builder.ts";
import { dumpModule } from "./text-dump.ts";
import { validateModule } from "./validate.ts";
import { ValueType } from "./value-type.ts";

const { i32, i64, f32, f64, v128, funcref, externref } = ValueType;

const sample = (): Uint8Array => {
  const module = new ModuleBuilder();
  const log = module.importFunction("env", "log", [i32], []);
  module.importGlobal("env", "base", { type: i32, mutable: false });
  const table = module.addTable({ element: funcref, minimum: 2, maximum: 5 });
  const memory = module.addMemory({ minimum: 1, maximum: 3 });
  module.addGlobal({ type: f64, mutable: true }, { kind: "f64", value: 1.5 });
  module.addGlobal({ type: externref, mutable: false }, { kind: "null", type: externref });
  const code = new CodeBuilder(2);
  const local = code.local(i64);
  code.block(i32).localGet(0).i32Load8U(4).localTee(0).localGet(0).brTable([0, 0], 0).end();
  code
    .i32Eqz()
    .if()
    .i64Const(-(2n ** 40n))
    .localSet(local)
    .else()
    .f32Const(0.5)
    .drop()
    .end();
  code.localGet(1).drop();
  code
    .v128Const(Uint8Array.from({ length: 16 }, (_, i) => i))
    .i32x4ExtractLane(3)
    .call(log);
  const run = module.declareFunction([i32, v128], []);
  module.defineFunction(run, code);
  module.addElements(table, { kind: "i32", value: 0 }, [run, log]);
  module.addData({ kind: "global", index: 0 }, Uint8Array.of(1, 2, 3));
  module.exportFunction("run", run).exportMemory("memory", memory);
  return module.finish();
};

const failureOf = (bytes: Uint8Array) => {
  const decoded = decodeModule(bytes);
  return decoded.kind === "module" ? validateModule(decoded) : decoded;
};

const functionOf = (results: readonly ValueType[], write: (code: CodeBuilder) => unknown): Uint8Array => {
  const module = new ModuleBuilder();
  module.addMemory({ minimum: 1 });
  module.addFunction([i32, f32], results, (code) => void write(code));
  return module.finish();
};

describe("the decoder", () => {
  test("finds everything that the encoder wrote", () => {
    const decoded = decodeModule(sample());
    if (decoded.kind !== "module") throw new Error(decoded.message);
    expect(validateModule(decoded)).toBeUndefined();
    expect(decoded.imports.map((entry) => [entry.module, entry.name, entry.import.kind])).toEqual([
      ["env", "log", "function"],
      ["env", "base", "global"],
    ]);
    expect(decoded.tables).toEqual([{ element: funcref, minimum: 2, maximum: 5, shared: false }]);
    expect(decoded.memories).toEqual([{ minimum: 1, maximum: 3, shared: false }]);
    expect(decoded.code[0]).toMatchObject({ locals: [{ count: 1, type: i64 }], localCount: 1 });
    expect(decoded.exports.map((entry) => entry.name)).toEqual(["run", "memory"]);
    expect(decoded.elements[0]).toMatchObject({ items: { kind: "functions", indices: [1, 0] } });
  });

  test("reads the interface alone without looking into code", () => {
    const bytes = sample();
    const whole = decodeModule(bytes);
    const outside = decodeInterface(bytes);
    if (whole.kind !== "module" || outside.kind !== "module") throw new Error("malformed");
    expect({ ...outside, code: [], data: [], elements: [] }).toEqual({
      ...whole,
      code: [],
      data: [],
      elements: [],
    });
    expect(outside.code).toEqual([]);
  });

  test.each<readonly [string, readonly number[], number, RegExp]>([
    ["no header", [], 0, /unexpected end/],
    ["another magic", [0, 0x61, 0x73, 0x6e, 1, 0, 0, 0], 0, /magic header/],
    ["another version", [0, 0x61, 0x73, 0x6d, 2, 0, 0, 0], 4, /binary version/],
    ["an unknown section", [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 99, 0], 8, /section id/],
    ["a section behind the end", [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 9], 10, /out of bounds/],
    ["a type of another form", [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 2, 1, 0x61], 11, /function type/],
    [
      "a number that is too long",
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 6, 0x80, 0x80, 0x80, 0x80, 0x80, 0],
      14,
      /too long/,
    ],
    ["two of a section", [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 1, 0, 1, 1, 0], 14, /unexpected content/],
  ])("tells where %s is", (_what, bytes, offset, message) => {
    expect(decodeModule(Uint8Array.from(bytes))).toMatchObject({
      kind: "malformed",
      offset,
      message: expect.stringMatching(message),
    });
  });

  test("never throws, and never takes for valid what the host refuses", () => {
    const original = sample();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(original.length - 1), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.option(fc.nat(original.length), { nil: original.length }),
        (changes, length) => {
          const bytes = Uint8Array.from(original);
          for (const [at, value] of changes) bytes[at] = value;
          const cut = bytes.slice(0, length);
          const isValid = failureOf(cut) === undefined;
          dumpModule(cut);
          if (isValid) expect(WebAssembly.validate(cut)).toBe(true);
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe("the validator", () => {
  test.each<readonly [string, Uint8Array, RegExp]>([
    ["a missing operand", functionOf([i32], (code) => code.i32Const(1).i32Add()), /the stack is empty/],
    [
      "an operand of another type",
      functionOf([i32], (code) => code.localGet(1).i32Eqz()),
      /expected i32, found f32/,
    ],
    ["values that remain", functionOf([], (code) => code.i32Const(1)), /values remain/],
    ["an unknown local", functionOf([], (code) => code.localGet(9).drop()), /unknown local 9/],
    ["an unknown label", functionOf([], (code) => code.br(7)), /unknown label 7/],
    ["too large an alignment", functionOf([], (code) => code.i32Const(0).i32Load(0, 3).drop()), /alignment/],
    [
      "a lane that is not there",
      functionOf([], (code) => code.i32Const(0).i32x4Splat().i32x4ExtractLane(4).drop()),
      /lane/,
    ],
    [
      "an if of a value without else",
      functionOf([i32], (code) => code.i32Const(0).if(i32).i32Const(1).end()),
      /else/,
    ],
  ])("refuses %s and says where", (_what, bytes, message) => {
    const failure = failureOf(bytes);
    expect(failure).toMatchObject({ kind: "invalid", message: expect.stringMatching(message) });
    expect(failure!.offset).toBeGreaterThan(20);
  });

  test("knows that nothing is known behind a branch", () => {
    expect(
      failureOf(functionOf([i32], (code) => code.unreachable().i32Add().drop().f32Const(0).i32TruncF32S())),
    ).toBeUndefined();
    expect(failureOf(functionOf([i32], (code) => code.unreachable().i64Const(0)))).toMatchObject({
      kind: "invalid",
    });
  });

  test("bounds what a few bytes of code can ask for", () => {
    const many = (count: number, calls: number) => {
      const module = new ModuleBuilder();
      const results = Array<ValueType>(count).fill(i32);
      const make = module.importFunction("env", "make", [], results);
      module.addFunction([], [], (code) => {
        for (let i = 0; i < calls; i++) code.call(make);
        code.unreachable();
      });
      return failureOf(module.finish());
    };
    expect(many(1000, 900)).toBeUndefined();
    expect(many(1001, 1)).toMatchObject({ message: expect.stringMatching(/too many parameters or results/) });
    expect(many(1000, 1001)).toMatchObject({ message: expect.stringMatching(/operand stack is too deep/) });
  });

  test("takes deeply nested blocks without deep recursion", () => {
    const nested = functionOf([], (code) => {
      for (let i = 0; i < 50_000; i++) code.block();
      for (let i = 0; i < 50_000; i++) code.end();
    });
    expect(failureOf(nested)).toBeUndefined();
  });
});

test("the dump shows declarations and code with their offsets", () => {
  const text = dumpModule(sample());
  expect(text).toContain('import "env" "log" func type 0');
  expect(text).toContain("func 1 (i32 v128) -> ()");
  expect(text).toMatch(/0x[\da-f]+ {6}i32\.load8_u offset=4 align=1/);
  expect(text).toMatch(/i64\.const -1099511627776/);
  expect(dumpModule(Uint8Array.of(1))).toMatch(/malformed at 0x0/);
});
