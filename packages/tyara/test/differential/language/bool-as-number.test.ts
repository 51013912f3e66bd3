/** `bool == integer` means what it means in the reference, undefined operands included. */
import { describe, expect, it } from "vitest";
import { compile } from "../../../src/index.ts";
import { native } from "../../peers.ts";

/** Conditions on the test module's values: `bool_yara` is true, `array_bool` is false, true, and has no item 100. */
const CASES: readonly (readonly [string, boolean])[] = [
  ["test_proto2.bool_yara == 1", true],
  ["test_proto2.bool_yara == 0", false],
  ["test_proto2.bool_yara == 2", false],
  ["2 == test_proto2.bool_yara", false],
  ["not (test_proto2.bool_yara == 2)", true],
  ["test_proto2.bool_yara == test_proto2.int64_one", true],
  ["test_proto2.int64_zero == test_proto2.bool_yara", false],
  ["test_proto2.array_bool[0] == test_proto2.int64_zero", true],
  ["test_proto2.array_bool[0] == 2", false],
  ["for any i in (1..2) : (test_proto2.bool_yara == i)", true],
  ["for any i in (2..3) : (test_proto2.bool_yara == i)", false],
  ["test_proto2.array_bool[100] == 2", false],
  ["not (test_proto2.array_bool[100] == 2)", false],
  ["not (test_proto2.bool_yara == test_proto2.int64_undef)", false],
  ["defined (test_proto2.bool_yara == test_proto2.int64_undef)", false],
  ["defined (test_proto2.bool_yara == 2)", true],
];

const sourceOf = (condition: string): string => `import "test_proto2" rule t { condition: ${condition} }`;

describe("a boolean compared with an integer", () => {
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
