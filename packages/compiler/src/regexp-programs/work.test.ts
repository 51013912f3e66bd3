/** Building a program pays for each node as it goes, so that no expression keeps the compiler from looking at its time-out. */
import { assert, meterWork, WorkMeter } from "@tyara/base";
import { parseRegexp } from "@tyara/language/regexp";
import { expect, test } from "vitest";
import { compileProgram } from "./index.ts";

/** The units that building the program takes. */
function workOf(pattern: string): number {
  const parsed = parseRegexp(pattern, {
    caseInsensitive: false,
    dotMatchesNewline: false,
    context: "matches",
  });
  assert("regexp" in parsed, "regexps of tests are sound");
  const meter = new WorkMeter();
  meterWork(meter, () => compileProgram(parsed.regexp.hir, { isWide: false }));
  return meter.units;
}

test.each([
  ["letters", (count: number) => "a".repeat(count), 20],
  ["classes", (count: number) => "[a-z]".repeat(count), 20],
  ["options", (count: number) => "a?".repeat(count), 40],
  ["branches", (count: number) => Array(count).fill("ab").join("|"), 40],
  ["loops that may be empty", (count: number) => "(a?b?)*c".repeat(count), 100],
])("%s", (_, make, least) => {
  expect(workOf(make(1000))).toBeGreaterThan(1000 * least);
  expect(workOf(make(2000)) / workOf(make(1000))).toBeLessThan(4.5);
});
