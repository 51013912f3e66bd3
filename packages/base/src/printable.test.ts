import { describe, expect, it } from "vitest";
import { isPrintable, printable, printableJson, printableLines } from "./printable.ts";

const cases: readonly (readonly [given: string, shown: string])[] = [
  ["plain, äöü, 日本, 🙂", "plain, äöü, 日本, 🙂"],
  ["a\x1b[2Jb", "a\\x1b[2Jb"],
  ["a\r\n\tb\x7f", "a\\x0d\\x0a\\x09b\\x7f"],
  ["\x9b31m", "\\u009b31m"],
  ["exe.\u202etxt", "exe.\\u202etxt"],
  ["a\u2028b\u2029c\u0085d", "a\\u2028b\\u2029c\\u0085d"],
  ["a\u200bb\u200dc\ufeffd\u00ade\u034ff\u3164g", "a\\u200bb\\u200dc\\ufeffd\\u00ade\\u034ff\\u3164g"],
  ["\ud800x\udc00", "\\ud800x\\udc00"],
  ["tag\u{e0041}", "tag\\u{e0041}"],
  ["❤\ufe0f\u{e0100}", "❤\\ufe0f\\u{e0100}"],
];

describe("printable text", () => {
  it.each(cases)("of %j", (given, shown) => {
    expect(printable(given)).toBe(shown);
  });

  it("keeps line feeds where lines are wanted", () => {
    expect(printableLines("one\r\ntwo\x1b")).toBe("one\\x0d\ntwo\\x1b");
  });

  it("of JSON means the same", () => {
    for (const [given] of cases) {
      const json = printableJson(JSON.stringify({ [given]: given }, undefined, 2));
      expect(JSON.parse(json)).toEqual({ [given]: given });
      expect(isPrintable(json.replaceAll("\n", ""))).toBe(true);
    }
  });
});
