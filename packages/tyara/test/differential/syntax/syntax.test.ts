/**
 * Generated sources, whole and broken, on Tyara's parser and on the reference engine: the same first mistake at the same
 * place. `TYARA_ROUNDS` multiplies their number, `TYARA_SEED` says where to begin.
 */
import { describe, expect, test } from "vitest";
import { firstSeed, rounds } from "../../rounds.ts";
import { Random } from "../random.ts";
import { breakSource } from "./mutator.ts";
import { generateSource } from "./rule-generator.ts";
import { shrinkSource } from "./shrinker.ts";
import { compareSyntax, loadReference } from "./syntax-comparison.ts";

const reference = loadReference();
if (reference === undefined) console.log("the reference engine is not installed: parsers are not compared");

const count = rounds(500);

describe.skipIf(reference === undefined)("against the reference engine", () => {
  const differs = (source: string): boolean => compareSyntax(reference!, source) !== undefined;

  function differencesOf(make: (random: Random) => string): string[] {
    const differences: string[] = [];
    for (let seed = firstSeed; seed < firstSeed + count; seed++) {
      const source = make(new Random(seed));
      if (!differs(source)) continue;
      const small = shrinkSource(source, differs);
      differences.push(`seed ${seed}: ${JSON.stringify(small)} ${compareSyntax(reference!, small)}`);
    }
    return differences;
  }

  test("well-formed sources are accepted", () => {
    expect(differencesOf(generateSource)).toEqual([]);
  });

  test("broken sources are refused at the same place", () => {
    expect(differencesOf((random) => breakSource(generateSource(random), random))).toEqual([]);
  });
});

test("the shrinker leaves what matters", () => {
  expect(shrinkSource("some text with (brackets) in it", (text) => /\(.*\)/.test(text))).toBe("()");
});

test("a seed makes the same programs again", () => {
  const make = (seed: number): string => {
    const random = new Random(seed);
    return breakSource(generateSource(random), random);
  };
  expect(make(7)).toBe(make(7));
  expect(make(7)).not.toBe(make(8));
});
