import { describe, expect, test } from "vitest";
import loadWabt from "wabt";
import { InterpreterBackend } from "./backends/interpreter/interpreter-backend.ts";
import { Engine } from "./engine.ts";
import { Trap } from "./errors.ts";
import { everyBackend, instantiateIn } from "./every-backend.ts";

const wabt = await loadWabt();

function assemble(text: string): Uint8Array {
  const module = wabt.parseWat("module", text, {});
  const bytes = module.toBinary({ write_debug_names: true }).buffer;
  module.destroy();
  return bytes;
}

const bytes = assemble(`(module
  (import "env" "back" (func $back))
  (memory 1)
  (func $inner (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0))
      (then (return (i32.const 1)))
      (else (i32.div_s (i32.const 1000) (i32.sub (local.get 0) (i32.const 7))))))
  (func $middle (param i32) (result i32) (i32.add (i32.const 3) (call $inner (local.get 0))))
  (func (export "run") (param i32) (result i32) (i32.xor (call $middle (local.get 0)) (i32.const 5)))
  (func $stop (export "stop") (unreachable))
  (func $through (export "through") (call $back))
  (func $deep (export "deep") (call $deep) (call $back)))`);

const trapOf = (run: () => unknown): Trap => {
  try {
    run();
  } catch (error) {
    if (error instanceof Trap) return error;
  }
  throw new Error("no trap");
};

const opcodeAt = ({ offset }: { offset: number | undefined }) => bytes[offset!];

describe("traps of the interpreter", () => {
  const engine = new Engine({ backend: new InterpreterBackend() });
  const { instance } = instantiateIn(engine, bytes, (linker) =>
    linker.funcWrap("env", "back", [], [], () => (stop as () => void)()),
  );
  const stop = instance.getFunc("stop").invoke as () => void;
  const run = instance.getTypedFunc("run", ["i32"], ["i32"]);
  const through = instance.getTypedFunc("through", [], []);
  const deep = instance.getTypedFunc("deep", [], []);

  test("tell the functions that were running and where they were", () => {
    const trap = trapOf(() => run(7));
    expect(trap.frames.map(({ functionIndex, functionName }) => [functionIndex, functionName])).toEqual([
      [1, "inner"],
      [2, "middle"],
      [3, undefined],
    ]);
    expect(trap.frames.map(opcodeAt)).toEqual([0x6d, 0x10, 0x10]);
    expect(trap.message).toBe(
      `integer divide by zero in function 1 (inner) at 0x${trap.frames[0]!.offset!.toString(16)}`,
    );
  });

  test("go through host functions", () => {
    const trap = trapOf(through);
    expect(trap.frames.map(({ functionName }) => functionName)).toEqual(["stop", "through"]);
    expect(trap.frames.map(opcodeAt)).toEqual([0x00, 0x10]);
    expect(trap.message).toMatch(/^unreachable executed in function 4 \(stop\) at 0x[\da-f]+$/);
  });

  test("tell a hundred frames of an exhausted stack", () => {
    const trap = trapOf(deep);
    expect(trap.code).toBe("stackOverflow");
    expect(trap.frames).toHaveLength(100);
    expect(new Set(trap.frames.map(({ functionName }) => functionName))).toEqual(new Set(["deep"]));
  });

  test("are told for modules whose names are damaged, without them", () => {
    const damaged = bytes.slice();
    const section = damaged.findIndex(
      (_, at) => bytes[at] === 4 && Buffer.from(bytes.subarray(at + 1, at + 5)).toString() === "name",
    );
    damaged[section + 6] = 0x7f;
    const other = instantiateIn(engine, damaged, (linker) =>
      linker.funcWrap("env", "back", [], [], () => undefined),
    );
    const trap = trapOf(() => other.instance.getTypedFunc("run", ["i32"], ["i32"])(7));
    expect(trap.frames[0]).toMatchObject({ functionIndex: 1, functionName: undefined });
  });
});

describe.each(everyBackend)("on the %s", (_backend, makeEngine) => {
  // 112 once, on the interpreter.
  test("guests and host functions call each other some hundreds deep", () => {
    const nesting = assemble(`(module
      (import "env" "deeper" (func $deeper (param i32) (result i32)))
      (func (export "run") (param i32) (result i32) (i32.add (i32.const 1) (call $deeper (local.get 0)))))`);
    const nest: { run?: (depth: number) => number } = {};
    const { instance } = instantiateIn(makeEngine(), nesting, (linker) =>
      linker.funcWrap("env", "deeper", ["i32"], ["i32"], (_caller, left) =>
        left === 0 ? 0 : nest.run!(left - 1),
      ),
    );
    nest.run = instance.getTypedFunc("run", ["i32"], ["i32"]);
    expect(nest.run(400)).toBe(401);
  });
});
