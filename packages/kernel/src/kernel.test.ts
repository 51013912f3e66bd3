import { describePattern } from "@tyara/compiler";
import { CHUNK_SIZE, ScanLimit } from "@tyara/contract";
import type { LiteralSpec } from "@tyara/language/ir";
import { describe, expect, it } from "vitest";
import { prefilters } from "../../contract/src/search-tables.ts";
import { bytes } from "../../tyara/test/bytes.ts";
import { BareSearch } from "../../tyara/test/differential/bare-search.ts";
import { Random } from "../../tyara/test/differential/random.ts";

function literal(text: string, options: Partial<LiteralSpec> = {}): LiteralSpec {
  const forms = { ascii: true, wide: false, nocase: false, fullword: false, isExistenceEnough: false };
  return { kind: "literal", bytes: bytes(text), ...forms, ...options };
}

const offsets = (matches: readonly { offset: number }[]) => matches.map(({ offset }) => offset);

describe("chunks", () => {
  const data = new Uint8Array(3 * CHUNK_SIZE + 5).fill(0x2e);
  const places = [0, CHUNK_SIZE - 3, CHUNK_SIZE - 1, CHUNK_SIZE, 2 * CHUNK_SIZE - 2, data.length - 4];
  for (const at of places) data.set(bytes("abcd"), at);
  const expected = places.filter((at) => String.fromCharCode(...data.subarray(at, at + 4)) === "abcd");

  it("finds what lies across their borders and at both ends of the data", () => {
    expect(expected.length).toBeGreaterThan(3);
    expect(offsets(new BareSearch([literal("abcd")]).scan(data)[0]!)).toEqual(expected);
  });

  for (const prefilter of prefilters) {
    it(`finds runs of every length, wherever they lie, by ${prefilter}`, () => {
      for (const length of [7, 8, 9, 10, 15, 16, 17, 18, 25, 33, 140]) {
        const run = Uint8Array.from({ length }, (_, i) => 33 + ((i * 7 + length) % 90));
        const pattern: LiteralSpec = { ...literal("", {}), bytes: run };
        const search = new BareSearch([pattern], { prefilter });
        expect(search.tables.decision.prefilter).toBe(prefilter);
        for (let shift = 0; shift < 8; shift++) {
          const starts = [shift, 1000 + shift, CHUNK_SIZE - (length >> 1) + shift, CHUNK_SIZE + 300 + shift];
          const data = new Uint8Array(starts[3]! + length);
          for (const start of starts) data.set(run, start);
          expect(offsets(search.scan(data)[0]!)).toEqual(starts);
          expect(offsets(search.scan(data, { isShownInParts: true })[0]!)).toEqual(starts);
          expect(offsets(search.scan(data.subarray(0, -1))[0]!)).toEqual(starts.slice(0, -1));
        }
      }
    });
  }

  it("give the same matches whatever their size", () => {
    const random = new Random(3);
    for (let round = 0; round < 40; round++) {
      const words = Array.from({ length: 1 + random.below(30) }, () =>
        Array.from({ length: 2 + random.below(7) }, () => "abc"[random.below(3)]).join(""),
      );
      const search = new BareSearch(words.map((word) => literal(word, { wide: random.chance(20) })));
      const noise = Uint8Array.from({ length: 1500 + random.below(3000) }, () => 0x61 + random.below(3));
      const whole = search.scan(noise);
      for (const chunkSize of [64, 512, 1024 + 64]) {
        expect(search.scan(noise, { chunkSize }), `${words} in chunks of ${chunkSize}`).toEqual(whole);
        const inParts = search.scan(noise, { chunkSize, isShownInParts: true });
        expect(inParts, `${words} in parts of ${chunkSize}`).toEqual(whole);
      }
    }
  });

  it("keeps what was found when the caller stops between them", () => {
    let chunks = 0;
    const [matches] = new BareSearch([literal("abcd")]).scan(data, { onChunk: () => ++chunks < 2 });
    expect(chunks).toBe(2);
    expect(offsets(matches!)).toEqual(expected.filter((at) => at < 2 * CHUNK_SIZE));
  });
});

