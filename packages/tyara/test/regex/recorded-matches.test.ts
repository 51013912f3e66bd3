/** Matches of regular expressions as YARA-X 1.20 reports them, one case for each rule of what is preferred and seen. */

import { parseRegexp } from "@tyara/language/regexp";
import { describe, expect, it } from "vitest";
import { BareSearch } from "../differential/bare-search.ts";

/** Regular expression, modifiers, text, `offset+length` of each match. */
type Case = readonly [source: string, modifiers: string, text: string, matches: string];

const wide = (text: string) => [...text].map((char) => `${char}\0`).join("");

const PREFERENCE: readonly Case[] = [
  ["x.(a{3,7}?|a??){2,}?", "", "xbaaaaaaaaaa", "0+8"],
  ["x(|a)*", "", "xaa", "0+3"],
  ["x(|a)+", "", "xaa", "0+1"],
  ["x((a|)(|b))*", "", "xabab", "0+2"],
  ["x(a??b??)*?c", "", "xabac", "0+5"],
  ["a+", "", "aaa", "0+3 1+2 2+1"],
  ["a+?", "", "aaa", "0+1 1+1 2+1"],
  ["a{2,3}", "", "aaaa", "0+3 1+3 2+2"],
  ["a{2,3}?", "", "aaaa", "0+2 1+2 2+2"],
  ["(?U)ab+", "", "abbb", "0+2"],
  ["(?U)ab+?", "", "abbb", "0+4"],
  ["a(b|bc)", "", "abccc", "0+2"],
  ["a(bc|b)", "", "abccc", "0+3"],
  ["(a|ab)(c|bcd)", "", "abcd", "0+4"],
  ["(ab|a)(bcd|c)", "", "abcd", "0+3"],
  ["(ab|a)(bc)?", "", "abc", "0+2"],
  ["ab?(bc)?", "", "abc", "0+2"],
  ["(abc|ab)x?", "", "abc", "0+3"],
  ["ab.*cd", "", "ababcdcd", "0+8 2+6"],
  ["ab.*?cd", "", "ababcdcd", "0+6 2+4"],
  ["[x-z]*ab", "", "xyab", "0+4 1+3 2+2"],
  ["[ab]{3,64}c", "", "abababc", "0+7 1+6 2+5 3+4"],
];

const PLACES: readonly Case[] = [
  ["^ab|cd", "", "ab cd ab", "0+2 3+2"],
  ["ab$", "", "ab ab", "3+2"],
  ["(?m)^ab", "", "\nab\rab\r\nab", "1+2 4+2 8+2"],
  ["(?m)ab$", "", "ab\nab\rab\r\nabab\n\r", "0+2 3+2 6+2 12+2"],
  ["(?m)^\\nab", "", "\r\nab", ""],
  ["(?m)^\\nab", "", "\n\nab", "1+3"],
  ["\\b{start}a", "", "a ba _a", "0+1"],
  ["a\\b{end}", "", "a ab a_", "0+1"],
  ["a.b", "", "a\nb a\rb", "4+3"],
  ["(?R)a.b", "", "a\nb a\rb axb", "8+3"],
];

const WIDE: readonly Case[] = [
  ["a\\bb", "wide", wide("ab"), ""],
  ["a\\Bb", "wide", wide("ab"), "0+4"],
  ["a\\b.b", "wide", wide("a b"), "0+6"],
  ["^ab", "wide", wide("abab"), "0+4"],
  ["ab$", "wide", wide("abab"), "4+4"],
  ["(?m)^ab", "wide", wide("\rab\nab"), "2+4 8+4"],
  ["(?m)ab$", "wide", wide("ab\rab\nab"), "0+4 6+4 12+4"],
  ["a.b", "wide", `${wide("a\nbaxb")}a\0x\x01b\0`, "6+6"],
  ["\\bab", "wide", `${wide("ab")} ${wide(" ab")}${wide("xab")}x${wide("ab")}`, "0+4 7+4 18+4"],
  ["ab\\b", "wide", `${wide("ab")} ${wide("ab x")}${wide("abx")}${wide("ab")}x`, "0+4 5+4 19+4"],
  ["ab|abc", "ascii wide", `abcc${wide("abcc")}`, "0+2 4+4"],
];

const FULLWORD: readonly Case[] = [
  ["ab+", "fullword", "abbb abb1 abbb", "0+4 10+4"],
  ["ab( c)*", "fullword", "ab c c1 ", ""],
  ["ab( c)*?", "fullword", "ab1 ab c c", "4+2"],
  ["ab|abc", "fullword", "abc ab abcc", "0+3 4+2"],
];

describe.each([
  ["prefer what the quantifiers and the order of alternatives say", PREFERENCE],
  ["see places in the text", PLACES],
  ["see pairs of bytes when wide", WIDE],
  ["are tested for fullword once", FULLWORD],
] as const)("regular expressions %s", (_, cases) => {
  it.each(cases)("/%s/ %s on %j", (source, modifiers, text, expected) => {
    const result = parseRegexp(source, {
      caseInsensitive: false,
      dotMatchesNewline: false,
      context: "pattern",
    });
    if ("error" in result) throw new Error(result.error.message);
    const { hir, isGreedy } = result.regexp;
    const isWide = modifiers.includes("wide");
    const search = new BareSearch([
      {
        kind: "regexp",
        hir,
        preference: isGreedy === false ? "shortest" : "longest",
        ascii: !isWide || modifiers.includes("ascii"),
        wide: isWide,
        nocase: false,
        fullword: modifiers === "fullword",
        isExistenceEnough: false,
      },
    ]);
    const [matches] = search.scan(Uint8Array.from(text, (char) => char.charCodeAt(0)));
    expect(matches!.map(({ offset, length }) => `${offset}+${length}`).join(" ")).toBe(expected);
  });
});
