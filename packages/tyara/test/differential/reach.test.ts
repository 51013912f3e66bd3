/** The option `compat: "yara-x"` at the edge of what the reference follows, against its native addon. */

import { describe, expect, it } from "vitest";
import { compile } from "../../src/compile.ts";
import { bytes } from "../bytes.ts";
import { native } from "../peers.ts";

const wide = (text: string) => [...text].map((character) => `${character}\0`).join("");

/** Patterns with data in which something is `length` bytes long. */
const cases: readonly [pattern: string, data: (length: number) => string][] = [
  ["/abcd[a-w]+z/", (length) => `abcd${"a".repeat(length - 5)}z`],
  ["/abcd[a-w]+/", (length) => `abcd${"a".repeat(length - 4)}`],
  ["/abcd[a-w]+?z/", (length) => `abcd${"a".repeat(length - 5)}z`],
  ["/abcd[a-w]+z/i", (length) => `ABCD${"a".repeat(length - 5)}Z`],
  ["/^abcd[a-w]+z/", (length) => `abcd${"a".repeat(length - 5)}z`],
  ["/abcd.*z/", (length) => `abcd${"a".repeat(length - 5)}z`],
  ["/abcd(ka|bc)+z/", (length) => `abcd${"ka".repeat((length - 5) >> 1)}z`],
  ["/q[0-9]+xyzv/", (length) => `q${"1".repeat(length - 1)}xyzv`],
  ["/[0-9]+xyzv/", (length) => `${"1".repeat(length)}xyzv`],
  ["/abcd[a-w]+$/", (length) => `abcd${"a".repeat(length - 4)}`],
  ["/abcd[a-w]+\\b/", (length) => `abcd${"a".repeat(length - 4)}`],
  ["/abcd[a-w]+z/ wide", (length) => wide(`abcd${"a".repeat((length >> 1) - 5)}z`)],
  ["/abcd[a-w]{4090}z/", (length) => `abcd${"a".repeat(length - 5)}z`],
  ["/abcd[a-w]{4091}z/", (length) => `abcd${"a".repeat(length - 5)}z`],
  ["/abcd[a-w]{5000}z/", (length) => `abcd${"a".repeat(length + 904)}z`],
  ["/abcd.{4200}z/s", (length) => `abcd${"a".repeat(length + 104)}z`],
  ["{ 61 62 63 64 [-] 7A 79 }", (length) => `abcd${"a".repeat(length)}zy`],
];

function ours(pattern: string, data: string, options: { compat?: "yara-x" }): string {
  const { matches } = compile(rule(pattern), options).scanner().scan(bytes(data));
  return matches.flatMap((found) => found.patterns[0]!.matches.map(text)).join(" ");
}

function theirs(pattern: string, data: string): string {
  const [found] = native!.compile(rule(pattern)).scan(bytes(data));
  return found === undefined ? "" : found.matches.map(text).join(" ");
}

const rule = (pattern: string) => `rule r { strings: $a = ${pattern} condition: $a }`;
const text = ({ offset, length }: { offset: number; length: number }) => `${offset}+${length}`;

describe.skipIf(native === undefined)("a regexp is followed as far as by the reference", () => {
  it.each(cases)("%s", (pattern, data) => {
    for (const length of [100, 4094, 4095, 4096, 4097, 4098, 4099, 4100, 5000, 8300]) {
      const input = data(length);
      expect(ours(pattern, input, { compat: "yara-x" }), `${length} bytes`).toBe(theirs(pattern, input));
    }
  });
});

describe("a regexp is followed", () => {
  it("for any distance unless told otherwise", () => {
    expect(ours("/abcd[a-w]+z/", `abcd${"a".repeat(9000)}z`, {})).toBe("0+9005");
  });

  it("from each hit of its text", () => {
    const data = `abcd${"a".repeat(4000)}abcd${"a".repeat(4000)}z`;
    expect(ours("/abcd[a-w]+z/", data, { compat: "yara-x" })).toBe("4004+4005");
  });
});

const anchored = [
  '"abc"',
  '"abc" nocase',
  "{ 61 62 63 }",
  "{ 61 ?? 63 }",
  "/abc/",
  "/ab[cd]/",
  "/(abc|abd)/",
  '"abc" xor(0)',
];

describe.skipIf(native === undefined)("a pattern that is asked for at one offset", () => {
  it.each(anchored)("has the matches it has in the reference: %s", (pattern) => {
    const source = `rule r { strings: $a = ${pattern} condition: $a at 3 }`;
    const data = bytes("abcabcabdABC");
    const { matches } = compile(source, { compat: "yara-x" }).scanner().scan(data);
    const found = matches.flatMap(({ patterns }) => patterns[0]!.matches.map(text));
    expect(found).toEqual(native!.compile(source).scan(data)[0]!.matches.map(text));
  });
});
