/** What each pass does to conditions, and that conditions mean the same with each of them switched off. */

import type { CheckedProgram } from "@tyara/language/ir";
import { Compiler, Rules } from "tyara";
import { describe, expect, it } from "vitest";
import {
  generateCondition,
  IMPORTS,
  PREAMBLE,
  print,
  ruleOf,
} from "../../../tyara/test/differential/condition-generator.ts";
import { Random } from "../../../tyara/test/differential/random.ts";
import { dumpIr } from "../dump.ts";
import { emitProgram } from "../emit/emit-program.ts";
import { deriveAllFacts, type Facts } from "./facts.ts";
import { passes } from "./optimise.ts";

function check(...conditions: string[]): CheckedProgram {
  const compiler = new Compiler();
  const rules = conditions.map(
    (condition, index) =>
      `rule r${index} { strings: $_a = "alpha" $_b = "beta" $_c = "gamma" condition: ${condition} }`,
  );
  compiler.addSource(`import "test_proto2" import "console" import "math"\n${rules.join("\n")}`);
  expect(compiler.errors.map((error) => error.title)).toEqual([]);
  return compiler.check();
}

function after(pass: string, ...conditions: string[]): string[] {
  const program = passes.find(({ name }) => name === pass)!.run(check(...conditions));
  return program.rules.map((rule) => dumpIr(rule.condition));
}

describe("simplify", () => {
  it.each([
    ["true and filesize > 1", "(and (> filesize 1))"],
    ["uint8(0) == 1 or true", "true"],
    ["not (not (uint8(0) == 1))", "(== (uint8 0) 1)"],
    ["7 \\ 2 == 3", "true"],
    [
      "uint8(0) == 1 and (uint8(1) == 2 and uint8(2) == 3)",
      "(and (== (uint8 0) 1) (== (uint8 1) 2) (== (uint8 2) 3))",
    ],
    ["$_a and true", "$0"],
  ])("%s", (condition, expected) => {
    expect(after("simplify", condition)).toEqual([expected]);
  });
});

describe("hoist", () => {
  it.each([
    [
      "for any i in (0..9) : (uint8(i) == uint8(0) + 1)",
      "(with v1 = (add (uint8 0) 1) (for any v0 0..9 (== (uint8 v0) v1)))",
    ],
    ["for all of them : (@ > uint16(4))", "(with v0 = (uint16 4) (for all $0 $1 $2 (> (offset $) v0)))"],
    ["for any i in (0..9) : (i == filesize)", "(for any v0 0..9 (== v0 filesize))"],
    [
      "for any i in (0..9) : (for any j in (0..9) : (uint8(i) == uint8(j)))",
      "(for any v0 0..9 (with v2 = (uint8 v0) (for any v1 0..9 (== v2 (uint8 v1)))))",
    ],
  ])("%s", (condition, expected) => {
    expect(after("hoist", condition)).toEqual([expected]);
  });
});

describe("chains", () => {
  const anyOf = (...values: string[]) =>
    values.map((value) => `test_proto2.string_foo == ${value}`).join(" or ");

  it.each([
    [
      "uint16(0) == 1 or 2 == uint16(0) or filesize == 3 or uint16(0) == 3 or uint16(0) == 4",
      "(or (one-of (uint16 0) 1 2 3 4) (== filesize 3))",
    ],
    [anyOf('"a"', '"foo"', '"b"', '"c"'), '(or (one-of test_proto2.string_foo "a" "foo" "b" "c"))'],
    ["uint8(0) == 1 or uint8(1) == 1 or uint8(2) == 1 or uint8(3) == 1", undefined],
    [anyOf('"a"', '"b"', '"c"'), undefined],
  ])("%s", (condition, expected) => {
    expect(after("chains", condition)).toEqual([expected ?? dumpIr(check(condition).rules[0]!.condition)]);
  });

  it.each([
    [anyOf('"a"', '"foo"', '"fooo"', '"fo"', '"zz"'), true],
    [anyOf('"a"', '"food"', '"fooo"', '"fo"', '"zz"'), false],
    ["filesize == 9 or filesize == -9 or filesize == 5 or filesize == 2 or filesize == 3", true],
    ["filesize == 9 or filesize == -9 or filesize == 6 or filesize == 2 or filesize == 4", false],
    ["not (uint8(99) == 9 or uint8(99) == 8 or uint8(99) == 7 or uint8(99) == 6)", true],
  ])("%s: %s", (condition, expected) => {
    const rules = new Rules(emitProgram(check(condition)), { modules: new Compiler().modules });
    expect(rules.scan(new Uint8Array(5)).matches.length > 0).toBe(expected);
  });
});

describe("group-matches", () => {
  const text = "test_proto2.string_foo";

  it("tries regexps on one string together", () => {
    const [dump] = after("group-matches", `${text} matches /a/ or filesize == 1 or ${text} matches /b/i`);
    expect(dump).toBe("(or (matches test_proto2.string_foo /2/) (== filesize 1))");
  });

  it.each([
    [`${text} matches /^bar$/ or ${text} matches /^FO+$/i`, true],
    [`${text} matches /^bar$/ or ${text} matches /^FO+$/`, false],
    [`${text} matches /^bar/ or ${text} matches /oo/`, true],
    [`${text} matches /x/ or ${text} matches /o$/ or ${text} matches /y/`, true],
    [`not (test_proto2.string_undef matches /a/ or test_proto2.string_undef matches /b/)`, true],
  ])("%s: %s", (condition, expected) => {
    const rules = new Rules(emitProgram(check(condition)), { modules: new Compiler().modules });
    expect(rules.scan(new Uint8Array(5)).matches.length > 0).toBe(expected);
  });
});

