/** Random regular expressions as patterns: their text, and what the search is given. */

import type { RegexpSpec } from "@tyara/language/ir";
import { parseRegexp } from "@tyara/language/regexp";
import type { Random } from "./random.ts";
import { generateRegexp } from "./regexp-generator.ts";

export interface GeneratedPattern {
  readonly source: string;
  readonly modifiers: string;
}

export function generatePatterns(
  random: Random,
  count: number,
  hasAlternatives: boolean,
): GeneratedPattern[] {
  const patterns: GeneratedPattern[] = [];
  while (patterns.length < count) {
    const source = generateRegexp(random, hasAlternatives);
    const modifiers = random.pick(["", "", "", "", "nocase", "wide", "fullword", "ascii wide"]);
    if (specOf({ source, modifiers }) !== undefined) patterns.push({ source, modifiers });
  }
  return patterns;
}

export function specOf({ source, modifiers }: GeneratedPattern): RegexpSpec | undefined {
  const caseInsensitive = modifiers === "nocase";
  const result = parseRegexp(source, { caseInsensitive, dotMatchesNewline: false, context: "pattern" });
  if ("error" in result) return undefined;
  const { hir, isGreedy } = result.regexp;
  return {
    kind: "regexp",
    hir,
    preference: isGreedy === false ? "shortest" : "longest",
    ascii: modifiers !== "wide",
    wide: modifiers.includes("wide"),
    nocase: false,
    fullword: modifiers === "fullword",
    isExistenceEnough: false,
  };
}
