import { describe, expect, it } from "vitest";
import { native } from "../peers.ts";
import { firstSeed, rounds } from "../rounds.ts";
import { dataWith, type GeneratedPattern, hexPattern, literalPattern, Random } from "./pattern-generator.ts";
import { differences } from "./search-differential.ts";

const alphabets: readonly (readonly number[])[] = [
  [0x61, 0x62],
  [0x61, 0x62, 0x41, 0x00],
  [0x00, 0xff],
  [0x61, 0x7a, 0x5a, 0x30, 0x39, 0x5f, 0x20, 0x40, 0x5b, 0x60, 0x7b, 0x2f, 0x3a],
  Array.from({ length: 256 }, (_, byte) => byte),
];

type Generator = (random: Random, alphabet: readonly number[], size: number) => GeneratedPattern;

describe.skipIf(native === undefined)("the search against the reference (skipped without its addon)", () => {
  const generators: readonly [string, Generator][] = [
    ["text patterns", literalPattern],
    ["hex patterns", hexPattern],
  ];
  for (const [name, generate] of generators) {
    it(`${name}, many together`, () => {
      for (let round = 0; round < rounds(2); round++) {
        for (const alphabet of alphabets) compare(generate, 100, firstSeed + round, alphabet);
      }
    });
    it(`${name}, few together`, () => {
      for (let round = 0; round < rounds(6); round++) {
        for (const alphabet of alphabets) compare(generate, 3, firstSeed + round, alphabet);
      }
    });
  }
});

function compare(generate: Generator, count: number, seed: number, alphabet: readonly number[]): void {
  const random = new Random(seed * 31 + alphabet.length);
  const patterns = Array.from({ length: count }, () =>
    generate(random, alphabet, random.pick([2, 4, 8, 40])),
  );
  const datas = [0, 1, 2, 3, 50, 600, 3000].map((length) => dataWith(random, alphabet, length, patterns));
  const found = differences(native!, patterns, datas).map(
    ({ pattern, data, expected, found }) =>
      `${pattern} in ${data.length} bytes\n  expected ${expected}\n  found    ${found}`,
  );
  expect(
    found.slice(0, 5),
    `seed ${seed}, alphabet ${alphabet.slice(0, 4)}: ${found.length} differences`,
  ).toEqual([]);
}
