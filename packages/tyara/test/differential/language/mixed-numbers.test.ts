/** Chains of operators over integers and floats: integers are divided as integers until the first float comes. */
import { describe, expect, it } from "vitest";
import { compile } from "../../../src/index.ts";
import { native } from "../../peers.ts";

/** Scanned data have three bytes; `int64_zero` is not known when rules are compiled. */
const CASES: readonly (readonly [string, boolean])[] = [
  ["7 \\ 2 \\ 2.0 == 1.5", true],
  ["(7 \\ 2) \\ 2.0 == 1.5", true],
  ["((7 \\ 2)) \\ (2.0 \\ 1) == 1.5", true],
  ["7 \\ (2 \\ 2.0) == 7.0", true],
  ["(7 \\ 2 \\ 2.0) \\ 2 == 0.75", true],
  ["7.0 \\ 2 \\ 2 == 1.75", true],
  ["5 \\ 3 \\ 2.0 \\ 2 == 0.25", true],
  ["(-7) \\ 2 \\ 2.0 == -1.5", true],
  ["-(7 \\ 2) \\ 2.0 == -1.5", true],
  ["filesize \\ 2 \\ 2.0 == 0.5", true],
  ["(test_proto2.int64_zero | 7) * 3 \\ 2 \\ 2.0 == 5.0", true],
  ["7 % 4 \\ 2 \\ 2.0 == 0.5", true],
  ["7 \\ 2 * 2.0 == 6.0", true],
  ["for all x in (7) : (x \\ 2 \\ 2.0 == 1.5)", true],
  ["with x = 7 \\ 2 \\ 2.0 : (x == 1.5)", true],
  ["7 \\ 1 \\ 0.0 > 1.0", true],
  ["7.0 \\ 0 \\ 2 > 1.0", true],
  ["defined (7 \\ 0 \\ 2.0)", false],
  ["defined (7 \\ test_proto2.int64_zero \\ 2.0)", false],
  ["defined (7 \\ test_proto2.int64_undef \\ 2.0)", false],
  ["defined (7 \\ 2.0 \\ 0)", true],
  // A float makes every operand of `+`, `-` and `*` a float: nothing wraps around.
  ["(test_proto2.int64_zero | 9223372036854775807) + 1 + 1.0 < 0.0", false],
  ["(test_proto2.int64_zero | 9223372036854775807) * 2 * 1.0 < 0.0", false],
  ["1.0 + ((test_proto2.int64_zero | 9223372036854775807) + 1) < 0.0", true],
];

const sourceOf = (condition: string): string => `import "test_proto2" rule t { condition: ${condition} }`;

describe("a chain of integers and floats", () => {
  it.each(CASES)("%s is %s", (condition, expected) => {
    expect(compile(sourceOf(condition)).scan(new Uint8Array(3)).matches.length === 1).toBe(expected);
  });

  it.skipIf(native === undefined)("is what the reference says it is", () => {
    const matches = CASES.map(
      ([condition]) => native!.compile(sourceOf(condition)).scan(Buffer.alloc(3)).length === 1,
    );
    expect(matches).toEqual(CASES.map(([, expected]) => expected));
  });
});
