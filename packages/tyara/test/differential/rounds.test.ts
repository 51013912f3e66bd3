/**
 * A search in rounds looks first for what rules demand, then for the rest of those that may still match; nobody must be
 * able to tell. Rule sets whose rules share patterns, refer to each other and rule out each other are scanned with
 * tables for everything, with tables made for each input, and with those that earlier inputs left behind.
 */

import { NEVER_SELECT } from "@tyara/contract";
import { describe, expect, it } from "vitest";
import { compile, Rules } from "../../src/index.ts";
import { firstSeed, rounds } from "../rounds.ts";
import { dataWith, type GeneratedPattern, hexPattern, literalPattern, Random } from "./pattern-generator.ts";

const letters = Array.from("abcdefghABCD0 _", (letter) => letter.charCodeAt(0));
const headers: readonly string[] = ["MZ", "\x7fELF", "PK", ""];

describe("a search in rounds", () => {
  for (let seed = firstSeed; seed < firstSeed + rounds(4); seed++) {
    it(`finds what a search for everything finds (seed ${seed})`, () => {
      const random = new Random(seed);
      const patterns = Array.from({ length: 150 }, (_, i) => somePattern(random, i));
      const { ruleSet } = compile(ruleFile(random, patterns));
      expect(ruleSet.search.selectionSize).toBeGreaterThan(0);
      const everything = new Rules(ruleSet, { selectAfter: NEVER_SELECT }).scanner();
      const always = new Rules(ruleSet, { selectAfter: 0 }).scanner();
      const sometimes = new Rules(ruleSet, { selectAfter: 20_000 }).scanner();
      const throughWindow = new Rules(ruleSet, { selectAfter: 0, windowStep: 64 }).scanner();
      for (let input = 0; input < 12; input++) {
        const data = someData(random, patterns);
        const expected = everything.scan(data, { includePrivate: true });
        for (const scanner of [always, sometimes, throughWindow]) {
          const found = scanner.scan(data, { includePrivate: true });
          expect(asJson(found), `input ${input}, ${data.length} bytes`).toEqual(asJson(expected));
        }
      }
    });
  }

  it("matches some rules of these sets, so that the comparison means something", () => {
    const random = new Random(firstSeed);
    const patterns = Array.from({ length: 150 }, (_, i) => somePattern(random, i));
    const rules = compile(ruleFile(random, patterns));
    const counts = Array.from({ length: 12 }, () => rules.scan(someData(random, patterns)).matches.length);
    expect(Math.max(...counts)).toBeGreaterThan(5);
    expect(Math.min(...counts)).toBeLessThan(60);
  });
});

function somePattern(random: Random, index: number): GeneratedPattern {
  const generated = random.isOneIn(2) ? literalPattern(random, letters, 10) : hexPattern(random, letters, 8);
  if (index % 3 !== 0) return generated;
  // Regexps with a rare word, and chains: pieces across a large gap.
  const word = Array.from({ length: 5 }, () => String.fromCharCode(random.pick(letters.slice(0, 8)))).join(
    "",
  );
  const isChain = random.isOneIn(2);
  const text = isChain
    ? `{ ${hexOf(word)} [0-${random.between(300, 900)}] ${hexOf(word.toUpperCase())} }`
    : `/${word}[0-9a-c]{1,${random.between(1, 40)}}x?/`;
  const sample = isChain ? word + "-".repeat(random.below(400)) + word.toUpperCase() : `${word}a0`;
  return { ...generated, text, sample: bytesOf(sample) };
}

function ruleFile(random: Random, patterns: readonly GeneratedPattern[]): string {
  return Array.from({ length: 80 }, (_, id) => oneRule(random, patterns, id)).join("\n");
}

function oneRule(random: Random, patterns: readonly GeneratedPattern[], id: number): string {
  const count = random.between(1, 6);
  const strings = Array.from({ length: count }, (_, i) => `$${i} = ${random.pick(patterns).text}`);
  const used = strings.map((_, i) => `$${i}`).join(", ");
  const kind = random.isOneIn(8) ? "private " : "";
  return `${kind}rule r${id} { strings: ${strings.join("\n")} condition: (${someCondition(random, count, id)}) and (any of (${used}) or true) }`;
}

function someCondition(random: Random, patternCount: number, id: number): string {
  const pattern = () => random.below(patternCount);
  const conditions: readonly (() => string)[] = [
    () => "any of them",
    () => "all of them",
    () => `${random.between(1, patternCount)} of them`,
    () => `$${pattern()} and $${pattern()}`,
    () => `$${pattern()} and not $${pattern()}`,
    () => `not any of them`,
    () => `#${pattern()} > ${random.below(3)} and any of them`,
    () => `@${pattern()} < ${random.below(3000)}`,
    () => `$${pattern()} at ${random.below(20)} or all of them`,
    () => `for any of them : ( # > 1 )`,
    () => `for all i in (1..#${pattern()}) : ( @${pattern()}[i] > 5 )`,
    () => `filesize > ${random.below(3000)}`,
    () => (id === 0 ? "true" : `r${random.below(id)} and $${pattern()}`),
    () => (id === 0 ? "false" : `not r${random.below(id)} and any of them`),
    () => `filesize < 10 or #${pattern()} == 0`,
  ];
  const guards = ["", "uint16(0) == 0x5A4D and ", "uint32(0) == 0x464c457f and ", "uint16(0) == 0x4b50 and "];
  const sizes = ["", "", `filesize < ${random.between(100, 5000)} and `];
  return `${random.pick(guards)}${random.pick(sizes)}(${random.pick(conditions)()})`;
}

function someData(random: Random, patterns: readonly GeneratedPattern[]): Uint8Array {
  const planted = patterns.filter(() => random.isOneIn(4));
  const data = dataWith(random, letters, random.pick([0, 40, 700, 3000, 6000]), planted);
  const header = bytesOf(random.pick(headers));
  if (header.length <= data.length) data.set(header);
  return data;
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function hexOf(text: string): string {
  return Array.from(bytesOf(text), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

const asJson = (result: unknown) => JSON.parse(JSON.stringify(result)) as unknown;
