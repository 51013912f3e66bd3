/**
 * The translator that makes the JavaScript kernels (scripts/gen/javascript): random functions on 32- and 64-bit numbers and
 * memory, as JavaScript and on the host's WebAssembly.
 */

import { type CodeBuilder, ModuleBuilder, ValueType } from "@tyara/wasm";
import { describe, expect, it } from "vitest";
import { Random } from "../../tyara/test/differential/random.ts";

const { i32, i64 } = ValueType;
type Type = typeof i32 | typeof i64;

const memorySize = 0x10000;
const generators = new URL("../../../scripts/gen/javascript/", import.meta.url);
const { translate } = await import(new URL("translate.mjs", generators).href);
const { frame } = await import(new URL("frame.mjs", generators).href);
const typescript = await import("typescript");

type Functions = Record<string, (...values: number[]) => number>;

/** A module's functions as JavaScript, on these bytes. */
async function translated(module: Uint8Array, bytes: Uint8Array): Promise<Functions> {
  const { ModuleKind, ScriptTarget } = typescript.default;
  const { outputText } = typescript.default.transpileModule(frame(translate(module), ""), {
    compilerOptions: { module: ModuleKind.ESNext, target: ScriptTarget.ES2022 },
  });
  const script = await import(`data:text/javascript;base64,${Buffer.from(outputText).toString("base64")}`);
  return script.createKernel({ pages: 1, data: () => bytes, grow: () => -1 }, {});
}

const binary32 = ["Add", "Sub", "Mul", "And", "Or", "Xor", "Shl", "ShrS", "ShrU", "Rotl"] as const;
const binary64 = ["Add", "Sub", "Mul", "And", "Or", "Xor", "Shl", "ShrU", "Rotl"] as const;
const comparisons = ["Eq", "Ne", "LtS", "LtU", "GtS", "GtU", "LeS", "LeU", "GeS", "GeU"] as const;
const interesting = [0, 1, 2, 31, 32, 33, 63, -1, -2, 0x7fffffff, -0x80000000, 0xff, 0x10000];

/** Parameters 0 and 1 are i32, 2 and 3 are i64; so are the locals 4, 5 and 6, 7. */
class Generator {
  private readonly random: Random;
  private readonly code: CodeBuilder;
  /** A function (i64, i32) → i64 that writes memory. */
  private readonly helper: number;

  constructor(random: Random, code: CodeBuilder, helper: number) {
    this.random = random;
    this.code = code;
    this.helper = helper;
    for (const type of [i32, i32, i64, i64]) code.local(type);
  }

  function(): void {
    for (let count = 1 + this.random.below(5); count > 0; count--) this.statement(2);
    this.expression(i64, 4);
  }

  private local(type: Type): number {
    return this.random.pick(type === i32 ? [0, 1, 4, 5] : [2, 3, 6, 7]);
  }

  private type(): Type {
    return this.random.below(2) === 0 ? i32 : i64;
  }

  private statement(depth: number): void {
    const { code, random } = this;
    const type = this.type();
    switch (random.below(depth > 0 ? 6 : 2)) {
      case 0:
        this.expression(type, 3);
        code.localSet(this.local(type));
        return;
      case 1:
        this.store();
        return;
      case 2:
        this.expression(i32, 2);
        code.if();
        this.statement(depth - 1);
        code.else();
        this.statement(depth - 1);
        code.end();
        return;
      case 3:
        this.loop(depth);
        return;
      case 4:
        code.block().block().block();
        this.expression(i32, 2);
        code.brTable([0, 1], 2).end();
        this.statement(depth - 1);
        code.end();
        this.statement(depth - 1);
        code.end();
        return;
      default:
        this.expression(type, 2);
        code.drop();
    }
  }

  /** Four turns. */
  private loop(depth: number): void {
    const counter = this.code.local(i32);
    const { code } = this;
    code.i32Const(4).localSet(counter).loop();
    this.statement(depth - 1);
    code.localGet(counter).i32Const(1).i32Sub().localTee(counter).brIf(0).end();
  }

  /** An address of the memory with room behind it. */
  private address(): void {
    this.expression(i32, 1);
    this.code.i32Const(0x3fff).i32And();
  }

  private store(): void {
    const { code, random } = this;
    const type = this.type();
    this.address();
    this.expression(type, 2);
    const offset = random.below(9);
    if (type === i64) random.pick([() => code.i64Store(offset, 0), () => code.i64Store32(offset, 0)])();
    else
      random.pick([
        () => code.i32Store(offset, 0),
        () => code.i32Store8(offset, 0),
        () => code.i32Store16(offset, 0),
      ])();
  }

  private load(type: Type): void {
    const { code, random } = this;
    this.address();
    const offset = random.below(9);
    const loads =
      type === i32
        ? [
            () => code.i32Load(offset, 0),
            () => code.i32Load8U(offset, 0),
            () => code.i32Load16S(offset, 0),
            () => code.i32Load16U(offset, 0),
          ]
        : [
            () => code.i64Load(offset, 0),
            () => code.i64Load32S(offset, 0),
            () => code.i64Load32U(offset, 0),
            () => code.i64Load8U(offset, 0),
          ];
    random.pick(loads)();
  }

