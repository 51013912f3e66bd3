// Modules of proposals beyond the second version of WebAssembly: the host runs what it knows, and whoever has no code for a
// proposal says so.
import { describe, expect, test } from "vitest";
import loadWabt from "wabt";
import { ModuleError } from "./errors.ts";
import { everyBackend, instantiateIn } from "./every-backend.ts";
import type { Instance } from "./instance.ts";
import { Module } from "./module.ts";

const wabt = await loadWabt();
const features = {
  exceptions: true,
  threads: true,
  tail_call: true,
  multi_memory: true,
  memory64: true,
  extended_const: true,
  relaxed_simd: true,
};

function assemble(text: string): Uint8Array {
  const module = wabt.parseWat("module", text, features);
  const bytes = module.toBinary({}).buffer;
  module.destroy();
  return bytes;
}

/** Sections of a module, by number. */
const module = (...sections: readonly (readonly [id: number, ...content: readonly number[]])[]): Uint8Array =>
  Uint8Array.of(
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...sections.flatMap(([id, ...content]) => [id, content.length, ...content]),
  );

const runExport = [7, 1, 3, 0x72, 0x75, 0x6e, 0, 0] as const;

// All relaxed vector instructions, on operands for which they may do one thing only; their results are mixed into one number.
const relaxed = ((): Uint8Array => {
  const bytes = "(v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)";
  const sevens = "(v128.const i8x16 127 1 -128 3 -4 5 6 7 -8 9 10 11 12 13 14 15)";
  const mask = "(v128.const i64x2 -1 0)";
  const floats = "(v128.const f32x4 1.5 -2 3 1000)";
  const doubles = "(v128.const f64x2 1.5 -2000)";
  const calls = [
    `(i8x16.relaxed_swizzle ${sevens} ${bytes})`,
    `(i32x4.relaxed_trunc_f32x4_s ${floats})`,
    "(i32x4.relaxed_trunc_f32x4_u (v128.const f32x4 1.5 2 3 4000000000))",
    `(i32x4.relaxed_trunc_f64x2_s_zero ${doubles})`,
    "(i32x4.relaxed_trunc_f64x2_u_zero (v128.const f64x2 1.5 4000000000))",
    ...["madd", "nmadd"].map((name) => `(f32x4.relaxed_${name} ${floats} ${floats} ${floats})`),
    ...["madd", "nmadd"].map((name) => `(f64x2.relaxed_${name} ${doubles} ${doubles} ${doubles})`),
    ...["i8x16", "i16x8", "i32x4", "i64x2"].map(
      (shape) => `(${shape}.relaxed_laneselect ${bytes} ${sevens} ${mask})`,
    ),
    ...["min", "max"].map((name) => `(f32x4.relaxed_${name} ${floats} (v128.const f32x4 1 -1 5 7))`),
    ...["min", "max"].map((name) => `(f64x2.relaxed_${name} ${doubles} (v128.const f64x2 1 -1))`),
    `(i16x8.relaxed_q15mulr_s ${sevens} ${bytes})`,
    `(i16x8.relaxed_dot_i8x16_i7x16_s ${sevens} ${bytes})`,
    `(i32x4.relaxed_dot_i8x16_i7x16_add_s ${sevens} ${bytes} ${bytes})`,
  ];
  const mix = (before: string, call: string) =>
    `(v128.xor ${call} (i32x4.mul (v128.const i32x4 31 33 35 37) ${before}))`;
  return assemble(`(module (func (export "run") (result i32) (local $mixed v128)
    (local.set $mixed ${calls.reduce(mix, mask)})
    (i32.xor (i32.xor (i32x4.extract_lane 0 (local.get $mixed)) (i32x4.extract_lane 1 (local.get $mixed)))
      (i32.xor (i32x4.extract_lane 2 (local.get $mixed)) (i32x4.extract_lane 3 (local.get $mixed))))))`);
})();

