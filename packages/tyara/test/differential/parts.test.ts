/**
 * Data need not be in the memory at once: what the search of a chunk looks at is enough. Random patterns are looked for in
 * data of which only that is in its place, with other bytes all around, and must be found as if all data were there.
 */

import type { PatternSpec } from "@tyara/language/ir";
import { describe, expect, it } from "vitest";
import type { TableOptions } from "../../../compiler/src/search/build-tables.ts";
import { prefilters } from "../../../contract/src/search-tables.ts";
import { firstSeed, rounds } from "../rounds.ts";
import { BareSearch } from "./bare-search.ts";
import { dataWith, type GeneratedPattern, hexPattern, literalPattern, Random } from "./pattern-generator.ts";
import { Random as TextRandom } from "./random.ts";
import { generateText } from "./regexp-generator.ts";
import { generatePatterns, specOf } from "./regexp-patterns.ts";

const alphabets: readonly (readonly number[])[] = [
  [0x61, 0x62],
  [0x61, 0x62, 0x41, 0x00],
  [0x61, 0x7a, 0x5a, 0x30, 0x39, 0x5f, 0x20, 0x40, 0x5b, 0x60, 0x7b, 0x2f, 0x3a],
  Array.from({ length: 256 }, (_, byte) => byte),
];

/** Looks for the patterns in all data at once and in parts; returns how many matches there were. */
function compare(
  specs: readonly PatternSpec[],
  data: Uint8Array,
  options: TableOptions,
  name: string,
): number {
  const search = new BareSearch(specs, options);
  if (!search.mayUseWindow) return 0;
  const expected = search.scan(data);
  for (const chunkSize of [64, 320]) {
    expect(search.scan(data, { chunkSize, isShownInParts: true }), `${name}, ${chunkSize} bytes`).toEqual(
      expected,
    );
  }
  return expected.reduce((sum, matches) => sum + matches.length, 0);
}

describe("data shown in parts", () => {
  const generators = { "text patterns": literalPattern, "hex patterns": hexPattern };
  for (const [name, generate] of Object.entries(generators)) {
    it.each(prefilters)(`give the matches of ${name}, by %s`, (prefilter) => {
      let count = 0;
      for (let seed = firstSeed; seed < firstSeed + rounds(2); seed++) {
        for (const alphabet of alphabets) {
          const random = new Random(seed * 37 + alphabet.length);
          const size = random.pick([2, 4, 8, 40, 300]);
          const patterns: GeneratedPattern[] = Array.from({ length: random.pick([1, 3, 30]) }, () =>
            generate(random, alphabet, size),
          );
          const data = dataWith(random, alphabet, 2000 + random.below(2000), patterns);
          const texts = patterns.map(({ text }) => text).join("\n");
          const specs = patterns.map(({ spec }) => spec);
          count += compare(specs, data, { prefilter }, `seed ${seed}: ${texts}`);
        }
      }
      expect(count).toBeGreaterThan(0);
    });
  }

  it.each([undefined, "yara-x"] as const)("give the matches of regular expressions, compat: %s", (compat) => {
    const random = new TextRandom(firstSeed);
    let count = 0;
    for (let round = 0; round < rounds(10); round++) {
      const patterns = generatePatterns(random, 1 + random.below(3), round % 2 === 0);
      const data = textOf(random, 1500 + random.below(3000));
      const name = patterns.map(({ source, modifiers }) => `/${source}/ ${modifiers}`).join("\n");
      count += compare(
        patterns.map((pattern) => specOf(pattern)!),
        data,
        { compat },
        name,
      );
    }
    expect(count).toBeGreaterThan(0);
  });

  it("give the matches of regular expressions that look far around their text", () => {
    const random = new TextRandom(firstSeed);
    let count = 0;
    for (let round = 0; round < rounds(12); round++) {
      const source = farRegexp(random);
      const spec = specOf({ source, modifiers: random.pick(["", "", "wide", "nocase", "fullword"]) })!;
      count += compare([spec], textOf(random, 2000 + random.below(3000)), {}, source);
    }
    expect(count).toBeGreaterThan(0);
  });
});

/** Parts that lie some hundred bytes apart at most. */
function farRegexp(random: TextRandom): string {
  const part = () =>
    random.pick(["ab", "ba{1,4}", "[ab]c", "b", "abc", "(a|bc)", "\\bb", "c$", "^a", "a{2,3}"]);
  const gap = () => {
    const least = random.below(3) * random.below(40);
    return `${random.pick(["[\\x00-\\xff]", "[abc]", "[^c]", "."])}{${least},${least + random.below(300)}}`;
  };
  return Array.from({ length: 2 + random.below(2) }, part).reduce((source, one) => source + gap() + one);
}

function textOf(random: TextRandom, length: number): Uint8Array {
  const bytes: number[] = [];
  while (bytes.length < length) bytes.push(...generateText(random), 0x61 + random.below(3));
  return Uint8Array.from(bytes);
}