  private constant(type: Type): void {
    const value = this.random.pick(interesting);
    if (type === i32) this.code.i32Const(value | 0);
    else
      this.code.i64Const(
        (BigInt(value) * this.random.pick([1n, 0x100000001n, 0x9e3779b97f4a7c15n])) % (1n << 62n),
      );
  }

  private expression(type: Type, depth: number): void {
    const { code, random } = this;
    const choice = random.below(depth > 0 ? 9 : 2);
    if (choice === 0) this.constant(type);
    else if (choice === 1) code.localGet(this.local(type));
    else if (choice === 2) {
      this.expression(type, depth - 1);
      code.localTee(this.local(type));
    } else if (choice === 3) this.load(type);
    else if (choice === 4) {
      this.expression(type, depth - 1);
      this.expression(type, depth - 1);
      this.expression(i32, depth - 1);
      code.select();
    } else if (choice === 5) this.conversion(type, depth - 1);
    else this.operation(type, depth - 1);
  }

  private operation(type: Type, depth: number): void {
    const { code, random } = this;
    if (type === i64 && random.below(4) === 0) {
      this.expression(i64, depth);
      this.expression(i32, depth);
      code.call(this.helper);
      return;
    }
    if (type === i32 && random.below(3) === 0) {
      const operand = this.type();
      this.expression(operand, depth);
      this.expression(operand, depth);
      const name = random.pick(comparisons);
      if (operand === i32) code[`i32${name}`]();
      else code[`i64${name}`]();
      return;
    }
    this.expression(type, depth);
    this.expression(type, depth);
    if (type === i32) code[`i32${random.pick(binary32)}`]();
    else code[`i64${random.pick(binary64)}`]();
  }

  private conversion(type: Type, depth: number): void {
    const { code, random } = this;
    const isSame = random.below(2) === 0;
    this.expression(isSame === (type === i64) ? i64 : i32, depth);
    const conversions = {
      "32 to 32": [() => code.i32Clz(), () => code.i32Ctz(), () => code.i32Eqz(), () => code.i32Popcnt()],
      "64 to 64": [() => code.i64Clz(), () => code.i64Ctz(), () => code.i64Popcnt()],
      "64 to 32": [() => code.i32WrapI64(), () => code.i64Eqz()],
      "32 to 64": [() => code.i64ExtendI32S(), () => code.i64ExtendI32U()],
    };
    const from = isSame === (type === i64) ? 64 : 32;
    const all = conversions[`${from} to ${type === i64 ? 64 : 32}`];
    random.pick(all)();
  }
}

/** A module of functions (i32, i32, i64, i64) → i64 named f0, f1 … */
function randomModule(random: Random, count: number): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  module.importMemory("tyara", "memory", { minimum: 1 });
  const helper = module.addFunction([i64, i32], [i64], (code) => {
    code.i32Const(16).localGet(0).i64Store().localGet(0).localGet(1).i64ExtendI32S().i64Rotl();
    code.i32Const(8).i64Load().i64Add();
  });
  for (let i = 0; i < count; i++) {
    const write = (code: CodeBuilder) => new Generator(random, code, helper).function();
    module.exportFunction(`f${i}`, module.addFunction([i32, i32, i64, i64], [i64], write));
  }
  return module.finish();
}

const low = (value: bigint) => Number(BigInt.asIntN(32, value));

describe("kernels in JavaScript", () => {
  it.each(Array.from({ length: 15 }, (_, seed) => [seed]))(
    "do what WebAssembly does, seed %i",
    async (seed) => {
      const random = new Random(seed + 1);
      const count = 20;
      const module = randomModule(random, count);
      const memory = new WebAssembly.Memory({ initial: 1 });
      const host = new WebAssembly.Instance(new WebAssembly.Module(module), { tyara: { memory } })
        .exports as Record<string, (a: number, b: number, c: bigint, d: bigint) => bigint>;
      const bytes = new Uint8Array(memorySize);
      const functions = await translated(module, bytes);
      for (let i = 0; i < count; i++) {
        for (let round = 0; round < 10; round++) {
          const [a, b, c, d] = [0, 1, 2, 3].map(() => random.pick(interesting) | 0);
          const [wide, other] = [
            BigInt(a!) * 0x1234567n + BigInt(c!),
            BigInt(b!) * 0x7fffffffffn - BigInt(d!),
          ];
          const expected = host[`f${i}`]!(a!, b!, wide, other);
          const found = functions[`f${i}`]!(
            a!,
            b!,
            low(wide),
            low(wide >> 32n),
            low(other),
            low(other >> 32n),
          );
          const result = (BigInt(functions.upper!()) << 32n) | BigInt(found >>> 0);
          expect(result, `f${i}(${a}, ${b}, ${wide}, ${other})`).toBe(expected);
        }
        expect(Buffer.compare(bytes, new Uint8Array(memory.buffer)), `memory after f${i}`).toBe(0);
      }
    },
  );
});
