/**
 * Repetitions within each other whose turns may be empty: what they prefer, against a matcher that knows nothing of automata without
 * cycles (fuzz/search/matcher.mjs). The lengths of the table are those of YARA-X 1.20, and those of RE2 too but for some of `*`.
 */

import { alternation, type Hir, literal, parseRegexp } from "@tyara/language/regexp";
import { describe, expect, it } from "vitest";
// @ts-expect-error: plain JavaScript
import { compile, findEnd } from "../../../../fuzz/search/matcher.mjs";
import { compileProgram } from "../../../compiler/src/regexp-programs/program.ts";
import { BareSearch } from "../differential/bare-search.ts";
import { Random } from "../differential/random.ts";
import { rounds } from "../rounds.ts";
import { ProgramMatcher } from "./twin/program-matcher.ts";

const CASES: readonly (readonly [source: string, text: string, length: number])[] = [
  ["c(|a)*", "caaad", 4],
  ["c(|a)+", "caaad", 1],
  ["c(|a){3,}", "caaad", 1],
  ["c(|a){0,3}", "caaad", 1],
  ["c(a|()|b)+", "cbbaad", 1],
  ["c((a|)(|b))*", "cabababd", 2],
  ["c((|a)(|b))*", "caabbaadd", 3],
  ["c(a??b??)*?d", "cabad", 5],
  [
    "c((([^c]*?[ab]{1,2}?[ab]{1,2}?|b|a{0,2}?[ab]{0,2}?[ab]*?)*?|[ab]{2,}?[ab])*?|[ab]??b[ab]??)d",
    "cababbaaddbaaad",
    9,
  ],
  [
    "c([^c]{1,2}?a+?a*?|([^c]??([ab]{1,2}?[^c][^c]{2,}?|[ab]??[^c]+?[^c]*?){0,2}?)*?|[ab]+?(a??b){0,2}?())d",
    "cbbbdd",
    6,
  ],
  [
    "c((()*?){1,2}?(([^c]{2,}?[ab]*?|[^c]{0,2}?b)??(b[^c]{0,2}?|a)??|(ab)*?a??(b{0,2}?[ab]{0,2}?){2,}?)+?)d",
    "caaadbdad",
    5,
  ],
  [
    "([\\x00-1]*?(\\x00{1,}?|\\x00*?)\\x01{0,}?|[1]??[^c]{3}?){2,}?\\x00{3,}?[^c]*?\\x00\\x00\\x00\\x01\\x01\\x01",
    "\x01\0\0\0\0\0\0\x01\x01\x01\0\0\0\x01\x01\x01",
    10,
  ],
];

const ATOMS = ["a", "b", "[ab]", "[^c]"];
const ASSERTIONS = ["\\b", "\\B", "$"];
const QUANTIFIERS = ["*", "+", "?", "{2,}", "{0,2}", "{1,2}"];

function randomAlternation(random: Random, depth: number, lazy: string): string {
  const item = () => {
    if (random.chance(8)) return random.pick(ASSERTIONS);
    const atom =
      depth > 0 && random.chance(45) ? `(${randomAlternation(random, depth - 1, lazy)})` : random.pick(ATOMS);
    return random.chance(30) ? atom : atom + random.pick(QUANTIFIERS) + lazy;
  };
  const branch = () => (random.chance(10) ? "" : Array.from({ length: 1 + random.below(3) }, item).join(""));
  return Array.from({ length: 1 + random.below(3) }, branch).join("|");
}

function hirOf(source: string): Hir {
  const options = { caseInsensitive: false, dotMatchesNewline: false, context: "pattern" } as const;
  const parsed = parseRegexp(source, options);
  if ("error" in parsed) throw new Error(`/${source}/: ${parsed.error.message}`);
  return parsed.regexp.hir;
}

const bytesOf = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** Too many positions for sets of one word, and for sets of positions. */
const LARGER = [70, 300].map((length) => literal(new Uint8Array(length).fill(0x7a)));

/** The matches of a pattern in each text, as each of our matchers finds them: by its name. */
function matchesByMatcher(hir: Hir, texts: readonly string[]): Record<string, string[]> {
  const programs = [hir, ...LARGER.map((other) => alternation([hir, other]))];
  const search = new BareSearch(
    programs.map((program) => ({
      kind: "regexp",
      hir: program,
      preference: "hex",
      ascii: true,
      wide: false,
      nocase: false,
      fullword: false,
      isExistenceEnough: false,
    })),
  );
  const found = texts.map((text) => search.scan(bytesOf(text)));
  const ofKernel = programs.map((_, i) =>
    found.map((matches) => matches[i]!.map(({ offset, length }) => `${offset}+${length}`).join(" ")),
  );
  const twin = new ProgramMatcher(compileProgram(hir, { isWide: false }));
  return {
    twin: texts.map((text) => twinMatches(twin, text)),
    kernel: ofKernel[0]!,
    "kernel's sets": ofKernel[1]!,
    "kernel's nodes": ofKernel[2]!,
  };
}

function twinMatches(twin: ProgramMatcher, text: string): string {
  const found: string[] = [];
  twin.findMatches(bytesOf(text), [{ low: 0, high: text.length }], (start, length) =>
    found.unshift(`${start}+${length}`),
  );
  return found.join(" ");
}

function expectedMatches(program: unknown, text: string): string {
  const found: string[] = [];
  for (let start = 0; start < text.length; start++) {
    const end = findEnd(program, text, start);
    if (end !== undefined) found.push(`${start}+${end - start}`);
  }
  return found.join(" ");
}

describe("repetitions whose turns may be empty", () => {
  it.each(CASES)("/%s/ on %j", (source, text, length) => {
    expect(findEnd(compile(source), text, 0)).toBe(length);
    for (const [name, [matches]] of Object.entries(matchesByMatcher(hirOf(source), [text])))
      expect(matches!.split(" ")[0], name).toBe(`0+${length}`);
  });

  it.each(["", "?"])("agree with the judge's matcher, quantifiers followed by '%s'", (lazy) => {
    const random = new Random(11);
    const wrong: string[] = [];
    for (let round = 0; round < rounds(60); round++) {
      const source = `c(${randomAlternation(random, 2, lazy)})${random.chance(70) ? "d" : ""}`;
      const texts = Array.from(
        { length: 6 },
        () => `c${Array.from({ length: random.below(12) }, () => random.pick([..."aabbcd "])).join("")}d`,
      );
      const program = compile(source);
      const expected = texts.map((text) => expectedMatches(program, text));
      for (const [name, matches] of Object.entries(matchesByMatcher(hirOf(source), texts)))
        matches.forEach((match, i) => {
          if (match !== expected[i])
            wrong.push(`${name}: /${source}/ on ${texts[i]}: ${match}, not ${expected[i]}`);
        });
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  it("are refused when their programs would be too large", () => {
    const loopOf = (count: number) => `x(${"a?b?".repeat(count)})*y`;
    expect(() => hirOf(loopOf(600))).toThrow("too large");
    const matches = matchesByMatcher(hirOf(loopOf(100)), ["xabbaabay"]);
    expect(new Set(Object.values(matches).flat())).toEqual(new Set(["0+9"]));
  });
});
