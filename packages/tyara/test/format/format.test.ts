/** Formatting keeps every token and comes to rest at once, on whatever source and with whatever options. */
import { format } from "tyara/format";
import { describe, expect, test } from "vitest";
import { Random } from "../differential/random.ts";
import { generateSource } from "../differential/syntax/rule-generator.ts";
import { firstSeed, rounds } from "../rounds.ts";
import { KINDS, randomOptions } from "./kinds.ts";
import { problemsOf } from "./properties.ts";

describe.each(KINDS)("%s sources", (_, change) => {
  test("keep their tokens, and formatting twice changes nothing more", () => {
    for (let seed = firstSeed; seed < firstSeed + rounds(400); seed++) {
      const random = new Random(seed);
      const source = change(generateSource(random), random);
      const options = random.chance(50) ? {} : randomOptions(random);
      const problems = problemsOf(source, options);
      expect({ seed, source, options, problems }).toEqual({ seed, source, options, problems: [] });
    }
  });
});

test.each([
  ["nested parentheses", `rule a { condition: ${"(".repeat(100_000)}true${")".repeat(100_000)} }`],
  [
    "nested parentheses on lines of their own",
    `rule a { condition: ${"(\n".repeat(50_000)}true${"\n)".repeat(50_000)} }`,
  ],
  [
    "names of all lengths",
    `rule a { strings: $${"a".repeat(100_000)} = "x" ${'$b = "y" '.repeat(50_000)} condition: true }`,
  ],
  ["one long line", `rule a { condition: ${"true and ".repeat(200_000)}true }`],
  ["many comments", `rule a { condition: ${"/* a\n b */".repeat(50_000)} true }`],
  [
    "comments far to the right",
    `rule a { condition: ${"1+".repeat(100_000)}1 == 1 and /*${"\n a".repeat(50_000)} */ true }`,
  ],
  ["unclosed hex patterns", "rule a { strings: $a = { 00 ".repeat(20_000)],
  ["broken rules", "rule a { condition: true and }".repeat(20_000)],
])("hostile: %s", (_, source) => {
  const { text, refusal } = format(source);
  expect(refusal).toBeUndefined();
  expect(text.length).toBeLessThan(300 * source.length);
  expect(format(text).isChanged).toBe(false);
});
