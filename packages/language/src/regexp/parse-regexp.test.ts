import { meterWork, WorkMeter } from "@tyara/base";
import { describe, expect, it } from "vitest";
import { parseRegexp, type RegexpOptions } from "./parse-regexp.ts";

const PATTERN: RegexpOptions = { caseInsensitive: false, dotMatchesNewline: false, context: "pattern" };

/** `ok`, or the code and where it points (`whole`: at the pattern). */
function verdict(source: string, options: Partial<RegexpOptions> = {}): string {
  const result = parseRegexp(source, { ...PATTERN, ...options });
  if (!("error" in result)) return "ok";
  const { code, span } = result.error;
  return span === undefined ? `${code} whole` : `${code} ${span.start}-${span.end}`;
}

// What YARA-X 1.20 says of the same sources.
const VERDICTS: readonly (readonly [source: string, verdict: string])[] = [
  ["a++", "ok"],
  ["(a*b)?c", "ok"],
  ["a{,3}b", "ok"],
  ["a{ 1 , 2 }", "ok"],
  ["a{70000}", "ok"],
  ["a*", "E014 whole"],
  ["a|", "E014 whole"],
  ["\\b{2}", "E014 whole"],
  ["^$", "E014 whole"],
  ["a{2,1}", "E014 1-6"],
  ["a{", "E014 1-2"],
  ["a{}", "E014 2-2"],
  ["a{1", "E014 1-3"],
  ["a{1x}", "E014 1-3"],
  ["a{1,x}", "E014 4-4"],
  ["a{,}", "E014 2-2"],
  ["a{99999999999}", "E014 2-13"],
  ["{2}", "E014 0-1"],
  ["(+a)", "E014 1-2"],
  ["(?i)+a", "E014 4-5"],
  ["[a", "E014 0-1"],
  ["[^", "E014 0-2"],
  ["[^]", "E014 0-3"],
  ["[]a]", "ok"],
  ["[a-]", "ok"],
  ["[---]", "ok"],
  ["[z-a]", "E014 1-4"],
  ["[a-\\d]", "E014 3-5"],
  ["[\\b]", "E014 1-3"],
  ["[\\<]", "E014 1-3"],
  ["[é]", "E014 1-3"],
  ["[a-é]", "E014 3-5"],
  ["[\\xe9]", "ok"],
  ["[[:alpha:]&&[^b]--c~~d]x", "ok"],
  ["[[:foo:]]", "ok"],
  ["[[:alpha:]", "E014 0-1"],
  ["\\<a\\>", "ok"],
  ["\\q", "E014 0-2"],
  ["\\é", "E014 0-3"],
  ["\\Z", "E014 0-2"],
  ["\\0", "E014 0-2"],
  ["\\1", "E014 0-2"],
  ["\\p{L}", "E014 0-5"],
  ["(?u)\\p{foo}", "E014 4-11"],
  ["(?u)[éè]", "ok"],
  ["\\x{e9}", "ok"],
  ["\\x{110000}", "E014 3-9"],
  ["\\x{d800}", "E014 3-7"],
  ["\\x4", "E014 3-3"],
  ["\\xg1", "E014 2-3"],
  ["\\x{}", "E014 2-4"],
  ["a\\b{start}b", "ok"],
  ["\\b{foo}a", "E014 3-6"],
  ["\\b{start", "E014 2-8"],
  ["\\b{", "E014 0-3"],
  ["foo\\b{start-half}bar", "E014 3-17"],
  ["(?u)foo\\b", "E014 7-9"],
  ["(", "E014 0-1"],
  [")", "E014 0-1"],
  ["(?=a)", "E014 0-3"],
  ["(?<!a)", "E014 0-4"],
  ["(?>a)", "E014 2-3"],
  ["(?#a)", "E014 2-3"],
  ["(?)a", "E014 1-2"],
  ["(?-)a", "E014 2-3"],
  ["(?--i)a", "E014 3-4"],
  ["(?ii)a", "E014 3-4"],
  ["(?i", "E014 3-3"],
  ["(?P<n>a)(?P<n>b)", "E014 12-13"],
  ["(?P<>a)", "E014 4-4"],
  ["(?P<1>a)", "E014 4-5"],
  ["(?<é.b[0]>x)", "ok"],
  ["(?x) a b {2} #c", "ok"],
  ["é{2,1}", "E014 2-7"],
  ["a+*?b", "E015 0-4"],
  ["(a+b*?)+c", "E015 0-8"],
  ["a{3}?b*", "E015 0-5"],
  ["(?U:a+)b+?", "E015 4-6"],
  [`${"(".repeat(250)}a${")".repeat(250)}`, "ok"],
  [`${"(".repeat(251)}a${")".repeat(251)}`, "E014 250-253"],
  [`${"[".repeat(251)}a${"]".repeat(251)}`, "E014 250-253"],
  ["|".repeat(300), "E014 whole"],
  [`${numbered(256)}y+`, "E014 whole"],
  [`(${numbered(256)})z`, "E014 whole"],
  [`(${numbered(255)})z`, "ok"],
  [numbered(5000), "ok"],
  ["abcd((efg){0,10000}){0,10000}", "E014 whole"],
];

