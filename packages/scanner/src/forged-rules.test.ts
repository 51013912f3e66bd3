/**
 * Rules that nobody compiled: code that would run for ever, or ask for what rules may not have, in files that are sound
 * otherwise. What random damage makes of compiled rules is in test/fuzz/artefacts.test.ts.
 */

import { importAll, mainExport, RuleFormatError } from "@tyara/contract";
import { Engine, InterpreterBackend } from "@tyara/runtime";
import { CodeBuilder, ModuleBuilder, ValueType } from "@tyara/wasm";
import { compile, Rules, type RulesOptions } from "tyara";
import { describe, expect, it } from "vitest";
import { joinParts, type PartName, partsOf } from "../../tyara/test/fuzz/artefact-parts.ts";

const original = compile('rule a { strings: $a = "needle" condition: $a }').serialize();
const data = new TextEncoder().encode("a needle in a haystack");

/** The rules with other bytes in one of their parts. */
function forged(name: PartName, bytes: Uint8Array): Uint8Array {
  return joinParts(original, { ...partsOf(original), [name]: bytes });
}

interface Forge {
  readonly module: ModuleBuilder;
  readonly main: number;
  /** Indices of what is imported, such as `host.search`. */
  readonly imports: ReadonlyMap<string, number>;
}

/** A rule module whose `main` is written by `write`; `finish` adds whatever else. */
function moduleOf(
  write: (code: CodeBuilder, forge: Forge) => void,
  finish: (forge: Forge) => void = () => {},
): Uint8Array {
  const module = new ModuleBuilder();
  const imports = importAll(module);
  const main = module.declareFunction([], []);
  const forge = { module, main, imports };
  const code = new CodeBuilder();
  write(code, forge);
  module.defineFunction(main, code);
  module.addElements(module.addTable({ element: ValueType.funcref, minimum: 1 }), { kind: "i32", value: 0 }, [
    main,
  ]);
  module.exportFunction(mainExport, main);
  finish(forge);
  return forged("code", module.finish());
}

const backends: [string, RulesOptions][] = [
  ["host", {}],
  ["host, kernels in JavaScript", { kernel: "javascript" }],
  ["interpreter", { engine: new Engine({ backend: new InterpreterBackend() }), kernel: "javascript" }],
];

const endless: [string, (code: CodeBuilder, forge: Forge) => void][] = [
  ["a loop", (code) => code.loop().br(0).end()],
  [
    "a loop that fills the control block, where fuel once was",
    (code) =>
      code.loop().i32Const(16).i64Const(-1).i64Store().i32Const(0).i64Const(-1).i64Store().br(0).end(),
  ],
  [
    "a loop of calls of a kernel",
    (code, { imports }) => code.loop().i32Const(0).call(imports.get("kernel.selectRules")!).br(0).end(),
  ],
  [
    "a loop of calls of the host",
    (code, { imports }) => code.loop().call(imports.get("host.search")!).br(0).end(),
  ],
  [
    "a loop that asks for fuel itself",
    (code, { imports }) => code.loop().call(imports.get("host.interrupt")!).drop().br(0).end(),
  ],
  [
    "a loop inside of a branch of many",
    (code) => code.loop().block().i32Const(1).brTable([0, 1], 1).end().br(0).end(),
  ],
  [
    "a tree of calls that doubles at each level",
    (code, { module }) => {
      let callee = module.addFunction([], [], (body) => body.nop());
      for (let level = 0; level < 64; level++) {
        const inner = callee;
        callee = module.addFunction([], [], (body) => body.call(inner).call(inner));
      }
      code.call(callee);
    },
  ],
  [
    "a long function that is called again and again",
    (code, { module }) => {
      const long = module.addFunction([], [], (body) => {
        for (let i = 0; i < 50_000; i++) body.i64Const(i).i64Const(7).i64DivU().drop();
      });
      code.loop().call(long).br(0).end();
    },
  ],
];

