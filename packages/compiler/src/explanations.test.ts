/** Each page of the message catalogue keeps its word: the wrong example earns the code, the right one does not. */

import type { CompilerOptions } from "@tyara/language/check";
import { ERROR_CODES, explanations, WARNING_CODES } from "@tyara/language/diagnostics";
import { Compiler } from "tyara";
import { describe, expect, it } from "vitest";

function codesOf(
  source: string,
  options: CompilerOptions,
  files: Record<string, string | null> | undefined,
): string[] {
  const read = (path: string): string | undefined => {
    const content = files?.[path];
    if (content === null) throw new Error("permission denied");
    return content;
  };
  const compiler = new Compiler({ ...options, includeReader: { read } });
  compiler.addSource(source);
  return [...compiler.errors, ...compiler.warnings].map(({ code }) => code);
}

/** What no short example can show. */
const LARGE_EXAMPLES: Record<string, string | Uint8Array> = {
  E032: new Uint8Array([0x72, 0xff]),
  E035: `rule a { strings: ${'$="abcd" '.repeat(100_001)} condition: any of them }`,
  E047: `rule a { condition: with ${Array.from({ length: 2049 }, (_, i) => `v${i} = filesize`).join(", ")} : (v0 == v1) }`,
  E203: list(10_001, (i) => `rule r${i} { condition: unknown }`, "\n"),
  E204: "TYARA\0\x05\0",
  E200: `rule a { strings: ${list(1100, (i) => `$_${i} = "p${i}"`, " ")} condition: ${list(1100, (i) => `any of ($_*, $_${i})`, " or ")} }`,
};

function list(count: number, write: (index: number) => string, separator: string): string {
  return Array.from({ length: count }, (_, index) => write(index)).join(separator);
}

/** Diagnostics that the budget of a compiler and the cap on warnings bring forth (`budget.test.ts`). */
const LIMITS = ["E201", "E202", "too_many_warnings"];

/** The parser has its own words for it, and no source can earn it: the lexer takes fractions of digits only. */
const UNREACHABLE = ["E028"];

describe("the message catalogue", () => {
  it.each(explanations.filter(({ bad }) => bad !== undefined))(
    "$code: the wrong example",
    ({ code, bad, options, files }) => {
      expect(codesOf(bad!, (options ?? {}) as CompilerOptions, files)).toContain(code);
    },
  );

  it.each(explanations)("$code: the right example", ({ good, options, files }) => {
    const codes = codesOf(good, (options ?? {}) as CompilerOptions, files);
    expect(codes).toEqual([]);
  });

  it.each(Object.entries(LARGE_EXAMPLES))("%s: an example too large for its page", (code, source) => {
    const compiler = new Compiler().addSource(source);
    expect(compiler.errors.at(-1)?.code).toEqual(code);
  });

  it("has every code of the reference and our own, each with an example", () => {
    expect(ERROR_CODES.filter((code) => !code.startsWith("E2")).length).toBe(48);
    expect(WARNING_CODES.length).toBe(25);
    expect(explanations.map(({ code }) => code).sort()).toEqual([...ERROR_CODES, ...WARNING_CODES].sort());
    const shown = explanations.filter(({ bad }) => bad !== undefined).map(({ code }) => code);
    expect([...shown, ...Object.keys(LARGE_EXAMPLES), ...LIMITS, ...UNREACHABLE].sort()).toEqual(
      [...ERROR_CODES, ...WARNING_CODES].sort(),
    );
  });
});