function numbered(count: number): string {
  return Array.from({ length: count }, (_, i) => `x${i}y`).join("|");
}

const ARBITRARY_PREFIXES: readonly (readonly [source: string, verdict: string])[] = [
  [".*foo", "E045 0-2"],
  ["(.*)foo", "E045 1-3"],
  ["(a|(b|.*))c", "E045 6-8"],
  [".{2}.{3}.*foo", "E045 0-10"],
  ["(.a|.)*foo", "E045 0-7"],
  ["(.|a)*foo", "E045 0-6"],
  ["x(.*foo)", "ok"],
  [".*.+foo", "ok"],
  ["(.*.+)foo", "ok"],
  ["(x|(.)*.+)foo", "ok"],
  ["a|.*foo", "ok"],
  ["(?i).*foo", "ok"],
  [".+", "ok"],
];

describe("parseRegexp", () => {
  it.each(VERDICTS)("%s", (source, expected) => {
    expect(verdict(source)).toBe(expected);
  });

  it.each(ARBITRARY_PREFIXES)("%s, dots matching all bytes", (source, expected) => {
    expect(verdict(source, { dotMatchesNewline: true })).toBe(expected);
  });

  it("allows the `matches` operator what patterns must not be", () => {
    for (const source of ["a*", "a+b*?", "\\b{start-half}a", `(${numbered(256)})z`, ""]) {
      expect(verdict(source, { context: "matches" })).toBe("ok");
    }
    expect(verdict("([a-z]{2000}){1000}", { context: "matches" })).toBe("E014 whole");
  });

  it("names both quantifiers that disagree", () => {
    const result = parseRegexp("a.*b.*?c", PATTERN);
    expect(result).toMatchObject({
      error: { code: "E015", span: { start: 1, end: 3 }, secondary: { span: { start: 4, end: 7 } } },
    });
  });

  it("takes stray braces and unknown escapes as they are in relaxed syntax", () => {
    for (const source of ["foo{", "\\q", "a{x}b", "{", "a{2,1}", "{2}", "(?i){2}"]) {
      expect(verdict(source, { relaxed: true })).toBe("ok");
    }
    expect(verdict("[b-a]", { relaxed: true })).toBe("E014 1-4");
  });

  it.each<[string, (count: number) => string]>([
    ["branches", (count) => Array.from({ length: count }, (_, i) => `(x${i}|y)?`).join("")],
    ["groups", (count) => "(".repeat(count)],
    ["classes", (count) => "[".repeat(count)],
    ["repetitions", (count) => `a${"+".repeat(count)}`],
    ["empty branches", (count) => "|".repeat(count)],
  ])("takes work in proportion to the number of %s", (_, write) => {
    const unitsOf = (count: number) => {
      const meter = new WorkMeter();
      meterWork(meter, () => verdict(write(count), { context: "matches" }));
      return meter.units;
    };
    // Numbers in the text get longer, too.
    expect(unitsOf(20_000)).toBeLessThan(5 * unitsOf(5000));
    expect(unitsOf(100_000)).toBeLessThan(6 * unitsOf(20_000));
    expect(unitsOf(5000)).toBeGreaterThan(0);
  });
});
