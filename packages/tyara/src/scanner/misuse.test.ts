import { describe, expect, it } from "vitest";
import { compile } from "../compile.ts";
import { RuleFormatError } from "../rules/index.ts";
import { Rules } from "../scanner/index.ts";

const rules = () => compile('rule a { strings: $a = "a" condition: $a }');
const bytes = new Uint8Array([0x61]);

function detached(): Uint8Array {
  const array = new Uint8Array(8);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

/** Calls that only callers without types can make; each must throw, and never look like a clean scan. */
const misuses: readonly (readonly [name: string, use: (rules: Rules) => unknown])[] = [
  ["text instead of bytes", (r) => r.scan("aaa" as never)],
  ["an array buffer", (r) => r.scan(new ArrayBuffer(4) as never)],
  ["a negative size", (r) => r.scan(bytes, { maxScanSize: -1 })],
  ["a size that is no number", (r) => r.scan(bytes, { maxScanSize: Number.NaN })],
  ["a time-out as bigint", (r) => r.scan(bytes, { timeoutMs: 10n as never })],
  ["a time-out as text", (r) => r.scanner().setTimeoutMs("5" as never)],
  ["a count that is no number", (r) => r.scanner().setMaxMatchesPerPattern(Number.NaN)],
  [
    "an option that throws",
    (r) =>
      r.scan(bytes, {
        get signal(): never {
          throw new Error("mine");
        },
      }),
  ],
];

describe("misuse", () => {
  it.each(misuses)("%s throws, and the next scan is as good as new", (_, use) => {
    const used = rules();
    expect(() => use(used)).toThrow();
    expect(used.scan(bytes).matches.length).toBe(1);
  });

  it("of bytes that are gone leaves the scanner usable", () => {
    const used = rules();
    try {
      used.scan(detached());
    } catch {
      // Hosts differ in whether copying from it throws.
    }
    expect(used.scan(bytes).matches.length).toBe(1);
  });

  it("of damaged compiled rules is refused, whichever byte is wrong", () => {
    const good = rules().serialize();
    for (let at = 0; at < good.length; at += Math.max(1, Math.floor(good.length / 500))) {
      const bad = good.slice();
      bad[at]! ^= 1 << (at % 8);
      expect(() => Rules.deserialize(bad), `byte ${at}`).toThrow(RuleFormatError);
    }
  });
});
