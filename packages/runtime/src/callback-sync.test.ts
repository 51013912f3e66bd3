// Host functions that call the guest back, with every kind of CallbackSync: what the guest writes stays written.

import { type CodeBuilder, ValueType } from "@tyara/wasm";
import { describe, expect, test } from "vitest";
import { build, everyBackend, instantiateIn } from "./every-backend.ts";
import { CallbackSync } from "./index.ts";

const { i32 } = ValueType;

/** `run` writes 1 at 0, calls the host, and returns what stands at 0 to 3 then; `write` writes 7 at 1. */
const bytes = build((module) => {
  const host = module.importFunction("env", "host", [], []);
  module.exportMemory("memory", module.addMemory({ minimum: 1 }));
  const run = (code: CodeBuilder) => {
    code.i32Const(0).i32Const(1).i32Store8().call(host).i32Const(0).i32Load();
  };
  module.exportFunction("run", module.addFunction([], [i32], run));
  module.exportFunction(
    "write",
    module.addFunction([], [], (code) => void code.i32Const(1).i32Const(7).i32Store8()),
  );
});

describe.each(everyBackend)("on the %s", (_backend, makeEngine) => {
  test.each(Object.entries(CallbackSync))(
    "the guest is called back from a function with %s",
    (_name, sync) => {
      const { instance } = instantiateIn(makeEngine(), bytes, (linker) => {
        linker.funcWrap(
          "env",
          "host",
          [],
          [],
          (caller) => caller.instance!.getTypedFunc("write", [], [])(),
          sync,
        );
      });
      instance.getMemory("memory");
      expect(instance.getTypedFunc("run", [], ["i32"])()).toBe(0x0701);
      expect([...instance.getMemory("memory").data().subarray(0, 2)]).toEqual([1, 7]);
    },
  );

  test.each([
    ["after", 0x0903_0701],
    ["both", 0x0903_0701],
  ] as const)("what the host writes before and after that is seen with %s", (name, result) => {
    const { instance } = instantiateIn(makeEngine(), bytes, (linker) => {
      linker.funcWrap(
        "env",
        "host",
        [],
        [],
        (caller) => {
          caller.memory!.data()[2] = 3;
          caller.instance!.getTypedFunc("write", [], [])();
          caller.memory!.data()[3] = 9;
        },
        CallbackSync[name],
      );
    });
    instance.getMemory("memory");
    expect(instance.getTypedFunc("run", [], ["i32"])()).toBe(result);
  });
});