describe.each(backends)("forged code on the %s", (_, options) => {
  it.each(endless)("ends: %s", (_, write) => {
    const scanner = Rules.deserialize(moduleOf(write), options).scanner();
    for (let i = 0; i < 2; i++) expect(scanner.scan(data, { timeoutMs: 30 }).status).toBe("timeout");
  });

  it("ends when it calls itself", () => {
    const bytes = moduleOf((code, { main }) => code.call(main).call(main));
    const scanner = Rules.deserialize(bytes, options).scanner();
    expect(() => scanner.scan(data, { timeoutMs: 1000 })).toThrow(RuleFormatError);
    expect(() => scanner.scan(data, { timeoutMs: 1000 })).toThrow("call stack exhausted");
  });

  it("may write anywhere and is still only wrong", () => {
    const bytes = moduleOf((code, { imports }) => {
      const at = code.local(ValueType.i32);
      code.loop().localGet(at).i64Const(0x7fff_fff7_7fff_fff3n).i64Store();
      code.localGet(at).i32Const(8).i32Add().localTee(at).i32Const(0x20000).i32LtU().brIf(0).end();
      code.call(imports.get("host.search")!);
    });
    const scanner = Rules.deserialize(bytes, options).scanner();
    for (let i = 0; i < 3; i++) {
      try {
        expect(["complete", "timeout"]).toContain(scanner.scan(data, { timeoutMs: 50 }).status);
      } catch (error) {
        expect(error).toBeInstanceOf(RuleFormatError);
      }
    }
  });

  it.each<[string, (code: CodeBuilder, forge: Forge) => void]>([
    ["a trap", (code) => code.unreachable()],
    ["an address outside", (code) => code.i32Const(-1).i32Load().drop()],
    [
      "a module that there is not",
      (code, { imports }) => code.i32Const(7).call(imports.get("host.loadModule")!),
    ],
    [
      "a function that there is not",
      (code, { imports }) => code.i32Const(-1).call(imports.get("host.call")!),
    ],
    [
      "a test that there is not",
      (code, { imports }) => code.i32Const(99).call(imports.get("host.stringTest")!).drop(),
    ],
  ])("throws RuleFormatError for %s", (_, write) => {
    const scanner = Rules.deserialize(moduleOf(write), options).scanner();
    expect(() => scanner.scan(data)).toThrow(RuleFormatError);
  });

  it.each<[string, () => Uint8Array]>([
    [
      "a function that runs when it is linked",
      () =>
        moduleOf(
          (code) => code.loop().br(0).end(),
          ({ module, main }) => module.setStart(main),
        ),
    ],
    ["memory that grows", () => moduleOf((code) => code.i32Const(1000).memoryGrow().drop())],
    [
      "memory that is filled",
      () => moduleOf((code) => code.i32Const(0).i32Const(0).i32Const(9).memoryFill()),
    ],
    [
      "another memory",
      () =>
        moduleOf(
          (code) => code.nop(),
          ({ module }) => module.addMemory({ minimum: 60_000 }),
        ),
    ],
    [
      "globals",
      () =>
        moduleOf(
          (code) => code.i32Const(0x7fffffff).globalSet(0),
          ({ module }) => module.addGlobal({ type: ValueType.i32, mutable: true }, { kind: "i32", value: 0 }),
        ),
    ],
    ["a global that there is not yet", () => moduleOf((code) => code.i32Const(0x7fffffff).globalSet(0))],
    [
      "a call of what is added later",
      () => moduleOf((code, { main }) => code.i32Const(0x7fffffff).call(main + 1)),
    ],
    [
      "a second export",
      () =>
        moduleOf(
          (code) => code.nop(),
          ({ module, main }) => module.exportFunction("other", main),
        ),
    ],
    [
      "data",
      () =>
        moduleOf(
          (code) => code.nop(),
          ({ module }) => module.addData({ kind: "i32", value: 0 }, data),
        ),
    ],
    [
      "an import that there is not",
      () => {
        const module = new ModuleBuilder();
        module.importFunction("node", "exit", [], []);
        return forged("code", module.finish());
      },
    ],
    ["code that is not sound", () => moduleOf((code) => code.i32Const(1))],
    ["no code", () => forged("code", new Uint8Array())],
  ])("refuses %s", (_, make) => {
    const rules = Rules.deserialize(make(), options);
    expect(() => rules.scanner()).toThrow(RuleFormatError);
  });

  it("refuses unsound code when it is prepared without blocking", async () => {
    const rules = Rules.deserialize(
      moduleOf((code) => code.i32Const(1)),
      options,
    );
    await expect(rules.prepare()).rejects.toThrow(RuleFormatError);
  });
});

describe("forged descriptions", () => {
  const parts = partsOf(original);

  /** The description with the number at an offset replaced; the counts follow the list of namespaces. */
  function withNumber(index: number, number: readonly number[]): Uint8Array {
    const { description } = parts;
    let at = 1 + 1 + description[1]!;
    for (let skipped = 0; skipped < index; skipped++) {
      while (description[at]! > 0x7f) at++;
      at++;
    }
    let end = at;
    while (description[end]! > 0x7f) end++;
    return Uint8Array.of(...description.subarray(0, at), ...number, ...description.subarray(end + 1));
  }

  const huge = [0xff, 0xff, 0xff, 0xff, 0x0f];
  it.each([
    ["rules", 0],
    ["patterns", 1],
    ["shared values", 2],
    ["bytes for a selection", 3],
  ])("are refused when they claim to have many %s", (_, index) => {
    for (const number of [huge, [0x80, 0x80, 0x80, 0x40]])
      expect(() => Rules.deserialize(forged("description", withNumber(index, number)))).toThrow(
        RuleFormatError,
      );
  });

  it("are refused when parts of a file lie on each other, or leave gaps", () => {
    for (let part = 0; part < 5; part++) {
      for (const change of [-1, 1, 0x7fffffff]) {
        const bytes = original.slice();
        const view = new DataView(bytes.buffer);
        view.setUint32(12 + part * 4, view.getUint32(12 + part * 4, true) + change, true);
        expect(() => Rules.deserialize(bytes)).toThrow(RuleFormatError);
      }
    }
  });

  it("take memory in proportion to their bytes", () => {
    // 200,000 namespaces without a name, then whatever.
    const description = new Uint8Array(200_003);
    description.set([0xc0, 0x9a, 0x0c]);
    expect(() => Rules.deserialize(forged("description", description))).toThrow(
      "more objects than these bytes can mean",
    );
  });
});
