/**
 * Generated conditions on Tyara and on the native build of YARA-X, on the same inputs: the same verdicts, the same rules matching.
 * A short run belongs to the tests; `TYARA_RUNS=1000 npx vitest run packages/tyara/test/differential/conditions.test.ts` is a campaign of
 * a thousand rounds (each 100 conditions on every input), `TYARA_SEED` starts elsewhere. Differences are shrunk before they are shown.
 */
import { describe, expect, it } from "vitest";
import { Compiler } from "../../src/compat.ts";
import { native } from "../peers.ts";
import { generateCondition, print, ruleOf, shrink } from "./condition-generator.ts";
import { Random } from "./random.ts";

const ROUNDS = Number(process.env.TYARA_RUNS ?? 15);
const FIRST_SEED = Number(process.env.TYARA_SEED ?? 1);
const CONDITIONS_A_ROUND = 100;
const SIZE = 8;

const HEADER = 'import "test_proto2" import "math"\n';
const encode = (text: string) => Buffer.from(text, "latin1");
const INPUTS: readonly Uint8Array[] = [
  new Uint8Array(),
  encode("a"),
  encode("abc ab aXb B a b\0c\0 bbbc"),
  encode("\xff\xff\xff\xff\xff\xff\xff\xff\x80\0\0\0\0\0\0\x80\x7f\xf0abab"),
  encode("a b a b ab.abb.abbb a\0b\0c\0".repeat(8)),
  encode("zzzz".repeat(64)),
];

/** What one engine says of conditions: for each, the inputs it holds for, or why it is refused. */
type Verdict = string;

function sourceOf(conditions: readonly string[]): string {
  return HEADER + conditions.map((condition, i) => ruleOf(condition, `r${i}`)).join("\n");
}

interface Accepting {
  /** Which of the conditions are refused, with a code each. */
  refusals(conditions: readonly string[]): Map<number, string>;
  scan(conditions: readonly string[]): (input: Uint8Array) => ReadonlySet<string>;
}

const reference: Accepting = {
  refusals: (conditions) =>
    refusedLines(native!.validate(sourceOf(conditions)).errors.map(({ message }) => message)),
  scan: (conditions) => {
    const rules = native!.compile(sourceOf(conditions));
    return (input) => new Set(rules.scan(Buffer.from(input)).map((match) => match.ruleIdentifier));
  },
};

const tyara: Accepting = {
  refusals: (conditions) => {
    const compiler = new Compiler();
    try {
      compiler.addSource(sourceOf(conditions));
    } catch {
      // What is wrong is in `errors`.
    }
    return refusedLines(compiler.errors);
  },
  scan: (conditions) => {
    const compiler = new Compiler();
    compiler.addSource(sourceOf(conditions));
    const scanner = compiler.build().scanner();
    return (input) =>
      new Set(scanner.scan(input).matches.map((match: { identifier: string }) => match.identifier));
  },
};

/** One rule a line, so a report's line tells the rule. */
function refusedLines(reports: readonly string[]): Map<number, string> {
  return new Map(
    reports.map((report) => {
      const [, code, line] = /^error\[(\w+)\][\s\S]*?line:(\d+):/.exec(report) ?? [undefined, report, "0"];
      return [Number(line) - 2, code ?? report];
    }),
  );
}

/** The verdict on each condition; the refused ones are left out of the scan. */
function verdicts(engine: Accepting, conditions: readonly string[]): Verdict[] {
  const refused = engine.refusals(conditions);
  const accepted = conditions.filter((_, i) => !refused.has(i));
  const scan = engine.scan(accepted);
  const matching = INPUTS.map((input) => scan(input));
  let next = 0;
  return conditions.map((_, i) => {
    const code = refused.get(i);
    if (code !== undefined) return code;
    const name = `r${next++}`;
    return matching.map((names) => (names.has(name) ? "1" : "0")).join("");
  });
}

function verdict(engine: Accepting, condition: string): Verdict {
  try {
    return verdicts(engine, [condition])[0]!;
  } catch (error) {
    return `failed: ${(error as Error).message}`;
  }
}

function differs(condition: string): boolean {
  return verdict(reference, condition) !== verdict(tyara, condition);
}

function differencesOf(seed: number): { condition: string; reference: Verdict; tyara: Verdict }[] {
  const random = new Random(seed);
  const parts = Array.from({ length: CONDITIONS_A_ROUND }, () => generateCondition(random, SIZE));
  const texts = parts.map(print);
  const expected = verdicts(reference, texts);
  const found = verdicts(tyara, texts);
  return parts
    .filter((_, i) => expected[i] !== found[i])
    .slice(0, 5)
    .map((part) => {
      const condition = shrink(part, differs);
      return { condition, reference: verdict(reference, condition), tyara: verdict(tyara, condition) };
    });
}

describe.skipIf(native === undefined)("generated conditions", () => {
  it("are judged as the reference judges them", { timeout: 24 * 3_600_000 }, () => {
    const differences = [];
    for (let seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS && differences.length < 20; seed++)
      differences.push(...differencesOf(seed));
    expect(differences).toEqual([]);
  });
});
