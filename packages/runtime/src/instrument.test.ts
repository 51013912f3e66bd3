// Small loops are unrolled when code is instrumented: whatever they branch to, they do what they did.

import { type CodeBuilder, ModuleBuilder, ValueType } from "@tyara/wasm";
import { describe, expect, it } from "vitest";
import { HostBackend } from "./backends/host/host-backend.ts";
import { Engine } from "./engine.ts";
import { instrument } from "./instrument.ts";
import { Linker } from "./linker.ts";
import { Module } from "./module.ts";
import { Store } from "./store.ts";

const { i32, i64 } = ValueType;

function moduleOf(write: (code: CodeBuilder) => void): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  const index = module.addFunction([i32], [i32], write);
  module.exportFunction("run", index);
  return module.finish();
}

function functionOf(bytes: Uint8Array, epochInterruption: boolean): (n: number) => number {
  const engine = new Engine({ backend: new HostBackend(), epochInterruption });
  const instance = new Linker(engine).instantiate(
    new Store(engine, undefined),
    Module.fromBinary(engine, bytes),
  );
  return instance.getTypedFunc("run", ["i32"], ["i32"]);
}

const countDown = (code: CodeBuilder) => code.localGet(0).i32Const(1).i32Sub().localTee(0);

/** Each takes a count of turns. */
const loops: Record<string, (code: CodeBuilder) => void> = {
  "that fall through with a result": (code) => {
    const sum = code.local(i32);
    code.loop(i32).localGet(sum).i32Const(3).i32Add().localSet(sum);
    countDown(code).i32Const(0).i32GtS().brIf(0).localGet(sum).end();
  },
  "that are left to a block around them": (code) => {
    const sum = code.local(i32);
    code.block().block().loop();
    countDown(code).i32Eqz().brIf(1);
    code.localGet(sum).localGet(0).i32Add().localTee(sum).i32Const(1000).i32GtU().brIf(2);
    code.br(0).end().end().localGet(sum).i32Const(1).i32Or().return().end().localGet(sum);
  },
  "with branches from blocks inside them": (code) => {
    const sum = code.local(i32);
    code.block(i32).loop().block().block();
    code.localGet(0).i32Const(3).i32RemU().brTable([0, 1], 1).end();
    code.localGet(sum).i32Const(7).i32Add().localSet(sum).end();
    countDown(code).i32Const(0).i32LeS().if().localGet(sum).br(2).end();
    code.localGet(sum).localGet(0).i32Xor().localSet(sum).br(0).end().unreachable().end();
  },
  "that return": (code) => {
    code.loop();
    countDown(code).i32Const(0).i32LeS().if().localGet(0).return().end().br(0).end().unreachable();
  },
  "inside loops": (code) => {
    const [inner, sum] = [code.local(i32), code.local(i32)];
    code.loop().localGet(0).i32Const(15).i32And().localSet(inner);
    code.loop().localGet(sum).localGet(inner).i32Add().localSet(sum);
    code.localGet(inner).i32Const(1).i32Sub().localTee(inner).i32Const(0).i32GtS().brIf(0).end();
    countDown(code).i32Const(0).i32GtS().brIf(0).end().localGet(sum);
  },
  "of wide values": (code) => {
    const [at, sum] = [code.local(i64), code.local(i64)];
    code.block().loop().localGet(at).localGet(0).i64ExtendI32U().i64GeU().brIf(1);
    code.localGet(sum).localGet(at).i64Const(3).i64Mul().i64Add().localSet(sum);
    code.localGet(at).i64Const(1).i64Add().localSet(at).br(0).end().end().localGet(sum).i32WrapI64();
  },
};

describe("instrumented loops", () => {
  it.each(Object.keys(loops))("%s give the same", (name) => {
    const bytes = moduleOf(loops[name]!);
    const [plain, instrumented] = [functionOf(bytes, false), functionOf(bytes, true)];
    const turns = [1, 2, 3, 15, 16, 17, 31, 32, 33, 300, 5000, 70_000];
    for (const count of turns) expect(instrumented(count), `${count} turns`).toBe(plain(count));
  });

  it("do not make a module many times as large", () => {
    const bytes = moduleOf((code) => {
      for (let i = 0; i < 50_000; i++) code.loop().localGet(0).i32Eqz().brIf(0).end();
      code.localGet(0);
    });
    expect(instrument(bytes).length).toBeLessThan(bytes.length * 7);
  });
});
