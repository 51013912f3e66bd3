// Names that a guest chooses are keys like any other.

import { type CodeBuilder, ValueType } from "@tyara/wasm";
import { describe, expect, test } from "vitest";
import { build, everyBackend, instantiateIn } from "./every-backend.ts";

const { i32 } = ValueType;
const names = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "", "0", "\u{1f600}"];

describe.each(everyBackend)("on the %s", (_backend, makeEngine) => {
  test.each(names)("%j may name a module, an import and an export", (hostile) => {
    const bytes = build((module) => {
      const inner = module.importFunction("env", hostile, [], [i32]);
      const outer = module.importFunction(hostile, "polluted", [], [i32]);
      const both = module.importFunction(hostile, hostile, [], [i32]);
      const sum = (code: CodeBuilder) => code.call(inner).call(outer).i32Add().call(both).i32Add();
      module.exportFunction(
        hostile,
        module.addFunction([], [i32], (code) => void sum(code)),
      );
    });
    const { instance } = instantiateIn(makeEngine(), bytes, (linker) => {
      linker.funcWrap("env", hostile, [], ["i32"], () => 1);
      linker.funcWrap(hostile, "polluted", [], ["i32"], () => 20);
      linker.funcWrap(hostile, hostile, [], ["i32"], () => 300);
    });
    expect(instance.getTypedFunc(hostile, [], ["i32"])()).toBe(321);
    expect("polluted" in {}).toBe(false);
    expect(instance.exports.map(({ name }) => name)).toEqual([hostile]);
  });

  test.each(names)("%j is no export unless the guest exports it", (hostile) => {
    const { instance } = instantiateIn(
      makeEngine(),
      build(() => undefined),
    );
    expect(instance.getExport(hostile)).toBeUndefined();
  });
});
