import { describe, expect, it } from "vitest";
import { expandOptionalValues } from "../src/optional-values.ts";

const options = [
  { long: "recursive", short: "r", whenBare: "1000" },
  { long: "print-strings", short: "s", whenBare: "120" },
];

const cases: readonly (readonly [given: string, expected: string])[] = [
  ["-s rules target", "--print-strings=120 rules target"],
  ["-s=40 rules", "--print-strings=40 rules"],
  ["--print-strings=40", "--print-strings=40"],
  ["--recursive dir", "--recursive=1000 dir"],
  ["-rs", "--recursive=1000 --print-strings=120"],
  ["-mrs=5", "-m --recursive=1000 --print-strings=5"],
  ["-m -o json", "-m -o json"],
  ["- -- -s", "- -- -s"],
];

describe("options whose value may be left out", () => {
  it.each(cases)("%s", (given, expected) => {
    expect(expandOptionalValues(given.split(" "), options).join(" ")).toBe(expected);
  });
});
