/** Whatever callers without types hand over: an error that names it, and a compiler that works as before. */

import { Compiler, compile } from "tyara";
import { describe, expect, it } from "vitest";

// biome-ignore lint/suspicious/noExplicitAny: these calls are wrong on purpose
const wrong = (value: unknown): any => value;

const calls: readonly (readonly [string, (compiler: Compiler) => unknown])[] = [
  ["source", (c) => c.addSource(wrong(undefined))],
  ["source", (c) => c.addSource(wrong(null))],
  ["source", (c) => c.addSource(wrong(["rule a { condition: true }"]))],
  ["source", (c) => c.addSource(wrong(new ArrayBuffer(4)))],
  ["options", (c) => c.addSource("", wrong("file.yar"))],
  ["options", (c) => c.addSource("", wrong(null))],
  ["origin", (c) => c.addSource("", { origin: wrong(7) })],
  ["name", (c) => c.newNamespace(wrong(undefined))],
  ["name", (c) => c.defineGlobal(wrong(1), 1)],
  ["type", (c) => c.defineGlobal("a", 1, wrong("integer"))],
  ["name", (c) => c.ignoreModule(wrong({}))],
  ["module.message", (c) => c.banModule("pe", "title", wrong(undefined))],
  ["name", (c) => c.enableFeature(wrong(undefined))],
  ["path", (c) => c.addIncludeDir(wrong(undefined))],
  ["reader", (c) => c.setIncludeReader(wrong(undefined))],
  ["reader.read", (c) => c.setIncludeReader(wrong({}))],
  ["isEnabled", (c) => c.enableIncludes(wrong("false"))],
  ["linter", (c) => c.addLinter(wrong(undefined))],
  ["linter.kind", (c) => c.addLinter(wrong({ kind: "colour" }))],
  ["isRelaxed", (c) => c.relaxedReSyntax(wrong(1))],
  ["isError", (c) => c.errorOnSlowPattern(wrong(undefined))],
  ["isError", (c) => c.errorOnSlowLoop(wrong(null))],
  ["count", (c) => c.maxWarnings(wrong(-1))],
  ["isEnabled", (c) => c.switchWarning("slow_pattern", wrong(0))],
  ["options", (c) => c.buildRuleSet(wrong(true))],
  ["ignoreErrors", (c) => c.buildRuleSet({ ignoreErrors: wrong("yes") })],
];

describe("methods of the compiler", () => {
  it.each(calls)("name the argument `%s`", (name, call) => {
    const compiler = new Compiler();
    expect(() => call(compiler)).toThrow(new RegExp(`^${name} must be`));
    compiler.addSource("rule a { condition: true }");
    expect(compiler.check().rules.length).toBe(1);
  });
});

const options: readonly (readonly [string, unknown])[] = [
  ["modules", {}],
  ["modules[0]", ["pe"]],
  ["testModules", "yes"],
  ["relaxedReSyntax", 1],
  ["compat", "yara"],
  ["errorOnSlowPattern", 0],
  ["errorOnSlowLoop", null],
  ["enableIncludes", "no"],
  ["includeDirs", "/rules"],
  ["includeDirs[1]", ["/rules", 7]],
  ["includeReader", () => ""],
  ["ignoredModules", "cuckoo"],
  ["bannedModules[0]", ["pe"]],
  ["bannedModules[0].title", [{ name: "pe" }]],
  ["features[0]", [undefined]],
  ["linters[0].kind", [{}]],
  ["globals", []],
  ["maxWarnings", -1],
  ["maxWarnings", "10"],
  ["disabledWarnings", new Set()],
  ["timeoutMs", Number.NaN],
  ["timeoutMs", -5],
  ["signal", {}],
  ["maxCompiledBytes", "1 MB"],
];

describe("options of the compiler", () => {
  it.each(options)("name the option `%s`", (name, value) => {
    const option = /^\w+/.exec(name)![0];
    const start = `${name} must be`;
    expect(() => new Compiler({ [option]: value })).toThrow(start);
    expect(() => compile("", { [option]: value })).toThrow(start);
  });

  it("are an object", () => {
    expect(() => new Compiler(wrong(null))).toThrow("options must be an object");
    expect(() => compile("", wrong("file.yar"))).toThrow("options must be an object");
  });
});

describe("compile", () => {
  it.each([undefined, null, 7, {}, [1]])("names its source: %s", (source) => {
    expect(() => compile(wrong(source))).toThrow("source must be a string or a Uint8Array");
  });

  it("names its other arguments", () => {
    expect(() => compile("", { origin: wrong(1) })).toThrow("origin must be a string");
    expect(() => compile("", { namespace: wrong(1) })).toThrow("name must be a string");
  });

  it("reads bytes from shared memory, views and buffers", () => {
    const text = Buffer.from("rule a { condition: true }");
    const shared = new Uint8Array(new SharedArrayBuffer(text.length));
    shared.set(text);
    for (const source of [shared, text, new Uint8Array(text)])
      expect(compile(source).scan(new Uint8Array()).matches.length).toBe(1);
  });
});
