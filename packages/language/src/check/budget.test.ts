/** Compiling ends when its time, its bytes or its signal end, wherever it is, and keeps so many diagnostics and no more. */

import { Compiler } from "tyara";
import { describe, expect, it } from "vitest";
import { CompileError } from "./compile-error.ts";
import type { CompilerOptions } from "./options.ts";

function list(count: number, write: (index: number) => string, separator = " "): string {
  return Array.from({ length: count }, (_, index) => write(index)).join(separator);
}

function codesOfThrown(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof CompileError) return error.diagnostics.map(({ code }) => code);
    throw error;
  }
  return [];
}

const patterns = (count: number, write: (index: number) => string): string =>
  `rule r { strings: ${list(count, (i) => `$_${i} = ${write(i)}`)} condition: any of them }`;

/** Sources of which each keeps another phase busy. */
const sources = {
  tokens: "a ".repeat(1_000_000),
  rules: list(50_000, (i) => `rule r${i} { condition: filesize > ${i} }`),
  "one condition": `rule r { condition: ${list(100_000, (i) => `filesize == ${i} + #a`, " or ")} }`,
  "texts in base64": patterns(4000, (i) => `"some text ${i}" base64 base64wide`),
  "regular expressions": patterns(4000, (i) => `/ab${i}([a-z]{300}c){3}/`),
  alternatives: patterns(
    4000,
    (i) => `{ 61 (01|02|03) (04|05) [2-4] ${(16 + (i % 200)).toString(16)} (6?|7?) 62 }`,
  ),
};

describe("a compiler that is given a time", () => {
  it.each(Object.entries(sources))("does not finish what takes longer: %s", (_, source) => {
    const compiler = new Compiler({ timeoutMs: 1 });
    const codes = codesOfThrown(() => compiler.addSource(source).buildRuleSet({ ignoreErrors: true }));
    expect(codes).toEqual(["E202"]);
    expect(compiler.errors.map(({ code }) => code)).toContain("E202");
  });

  it("compiles nothing any more once it is used up", () => {
    const compiler = new Compiler({ timeoutMs: 1 });
    codesOfThrown(() => compiler.addSource(sources.rules));
    expect(codesOfThrown(() => compiler.addSource("rule a { condition: true }"))).toEqual(["E202"]);
    expect(codesOfThrown(() => compiler.buildRuleSet({ ignoreErrors: true }))).toEqual(["E202"]);
  });

  it("compiles what takes less", () => {
    const compiler = new Compiler({ timeoutMs: 1e9 }).addSource("rule a { condition: true }");
    expect(compiler.buildRuleSet().code.length).toBeGreaterThan(0);
  });

  it("says where it stopped", () => {
    const compiler = new Compiler({ timeoutMs: 1 });
    codesOfThrown(() => compiler.addSource(sources.rules, { origin: "many.yar" }));
    expect(compiler.errors.at(-1)?.labels[0]?.source?.origin).toBe("many.yar");
  });
});

it("stops a compiler whose signal is aborted while it reads includes", () => {
  const controller = new AbortController();
  const includeReader = {
    read: () => {
      controller.abort();
      return "rule a { condition: true }";
    },
  };
  const compiler = new Compiler({ signal: controller.signal, includeReader });
  expect(codesOfThrown(() => compiler.addSource('include "a.yar"'))).toEqual(["E202"]);
});

it.each<[string, string, CompilerOptions]>([
  [
    "code",
    `rule r { condition: ${list(5000, (i) => `uint8(${i}) == filesize`, " and ")} }`,
    { maxCompiledBytes: 50_000 },
  ],
  [
    "constants",
    `import "pe" rule r { condition: ${list(5000, (i) => `pe.pdb_path contains "text ${i}"`, " or ")} }`,
    { maxCompiledBytes: 50_000 },
  ],
  ["search tables", patterns(2000, (i) => `/ab${i}([a-z]{300}c){3}/`), { maxCompiledBytes: 2_000_000 }],
])("makes no more bytes than it may: %s", (_, source, options) => {
  expect(codesOfThrown(() => new Compiler(options).addSource(source).buildRuleSet())).toEqual(["E201"]);
});

describe("diagnostics without end", () => {
  it("are counted, not kept: errors of files that include each other", () => {
    const files: Record<string, string> = {
      "leaf.yar": list(100, (i) => `rule r${i} { condition: unknown }`),
    };
    for (let level = 0; level < 8; level++)
      files[`${level}.yar`] = list(4, () => `include "${level === 0 ? "leaf" : level - 1}.yar"`);
    const compiler = new Compiler({ includeReader: { read: (path) => files[path] } });
    compiler.addSource('include "4.yar"');
    expect(compiler.errors.length).toBe(10_001);
    expect(compiler.errors.at(-1)?.code).toBe("E203");
    expect(compiler.errors.at(-1)?.labels[0]?.text).toContain(String(4 ** 5 * 100 - 10_000));
    expect(codesOfThrown(() => compiler.buildRuleSet()).length).toBe(10_001);
  });

  it("are counted, not kept: warnings, unless their number is set", () => {
    const source = list(10_005, (i) => `rule r${i} { condition: true }`);
    const codes = new Compiler().addSource(source).warnings.map(({ code }) => code);
    expect(codes.length).toBe(10_001);
    expect(codes.at(-1)).toBe("too_many_warnings");
    expect(new Compiler({ maxWarnings: 7 }).addSource(source).warnings.length).toBe(7);
  });
});