interface Case {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What `unsupported` names. */
  readonly proposal: string;
  /** Whether instrumented code and the interpreter have it. */
  readonly has: boolean;
  readonly result: unknown;
}

const cases: readonly Case[] = [
  {
    name: "an exception that is caught where it is thrown",
    bytes: assemble(`(module
      (tag $e (export "tag") (param i32))
      (func (export "run") (result i32)
        (block $h (result i32) (try_table (result i32) (catch $e $h) (throw $e (i32.const 7))))))`),
    proposal: "exception handling",
    has: false,
    result: 7,
  },
  {
    name: "an exception of the form before the standard",
    bytes: assemble(`(module
      (tag $e (param i32))
      (func (export "run") (result i32) (try (result i32) (do (throw $e (i32.const 7))) (catch $e))))`),
    proposal: "exception handling",
    has: false,
    result: 7,
  },
  {
    name: "a reference to an exception among the results",
    bytes: assemble(`(module
      (tag $e)
      (func (export "thrown") (result exnref)
        (block $h (result exnref) (try_table (catch_all_ref $h) (throw $e)) (unreachable)))
      (func (export "run") (result i32) (i32.const 3)))`),
    proposal: "exception handling",
    has: false,
    result: 3,
  },
  {
    name: "arithmetic in constants",
    bytes: assemble(`(module
      (global $a i32 (i32.add (i32.const 3) (i32.mul (i32.const -2) (i32.const 0x7fffffff))))
      (global $b i64 (i64.sub (i64.const -0x8000000000000000) (i64.mul (i64.const 3) (i64.const 0x123456789))))
      (global $c i32 (i32.sub (global.get $a) (i32.const 1)))
      (memory (export "memory") 1)
      (data (i32.add (i32.const 4) (global.get $c)) "x")
      (table (export "table") 4 funcref)
      (elem (i32.sub (global.get $c) (i32.const 2)) func $f)
      (func $f (export "run") (result i64)
        (i64.add (i64.add (global.get $b) (i64.extend_i32_s (global.get $c)))
          (i64.extend_i32_s (i32.load8_u (i32.const 8))))))`),
    proposal: "extended constants",
    has: true,
    result: BigInt.asIntN(64, -(2n ** 63n) - 3n * 0x1_2345_6789n) + 4n + 120n,
  },
  {
    name: "a memory with 64-bit addresses",
    bytes: assemble(`(module
      (memory (export "memory") i64 1 2)
      (func (export "run") (result i64)
        (i64.store (i64.const 8) (i64.const 7)) (i64.add (i64.load (i64.const 8)) (memory.size))))`),
    proposal: "64-bit addresses",
    has: false,
    result: 8n,
  },
  {
    name: "two memories",
    bytes: assemble(`(module
      (memory $a (export "memory") 1) (memory $b (export "other") 2)
      (func (export "run") (result i32)
        (i32.store $b (i32.const 8) (i32.const 7)) (i32.add (i32.load $b (i32.const 8)) (memory.size $b))))`),
    proposal: "multiple memories",
    has: false,
    result: 9,
  },
  {
    name: "relaxed vector instructions",
    bytes: relaxed,
    proposal: "relaxed SIMD",
    has: true,
    result: 698487072,
  },
  {
    name: "an atomic instruction",
    bytes: assemble(`(module (memory (export "memory") 1) (func (export "run") (result i32)
      (i32.store (i32.const 8) (i32.const 5)) (i32.atomic.rmw.add (i32.const 8) (i32.const 7))))`),
    proposal: "threads",
    has: true,
    result: 5,
  },
  {
    name: "a call of a typed function reference",
    // (type (func (result i32))) (func (type 0) (i32.const 9)) (func (type 0) (call_ref 0 (ref.func 0)))
    bytes: module(
      [1, 1, 0x60, 0, 1, 0x7f],
      [3, 2, 0, 0],
      [7, 1, 3, 0x72, 0x75, 0x6e, 0, 1],
      [9, 1, 3, 0, 1, 0],
      [10, 2, 4, 0, 0x41, 9, 0x0b, 6, 0, 0xd2, 0, 0x14, 0, 0x0b],
    ),
    proposal: "typed function references",
    has: false,
    result: 9,
  },
  {
    name: "a structure, in a global and a result",
    // (type $s (struct (field i32))) (type (func (result i32))) (type (func (result (ref $s))))
    // (global (export "g") (ref $s) (struct.new $s (i32.const 6))) and functions that give its field and itself
    bytes: module(
      [1, 3, 0x5f, 1, 0x7f, 0, 0x60, 0, 1, 0x7f, 0x60, 0, 1, 0x64, 0],
      [3, 2, 1, 2],
      [6, 1, 0x64, 0, 0, 0x41, 6, 0xfb, 0, 0, 0x0b],
      [7, 3, 3, 0x72, 0x75, 0x6e, 0, 0, 1, 0x67, 3, 0, 1, 0x66, 0, 1],
      [10, 2, 8, 0, 0x23, 0, 0xfb, 2, 0, 0, 0x0b, 4, 0, 0x23, 0, 0x0b],
    ),
    proposal: "garbage collection",
    has: false,
    result: 6,
  },
  {
    name: "types in a group, with a supertype and an array",
    bytes: module(
      [1, 2, 0x4e, 2, 0x50, 0, 0x5e, 0x78, 1, 0x4f, 1, 0, 0x5e, 0x78, 1, 0x60, 0, 1, 0x7f],
      [3, 1, 2],
      runExport,
      [10, 1, 4, 0, 0x41, 4, 0x0b],
    ),
    proposal: "garbage collection",
    has: false,
    result: 4,
  },
  {
    name: "a table with a value for its elements",
    // (table 2 (ref func) (ref.func 0))
    bytes: module(
      [1, 1, 0x60, 0, 1, 0x7f],
      [3, 1, 0],
      [4, 1, 0x40, 0, 0x64, 0x70, 0, 2, 0xd2, 0, 0x0b],
      runExport,
      [10, 1, 5, 0, 0xfc, 16, 0, 0x0b],
    ),
    proposal: "typed function references",
    has: false,
    result: 2,
  },
];

