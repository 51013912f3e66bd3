/** The operator `matches` against the native addon: the program run on strings of its own, empty matches included. */

import { parseRegexp } from "@tyara/language/regexp";
import { describe, expect, it } from "vitest";
import { compileProgram } from "../../../compiler/src/regexp-programs/program.ts";
import { native } from "../peers.ts";
import { ProgramMatcher } from "../regex/twin/program-matcher.ts";
import { rounds } from "../rounds.ts";
import { Random } from "./random.ts";
import { generateRegexp } from "./regexp-generator.ts";

const reference = native!;

const STRINGS = [
  "",
  "a",
  "b",
  "ab",
  "abc",
  "bca abc",
  "ab\\ncd",
  "aab bc\\n",
  "a\\r\\nb",
  "_a1",
  "aBcAb",
  "cccccccc",
  "bcbcbcab",
];
const ASSERTIONS = [
  "\\b{start}",
  "\\b{end}",
  "\\b{start-half}",
  "\\b{end-half}",
  "(?m:^)",
  "(?m:$)",
  "(?mR:^)",
  "(?mR:$)",
  "\\A",
  "\\z",
];
const FIXED = [
  "",
  "a*",
  "^$",
  "(?m)^$",
  "(?R).+b",
  "(?s).+b",
  "(?i)abc",
  "(?u)é",
  "[^a]*",
  "(a|b)*?c",
  "a{3}",
  "\\w{6,}",
  "(?x) a b",
];

describe.skipIf(native === undefined)("the operator matches compared with the native addon", () => {
  it("holds of the same strings", () => {
    const random = new Random(22);
    const sources = [...FIXED, ...Array.from({ length: rounds(120) }, () => generateRegexp(random, true))];
    for (const assertion of ASSERTIONS)
      sources.push(`${assertion}a`, `b${assertion}`, `a${assertion}.`, `.${assertion}b`);
    const tried = sources.filter((source) => source !== "");
    const expected = referenceAnswers(tried);
    const wrong = tried.flatMap((source, i) =>
      STRINGS.filter((text, j) => answer(source, text) !== expected.has(`r${i}_${j}`)).map(
        (text) => `"${text}" matches /${source}/ should be ${!answer(source, text)}`,
      ),
    );
    expect(wrong).toEqual([]);
  });
});

function answer(source: string, text: string): boolean {
  const result = parseRegexp(source, {
    caseInsensitive: false,
    dotMatchesNewline: false,
    context: "matches",
  });
  if ("error" in result) throw new Error(`/${source}/: ${result.error.message}`);
  const matcher = new ProgramMatcher(compileProgram(result.regexp.hir, { isWide: false }));
  return matcher.isMatch(new TextEncoder().encode(JSON.parse(`"${text}"`)));
}

/** The names `rREGEXP_STRING` of the pairs that match. */
function referenceAnswers(sources: readonly string[]): Set<string> {
  const rules = sources.flatMap((source, i) =>
    STRINGS.map((text, j) => `rule r${i}_${j} { condition: "${text}" matches /${source}/ }`),
  );
  const matching = reference.compile(rules.join("\n")).scan(new Uint8Array(0));
  return new Set(matching.map(({ ruleIdentifier }) => ruleIdentifier));
}
