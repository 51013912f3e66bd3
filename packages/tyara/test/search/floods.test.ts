/**
 * Patterns that match everywhere beside patterns that match once: whatever the limits cut, nobody else loses a match, the
 * leftmost are kept, and what conditions ask of places stays right or a limit is told.
 */

import { ScanLimit } from "@tyara/contract";
import type { PatternSpec } from "@tyara/language/ir";
import { parseRegexp } from "@tyara/language/regexp";
import { beforeAll, describe, expect, it } from "vitest";
import { bytes } from "../bytes.ts";
import { BareSearch, type FoundMatch } from "../differential/bare-search.ts";
import { Random } from "../differential/random.ts";

const forms = { ascii: true, wide: false, nocase: false, fullword: false };
const questions = { isExistenceEnough: false, isPlaceAsked: true };

function literal(text: string, options: Partial<PatternSpec> = {}): PatternSpec {
  return { kind: "literal", bytes: bytes(text), ...forms, ...questions, ...options } as PatternSpec;
}

function regexp(source: string, options: Partial<PatternSpec> = {}): PatternSpec {
  const settings = { caseInsensitive: false, dotMatchesNewline: true, relaxed: false, context: "pattern" };
  const parsed = parseRegexp(source, settings as Parameters<typeof parseRegexp>[1]);
  if ("error" in parsed) throw new Error(source);
  const preference = source.includes("?") ? "shortest" : "longest";
  const { hir } = parsed.regexp;
  return { kind: "regexp", hir, preference, ...forms, ...questions, ...options } as PatternSpec;
}

interface Shape {
  readonly name: string;
  readonly spec: PatternSpec;
  /** What finds the same matches, one after the other. */
  readonly plain: RegExp;
}

