/** Regular expressions against the native addon: which are refused and where, and what the others match. */

import { parseRegexp } from "@tyara/language/regexp";
import { describe, expect, it } from "vitest";
import { native } from "../peers.ts";
import { rounds } from "../rounds.ts";
import { BareSearch } from "./bare-search.ts";
import { Random } from "./random.ts";
import { generateText, generateTokens } from "./regexp-generator.ts";
import { type GeneratedPattern, generatePatterns, specOf } from "./regexp-patterns.ts";

const reference = native!;

describe.skipIf(native === undefined)("regular expressions compared with the native addon", () => {
  it.each(["pattern", "matches"] as const)("are refused at the same places: %s", (context) => {
    const random = new Random(context.length);
    const sources = Array.from({ length: rounds(500) }, () => generateTokens(random)).filter(isOneLiteral);
    const expected = referenceVerdicts(sources, context);
    const wrong = sources.flatMap((source, i) => {
      const verdict = ourVerdict(source, context);
      return verdict === expected[i] || isKnown(source, expected[i]!)
        ? []
        : [`${source}: ${verdict}, not ${expected[i]}`];
    });
    expect(wrong).toEqual([]);
  });

  it("match the same bytes", () => {
    const random = new Random(20);
    const patterns = generatePatterns(random, rounds(150), false);
    const texts = Array.from({ length: 60 }, () => generateText(random));
    const { wrong, pairCount } = compareMatches(patterns, texts);
    // What is left: the reference finds too much when the atom lies inside of the repetition it belongs to
    // (`/[^a]{1,3}/` matching five bytes), and tests `fullword` on shorter matches of lazy ones then.
    expect(wrong.length / pairCount, wrong.slice(0, 5).join("\n")).toBeLessThan(0.005);
  });

  it("match the same bytes where alternatives overlap, nearly always", () => {
    const random = new Random(21);
    const patterns = generatePatterns(random, rounds(150), true);
    const texts = Array.from({ length: 60 }, () => generateText(random));
    const { wrong, pairCount } = compareMatches(patterns, texts);
    // The reference takes the longest over all occurrences of the atom it chose; we follow the order of alternatives.
    expect(wrong.length / pairCount, wrong.slice(0, 5).join("\n")).toBeLessThan(0.01);
  });
});

/** The literal ends where it should, in the reference's rule and in ours. */
function isOneLiteral(source: string): boolean {
  return /^(?:[^\\/]|\\.)+$/s.test(source) && !source.startsWith("*");
}

/**
 * Deliberate differences: the reference takes classes that match nothing for a length of their own, and looks for the
 * flag `u` beside word boundaries before other mistakes.
 */
function isKnown(source: string, expected: string): boolean {
  return source.includes("&&") || source.includes("--") || source.includes("(?u") || expected === "";
}

function ourVerdict(source: string, context: "pattern" | "matches"): string {
  const result = parseRegexp(source, { caseInsensitive: false, dotMatchesNewline: false, context });
  if (!("error" in result)) return "ok";
  const { code, span } = result.error;
  return `${code} ${span === undefined ? "whole" : span.start}`;
}

function referenceVerdicts(sources: readonly string[], context: "pattern" | "matches"): string[] {
  const heads = sources.map((_, i) =>
    context === "pattern" ? `rule r${i} { strings: $a = /` : `rule r${i} { condition: "a" matches /`,
  );
  const tail = context === "pattern" ? "/ condition: $a }" : "/ }";
  const verdicts = sources.map(() => "ok");
  const report = reference.validate(sources.map((source, i) => `${heads[i]}${source}${tail}\n`).join(""));
  for (const { code, message } of report.errors) {
    const [, line, column] = /line:(\d+):(\d+)/.exec(message)!;
    const rule = Number(line) - 1;
    const at = Number(column) - 1 - heads[rule]!.length;
    const bytes = new TextEncoder().encode([...sources[rule]!].slice(0, Math.max(at, 0)).join("")).length;
    if (verdicts[rule] === "ok") verdicts[rule] = `${code} ${at < 0 ? "whole" : bytes}`;
  }
  return verdicts;
}

function compareMatches(patterns: readonly GeneratedPattern[], texts: readonly Uint8Array[]) {
  const rules = reference.compile(
    patterns
      .map(
        ({ source, modifiers }, i) => `rule r${i} { strings: $a = /${source}/ ${modifiers} condition: $a }`,
      )
      .join("\n"),
  );
  const search = new BareSearch(patterns.map((pattern) => specOf(pattern)!));
  const wrong: string[] = [];
  for (const text of texts) {
    const theirs = patterns.map(() => "");
    for (const { ruleIdentifier, matches } of rules.scan(text)) {
      theirs[Number(ruleIdentifier.slice(1))] = matches
        .map(({ offset, length }) => `${offset}+${length}`)
        .join(" ");
    }
    search.scan(text).forEach((matches, i) => {
      const ours = matches.map(({ offset, length }) => `${offset}+${length}`).join(" ");
      if (ours !== theirs[i])
        wrong.push(
          `/${patterns[i]!.source}/ ${patterns[i]!.modifiers} on ${text}: ${ours}, not ${theirs[i]}`,
        );
    });
  }
  return { wrong, pairCount: patterns.length * texts.length };
}
