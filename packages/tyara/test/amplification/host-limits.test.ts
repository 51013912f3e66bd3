/** A rule that hosts cannot compile is told of, and takes no other rule with it; rules below the limits run. */
import { describe, expect, it } from "vitest";
import { Compiler } from "../../src/index.ts";

function list(count: number, write: (index: number) => string, separator: string): string {
  return Array.from({ length: count }, (_, index) => write(index)).join(separator);
}

const rule = (condition: string, strings = ""): string => `rule large { ${strings} condition: ${condition} }`;
const strings = (count: number): string => `strings: ${list(count, (i) => `$_${i} = "pattern ${i}."`, " ")}`;

function outcome(source: string): { errors: string[]; matches: string[] } {
  const compiler = new Compiler().addSource(`${source} rule other { condition: true }`);
  const scanner = compiler.build({ ignoreErrors: true }).scanner();
  const { matches } = scanner.scan(new TextEncoder().encode("pattern 1.pattern 2."));
  return {
    errors: compiler.errors.map(({ code }) => code),
    matches: matches.map(({ identifier }) => identifier),
  };
}

const refused: readonly (readonly [string, string])[] = [
  [
    "more code than a function may have",
    rule(
      list(20_000, (i) => `2 of them at ${i}`, " or "),
      strings(16),
    ),
  ],
  [
    "more variables and code than a host compiles at once",
    rule(
      `with ${list(2000, (i) => `x${i} = filesize + ${i}`, ", ")} : (${list(5000, (i) => `x${i % 2000} == ${i}`, " or ")})`,
    ),
  ],
  [
    "more items of a loop than a jump table may have",
    rule(`for any x in (${list(60_001, (i) => `filesize + ${i}`, ", ")}) : (x == 1)`),
  ],
];

const accepted: readonly (readonly [string, string])[] = [
  [
    "hundreds of patterns, each number of them",
    rule(
      list(590, (i) => `${i + 1} of them`, " or "),
      strings(590),
    ),
  ],
  [
    "thousands of items of a loop",
    rule(`for any x in (${list(5000, (i) => `filesize - ${i}`, ", ")}) : (x == 1)`),
  ],
  [
    "thousands of values that leave a loop",
    rule(`for any x in (0..200) : (${list(5000, (i) => `uint8(${i}) == x`, " or ")})`),
  ],
  ["hundreds of variables", rule(`with ${list(900, (i) => `x${i} = filesize - ${i}`, ", ")} : (x7 == 13)`)],
  ["tens of thousands of constants", rule(`for any x in (${list(70_000, String, ", ")}) : (x == filesize)`)],
];

describe("a rule with", () => {
  it.each(refused)("%s is refused alone", (_, source) => {
    expect(outcome(source)).toEqual({ errors: ["E200"], matches: ["other"] });
  });

  it.each(accepted)("%s runs", (_, source) => {
    expect(outcome(source)).toEqual({ errors: [], matches: ["large", "other"] });
  });
});