const word = "[A-Za-z0-9]";
const shapes: readonly Shape[] = [
  { name: "a byte", spec: literal("a"), plain: /a/y },
  { name: "a text", spec: literal("aaa"), plain: /aaa/y },
  { name: "any case", spec: literal("AAAA", { nocase: true }), plain: /a{4}/iy },
  { name: "wide", spec: literal("aa", { wide: true, ascii: false }), plain: /a\0a\0/y },
  { name: "ascii and wide", spec: literal("aa", { wide: true }), plain: /aa|a\0a\0/y },
  { name: "xor", spec: literal("bbbb", { xor: { start: 1, end: 4 } }), plain: /c{4}|`{4}|a{4}|f{4}/y },
  {
    name: "whole words",
    spec: literal("a", { fullword: true }),
    plain: new RegExp(`(?<!${word})a(?!${word})`, "y"),
  },
  { name: "a repetition", spec: regexp("a+"), plain: /a+/y },
  { name: "a lazy repetition", spec: regexp("a+?"), plain: /a/y },
  { name: "a bounded repetition", spec: regexp("a{2,30}"), plain: /a{2,30}/y },
  { name: "far ends", spec: regexp("a{3,6000}b?"), plain: /a{3,6000}b?/y },
  { name: "alternatives", spec: regexp("(aab|aa|ab)"), plain: /aa|ab/y },
  { name: "a class", spec: regexp("[a-c]a"), plain: /[a-c]a/y },
  { name: "pieces", spec: regexp("aa.{300,310}?ab"), plain: /aa.{300,310}?ab/sy },
];

const quiet = [
  literal("evil"),
  regexp("ev[a-i]l\\d+"),
  literal("EVIL", { nocase: true, isPlaceAsked: false }),
];
const noise = Array.from({ length: 12 }, (_, i) => literal("a".repeat(i + 2), { isPlaceAsked: false }));
const specs = [...shapes.map(({ spec }) => spec), ...quiet, ...noise];

const length = 36_000;

/** Mostly the letter that patterns wait for, in every form. */
function flood(seed: number, kind: string): Uint8Array {
  const random = new Random(seed);
  const data = new Uint8Array(length).fill(0x61);
  if (kind === "wide") for (let i = 1; i < length; i += 2) data[i] = 0;
  if (kind === "words") for (let i = 1; i < length; i += 2) data[i] = 0x20;
  if (kind === "mixed")
    for (let i = 0; i < length; i++) data[i] = random.chance(12) ? 0x62 + random.below(3) : 0x61;
  return data;
}

const places = {
  before: [length - 6],
  behind: [0],
  around: [0, length - 6],
  among: [777, 32_763, 32_768, 35_001],
};

function withEvil(data: Uint8Array, at: readonly number[]): Uint8Array {
  for (const place of at) data.set(bytes("evil7"), place);
  return data;
}

function plainMatches(data: Uint8Array, plain: RegExp): string[] {
  const text = Array.from(data, (byte) => String.fromCharCode(byte)).join("");
  const found: string[] = [];
  for (let at = 0; at < text.length; at++) {
    plain.lastIndex = at;
    const match = plain.exec(text);
    if (match !== null) found.push(`${at}:${match[0].length}`);
  }
  return found;
}

const describeAll = (matches: readonly FoundMatch[]) => matches.map((one) => `${one.offset}:${one.length}`);
const offsetOf = (match: string) => Number(match.slice(0, match.indexOf(":")));

const limits = [
  { maxMatches: 1_000_000 },
  { maxMatches: 3 },
  { maxMatches: 1000 },
  { maxMatches: 4096, chunkSize: 512 },
  { maxMatches: 1_000_000, maxMatchMemory: 1 << 20 },
  { maxMatches: 1_000_000, maxMatchMemory: 1 << 18 },
  { maxMatches: 2000, maxMatchMemory: 1 << 17, chunkSize: 4096 },
];

const datas = ["plain", "wide", "words", "mixed"].flatMap((kind, seed) =>
  Object.entries(places).map(([where, at]) => ({ kind, where, at, seed })),
);

/** Other builds of the kernels are for what one of them may do otherwise: every third flood, which has all kinds and places. */
const isOtherKernel = process.env.TYARA_KERNEL !== undefined;

describe.each(datas.filter((_, i) => !isOtherKernel || i % 3 === 0))(
  "in a flood ($kind, evil $where)",
  ({ kind, at, seed }) => {
    const data = withEvil(flood(seed, kind), at);
    const search = new BareSearch(specs);
    let expected: readonly string[][];
    beforeAll(() => {
      expected = shapes.map(({ plain }) => plainMatches(data, plain));
    });

    it.each(limits)("with %o", (options) => {
      const found = search.scan(data, options).map(describeAll);
      const limitsMet = search.limitsMet;
      const isMemoryShort = (limitsMet & ScanLimit.memory) !== 0;
      for (let i = 0; i < quiet.length; i++) {
        const lengths = [4, 5, 4];
        const all = at.map((place) => `${place}:${lengths[i]}`);
        expect(found[shapes.length + i]).toEqual(all.slice(0, options.maxMatches));
        expect(search.count(shapes.length + i)).toBe(Math.min(all.length, options.maxMatches));
      }
      shapes.forEach(({ name }, i) => {
        const wanted = expected[i]!;
        const kept = found[i]!;
        expect(kept, name).toEqual(wanted.slice(0, kept.length));
        expect(search.count(i) > 0, name).toBe(wanted.length > 0);
        if (kept.length < wanted.length) expect(limitsMet, name).not.toBe(0);
        if (isMemoryShort) return;
        expect(kept.length, name).toBe(Math.min(wanted.length, options.maxMatches));
        expect(search.count(i), name).toBe(kept.length);
      });
      if (options.maxMatchMemory === undefined) {
        expect(isMemoryShort).toBe(false);
        askForPlaces(expected);
      }
    });

    function askForPlaces(all: readonly string[][]): void {
      const random = new Random(seed);
      shapes.forEach(({ name }, i) => {
        const offsets = new Set(all[i]!.map(offsetOf));
        const starts = Uint8Array.from({ length }, (_, offset) => (offsets.has(offset) ? 1 : 0));
        for (let round = 0; round < 40; round++) {
          const low = random.below(length);
          const high = random.chance(50) ? low + random.below(50) : low + random.below(length);
          const count = starts.subarray(low, high + 1).reduce((sum, one) => sum + one, 0);
          const place = `${name} in ${low}..${high}`;
          expect(search.queries.patternCountIn(i, BigInt(low), BigInt(high)), place).toBe(BigInt(count));
          expect(search.queries.patternIn(i, BigInt(low), BigInt(high)), place).toBe(count > 0 ? 1 : 0);
          expect(search.queries.patternAt(i, BigInt(low)), place).toBe(starts[low]);
        }
      });
    }
  },
);

describe("with hardly any memory", () => {
  const data = withEvil(flood(1, "plain"), [length - 6]);

  it.each([0, 64, 1024, 1 << 14, 1 << 16])("of %i bytes, it is known what was found", (maxMatchMemory) => {
    const search = new BareSearch(specs);
    search.scan(data, { maxMatchMemory });
    expect(specs.map((_, i) => search.count(i) > 0)).toEqual(
      specs.map(
        (_, i) => i >= shapes.length || plainMatches(data.subarray(0, 2000), shapes[i]!.plain).length > 0,
      ),
    );
    expect(search.limitsMet).toBe(ScanLimit.memory);
  });

  it("nothing is left of it in the next search", () => {
    const search = new BareSearch(specs, { maximumPages: 64 });
    search.scan(data);
    search.scan(data, { maxMatchMemory: 1 << 14 });
    const [first] = search.scan(bytes("-a-"));
    expect(describeAll(first!)).toEqual(["1:1"]);
    expect(search.limitsMet).toBe(0);
  });

  it("in fast scans one match of each is found", () => {
    const asked = specs.map((spec) => ({ ...spec, isExistenceEnough: true, isPlaceAsked: false }));
    const search = new BareSearch(asked);
    const found = search.scan(data, { fastScan: true, maxMatchMemory: 1 << 22 });
    expect(found.slice(shapes.length).map((matches) => matches.length > 0)).not.toContain(false);
    expect(search.limitsMet).toBe(0);
  });
});
