// The worked example of docs/runtime.md: what stands between the markers is the guide's code, compiled and run.
import { readFileSync } from "node:fs";
import { CodeBuilder, ModuleBuilder, ValueType } from "@tyara/wasm";
import { expect, test } from "vitest";
import type { Caller } from "./caller.ts";
import { Engine } from "./engine.ts";
import type { Trap } from "./errors.ts";
import { Linker } from "./linker.ts";
import { Memory } from "./memory.ts";
import { Module } from "./module.ts";
import { Store } from "./store.ts";

/** A module that adds up the bytes of its memory from 0 to `length`, and reports every thousandth. */
function summing(): Uint8Array {
  const { i32, i64 } = ValueType;
  const module = new ModuleBuilder();
  module.importMemory("env", "memory", { minimum: 1 });
  const report = module.importFunction("env", "report", [i32, i64], []);
  const sum = module.declareFunction([i32], [i64]);
  const code = new CodeBuilder(1);
  const [at, total] = [code.local(i32), code.local(i64)];
  code.block().loop();
  code.localGet(at).localGet(0).i32GeU().brIf(1);
  code.localGet(total).localGet(at).i64Load8U().i64Add().localSet(total);
  code.localGet(at).i32Const(1).i32Add().localTee(at).i32Const(1000).i32RemU().i32Eqz();
  code.if().localGet(at).localGet(total).call(report).end();
  code.br(0).end().end().localGet(total);
  module.defineFunction(sum, code);
  return module.exportFunction("sum", sum).finish();
}

test("the example of the guide runs, and the guide shows it as it is", () => {
  const bytes = summing();
  // guide:start
  const engine = new Engine({ epochInterruption: true, epochIntervalMs: 1 });
  const module = Module.fromBinary(engine, bytes); // compiled once, for any number of stores
  const store = new Store(engine, { reports: [] as string[] });

  const memory = Memory.create(store, { minimum: 1 });
  const linker = new Linker<{ reports: string[] }>(engine)
    .define(store, "env", "memory", memory)
    .funcWrap("env", "report", ["i32", "i64"], [], (caller, at, total) => {
      caller.data.reports.push(`${total} after ${at} bytes`);
    });

  const instance = linker.instantiate(store, module);
  const sum = instance.getTypedFunc("sum", ["i32"], ["i64"]); // (length: number) => bigint

  memory.data().fill(2); // the guest's own bytes, not a copy
  store.setEpochDeadline(500); // half a second from now
  const total = sum(2500);
  // guide:end
  expect(total).toBe(5000n);
  expect(store.data.reports).toEqual(["2000 after 1000 bytes", "4000 after 2000 bytes"]);
  expect(() => sum(65_537)).toThrow(expect.objectContaining({ code: "memoryOutOfBounds" }) as Trap);

  const source = readFileSync(new URL("guide.test.ts", import.meta.url), "utf8");
  const guide = readFileSync(new URL("../../../docs/runtime.md", import.meta.url), "utf8");
  const shown = source.split("// guide:start\n")[1]!.split("  // guide:end")[0]!.replace(/^ {2}/gm, "");
  expect(guide).toContain(shown.trim());
});

test("a raw host function moves 64-bit integers without bigints", () => {
  const engine = new Engine();
  const store = new Store(engine, { reports: [] as string[] });
  const linker = new Linker<{ reports: string[] }>(engine);
  linker.define(store, "env", "memory", Memory.create(store, { minimum: 1 }));
  const type = { params: ["i32", "i64"], results: [] } as const;
  linker.funcNewUnchecked("env", "report", type, (caller: Caller<{ reports: string[] }>, slots) => {
    caller.data.reports.push(`${slots.i64High(1)}:${slots.i64Low(1)} at ${slots.i32(0)}`);
  });
  linker.instantiate(store, Module.fromBinary(engine, summing())).getTypedFunc("sum", ["i32"], ["i64"])(1000);
  expect(store.data.reports).toEqual(["0:0 at 1000"]);
});
