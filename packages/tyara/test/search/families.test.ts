/** Many runs that begin, go on or end alike: all are found, and what that costs does not grow with their number. */

import type { LiteralSpec } from "@tyara/language/ir";
import { describe, expect, it } from "vitest";
import { caselessRun, exactRun } from "../../../compiler/src/search/byte-run.ts";
import { findFamilies, layOutFamily } from "../../../compiler/src/search/families.ts";
import { bytes } from "../bytes.ts";
import { BareSearch } from "../differential/bare-search.ts";
import { Random } from "../differential/random.ts";

const forms = { ascii: true, wide: false, nocase: false, fullword: false, isExistenceEnough: false };

interface Kind {
  readonly name: string;
  readonly options: Partial<LiteralSpec>;
  /** The data in which the pattern is found wherever the text is in the plain data. */
  readonly change: (data: Uint8Array) => Uint8Array;
}

const upper = (byte: number, i: number) => (byte >= 0x61 && byte <= 0x7a && i % 3 === 0 ? byte - 32 : byte);
const kinds: readonly Kind[] = [
  { name: "as they are", options: {}, change: (data) => data },
  { name: "nocase", options: { nocase: true }, change: (data) => data.map(upper) },
  {
    name: "xor",
    options: { xor: { start: 0x5a, end: 0x5b } },
    change: (data) => data.map((byte) => byte ^ 0x5a),
  },
  {
    name: "wide",
    options: { ascii: false, wide: true },
    change: (data) => Uint8Array.from({ length: data.length * 2 }, (_, i) => (i % 2 ? 0 : data[i >> 1]!)),
  },
  {
    name: "wide and nocase",
    options: { ascii: false, wide: true, nocase: true },
    change: (data) =>
      Uint8Array.from({ length: data.length * 2 }, (_, i) => (i % 2 ? 0 : upper(data[i >> 1]!, i))),
  },
];

const letters = (random: Random, length: number, alphabet: string) =>
  Array.from({ length }, () => alphabet[random.below(alphabet.length)]).join("");

/** Sets of texts in which runs have the same keys. */
const sets: readonly [name: string, texts: (count: number) => string[], data: (length: number) => string][] =
  [
    [
      "a row and another end",
      (count) => Array.from({ length: count }, (_, i) => `${"a".repeat(i + 8)}b`),
      (length) => "a".repeat(length),
    ],
    [
      "a row and another end, which is there at times",
      (count) => Array.from({ length: count }, (_, i) => `${"a".repeat(i + 8)}b`),
      (length) => `${"a".repeat(90)}b`.repeat(length / 91),
    ],
    [
      "a long beginning and different ends",
      (count) => Array.from({ length: count }, (_, i) => `${"abcd".repeat(40)}${i}`),
      (length) => `${"abcd".repeat(41)}17`.repeat(length / 166),
    ],
    [
      "different beginnings and a long end",
      (count) =>
        Array.from({ length: count }, (_, i) => `${(i * 7919 + 10_000).toString(36)}${"q".repeat(200)}`),
      (length) => "q".repeat(length),
    ],
    [
      "two letters at random",
      (count) => {
        const random = new Random(5);
        return Array.from({ length: count }, () => letters(random, 100, "ab"));
      },
      (length) => letters(new Random(6), length, "ab"),
    ],
    [
      "different lengths of two letters",
      (count) => {
        const random = new Random(7);
        return Array.from({ length: count }, (_, i) => letters(random, 9 + (i % 31), "ab"));
      },
      (length) => letters(new Random(8), length, "ab"),
    ],
  ];

function specsOf(texts: readonly string[], options: Partial<LiteralSpec>): LiteralSpec[] {
  return [...new Set(texts)].map((text) => ({ kind: "literal", bytes: bytes(text), ...forms, ...options }));
}

function plant(data: string, texts: readonly string[]): string {
  const random = new Random(9);
  let planted = data;
  for (let i = 0; i < 6; i++) {
    const text = texts[random.below(texts.length)]!;
    const at = random.below(planted.length - text.length);
    planted = planted.slice(0, at) + text + planted.slice(at + text.length);
  }
  return planted;
}

function offsets(data: string, text: string): number[] {
  const found: number[] = [];
  for (let at = data.indexOf(text); at >= 0; at = data.indexOf(text, at + 1)) found.push(at);
  return found;
}

describe.each(sets)("texts with %s", (_, textsOf, dataOf) => {
  it.each(kinds)("are found, $name", ({ options, change }) => {
    const texts = textsOf(120);
    const specs = specsOf(texts, options);
    const data = plant(dataOf(3000), texts);
    const scale = options.wide === true ? 2 : 1;
    const found = new BareSearch(specs).scan(change(bytes(data)));
    const different = [...new Set(texts)];
    different.forEach((text, i) => {
      expect(
        found[i]!.map(({ offset }) => offset / scale),
        text,
      ).toEqual(offsets(data, text));
    });
  });

  it.each(kinds)("cost as much when they are many, $name", ({ options, change }) => {
    const data = change(bytes(dataOf(8000)));
    const [few, many] = [150, 600].map((count) => {
      const search = new BareSearch(specsOf(textsOf(count), { ...options, isExistenceEnough: true }));
      search.scan(data, { fastScan: true });
      return search.work;
    }) as [number, number];
    expect(many).toBeLessThan(2 * few + 8000 * 40);
  });
});

describe("families", () => {
  const runs = ["abcdef", "abcdeg", "abcd", "abcdefgh", "abcdxx", "abcdxy", "abcdxz", "abcdyy", "zzzz"];

  it("have what all members begin with", () => {
    const members = runs.map((text) => ({ run: exactRun(bytes(text)) }));
    const [family, ...others] = findFamilies(members);
    expect(others).toEqual([]);
    expect(family!.run).toEqual(exactRun(bytes("abcd")));
    expect(family!.members).toEqual(members.slice(0, 8));
    const { lengths, shorter } = layOutFamily(family!);
    expect(lengths).toEqual([4, 6, 8]);
    expect(shorter).toEqual([2, 2, -1, 0, 2, 2, 2, 2]);
  });

  it("do not mix letters of either case with letters of one", () => {
    const exact = runs.map((text) => ({ run: exactRun(bytes(text)) }));
    const caseless = runs.map((text) => ({ run: caselessRun(bytes(text)) }));
    const families = findFamilies([...exact, ...caseless]);
    expect(families.map(({ members }) => members)).toEqual([exact.slice(0, 8), caseless.slice(0, 8)]);
  });
});