describe("share", () => {
  it("evaluates once what two rules ask", () => {
    const [first, second] = after(
      "share",
      "math.entropy(0, filesize) > 7.0",
      "math.entropy(0, filesize) < 1.0",
    );
    expect(first).toContain("shared 0");
    expect(second).toContain("shared 0");
  });

  it("evaluates once what a loop asks in each turn", () => {
    expect(after("share", "for any i in (0..9) : (test_proto2.add(1, 2) == i)")[0]).toContain("shared 0");
  });

  it("leaves alone what differs, depends on a loop or writes to the console", () => {
    const dumps = after(
      "share",
      "test_proto2.add(1, 2) == 3",
      "test_proto2.add(1, 3) == 3",
      "for any i in (0..9) : (test_proto2.add(i, 2) == 3)",
      "console.log(1)",
      "console.log(1)",
    );
    expect(dumps.filter((dump) => dump.includes("shared"))).toEqual([]);
  });
});

describe("facts", () => {
  const unbounded = 0xffff_ffff;
  const cases: [string, Partial<Record<keyof Facts, unknown>>][] = [
    ["filesize < 100", { maximumSize: 99 }],
    ["200 <= filesize and filesize < 300", { minimumSize: 200, maximumSize: 299 }],
    ["filesize == 5 or filesize == 9", { minimumSize: 5, maximumSize: 9 }],
    ["filesize < 5 or uint8(0) == 1", {}],
    ["uint16(0) == 0x5a4d", { bytes: { offset: 0, byteLength: 2, values: [0x5a4d] } }],
    ["uint16be(0) == 0x4d5a", { bytes: { offset: 0, byteLength: 2, values: [0x5a4d] } }],
    [
      "uint16(0) == 0x5a4d or uint32(0) == 0x464c457f",
      { bytes: { offset: 0, byteLength: 2, values: [0x5a4d, 0x457f] } },
    ],
    ["not uint16(0) == 0x5a4d", {}],
    ["$_a", { patterns: [0] }],
    ["$_a or $_b", { patterns: [0, 1] }],
    ["$_a and any of ($_b, $_c)", { patterns: [0] }],
    ["all of them", { patterns: [0] }],
    ["2 of them", { patterns: [0, 1] }],
    ["none of them", {}],
    ["0 of them", {}],
    ["#_a > 2", { patterns: [0] }],
    ["#_a >= 0", {}],
    ["#_a == 0", {}],
    ["@_a == 4 or !_b[2] > 1", { patterns: [0, 1] }],
    ["not @_a == 4", { patterns: [0] }],
    ["for any of ($_b, $_c) : (# > 3)", { patterns: [1, 2] }],
    ["for any of them : (uint8(0) == 3)", { bytes: { offset: 0, byteLength: 1, values: [3] } }],
    ["$_a and console.log(1)", {}],
    ["uint8(0) == 300", { minimumSize: unbounded, maximumSize: 0 }],
  ];

  it.each(cases)("%s", (condition, expected) => {
    const [facts] = deriveAllFacts(check(condition).rules);
    const { patterns, ...rest } = facts!;
    const found = { ...rest, patterns: patterns && [...patterns] };
    const nothing = { minimumSize: 0, maximumSize: unbounded, bytes: undefined, patterns: undefined };
    expect(found).toEqual({ ...nothing, ...expected });
  });

  it("come along with a rule that is referred to", () => {
    const [, facts] = deriveAllFacts(check("filesize < 100", "r0 and $_a").rules);
    expect(facts).toMatchObject({ maximumSize: 99, patterns: new Set([0]) });
  });

  const byLoad: [string, number[]][] = [
    ["all of ($_*)", [2]],
    ["2 of ($_a, $_b, $_c)", [2, 0]],
    ["$_a and $_b and $_c", [2]],
    ["$_a and ($_b or $_c)", [0]],
    ["any of ($_a, $_b) and $_c", [2]],
  ];
  it.each(byLoad)(
    "demand the patterns that are looked for with the least work: %s",
    (condition, expected) => {
      const [facts] = deriveAllFacts(check(condition).rules, { loads: [2, 5, 1, 9, 9, 9, 9] });
      expect([...facts!.patterns!].sort()).toEqual([...expected].sort());
    },
  );
});

describe("optimised conditions", () => {
  const inputs = ["", "abc ab aXb", "a b a b ab.abb.abbb a\0b\0c\0".repeat(9)].map((text) =>
    Buffer.from(text, "latin1"),
  );

  function verdicts(program: CheckedProgram, without: readonly (typeof passes)[number]["name"][]): string[] {
    const scanner = new Rules(emitProgram(program, { withoutPasses: without })).scanner();
    return inputs.map((input) =>
      scanner
        .scan(input)
        .matches.map((rule) => rule.identifier)
        .join(" "),
    );
  }

  it("match the same data with each pass switched off", () => {
    const random = new Random(11);
    for (let round = 0; round < 6; round++) {
      const conditions = Array.from({ length: 60 }, () => print(generateCondition(random, 12)));
      const compiler = new Compiler();
      compiler.addSource(PREAMBLE);
      for (const [index, condition] of conditions.entries())
        compiler.addSource(`${IMPORTS} ${ruleOf(condition, `r${index}`)}`);
      const program = compiler.check();
      const expected = verdicts(
        program,
        passes.map(({ name }) => name),
      );
      expect(verdicts(program, [])).toEqual(expected);
      for (const { name } of passes) expect([name, verdicts(program, [name])]).toEqual([name, expected]);
    }
  });
});
