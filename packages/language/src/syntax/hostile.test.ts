/** Sources that want the parser to crash, to hang or to eat all memory. */
import { meterWork, WorkMeter } from "@tyara/base";
import { describe, expect, test } from "vitest";
import { parse } from "./parse.ts";
import { MAX_NESTING } from "./parser.ts";

const COUNT = 100_000;

function condition(text: string): string {
  return `rule a { condition: ${text} } rule z { condition: true }`;
}

const DEEP: readonly (readonly [name: string, source: string])[] = [
  ["negations", condition(`${"not ".repeat(COUNT)}true`)],
  ["minus signs", condition(`${"-".repeat(COUNT)}1`)],
  ["complements", condition(`${"~".repeat(COUNT)}1`)],
  ["sums in parentheses", condition(`${"(1+".repeat(COUNT)}1${")".repeat(COUNT)}`)],
  ["calls", condition("f(".repeat(COUNT))],
  ["indexes", condition("a[".repeat(COUNT))],
  ["fields", condition(`a${".a".repeat(COUNT)}`)],
  ["loops", condition("for any i in (1..2) : (".repeat(COUNT))],
  ["loops over patterns", condition("for any of them : (".repeat(COUNT))],
  ["tuples", condition("any of (true, ".repeat(COUNT))],
  ["declarations", condition("with a = 1 : (".repeat(COUNT))],
  ["alternating operators", condition(`1${" + 1 - 1".repeat(COUNT)}`)],
  [
    "hex alternatives",
    `rule a { strings: $a = { ${"(".repeat(COUNT)} } condition: $a } rule z { condition: true }`,
  ],
];

const FLAT: readonly (readonly [name: string, source: string])[] = [
  ["parentheses", condition(`${"(".repeat(COUNT)}1${")".repeat(COUNT)}`)],
  ["one operator", condition(`1${" or 1".repeat(COUNT)}`)],
  ["a pattern set", condition(`any of (${"$a,".repeat(COUNT)} $b)`)],
  ["a tuple that begins like a pattern set", condition(`any of (${"$a,".repeat(COUNT)} true)`)],
];

describe("deep nesting", () => {
  test.each(DEEP)("%s: one diagnostic, and the next rule is there", (_, source) => {
    const { ast, diagnostics, tree } = parse(source);
    expect(diagnostics.map(({ labels }) => labels[0]!.text)).toEqual([
      `nested too deeply: more than ${MAX_NESTING} levels`,
    ]);
    expect(ast.items.map((item) => item.kind === "rule" && item.name.name)).toEqual(["z"]);
    expect(tree.text()).toBe(source);
  });

  test.each(FLAT)("%s are no nesting", (_, source) => {
    const { ast, diagnostics } = parse(source);
    expect(diagnostics).toEqual([]);
    expect(ast.items.length).toBe(2);
  });

  test("the limit is exact", () => {
    const nested = (depth: number): number =>
      parse(condition(`${"f(".repeat(depth - 1)}1${")".repeat(depth - 1)}`)).diagnostics.length;
    expect([nested(MAX_NESTING), nested(MAX_NESTING + 1)]).toEqual([0, 1]);
  });

  test("unclosed parentheses are one mistake at the end of the rule", () => {
    const { diagnostics } = parse(condition("(".repeat(COUNT)));
    expect(diagnostics.map(({ labels }) => labels[0]!.span.start)).toEqual([20 + COUNT + 1]);
  });
});

/** Pieces that are repeated; twice as many must not be much more than twice the work. */
const PIECES: readonly string[] = [
  ...'" / { $ \\ é # } @ ! \0 \ud800 "" "\\ /*/ /* """\\" $a, (. {~?'.split(" "),
  "rule a { ",
  "private ",
  "rule a { strings: $a = { 1[",
  'rule a { strings: $a = "x" ',
  "rule a { condition: true } ",
  "rule a { condition: for any of ($a, ",
  '"""a\n',
  '"a\\\n',
];

describe("work is linear in the size of the source", () => {
  test.each(PIECES)("%j", (piece) => {
    const unitsOf = (count: number): number => {
      const meter = new WorkMeter();
      meterWork(meter, () => parse(piece.repeat(count)));
      return meter.units;
    };
    const short = unitsOf(5_000);
    expect(short).toBeGreaterThan(0);
    // A square would be 64 times as much.
    expect(unitsOf(40_000)).toBeLessThan(9 * short);
  });
});

describe("too many tokens", () => {
  const maxTokens = 1000;
  const parseFew = (source: string): string[] =>
    parse(source, { maxTokens }).diagnostics.map(({ labels }) => labels[0]!.text);
  const message = `this source is too large: it has more than ${maxTokens} tokens`;

  test("end with a diagnostic, and the rules before them are there", () => {
    const source = `rule z { condition: true }${"\n".repeat(maxTokens)}rule y { condition: true }`;
    expect(parseFew(source)).toEqual([message]);
    expect(parse(source, { maxTokens }).ast.items.length).toBe(1);
    expect(parse(source, { maxTokens }).tree.text()).toBe(source);
  });

  test("wherever the limit is met", () => {
    expect(parseFew(condition(`1${"+1".repeat(maxTokens)}`))).toEqual([message]);
    expect(parseFew(`rule a { strings: $a = { ${"00".repeat(maxTokens)} } condition: $a }`)).toEqual([
      message,
    ]);
    expect(parseFew("private ".repeat(maxTokens)).length).toBe(1);
  });
});
