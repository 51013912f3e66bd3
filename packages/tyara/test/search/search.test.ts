import type { LiteralSpec, PatternSpec } from "@tyara/language/ir";
import { describe, expect, it } from "vitest";
import type { TableOptions } from "../../../compiler/src/search/build-tables.ts";
import { prefilters } from "../../../contract/src/search-tables.ts";
import { bytes } from "../bytes.ts";
import { BareSearch } from "../differential/bare-search.ts";

const wide = (text: string) => [...text].map((c) => `${c}\0`).join("");
const xor = (text: string, key: number) =>
  [...text].map((c) => String.fromCharCode(c.charCodeAt(0) ^ key)).join("");
const base64 = (text: string) => btoa(text).replaceAll("=", "");

function literal(text: string, options: Partial<LiteralSpec> = {}): LiteralSpec {
  const forms = {
    ascii: !options.wide,
    wide: false,
    nocase: false,
    fullword: false,
    isExistenceEnough: false,
  };
  return { kind: "literal", bytes: bytes(text), ...forms, ...options };
}

/** Matches as `offset:length`, with `/key` for xor. */
function find(spec: PatternSpec, data: string, options: TableOptions): string {
  return new BareSearch([spec], options)
    .scan(bytes(data))
    .map((matches) => matches.map((m) => `${m.offset}:${m.length}${m.key < 0 ? "" : `/${m.key}`}`).join(" "))
    .join(" | ");
}

// Expected values were taken from YARA-X 1.20.
const cases: readonly [name: string, spec: LiteralSpec, data: string, expected: string][] = [
  ["a literal", literal("abc"), "abcabc", "0:3 3:3"],
  ["overlapping matches", literal("aa"), "aaaa", "0:2 1:2 2:2"],
  ["one byte", literal("a"), "abca", "0:1 3:1"],
  ["zero bytes", literal("\0\0\0\0"), "\0\0\0\0\0\0", "0:4 1:4 2:4"],
  ["no match that ends behind the data", literal("abcd"), "xabc", ""],
  ["no case", literal("aB[", { nocase: true }), "AB[ab[ab{", "0:3 3:3"],
  ["wide", literal("ab", { wide: true }), wide("xab"), "2:4"],
  [
    "ascii before wide at one offset",
    literal("a", { ascii: true, wide: true }),
    "aba\0b\0ab\0\0cc",
    "0:1 2:1 6:1",
  ],
  ["fullword", literal("abc", { fullword: true }), "abc xabc abcx _abc_ \xe9abc\xe9", "0:3 15:3 21:3"],
  ["fullword of other bytes", literal("+", { fullword: true }), "+++x++x", "0:1 1:1"],
  [
    "fullword wide",
    literal("abc", { wide: true, fullword: true }),
    `${wide("xabc")}-${wide("abc")}\0x`,
    "9:6",
  ],
  [
    "fullword wide, odd neighbour",
    literal("abc", { wide: true, fullword: true }),
    `x\x01${wide("abc")}x`,
    "2:6",
  ],
  ["xor", literal("abc", { xor: { start: 0, end: 255 } }), `${xor("abc", 7)}abc`, "0:3/7 3:3/0"],
  ["xor of one byte", literal("a", { xor: { start: 1, end: 2 } }), "abc`", "2:1/2 3:1/1"],
  [
    "xor fullword",
    literal("abc", { xor: { start: 0, end: 255 }, fullword: true }),
    `${xor(".abc.", 5)}x${xor("xabc.", 5)}`,
    "1:3/5",
  ],
  [
    "xor wide fullword",
    literal("abc", { xor: { start: 0, end: 255 }, wide: true, fullword: true }),
    `${xor(wide(".abc."), 5)}${xor(wide("xabc."), 5)}`,
    "2:6/5",
  ],
  ["base64 at the first alignment", literal("abc", { base64: {} }), base64("abcx"), "0:4"],
  ["base64 at the second alignment", literal("abc", { base64: {} }), base64("xabc"), "2:3"],
  ["base64 at the third alignment", literal("abc", { base64: {} }), base64("xyabc"), "3:3"],
  [
    "base64 of repeated text",
    literal("aaaaaa", { base64: {} }),
    base64("aaaaaaaaaaaaa"),
    "0:8 2:7 3:7 4:8 6:7 7:7 8:8 10:7",
  ],
  ["base64 cut short", literal("abcd", { base64: {} }), "YWJjZA", "0:5"],
  ["base64 with unused bits", literal("abcd", { base64: {} }), "YWJjZC", ""],
  ["base64 with a broken last group", literal("abc", { base64: {} }), "eGFiYw!!", ""],
  ["base64 with a broken first group", literal("abc", { base64: {} }), "!GFiYw", ""],
  ["base64wide", literal("abc", { base64wide: {} }), wide("eGFiYw"), "4:6"],
  [
    "base64 of the wide form",
    literal("abc", { ascii: true, wide: true, base64: {} }),
    `YWJj.${base64(wide("abc"))}`,
    "0:4 5:8",
  ],
];

describe("literals", () => {
  for (const [name, spec, data, expected] of cases) {
    it(`${name}`, () => expect(find(spec, data, {})).toBe(expected));
    for (const prefilter of prefilters)
      it(`${name}, by ${prefilter}`, () => expect(find(spec, data, { prefilter })).toBe(expected));
  }
});
