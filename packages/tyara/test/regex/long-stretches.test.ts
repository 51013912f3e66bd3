/**
 * Long stretches of similar bytes, on which the kernel sweeps from state to state, keeps queues of counted runs and reports
 * matches in spans: against its TypeScript twin, which knows none of that.
 */

import type { RegexpSpec } from "@tyara/language/ir";
import { parseRegexp } from "@tyara/language/regexp";
import { describe, expect, it } from "vitest";
import { compileProgram } from "../../../compiler/src/regexp-programs/program.ts";
import { BareSearch } from "../differential/bare-search.ts";
import { Random } from "../differential/random.ts";
import { rounds } from "../rounds.ts";
import { ProgramMatcher } from "./twin/program-matcher.ts";

/** Patterns that are hard for other matchers, and such as have more states than are kept. */
const HARD = [
  "(a+)+b",
  "(a|aa)+b",
  "(a+a+)+b",
  "(a*)*b",
  "(aa|aaa|aaaaa)+b",
  "(aa|aaa|aaaaa)+?b",
  "([a-c]{1,20}){1,20}b",
  "(.*)(.*)(.*)b",
  ".*a.*b",
  ".*?a.*?b",
  "a.{0,200}a.{0,200}a.{0,200}b",
  "a.{0,200}?a.{0,200}?a.{0,200}?b",
  "a.{30,200}a.{40,}?b",
  "(a[^b]{0,500}){3}b",
  "(a[^b]{0,50}?){3}b",
  "a[^b]*b",
  "([^x]*a){10}b",
  "(a|b)*a(a|b){20}b",
  "a+b?a+b?a+",
  "a+?b??a+?b??a+?",
  "aaaa[0-9]?",
  "\\ba+b",
  "(?m)^a+[bc]",
  "a+\\b",
  "a{4,}",
  "a{7,}?[bc]",
  "[a-b]{64,512}b",
  "[ab]{6,30}c[ab]{6,30}",
  "[ab]{6,30}?c[ab]{6,30}?",
  "[ab]*a[ab][ab][ab][ab][ab][ab][ab][ab][ab][ab]b",
  "(a[ab][ab][ab][ab][ab]|b[ab][ab][ab][ab]c)+",
  "(c|[ab]{5,9}|[bc]{7,}?)+a",
];

function hirOf(source: string) {
  const parsed = parseRegexp(source, {
    caseInsensitive: false,
    dotMatchesNewline: false,
    context: "pattern",
  });
  return "regexp" in parsed ? parsed.regexp.hir : undefined;
}

function randomPattern(random: Random): string {
  // What leans both ways is refused.
  const lean = random.pick(["", "?"]);
  const leaning = (quantifiers: readonly string[]) => ["", "", ...quantifiers.map((each) => each + lean)];
  const ofGroups = leaning(["*", "+", "?", "{2,3}"]);
  const ofClasses = leaning(["*", "+", "?", "{2,3}", "{5,40}", "{0,90}", "{9,}"]);
  const part = (depth: number): string => {
    if (depth === 0 || random.chance(65))
      return random.pick(["a", "a", "b", "c", "[ab]", "[^b]", ".", "[bc]"]) + random.pick(ofClasses);
    const other = random.chance(50) ? `|${sequence(depth - 1)}` : "";
    return `(${sequence(depth - 1)}${other})${random.pick(ofGroups)}`;
  };
  const sequence = (depth: number): string =>
    Array.from({ length: 1 + random.below(3) }, () => part(depth)).join("");
  return `${sequence(2)}${random.pick([`a+${lean}`, "b", ""])}`;
}

/** Runs of one letter, and of two at random, with others now and then. */
function longText(random: Random): Uint8Array {
  const bytes: number[] = [];
  while (bytes.length < 4000) {
    const letters = random.pick(["a", "a", "ab", "ab", "abc", "c", "b", "a\n", "ba x"]);
    const length = random.chance(30) ? random.below(1500) : random.below(60);
    for (let i = 0; i < length; i++) bytes.push(random.pick([...letters]).charCodeAt(0));
  }
  return Uint8Array.from(bytes);
}

function expectedMatches(matcher: ProgramMatcher, text: Uint8Array): string[] {
  const found: string[] = [];
  const onMatch = (start: number, length: number) => found.push(`${start}+${length}`);
  matcher.findMatches(text, [{ low: 0, high: text.length }], onMatch);
  return found.reverse();
}

function searchFor(source: string, options: Partial<RegexpSpec> = {}): BareSearch {
  const forms = { ascii: true, wide: false, nocase: false, fullword: false };
  const spec = { kind: "regexp", hir: hirOf(source)!, preference: "hex", isExistenceEnough: false } as const;
  return new BareSearch([{ ...spec, ...forms, ...options }]);
}

/** Where the search and the twin differ: a line for each pattern and text. */
function disagreements(sources: readonly string[], texts: readonly Uint8Array[]): string[] {
  return sources.flatMap((source) => {
    const hir = hirOf(source);
    if (hir === undefined) return [];
    const search = searchFor(source);
    const matcher = new ProgramMatcher(compileProgram(hir, { isWide: false }));
    return texts.flatMap((text, i) => {
      const expected = expectedMatches(matcher, text);
      const found = search.scan(text)[0]!.map(({ offset, length }) => `${offset}+${length}`);
      const wrong = expected.findIndex((match, at) => match !== found[at]);
      if (wrong < 0 && expected.length === found.length) return [];
      return [`/${source}/ on text ${i}: ${found[wrong]}, not ${expected[wrong]}; ${found.length} matches`];
    });
  });
}

describe("long stretches", () => {
  it("of patterns that are hard", () => {
    const random = new Random(1);
    const texts = [new Uint8Array(4000).fill(0x61), ...Array.from({ length: 4 }, () => longText(random))];
    expect(disagreements(HARD, texts)).toEqual([]);
  });

  it("of patterns at random", () => {
    const random = new Random(2);
    const sources = Array.from({ length: rounds(30) }, () => randomPattern(random));
    expect(sources.filter((source) => hirOf(source) !== undefined).length).toBeGreaterThan(
      sources.length / 2,
    );
    const texts = Array.from({ length: 2 }, () => longText(random));
    expect(disagreements(sources, texts)).toEqual([]);
  });

  it("keep the first matches when there are more than are wanted", () => {
    const text = new TextEncoder().encode(`${"a".repeat(20_000)}b ${"a".repeat(20_000)}b`);
    const found = searchFor("a+b").scan(text, { maxMatches: 300 })[0]!;
    expect(found.map(({ offset }) => offset)).toEqual(Array.from({ length: 300 }, (_, i) => i));
    expect(found.at(-1)!.length).toBe(20_001 - 299);
  });

  it("are told apart where only whole words count", () => {
    const text = new TextEncoder().encode(`${"a".repeat(5000)}b aab-${"a".repeat(3000)}b`);
    const found = searchFor("a+b", { fullword: true }).scan(text)[0]!;
    expect(found.map(({ offset, length }) => [offset, length])).toEqual([
      [0, 5001],
      [5002, 3],
      [5006, 3001],
    ]);
  });

  it("end at the first match where one is enough", () => {
    const text = new Uint8Array(50_000).fill(0x61);
    text[49_999] = 0x62;
    const search = searchFor("(a+)+b", { isExistenceEnough: true });
    expect(search.scan(text, { fastScan: true })[0]!.length).toBeGreaterThan(0);
    expect(search.scan(text)[0]!.length).toBe(49_999);
  });
});
