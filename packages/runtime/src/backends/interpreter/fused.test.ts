// Instructions that the interpreter makes of several: each does what the host's WebAssembly does, at the borders too.

import { type CodeBuilder, ModuleBuilder, ValueType } from "@tyara/wasm";
import { describe, expect, it } from "vitest";
import type { RuntimeBackend } from "../../backend.ts";
import { Engine } from "../../engine.ts";
import { Trap } from "../../errors.ts";
import { Linker } from "../../linker.ts";
import { Module } from "../../module.ts";
import { Store } from "../../store.ts";
import { HostBackend } from "../host/host-backend.ts";
import { InterpreterBackend } from "./interpreter-backend.ts";

const { i32, i64 } = ValueType;
const memoryEnd = 65_536;

/** Each takes an i64 and gives one; locals 1 and 2 are an i64 and an i32. */
const functions: Record<string, (code: CodeBuilder) => void> = {
  "a load at a constant address": (code) => code.i32Const(memoryEnd - 8).i64Load(0),
  "a load at the border": (code) => code.i32Const(memoryEnd - 8).i64Load(1, 0),
  "a store at a constant address": (code) =>
    code.i32Const(16).localGet(0).i64Store(8).i32Const(24).i64Load(0),
  "a store at the border": (code) =>
    code
      .i32Const(memoryEnd - 3)
      .localGet(0)
      .i64Store32(0, 0)
      .localGet(0),
  "an address whose sum leaves 32 bits": (code) => code.i32Const(-4).i64Load8U(8),
  "a load at a sum": (code) =>
    code.localGet(0).i32WrapI64().i32Const(40).i32Load(0).i32Add().i64Load16S(2, 0),
  "a load at a sum of locals": (code) =>
    code.localGet(0).i32WrapI64().localTee(2).localGet(2).i32Add().i64Load32U(0, 0),
  "a bounds check": (code) => {
    code.block().localGet(0).i32Const(32).i64Load32U(0).i64GeU().brIf(0);
    code.localGet(0).i32Const(32).i64Load32U(0).i64GtU().brIf(0).i64Const(1).return().end().i64Const(2);
  },
  "fuel that is spent": (code) => {
    code.i32Const(0).localGet(0).i32WrapI64().i32Store(48).block();
    code.i32Const(0).i32Const(0).i32Load(48).i32Const(3).i32Sub().localTee(2).i32Store(48);
    code.localGet(2).i32Const(0).i32LeS().if().i64Const(7).localSet(1).end().end();
    code.localGet(1).i32Const(0).i64Load32S(48).i64Add();
  },
  "a loop that counts down": (code) => {
    code.loop().localGet(1).i64Const(3).i64Add().localSet(1);
    code
      .localGet(0)
      .i64Const(0xff)
      .i64And()
      .i64Const(1)
      .i64Sub()
      .localTee(0)
      .i64Const(0)
      .i64Ne()
      .brIf(0)
      .end();
    code.localGet(1);
  },
  "a loop that counts up to zero over 32 bits": (code) => {
    code.i64Const(-0x1_0000_0005n).localSet(1).loop();
    code.localGet(1).i64Const(0x1000_0001n).i64Add().localTee(1).i64Const(-4n).i64And().localTee(1);
    code.i64Const(0).i64LtS().brIf(0).end().localGet(1);
  },
  "a loop that begins with a test": (code) => {
    code.block().loop().localGet(1).localGet(0).i64Const(0xffff).i64And().i64GeS().brIf(1);
    code.localGet(1).i64Const(5).i64Add().localSet(1).br(0).end().end().localGet(1);
  },
  "a loop that begins with a test of memory": (code) => {
    code.block().loop().localGet(1).i32Const(32).i64Load32U(0).i64GeU().brIf(1);
    code.localGet(1).i64Const(2).i64Add().localSet(1).br(0).end().end().localGet(1);
  },
  "an else that leaves with a value": (code) => {
    code.block(i64).localGet(0).i64Const(3).i64LtU().if(i64).localGet(0).i64Const(7).i64Mul();
    code.else().localGet(0).i64Const(5).i64Add().br(1).end().i64Const(1000).i64Add().end();
  },
  "an else that leaves for the end of its own condition": (code) => {
    code.localGet(0).i64Const(100).i64GtS().if(i64).i64Const(1).else().localGet(0).br(0).end();
    code.localGet(0).i64Sub();
  },
  "an else that returns": (code) => {
    code.localGet(0).i64Const(2).i64GeS().if().i64Const(5).localSet(1);
    code.else().localGet(0).i64Const(2).i64Mul().return().end().localGet(1);
  },
  "an else that traps": (code) => {
    code.localGet(0).i64Const(2).i64GeS().if().i64Const(5).localSet(1).else().unreachable().end().localGet(1);
  },
  "an else that leaves for one of several places": (code) => {
    code.block().block().block().localGet(0).i64Const(4).i64GeS().if().i64Const(9).localSet(1);
    code.else().localGet(0).i32WrapI64().brTable([1, 2, 3], 0).end().localGet(1).return();
    code.end().i64Const(10).return().end().i64Const(11).return().end().i64Const(12);
  },
  "an else that leaves inside one that leaves": (code) => {
    code.block().localGet(0).i64Const(3).i64LtS().if().i64Const(1).localSet(1);
    code.else().localGet(0).i64Const(100).i64LtS().if().i64Const(2).localSet(1);
    code.else().i64Const(3).localSet(1).br(2).end();
    code.localGet(1).i64Const(20).i64Add().localSet(1).br(1).end();
    code.localGet(1).i64Const(40).i64Add().localSet(1).end().localGet(1);
  },
  "an else that leaves, with a loop in it": (code) => {
    code.block().localGet(0).i64Const(3).i64LtS().if().i64Const(1).localSet(1).else();
    code.loop().localGet(1).i64Const(3).i64Add().localTee(1).i64Const(20).i64LtS().brIf(0).end().br(1).end();
    code.localGet(1).i64Const(40).i64Add().localSet(1).end().localGet(1);
  },
  "an else that begins a turn anew": (code) => {
    code.loop().localGet(1).i64Const(1).i64Add().localSet(1);
    code.localGet(1).localGet(0).i64Const(0xff).i64And().i64GeS().if();
    code.localGet(1).i64Const(1000).i64Add().localSet(1).else().br(1).end().end().localGet(1);
  },
  "a loop of a condition whose parts both go on": (code) => {
    code.block().loop().localGet(1).localGet(0).i64Const(0x3f).i64And().i64LtS().if().else().br(2).end();
    code.localGet(1).i64Const(3).i64Add().localSet(1).br(0).end().end().localGet(1);
  },
  "a loop up to a bound of 32 bits": (code) => {
    code.localGet(0).i64Const(0xffff).i64And().i32WrapI64().localSet(2);
    code.block().loop().localGet(1).localGet(2).i64ExtendI32U().i64GeS().brIf(1);
    code.localGet(1).i64Const(5).i64Add().localSet(1).br(0).end().end().localGet(1);
  },
  "a loop down to a number compared with itself": (code) => {
    code.i64Const(50).localSet(1).loop().localGet(1).i64Const(3).i64Sub().localTee(1);
    code.localGet(1).i32WrapI64().i64ExtendI32U().i64GeU().localGet(1).i64Const(0).i64GtS().i32And();
    code.brIf(0).end().localGet(1);
  },
  ...ordered(),
};

