/** All patterns of the public collections at once, on a sample of each: the same matches as the reference, to the byte. */
import { expect, it } from "vitest";
import { compile } from "../../src/index.ts";
import { EXPECTED_GLOBALS, readCollections } from "../collections.ts";
import { patternsOnly, plantSamples } from "../pattern-samples.ts";
import { native } from "../peers.ts";

/** Their matches end beyond the reference's window of 4,096 bytes (docs/known-differences.md). */
const BEYOND_THE_WINDOW = ["Office_OLE_DDEAUTO_490 $a", "Office_OLE_DDE_490 $a"];

const collections = native === undefined ? [] : readCollections();

// Without collections there would be no test at all, which counts as a failure.
if (collections.length === 0) it.skip("the rule collections or the reference are not there", () => {});

it.each(collections)("finds a sample of each pattern of $name", { timeout: 300_000 }, ({ files }) => {
  const options = { defineVariables: EXPECTED_GLOBALS };
  const accepted = files.filter(({ source }) => native!.validate(source, options).errors.length === 0);
  const rules = accepted.map(({ source }, i) => patternsOnly(source, `_${i}`)).join("\n");
  const data = plantSamples(rules, new TextEncoder().encode(rules));
  const expected = matchesByPattern(
    native!
      .compile(rules)
      .scan(data)
      .flatMap(({ ruleIdentifier, matches }) => matches.map((match) => ({ ...match, rule: ruleIdentifier }))),
  );
  const found = matchesByPattern(
    compile(rules)
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
  expect(expected.size).toBeGreaterThan(accepted.length);
  expect(differing.filter((name) => !BEYOND_THE_WINDOW.includes(name))).toEqual([]);
});

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