describe("limits", () => {
  const data = bytes("ab".repeat(50_000));

  it("keeps the first matches of a pattern and says that there were more", () => {
    const search = new BareSearch([literal("ab"), literal("ba", { isExistenceEnough: true })]);
    const [first] = search.scan(data, { maxMatches: 10 });
    expect(offsets(first!)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
    expect(search.limitsMet).toBe(ScanLimit.matchesPerPattern);
  });

  it("meets no limit with exactly as many matches as allowed", () => {
    const search = new BareSearch([literal("ab")]);
    expect(search.scan(data, { maxMatches: 50_000 })[0]!.length).toBe(50_000);
    expect(search.limitsMet).toBe(0);
  });

  it("says so when there is no memory for more matches, and scans on as if nothing had been", () => {
    const search = new BareSearch([literal("ab")], { maximumPages: 40 });
    const [matches] = search.scan(bytes("ab".repeat(200_000)), { maxMatches: 1_000_000 });
    expect(search.limitsMet).toBe(ScanLimit.memory);
    expect(matches!.length).toBeLessThan(200_000);
    expect(offsets(search.scan(bytes("ab.ab"))[0]!)).toEqual([0, 3]);
    expect(search.limitsMet).toBe(0);
  });

  it("stops at the first match in fast scans where existence is enough", () => {
    const search = new BareSearch([literal("ab"), literal("ba", { isExistenceEnough: true })]);
    expect(search.scan(data, { fastScan: true }).map((matches) => matches.length)).toEqual([50_000, 1]);
    expect(search.scan(data).map((matches) => matches.length)).toEqual([50_000, 49_999]);
  });
});

describe("anchored patterns", () => {
  const at = (anchor: number, options: Partial<LiteralSpec> = {}) => literal("abc", { anchor, ...options });
  const search = new BareSearch([at(0), at(3), at(4), at(1, { xor: { start: 1, end: 1 } }), at(2 ** 40)]);

  it("are looked for at their offset only", () => {
    const found = search.scan(bytes("abcabc")).map(offsets);
    expect(found).toEqual([[0], [3], [], [], []]);
    expect(search.scan(bytes("-`cb")).map(offsets)).toEqual([[], [], [], [1], []]);
  });

  it("stay out of the filter", () => {
    expect(search.tables.decision.prefilter).toBe("none");
    expect(describePattern(at(0))).toEqual({ kinds: ["anchored"], atoms: [], isSlow: false });
  });
});

describe("descriptions of patterns", () => {
  it("say how they are looked for, and whether that is slow", () => {
    expect(describePattern(literal("aB", { wide: true }))).toEqual({
      kinds: ["literal"],
      atoms: ["6142", "61004200"],
      isSlow: false,
    });
    expect(describePattern(literal("aB!", { nocase: true })).atoms).toEqual(["?1?221"]);
    expect(describePattern(literal("e")).isSlow).toBe(true);
  });
});

describe("a search used again", () => {
  it("remembers nothing of the last scan", () => {
    const search = new BareSearch([literal("ab"), literal("cd")]);
    expect(search.scan(bytes("abcdab")).map(offsets)).toEqual([[0, 4], [2]]);
    expect(search.scan(bytes("cd")).map(offsets)).toEqual([[], [0]]);
    expect(search.scan(bytes("")).map(offsets)).toEqual([[], []]);
  });

  it("finds matches of long patterns", () => {
    const text = Array.from({ length: 5000 }, (_, i) => String.fromCharCode(32 + ((i * i) % 90))).join("");
    const search = new BareSearch([literal(text)]);
    expect(offsets(search.scan(bytes(`..${text}`))[0]!)).toEqual([2]);
    expect(offsets(search.scan(bytes(`..${text.slice(0, -1)}~`))[0]!)).toEqual([]);
  });
});

describe("questions about matches", () => {
  const search = new BareSearch([literal("ab")]);
  search.scan(bytes("abab..ab"));
  const { patternAt, patternIn, patternCountIn } = search.queries;

  it("answers for single offsets", () => {
    expect([0n, 1n, 2n, 6n, -1n, 2n ** 32n, 2n ** 32n + 2n].map((offset) => patternAt(0, offset))).toEqual([
      1, 0, 1, 1, 0, 0, 0,
    ]);
  });

  const max = 2n ** 63n - 1n;
  it.each([
    [0n, 1n, 1, 1n],
    [1n, 5n, 1, 1n],
    [3n, 5n, 0, 0n],
    [-5n, max, 1, 3n],
    [-max - 1n, -1n, 0, 0n],
    [6n, 2n, 0, 0n],
    [7n, max, 0, 0n],
  ])("answers for [%s, %s]", (lower, upper, isThere, count) => {
    expect(patternIn(0, lower, upper)).toBe(isThere);
    expect(patternCountIn(0, lower, upper)).toBe(count);
  });
});
