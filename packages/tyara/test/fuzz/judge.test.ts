/** The matcher that judges differences of the search (fuzz/search/matcher.mjs), against RegExp where that comes to an end. */

import { parseRegexp } from "@tyara/language/regexp";
import { describe, expect, it } from "vitest";
// @ts-expect-error: plain JavaScript
import { compile, findEnd } from "../../../../fuzz/search/matcher.mjs";
import { Random } from "../differential/random.ts";
import { matchAt } from "../regex/reference-matcher.ts";

const ITEMS = ["a", "b", "\\x63", "[ab]", "[^a]", "[^]", "[\\x61-\\x62]", "\\b", "^", "$"];
const QUANTIFIERS = ["", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{0,2}", "{1,3}?", "{2,}", "{1,}?"];

function randomSource(random: Random, depth: number): string {
  const item = (): string =>
    depth > 0 && random.chance(35) ? `(?:${randomSource(random, depth - 1)})` : random.pick(ITEMS);
  const branch = () =>
    Array.from({ length: random.below(4) }, () => {
      const part = item();
      // Assertions cannot be repeated.
      return /^(\\b|\^|\$)$/.test(part) ? part : part + random.pick(QUANTIFIERS);
    }).join("");
  return random.chance(25) ? `${branch()}|${branch()}` : branch();
}

function endByRegExp(source: string, text: string, offset: number): number | undefined {
  const pattern = new RegExp(source, "y");
  pattern.lastIndex = offset;
  return pattern.exec(text) === null ? undefined : pattern.lastIndex;
}

/** Whether something is repeated that may match the empty string. */
function hasEmptyTurns(source: string): boolean {
  return [...source.matchAll(/\)(?:[*+?]|\{)/g)].some(({ index }) => {
    let depth = 0;
    for (let from = index; ; from--) {
      if (source[from] === ")") depth++;
      if (source[from] === "(" && --depth === 0)
        return new RegExp(`^${source.slice(from, index + 1)}$`).test("");
    }
  });
}

describe("the judge's matcher", () => {
  it("finds what RegExp finds, which knows no empty turns", () => {
    const random = new Random(7);
    let count = 0;
    for (let round = 0; round < 4000; round++) {
      const source = randomSource(random, 3);
      if (hasEmptyTurns(source)) continue;
      count++;
      const program = compile(source);
      for (let i = 0; i < 5; i++) {
        const text = Array.from({ length: random.below(9) }, () => random.pick(["a", "b", "c", "\n"])).join(
          "",
        );
        for (let offset = 0; offset <= text.length; offset++) {
          const expected = endByRegExp(source, text, offset);
          expect(findEnd(program, text, offset), `/${source}/ at ${offset} of ${text}`).toBe(expected);
        }
      }
    }
    expect(count).toBeGreaterThan(1000);
  });

  it.each([
    ["a(?:|b)*", "abb", 3],
    ["a(?:|b)+", "abb", 1],
    ["a(?:|b){0,3}", "abb", 1],
    ["a(?:b??c)*?d", "acbcd", 5],
    ["a(?:(?:b|)(?:|c))*", "abcbc", 2],
  ])("knows empty turns: /%s/ on %s", (source, text, end) => {
    expect(findEnd(compile(source), text, 0)).toBe(end);
  });

  it("tells whether there is a match of one length", () => {
    const random = new Random(8);
    for (let round = 0; round < 500; round++) {
      const source = randomSource(random, 2);
      const program = compile(source);
      const text = Array.from({ length: 7 }, () => random.pick(["a", "b", "c"])).join("");
      for (let end = 0; end <= text.length; end++) {
        const expected = endByRegExp(`(?:${source})(?<=^[^]{${end}})`, text, 0);
        expect(
          findEnd(program, text, 0, (place: number) => place === end),
          `/${source}/ ${end}`,
        ).toBe(expected);
      }
    }
  });

  it("finds what the matcher for HIR finds, whose repetitions may take empty turns", () => {
    const random = new Random(9);
    const options = { caseInsensitive: false, dotMatchesNewline: false, context: "pattern" } as const;
    let count = 0;
    for (let round = 0; round < 2000; round++) {
      const source = randomSource(random, 2).replaceAll("[^]", "[^c]");
      const parsed = parseRegexp(source, options);
      if (!("regexp" in parsed)) continue;
      count++;
      const program = compile(source);
      const text = Array.from({ length: 7 }, () => random.pick(["a", "b", "c"])).join("");
      const expected = matchAt(parsed.regexp.hir, new TextEncoder().encode(text), 0);
      expect(findEnd(program, text, 0), `/${source}/ on ${text}`).toBe(expected);
    }
    expect(count).toBeGreaterThan(300);
  });

  it.each(["(?:a+)+b", "(?:a*)*b", "(?:a|aa)+b", "(?:a?){30}a{30}a*b", "(?:[^]*a){9}b"])(
    "takes linear time for %s, which takes RegExp forever",
    (source) => {
      const program = compile(source);
      expect(findEnd(program, "a".repeat(3000), 0)).toBeUndefined();
      expect(findEnd(program, `${"a".repeat(3000)}b`, 0)).toBe(3001);
    },
  );

  it("refuses what it does not know", () => {
    expect(() => compile("(?=a)")).toThrow(SyntaxError);
    expect(() => compile("a\\w")).toThrow(SyntaxError);
    expect(() => compile("(a")).toThrow(SyntaxError);
  });
});