// Every comparison of order: with 32 bits on either side, and of a number just counted on or back.
function ordered(): Record<string, (code: CodeBuilder) => void> {
  const all: Record<string, (code: CodeBuilder) => void> = {};
  const names = ["i64LtS", "i64LtU", "i64LeS", "i64LeU", "i64GtS", "i64GtU", "i64GeS", "i64GeU"] as const;
  const outcome = (code: CodeBuilder) => code.i64Const(1).return().end().localGet(1).i64Const(2).i64Add();
  const narrow = (code: CodeBuilder) => code.localGet(2).i64ExtendI32U();
  for (const name of names) {
    for (const step of [0n, 1n, -1n, 0x1_0000_0000n, 1n << 63n]) {
      const back = (code: CodeBuilder) => code.block().localGet(0).i64Const(step).i64Sub().localTee(1);
      all[`${name} after ${step} less`] = (code) => outcome(back(code).localGet(0)[name]().brIf(0));
    }
    for (const bound of [0, 2, -1, -0x8000_0000]) {
      const start = (code: CodeBuilder) => code.i32Const(bound).localSet(2).block();
      all[`${name}, second ${bound} of 32 bits`] = (code) =>
        outcome(narrow(start(code).localGet(0))[name]().brIf(0));
      all[`${name}, first ${bound} of 32 bits`] = (code) =>
        outcome(narrow(start(code)).localGet(0)[name]().brIf(0));
      for (const step of [1n, -1n, 0x1_0000_0000n, 1n << 63n]) {
        const count = (code: CodeBuilder) => code.localGet(0).i64Const(step).i64Add().localTee(1);
        all[`${name} after ${step} more, ${bound} of 32 bits`] = (code) =>
          outcome(
            narrow(count(start(code)))
              [name]()
              .brIf(0),
          );
      }
    }
  }
  return all;
}

const values = [
  0n,
  1n,
  2n,
  3n,
  4n,
  99n,
  100n,
  101n,
  0x7fffn,
  0xffff_fff0n,
  0x1_0000_0001n,
  -1n,
  -4n,
  1n << 63n,
  0xffff_ffffn,
  0x7fff_ffff_ffff_ffffn,
];

function moduleBytes(): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  module.addMemory({ minimum: 1 });
  for (const [name, write] of Object.entries(functions)) {
    const index = module.addFunction([i64], [i64], (code) => {
      code.local(i64);
      code.local(i32);
      write(code);
    });
    module.exportFunction(name, index);
  }
  const prepare = module.addFunction([], [], (code) => {
    code.i32Const(32).i32Const(100).i32Store(0).i32Const(40).i32Const(64).i32Store(0);
    code.i32Const(64).i64Const(-0x1234_5678_9abcn).i64Store(0).i32Const(128).i64Const(77).i64Store(0);
  });
  module.exportFunction("prepare", prepare);
  return module.finish();
}

function outcomes(backend: RuntimeBackend): Record<string, string[]> {
  const engine = new Engine({ backend });
  const instance = new Linker(engine).instantiate(
    new Store(engine, undefined),
    Module.fromBinary(engine, moduleBytes()),
  );
  const prepare = instance.getTypedFunc("prepare", [], []);
  const all: Record<string, string[]> = {};
  for (const name of Object.keys(functions)) {
    const run = instance.getTypedFunc(name, ["i64"], ["i64"]);
    all[name] = values.map((value) => {
      prepare();
      try {
        return String(run(value));
      } catch (error) {
        if (error instanceof Trap) return error.code;
        throw error;
      }
    });
  }
  return all;
}

describe("fused instructions", () => {
  const expected = outcomes(new HostBackend());
  const found = outcomes(new InterpreterBackend());
  it.each(Object.keys(functions))("%s", (name) => expect(found[name]).toEqual(expected[name]));
});
