import { compile } from "tyara";
import { describe, expect, it } from "vitest";

/** Patterns of each way of verification, on a long run: the leftmost matches are the ones that are kept. */
const patterns = ["/a+/", "/a+?/", '"a"', "{ 61 }", "{ 61 [0-300] 61 }", "/[a-z]+a/"];

describe("with more matches than are kept", () => {
  it.each(patterns)("%s keeps the leftmost", (pattern) => {
    const scanner = compile(`rule r { strings: $a = ${pattern} condition: #a == 3 }`).scanner();
    scanner.setMaxMatchesPerPattern(3);
    const result = scanner.scan(new Uint8Array(70_000).fill(0x61));
    expect(result.limits).toEqual(["matches-per-pattern"]);
    expect(result.matches[0]?.patterns[0]?.matches.map(({ offset }) => offset)).toEqual([0, 1, 2]);
  });
});
