/**
 * Rules that want the compiler to crash, to hang, or to be useless afterwards. Each must end, after work in proportion to its size, with a
 * diagnostic (or, where nothing is wrong with it, with rules), and the compiler must go on working.
 */
import { describe, expect, test } from "vitest";
import { Compiler } from "../src/index.ts";

const COUNT = 100_000;
/** Units of work for a byte of source, and what any source may cost; what is quadratic in these sizes needs thousands. */
const MOST_UNITS_A_BYTE = 60;
const FEW_UNITS = 4_000_000;

const condition = (text: string): string => `rule hostile { condition: ${text} }`;
const strings = (text: string): string => `rule hostile { strings: ${text} condition: any of them }`;
const manyPatterns = (count: number): string =>
  Array.from({ length: count }, (_, i) => `$p${i} = "pattern ${i}"`).join("\n");

/** With the codes of all errors: one mistake each, so one error each. */
const REFUSED: readonly (readonly [name: string, source: string | Uint8Array, codes: readonly string[]])[] = [
  ["unclosed parentheses", condition("(".repeat(COUNT)), ["E001"]],
  ["unclosed parentheses and no end", `rule hostile { condition: ${"(".repeat(COUNT)}`, ["E001"]],
  ["unary operators", condition(`${"not ".repeat(COUNT)}true`), ["E001"]],
  ["minus signs", condition(`filesize == ${"-".repeat(COUNT)}1`), ["E001"]],
  ["nested calls", condition(`${"uint8(".repeat(COUNT)}0${")".repeat(COUNT)} == 0`), ["E001"]],
  ["nested loops", condition(`${"for any i in (1..2) : (".repeat(COUNT)}true${")".repeat(COUNT)}`), ["E001"]],
  ["nested hex alternatives", strings(`$a = { ${"( 00 | ".repeat(COUNT)} }`), ["E001"]],
  ["nested groups", strings(`$a = /${"(".repeat(COUNT)}a${")".repeat(COUNT)}/`), ["E014"]],
  ["nested alternations", strings(`$a = /${"(a|".repeat(COUNT)}b${")".repeat(COUNT)}/`), ["E014"]],
  ["nested repetitions", strings(`$a = /${"(".repeat(50)}ab${"){1000}".repeat(50)}/`), ["E014"]],
  ["an unclosed comment", `${"/*".repeat(COUNT)}`, ["E001"]],
  ["an unclosed string", strings(`$a = "${"\\\\".repeat(COUNT)}`), ["E001"]],
  ["NUL bytes", "\0".repeat(COUNT), ["E001"]],
  ["NUL bytes in a rule", condition(`true ${"\0 ".repeat(COUNT)}`), ["E001"]],
  ["bytes that are no UTF-8", new Uint8Array(COUNT).fill(0xff), ["E032"]],
  ["lone surrogates", "\ud800 ".repeat(COUNT), ["E001"]],
  ["one line of five megabytes", condition(`x ${"+ 1 ".repeat(1_250_000)}`), ["E009"]],
  ["too many patterns", strings(manyPatterns(COUNT + 1)), ["E035"]],
];

const ACCEPTED: readonly (readonly [name: string, source: string])[] = [
  ["parentheses", condition(`${"(".repeat(COUNT)}filesize > 1${")".repeat(COUNT)}`)],
  ["a long chain of operators", condition(`filesize > 0${" + 1".repeat(COUNT)}`)],
  ["a long chain of `or`", condition(`filesize == 0${" or filesize == 1".repeat(10_000)}`)],
  ["comments", `${"/* // */ // /*\n".repeat(COUNT)}${condition("filesize > 1")}`],
  ["lone surrogates in a string", strings(`$a = "${"\ud800".repeat(1000)}"`)],
  ["five megabytes of spaces", condition(`${" ".repeat(5_000_000)}filesize > 1`)],
  ["a pattern of a megabyte", strings(`$a = "${"x".repeat(1_000_000)}"`)],
  ["five thousand alternatives", strings(`$a = /${manyAlternatives(5000)}/`)],
];

function manyAlternatives(count: number): string {
  return Array.from({ length: count }, (_, i) => `alternative${i}x`).join("|");
}

function expectFairWork(compiler: Compiler, byteLength: number): void {
  expect(compiler.workUnits).toBeLessThan(FEW_UNITS + MOST_UNITS_A_BYTE * byteLength);
}

/** A sound rule added now is compiled and matches. */
function expectToGoOn(compiler: Compiler): void {
  const before = compiler.errors.length;
  compiler.newNamespace("afterwards").addSource('rule sound { strings: $a = "needle" condition: $a }');
  expect(compiler.errors.length).toBe(before);
  const { matches } = compiler.build({ ignoreErrors: true }).scan(new TextEncoder().encode("a needle"));
  expect(matches.map(({ identifier }) => identifier)).toContain("sound");
}

describe("hostile rules are refused", () => {
  test.each(REFUSED)("%s", (_, source, codes) => {
    const compiler = new Compiler().addSource(source);
    expectFairWork(compiler, source.length);
    expect(compiler.errors.map(({ code }) => code)).toEqual(codes);
    expectToGoOn(compiler);
  });
});

describe("rules that are only large are compiled", () => {
  test.each(ACCEPTED)("%s", (_, source) => {
    const compiler = new Compiler();
    compiler.addSource(source).buildRuleSet();
    expectFairWork(compiler, source.length);
    expectToGoOn(compiler);
  });
});

describe("includes", () => {
  /** Reads `0`, `1`, …, each of which has this text. */
  const including = (text: (file: number) => string): Compiler =>
    new Compiler().setIncludeReader({ read: (path) => text(Number(path)) });
  const run = (compiler: Compiler): Compiler => {
    compiler.addSource('include "0"', { origin: "first" });
    expectFairWork(compiler, 0);
    return compiler;
  };

  test("in a circle of a thousand files", () => {
    const compiler = including(
      (file) => `include "${(file + 1) % 1000}" rule r${file} { condition: filesize > 1 }`,
    );
    expect(run(compiler).errors.map(({ code }) => code)).toEqual(["E046"]);
    expect(compiler.check().rules.length).toBe(1000);
    expectToGoOn(compiler);
  });

  test("that never end", () => {
    const compiler = including((file) => `include "${file + 1}"`);
    expect(run(compiler).errors.map(({ code }) => code)).toEqual(["E042"]);
    expectToGoOn(compiler);
  });

  test("that double at each level", () => {
    const compiler = including((file) => (file < 60 ? `include "${file + 1}" include "${file + 1}"` : ""));
    expect(new Set(run(compiler).errors.map(({ code }) => code))).toEqual(new Set(["E042"]));
    expectToGoOn(compiler);
  });
});
