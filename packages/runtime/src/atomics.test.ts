// Atomic instructions, on memory of one's own and on shared memory: every backend does what the host's own code does.
import { type CodeBuilder, ModuleBuilder, opcodeRows, ValueType } from "@tyara/wasm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { everyBackend, instantiateIn } from "./every-backend.ts";

const { i32, i64 } = ValueType;
const letters: Record<string, ValueType> = { i: i32, l: i64 };
const rows = opcodeRows.filter(
  ([name, , , , , feature]) => feature === "threads" && !/fence|wait|notify/.test(name),
);

/** Writes an instruction at the address that it is given. */
function write(code: CodeBuilder, wanted: string): CodeBuilder {
  const [, op, immediate, size] = opcodeRows.find(([name]) => name === wanted)!;
  code.u8(op >> 8).u32(op & 0xff);
  return immediate === "fence" ? code.u8(0) : code.u32(size).u32(0);
}

/** A module with a function for each instruction, by its name: address and operands to result. */
function moduleOf(shared: boolean): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  module.exportMemory("memory", module.addMemory({ minimum: 1, maximum: 1, shared }));
  for (const [name, , , , signature] of rows) {
    const [parameters, results] = signature
      .split(":")
      .map((text) => [...text].map((letter) => letters[letter]!));
    const index = module.addFunction(parameters!, results!, (code) => {
      for (const local of parameters!.keys()) code.localGet(local);
      write(code, name);
    });
    module.exportFunction(name, index);
  }
  return module.finish();
}

const modules = { own: moduleOf(false), shared: moduleOf(true) };

const value = (letter: string) =>
  letter === "l"
    ? fc.oneof(fc.constantFrom(0n, 1n, -1n, 0x11n, 0x1111n), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n))
    : fc.oneof(fc.constantFrom(0, 1, -1, 0x11, 0x1111, 0x1111_1111), fc.integer());

describe.each(everyBackend)("on the %s", (_backend, makeEngine) => {
  describe.each(["own", "shared"] as const)("in %s memory", (kind) => {
    const { instance } = instantiateIn(makeEngine(), modules[kind]);
    const host = new WebAssembly.Instance(new WebAssembly.Module(modules[kind]), {}).exports;
    const expectedMemory = new Uint8Array((host.memory as WebAssembly.Memory).buffer);
    const memory = instance.getMemory("memory");

    test.each(rows)("%s", (name, _op, _immediate, size, signature) => {
      const operands = [...signature.split(":")[0]!].slice(1).map(value);
      const call = instance.getFunc(name).invoke as (...values: unknown[]) => unknown;
      const expected = host[name] as (...values: unknown[]) => unknown;
      fc.assert(
        fc.property(
          fc.nat(15),
          fc.tuple(...operands),
          fc.constantFrom(0, 0x11, 0xff),
          (place, values, fill) => {
            const at = place << size;
            memory.data().fill(fill, 0, 128);
            expectedMemory.fill(fill, 0, 128);
            expect(call(at, ...values)).toBe(expected(at, ...values));
            expect(memory.data().subarray(0, 128).join()).toBe(expectedMemory.subarray(0, 128).join());
          },
        ),
        { numRuns: 20 },
      );
    });

    test("an address that is not aligned is a trap, and one outside another", () => {
      const load = instance.getTypedFunc("i32.atomic.load", ["i32"], ["i32"]);
      expect(() => load(2)).toThrow(expect.objectContaining({ code: "heapMisaligned" }));
      expect(() => load(65_536)).toThrow(expect.objectContaining({ code: "memoryOutOfBounds" }));
    });
  });

  const waiting = (shared: boolean) => {
    const module = new ModuleBuilder();
    module.exportMemory("memory", module.addMemory({ minimum: 1, maximum: 1, shared }));
    const add = (name: string, parameters: readonly ValueType[], body: (code: CodeBuilder) => void) =>
      module.exportFunction(
        name,
        module.addFunction(parameters, [i32], (code) => {
          for (const local of parameters.keys()) code.localGet(local);
          body(code);
        }),
      );
    add("wait32", [i32, i32, i64], (code) => write(code, "memory.atomic.wait32"));
    add("wait64", [i32, i64, i64], (code) => write(code, "memory.atomic.wait64"));
    add("notify", [i32, i32], (code) => write(write(code, "atomic.fence"), "memory.atomic.notify"));
    const { instance } = instantiateIn(makeEngine(), module.finish());
    return {
      wait32: instance.getTypedFunc("wait32", ["i32", "i32", "i64"], ["i32"]),
      wait64: instance.getTypedFunc("wait64", ["i32", "i64", "i64"], ["i32"]),
      notify: instance.getTypedFunc("notify", ["i32", "i32"], ["i32"]),
    };
  };

  test("waits on shared memory until its time is over, and not for another value", () => {
    const { wait32, wait64, notify } = waiting(true);
    expect([wait32(8, 1, -1n), wait64(8, 1n, -1n)]).toEqual([1, 1]);
    expect([wait32(8, 0, 1000n), wait64(8, 0n, 1000n)]).toEqual([2, 2]);
    expect(notify(8, -1)).toBe(0);
  });

  test("waiting on memory of its own is a trap; waking is not", () => {
    const { wait32, wait64, notify } = waiting(false);
    expect(() => wait32(8, 0, 0n)).toThrow(expect.objectContaining({ code: "atomicWaitNonSharedMemory" }));
    expect(() => wait64(8, 0n, 0n)).toThrow(expect.objectContaining({ code: "atomicWaitNonSharedMemory" }));
    expect(notify(8, 1)).toBe(0);
  });
});