const isHost = (backend: string) => backend === "host" || backend === "mirrored";

const runOf = (instance: Instance): unknown => (instance.getFunc("run").invoke as () => unknown)();

describe.each(everyBackend)("on the %s", (backend, makeEngine) => {
  test.each(cases)("$name", ({ bytes, proposal, has, result }) => {
    const engine = makeEngine();
    const isValidOnHost = WebAssembly.validate(bytes as Uint8Array<ArrayBuffer>);
    if (backend !== "interpreter" && !isValidOnHost) {
      expect(() => Module.fromBinary(engine, bytes)).toThrow(expect.objectContaining({ code: "invalid" }));
    } else if (isHost(backend) || has) {
      const { instance } = instantiateIn(engine, bytes);
      expect(runOf(instance)).toEqual(result);
      for (const { name } of instance.exports) expect(instance.getExport(name)).toBeDefined();
    } else {
      const compile = () => Module.fromBinary(engine, bytes);
      expect(compile).toThrow(ModuleError);
      expect(compile).toThrow(
        expect.objectContaining({ code: "unsupported", message: expect.stringContaining(`"${proposal}"`) }),
      );
    }
  });

  test.runIf(isHost(backend)).each(cases)("serializes and loads again: $name", ({ bytes, result }) => {
    if (!WebAssembly.validate(bytes as Uint8Array<ArrayBuffer>)) return;
    const engine = makeEngine();
    const serialized = Module.fromBinary(engine, bytes).serialize();
    const { instance } = instantiateIn(
      engine,
      Module.deserialize(engine, serialized).serialize().subarray(24),
    );
    expect(runOf(instance)).toEqual(result);
  });
});
