/**
 * Rules made at random get the verdicts of the reference: the same codes at the same places. `TYARA_ROUNDS`
 * multiplies the number of rules of each kind, `TYARA_SEED` chooses others.
 */
import { describe, expect, it } from "vitest";
import { native } from "../../peers.ts";
import { firstSeed, rounds } from "../../rounds.ts";
import { Random } from "../random.ts";
import { generatePattern } from "./pattern-source-generator.ts";
import { generateHex, generateRegexp } from "./real-pattern-generator.ts";
import { generateSetCondition, SET_PATTERNS } from "./set-condition-generator.ts";
import { GLOBALS, generateCondition, PATTERNS, PREAMBLE } from "./typed-condition-generator.ts";
import { compareVerdicts, type Difference } from "./verdict-comparison.ts";

const count = rounds(1000);
const BATCH = 100;

function findDifferences(
  make: (random: Random, nth: number) => string,
  preamble: string,
  globals?: typeof GLOBALS,
): Difference[] {
  const random = new Random(firstSeed);
  const found: Difference[] = [];
  for (let done = 0; done < count; done += BATCH) {
    const rules = Array.from({ length: BATCH }, (_, nth) => make(random, nth));
    found.push(...compareVerdicts(native!, preamble, rules, globals));
  }
  return found;
}

/** Known differences, each with its reason in docs/known-differences.md. */
const KNOWN: readonly ((difference: Difference) => boolean)[] = [
  // External variables are no constants.
  ({ rule, theirs, ours }) => /\bg_\w+/.test(rule) && sameBut(theirs, ours, "invariant_expr"),
  // One mistake of form, one diagnostic.
  ({ theirs, ours }) => ours.length > 0 && sameBut(theirs, ours, "E001"),
  // Constant arithmetic is exact.
  ({ ours, theirs }) => sameBut(ours, theirs, "E007"),
];

/** Whether `more` is `less` and diagnostics of one code. */
function sameBut(more: readonly string[], less: readonly string[], code: string): boolean {
  return (
    more.filter((one) => !one.startsWith(`${code}@`)).join() ===
    less.filter((one) => !one.startsWith(`${code}@`)).join()
  );
}

const isUnknown = (difference: Difference): boolean => !KNOWN.some((isKnown) => isKnown(difference));

if (native === undefined)
  console.log("the native addon of YARA-X is absent: generated rules are not compared with it");

describe.skipIf(native === undefined)("verdicts on generated rules", () => {
  it("conditions", () => {
    const make = (random: Random, nth: number) =>
      `rule r${nth} { strings: ${PATTERNS} condition: ${generateCondition(random, 4)} }`;
    expect(findDifferences(make, PREAMBLE, GLOBALS).filter(isUnknown)).toEqual([]);
  });

  it("sets of patterns", () => {
    const make = (random: Random, nth: number) =>
      `rule r${nth} { strings: ${SET_PATTERNS} condition: ${generateSetCondition(random, 3)} and any of them }`;
    expect(findDifferences(make, "")).toEqual([]);
  });

  it("patterns", () => {
    const declare = (random: Random) =>
      `$${random.pick(["a", "b", "a", "", "x1"])} = ${generatePattern(random)}`;
    const make = (random: Random, nth: number) => {
      const patterns = Array.from({ length: 1 + random.below(2) }, () => declare(random)).join(" ");
      return `rule r${nth}${random.chance(5) ? " : a b a" : ""} { strings: ${patterns} condition: any of them }`;
    };
    const differences = findDifferences(make, "");
    // Which odd patterns are slow is a matter of degree: at most one in a hundred may be judged otherwise.
    const slowness = differences.filter(({ ours, theirs }) => sameBut(ours, theirs, "slow_pattern"));
    expect(slowness.length).toBeLessThanOrEqual(count / 100);
    expect(differences.filter((one) => !slowness.includes(one))).toEqual([]);
  });

  it.each([
    ["regular expressions", generateRegexp],
    ["hex patterns", generateHex],
  ])("%s like those of collections", (_, generate) => {
    // Of equal patterns the reference warns of the first only.
    const seen = new Set<string>();
    const generateNew = (random: Random): string => {
      const pattern = generate(random);
      if (seen.has(pattern)) return generateNew(random);
      seen.add(pattern);
      return pattern;
    };
    const make = (random: Random, nth: number) =>
      `rule r${nth} { strings: $a = ${generateNew(random)} condition: $a }`;
    const differences = findDifferences(make, "").filter(
      ({ ours, theirs }) => !ours.includes("E001") && !theirs.includes("E001"),
    );
    const slowness = differences.filter(({ ours, theirs }) => sameBut(ours, theirs, "slow_pattern"));
    expect(slowness.length).toBeLessThanOrEqual(Math.ceil(count / 300));
  });

  // Real ones that were judged otherwise, and what they are made of.
  it.each([
    "/(\\w{5}\\s&\\s){7}\\w{5}/",
    "/(\\w{5}ab)+\\w{5}/",
    "/(\\w{5}(\\w{5}ab){2}){2}/",
    "/(\\w{5}a){2}/",
    "/(\\w{5}ab|\\w{5}cd)\\w/",
    "/(\\w{5}ab)*\\w{5}/",
    "/([a-z]{1,5}\\.c){2}/",
    "/ {4}[a-zA-Z]{8}/",
    "/\\s{3}[a-zA-Z]{8}/",
    "/[A-Za-z0-9].?\\//",
    "/[\\x00-\\x1f]/",
    "/[\\x00-\\x1f]{5}a/",
    "{ 61 ( ?? ?? 62 63 | ?? ?? 64 65 ) }",
    "{ 8B 5A [200-300] ?? 61 }",
    "{ 8B 5A 11 12 [0-200] 4D [1-3] 61 }",
    "{ 8B 5A 11 12 [0-201] 4D [1-3] 61 }",
    "{ 8B 5A 11 12 [200-300] 4D [1-3] 61 }",
    "{ 8B 5A 11 12 [300-1000] ?? 61 }",
    "{ 61 [4-20] ?0 [0-300] 8B [0-3] 20 }",
    "{ 90 90 [4-20] 5A }",
    "{ CC CC [4-20] 5A }",
    "{ 20 20 [0-3] 90 }",
    "{ 20 ?? 20 [1-3] 5A }",
    "{ 00 ?? 00 [1-3] 5A }",
    "/-.{0,4}\\//",
    "/-.{0,4}b/",
    "/[\\x01-\\x10][\\x80-\\x8f].{1,3}\\[/s",
    "/./s ascii wide",
    "{ 90 ?? [200-300] FF 90 }",
    "{ E8 ?? ?? ?? [200-300] ?? FF }",
  ])("%s", (pattern) => {
    expect(compareVerdicts(native!, "", [`rule r { strings: $a = ${pattern} condition: $a }`])).toEqual([]);
  });
});
