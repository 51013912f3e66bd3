/**
 * All patterns of the public collections at once, on a sample of each: the same matches as the reference, to the byte.
 * `TYARA_SEEDS` is the number of samples in a long run.
 */
import { describe, expect, it } from "vitest";
import { compile } from "../../src/index.ts";
import { EXPECTED_GLOBALS, type RuleFile, readCollections } from "../collections.ts";
import { patternsOnly, plantSamples } from "../pattern-samples.ts";
import { native } from "../peers.ts";

const seeds = Array.from({ length: Number(process.env.TYARA_SEEDS ?? 1) }, (_, i) => i + 1);

/** Patterns whose matches may differ, and the paragraph of docs/known-differences.md that says why. */
const KNOWN_DIFFERENCES: ReadonlyMap<string, string> = new Map([
  ["Office_OLE_DDEAUTO $a", "There is no window."],
  ["Office_OLE_DDE $a", "There is no window."],
  ["APT_Loader_Win32_PGF_1 $sb2", "Hex alternatives behind a variable jump"],
  ["Trojan_Raw_Generic_4 $s0", "Hex alternatives behind a variable jump"],
  ["EXPL_Exchange_ProxyShell_Successful_Aug21_1 $xr1a", "Of alternatives that overlap"],
  ["EXPL_Exchange_ProxyShell_Successful_Aug21_1 $xr1b", "Of alternatives that overlap"],
  ["LOG_APT_HAFNIUM_Exchange_Log_Traces_Mar21_1 $xr4", "Of alternatives that overlap"],
]);

const collections = native === undefined ? [] : readCollections();

// Without collections there would be no test at all, which counts as a failure.
if (collections.length === 0) it.skip("the rule collections or the reference are not there", () => {});

describe.each(collections)("collection $name", ({ files }) => {
  const { rules, ours, theirs } = compileBoth(files);
  const surroundings = new TextEncoder().encode(rules);

  it.each(seeds)("is found sample by sample, seed %i", { timeout: 300_000 }, (seed) => {
    const data = plantSamples(rules, surroundings, seed);
    const expected = matchesByPattern(
      theirs
        .scan(data)
        .flatMap(({ ruleIdentifier, matches }) =>
          matches.map((match) => ({ ...match, rule: ruleIdentifier })),
        ),
    );
    const found = matchesByPattern(
      ours
        .scan(data)
        .matches.flatMap(({ identifier: rule, patterns }) =>
          patterns.flatMap(({ identifier, matches }) =>
            matches.map(({ offset, length }) => ({ rule, identifier, offset, length })),
          ),
        ),
    );
    const differing = [...new Set([...expected.keys(), ...found.keys()])].filter(
      (name) => expected.get(name) !== found.get(name),
    );
    expect(expected.size).toBeGreaterThan(1000);
    expect(differing.filter((name) => !KNOWN_DIFFERENCES.has(withoutSuffix(name)))).toEqual([]);
  });
});

/** The patterns of all files that the reference accepts, as one source, compiled by both. */
function compileBoth(files: readonly RuleFile[]) {
  const options = { defineVariables: EXPECTED_GLOBALS };
  const accepted = files.filter(({ source }) => native!.validate(source, options).errors.length === 0);
  // Files may use a name twice, so rules are called after their file too.
  const rules = accepted.map(({ source }, i) => patternsOnly(source, `_${i}`)).join("\n");
  return { rules, ours: compile(rules), theirs: native!.compile(rules) };
}

function withoutSuffix(name: string): string {
  return name.replace(/_\d+ /, " ");
}

interface Match {
  readonly rule: string;
  readonly identifier: string;
  readonly offset: number;
  readonly length: number;
}

/** All matches of each pattern, as text. Patterns of a rule that have no name are one here. */
function matchesByPattern(matches: readonly Match[]): Map<string, string> {
  const places = new Map<string, string[]>();
  for (const { rule, identifier, offset, length } of matches) {
    const name = `${rule} ${identifier}`;
    if (!places.has(name)) places.set(name, []);
    places.get(name)!.push(`${offset}+${length}`);
  }
  return new Map([...places].map(([name, list]) => [name, list.sort().join()]));
}
