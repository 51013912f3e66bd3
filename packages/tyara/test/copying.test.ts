/**
 * Data are copied while they are searched, all of them or what a window shows. A scanner whose memory is full of an older
 * scan's bytes must find what one finds that was given all data at once.
 */

import { field } from "@tyara/language/modules";
import { defineModule } from "@tyara/modules/kit";
import type { Scanner } from "@tyara/scanner";
import { Compiler, compile, Rules } from "tyara";
import { describe, expect, it } from "vitest";

const MEBIBYTE = 1 << 20;
const KIBIBYTE = 1 << 10;
const LONG_TEXT = "0123456789abcdef".repeat(5000);

const rules: Readonly<Record<string, string>> = {
  literal: '"needle" ascii wide',
  nocase: '"NeeDLE" nocase fullword',
  xor: '"needle" xor(1-255)',
  base64: '"needle in" base64',
  long: `"${LONG_TEXT}"`,
  masked: "{ 6e 65 6? 64 [2-4] 65 }",
  chain: "{ 6e 65 65 64 6c 65 [0-300000] 66 69 6e 64 }",
  eager: "/need[a-z]{0,300}end/",
  deferred: "/need[a-z0-9]{0,9000}end/",
  unbounded: "/need[a-z]*end/s",
};

function source(condition: (name: string) => string): string {
  const all = Object.entries(rules).map(
    ([name, pattern]) => `rule r_${name} { strings: $a = ${pattern} condition: ${condition(name)} }`,
  );
  return all.join("\n");
}

/** Pieces that match, everywhere and above all across the places where copying pauses. */
function dataOf(fill: string, seed: number): Uint8Array {
  const data = new Uint8Array(MEBIBYTE + 77).fill(fill.charCodeAt(0));
  const pieces = [
    "needle",
    " neEdle ",
    "n\0e\0e\0d\0l\0e\0",
    btoa("needle in"),
    "need..le",
    "find",
    "mffgof",
  ];
  pieces.push(
    `need${"x".repeat(250)}end`,
    `need${"7".repeat(8000)}end`,
    `need${"y".repeat(90_000)}end`,
    LONG_TEXT,
  );
  let state = seed;
  for (let at = 100; at < data.length - 100; ) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 1;
    const piece = pieces[(state >> 8) % pieces.length]!;
    for (let i = 0; i < piece.length && at + i < data.length - 100; i++) data[at + i] = piece.charCodeAt(i);
    const next = Math.ceil((at + piece.length + 20) / (16 * KIBIBYTE)) * 16 * KIBIBYTE;
    at = next - ((state >> 12) % (piece.length < 20 ? piece.length : 7));
  }
  return data;
}

function found(scanner: Scanner, data: Uint8Array, isWhole: boolean): string[] {
  const read = (target: Uint8Array): number => {
    target.set(data);
    return data.length;
  };
  const result = isWhole ? scanner.scanSource({ byteLength: data.length, read }) : scanner.scan(data);
  return result.matches.flatMap(({ identifier, patterns }) =>
    patterns.flatMap(({ matches }) => [
      identifier,
      ...matches.map(({ offset, length, xorKey }) => `${identifier} ${offset}:${length}/${xorKey}`),
    ]),
  );
}

const sources: Readonly<Record<string, string>> = {
  "any match": source(() => "$a"),
  "reads of the first bytes": source(() => "uint8(0) == 0x2e and uint16be(98) == 0x2e2e and #a > 0"),
  "reads anywhere": source(() => "uint8(filesize - 1) == 0x2e and $a"),
  "reads where matches are": source(() => "for any i in (1..#a) : (uint8(@a[i]) != 1)"),
  "far anchors": source(() => "$a at 600000 or $a at 1048000 or $a"),
  ...Object.fromEntries(
    Object.keys(rules).map((name) => [
      `${name} alone`,
      `rule r { strings: $a = ${rules[name]} condition: $a }`,
    ]),
  ),
  modules: `import "math" import "hash" rule r { condition: math.entropy(0, filesize) > 0.1 and
    hash.crc32(0, filesize) != 1 } rule s { strings: $a = "needle" condition: $a and math.count(0x2e) > 10 }`,
};

/** Of these matches are short. */
const seenThroughWindows = ["literal", "nocase", "xor", "base64", "long", "masked", "chain", "eager"].map(
  (name) => `${name} alone`,
);

describe("data copied while they are searched", () => {
  const ways = Object.keys(sources).flatMap((name) =>
    [undefined, name.endsWith("alone") ? 192 : 1 << 14].map((windowStep) => ({ name, windowStep })),
  );
  it.each(ways)("give the same matches: $name, windows of $windowStep", ({ name, windowStep }) => {
    const compiled = compile(sources[name]!);
    const used = new Rules(compiled.ruleSet, windowStep === undefined ? {} : { windowStep }).scanner();
    let count = 0;
    for (let seed = 1; seed < 4; seed++) {
      const data = dataOf(".", seed);
      const expected = found(compiled.scanner(), data, true);
      count += expected.length;
      found(used, dataOf("n", seed + 100), true);
      expect(found(used, data, false)).toEqual(expected);
      found(used, dataOf("e", seed + 200), true);
      expect(found(used, data.subarray(0, 200_000), false)).toEqual(
        found(compiled.scanner(), data.subarray(0, 200_000), true),
      );
    }
    expect(count).toBeGreaterThan(0);
  });

  it("are what conditions read, wherever that is and however often", () => {
    const data = dataOf(".", 5);
    const view = new DataView(data.buffer);
    const readers: Readonly<Record<string, [byteLength: number, read: (offset: number) => number | bigint]>> =
      {
        uint8: [1, (offset) => view.getUint8(offset)],
        int16be: [2, (offset) => view.getInt16(offset)],
        uint32: [4, (offset) => view.getUint32(offset, true)],
      };
    // Around the ends of the data and of the part that is near; the pattern is nowhere, so that offsets are computed.
    const places = [0, 1 << 14, 300_000, data.length].flatMap((place) =>
      Array.from({ length: 24 }, (_, i) => place - 12 + i),
    );
    for (const count of [1, 8, places.length]) {
      const conditions = places.slice(-count).flatMap((offset) =>
        Object.entries(readers).map(([name, [byteLength, read]]) => {
          const isInside = offset >= 0 && offset + byteLength <= data.length;
          const value = `${name}(${offset} + #a)`;
          return isInside ? `${value} == ${read(offset)}` : `not defined ${value}`;
        }),
      );
      const rules = conditions.map(
        (condition, i) => `rule r${i} { strings: $a = "nowhere" condition: ${condition} }`,
      );
      const scanner = compile(rules.join("\n")).scanner();
      for (let scan = 0; scan < 2; scan++)
        expect(scanner.scan(data).matches.length, `${count} places`).toBe(conditions.length);
    }
  });

  it.each(seenThroughWindows)("are never all in the memory: %s", (name) => {
    const scanner = compile(sources[name]!).scanner();
    const before = scanner.memoryByteLength;
    const data = new Uint8Array(1 << 24).fill(0x2e);
    data.set(
      new TextEncoder().encode(`${btoa("needle in")} needle need..le mffgof needend ${LONG_TEXT}`),
      9_999_999,
    );
    data.set(new TextEncoder().encode("find"), 10_200_000);
    expect(scanner.scan(data).matches.length).toBe(1);
    expect(scanner.memoryByteLength - before).toBeLessThan(MEBIBYTE);
  });

  it.each(["simd", "scalar"] as const)("are searched beyond 2 GiB: %s", (kernel) => {
    const half = 2 ** 31;
    const data = new Uint8Array(half + MEBIBYTE);
    const texts: Readonly<Record<number, string>> = {
      [-3]: "needle",
      9: "needle",
      90: "NeedLE",
      900: "need..end",
    };
    for (const [at, text] of Object.entries(texts))
      data.set(new TextEncoder().encode(text), half + Number(at));
    const { ruleSet } =
      compile(`rule a { strings: $a = "needle" $b = "needle" nocase $c = /need[^e]{0,4}end/ $d = "oddemd" xor(1)
      condition: #a == 2 and @a[2] == ${half + 9} and !b[3] == 6 and $c in (${half}..filesize) and uint8(@a[2]) == 0x6e and #d == 2 }`);
    const [rule] = new Rules(ruleSet, { kernel }).scan(data).matches;
    expect(rule?.patterns.map(({ matches }) => matches.map(({ offset }) => offset - half))).toEqual([
      [-3, 9],
      [-3, 9, 90],
      [900],
      [-3, 9],
    ]);
  });

  it("are not those of an older scan when the scan stops", () => {
    const scanner = compile("rule r { strings: $a = /need[a-z0-9]*end/ condition: $a }").scanner();
    const start = 40_000;
    const text = (tail: string) =>
      new TextEncoder().encode(`${".".repeat(start)}need${"x".repeat(300_000)}${tail}`);
    expect(scanner.scan(text("end")).matches.length).toBe(1);
    let looks = 0;
    const signal = {
      get aborted() {
        return ++looks > 2;
      },
    } as AbortSignal;
    const result = scanner.scan(text("..."), { signal });
    expect(result.status).toBe("aborted");
    expect(result.matches).toEqual([]);
  });

  it("are all there for the modules whose values are asked for", () => {
    const sums = defineModule({
      name: "sums",
      fields: { sum: field.integer() },
      functions: {},
      parse: ({ data }) => ({ sum: BigInt(data.reduce((sum, byte) => sum + byte, 0)) }),
    });
    const compiler = new Compiler({ modules: [sums] });
    compiler.addSource("rule r { condition: false }");
    const scanner = compiler.build().scanner();
    for (const byte of [1, 2, 3]) {
      const data = new Uint8Array(500_000).fill(byte);
      const { sums: value } = scanner.scan(data, { moduleOutputs: ["sums"] }).moduleOutputs;
      expect(value).toMatchObject({ sum: BigInt(500_000 * byte) });
    }
  });
});
