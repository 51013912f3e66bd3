/** Hand-made IR, emitted and run: one case for each kind and for each place where an undefined value is caught. */

import { BOOL, FLOAT, INTEGER, STRING } from "@tyara/base";
import type { CheckedProgram, CheckedRule, Ir, Quantifier, Range, Variable } from "@tyara/language/ir";
import { Rules } from "tyara";
import { describe, expect, it } from "vitest";
import { emitProgram } from "./emit-program.ts";

const span = { start: 0, end: 0 };
const encoder = new TextEncoder();

const integer = (value: number | bigint): Ir => ({
  kind: "integer",
  value: BigInt(value),
  type: INTEGER,
  span,
});
const float = (value: number): Ir => ({ kind: "float", value, type: FLOAT, span });
const bool = (value: boolean): Ir => ({ kind: "bool", value, type: BOOL, span });
const text = (value: string): Ir => ({ kind: "string", value: encoder.encode(value), type: STRING, span });
const read = (reader: "uint8" | "uint16" | "int16be" | "uint32be" | "float64be", offset: Ir): Ir => ({
  kind: "read",
  reader,
  offset,
  type: reader.startsWith("float") ? FLOAT : INTEGER,
  span,
});
/** Reads behind the end of the data. */
const nothing = read("uint8", integer(5000));
const compare = (left: Ir, operator: "==" | "!=" | "<" | "<=" | ">" | ">=", right: Ir): Ir => ({
  kind: "compare",
  operator,
  left,
  right,
  type: BOOL,
  span,
});
const not = (operand: Ir): Ir => ({ kind: "not", operand, type: BOOL, span });
const defined = (operand: Ir): Ir => ({ kind: "defined", operand, type: BOOL, span });
const and = (...operands: Ir[]): Ir => ({ kind: "and", operands, type: BOOL, span });
const or = (...operands: Ir[]): Ir => ({ kind: "or", operands, type: BOOL, span });
const arithmetic = (
  operator: "add" | "subtract" | "multiply" | "divide" | "modulo",
  ...operands: Ir[]
): Ir => ({
  kind: "arithmetic",
  operator,
  operands,
  type: operands[0]!.type,
  span,
});
const shift = (operator: "shift-left" | "shift-right", left: Ir, right: Ir): Ir => ({
  kind: "bitwise",
  operator,
  left,
  right,
  type: INTEGER,
  span,
});
const test = (
  left: Ir,
  operator: "contains" | "icontains" | "startswith" | "iendswith" | "iequals",
  right: Ir,
): Ir => ({
  kind: "string-test",
  operator,
  left,
  right,
  type: BOOL,
  span,
});
const variable = ({ id, type }: Variable): Ir => ({ kind: "variable", variable: id, type, span });
const count = (value: Ir): Quantifier => ({ kind: "count", value });
const i: Variable = { id: 0, name: "i", type: INTEGER };
const s: Variable = { id: 1, name: "s", type: STRING };
const forRange = (quantifier: Quantifier, range: Range, body: Ir): Ir => ({
  kind: "for-in",
  quantifier,
  variables: [i],
  iterable: { kind: "range", range },
  body,
  type: BOOL,
  span,
});
const forTuple = (quantifier: Quantifier, one: Variable, items: Ir[], body: Ir): Ir => ({
  kind: "for-in",
  quantifier,
  variables: [one],
  iterable: { kind: "tuple", items },
  body,
  type: BOOL,
  span,
});
const ofTuple = (quantifier: Quantifier, ...items: Ir[]): Ir => ({
  kind: "of-tuple",
  quantifier,
  items,
  type: BOOL,
  span,
});
const withValue = (one: Variable, value: Ir, body: Ir): Ir => ({
  kind: "with",
  declarations: [{ variable: one, value }],
  body,
  type: BOOL,
  span,
});
const zero = arithmetic("subtract", read("uint8", integer(0)), integer(0x61));
const minusOne = arithmetic("subtract", zero, integer(1));
const smallest = arithmetic("subtract", integer(-(2n ** 63n) + 1n), integer(1));
const any: Quantifier = { kind: "any" };
const all: Quantifier = { kind: "all" };
const none: Quantifier = { kind: "none" };
const range = (lower: Ir, upper: Ir): Range => ({ lower, upper });
const isEven = compare(arithmetic("modulo", variable(i), integer(2)), "==", integer(0));

function rule(id: number, condition: Ir, flags: Partial<CheckedRule> = {}): CheckedRule {
  const base = {
    name: `r${id}`,
    namespace: 0,
    isGlobal: false,
    isPrivate: false,
    tags: [],
    meta: [],
    patterns: [],
  };
  return { ...base, id, condition, ...flags };
}

function program(rules: CheckedRule[], namespaces: string[] = ["default"]): CheckedProgram {
  const type = { kind: "struct", name: "globals", fields: new Map() } as const;
  return { namespaces, rules, patterns: [], regexps: [], modules: [], globals: { type, values: {} } };
}

const data = Uint8Array.from("abcdefgh\x80\x01\x02\x03\x40\x09\x21\xfb\x54\x44\x2d\x18", (character) =>
  character.charCodeAt(0),
);

function matching(rules: CheckedRule[], namespaces?: string[]): string[] {
  return new Rules(emitProgram(program(rules, namespaces))).scan(data).matches.map((one) => one.identifier);
}

const cases: [string, boolean, Ir][] = [
  ["true", true, bool(true)],
  ["false", false, bool(false)],
  ["an undefined condition", false, compare(nothing, "==", integer(0))],
  ["not undefined", false, not(compare(nothing, "==", integer(0)))],
  ["defined", true, defined(read("uint8", integer(0)))],
  ["not defined", true, not(defined(nothing))],
  ["or catches", true, or(compare(nothing, "==", integer(0)), bool(true))],
  ["not of or of undefined", true, not(or(compare(nothing, "==", integer(0)), bool(false)))],
  ["not of and of undefined", true, not(and(compare(nothing, "==", integer(0)), bool(true)))],
  ["not of and in or", true, or(not(and(compare(nothing, "==", integer(0)), bool(true))), bool(false))],
  ["and inside or", true, or(and(bool(true), bool(false)), and(bool(true), bool(true)))],
  ["a little-endian reader", true, compare(read("uint16", integer(0)), "==", integer(0x6261))],
  ["a reader in network order", true, compare(read("uint32be", integer(0)), "==", integer(0x61626364))],
  ["a signed reader in network order", true, compare(read("int16be", integer(8)), "==", integer(-32767))],
  ["a float reader", true, compare(read("float64be", integer(12)), "==", float(Math.PI))],
  [
    "a reader at a computed offset",
    true,
    compare(read("uint8", arithmetic("add", zero, integer(3))), "==", integer(0x64)),
  ],
  ["a reader at the end", true, not(defined(read("uint16", arithmetic("add", zero, integer(19)))))],
  ["a reader at the last place", true, defined(read("uint16", arithmetic("add", zero, integer(18))))],
  ["a reader before the start", true, not(defined(read("uint32be", minusOne)))],
  ["division by zero", true, not(defined(arithmetic("divide", integer(1), zero)))],
  ["remainder by zero", true, not(defined(arithmetic("modulo", integer(1), zero)))],
  [
    "division rounds to zero",
    true,
    compare(arithmetic("divide", integer(-7), integer(2)), "==", integer(-3)),
  ],
  ["the smallest integer by -1", true, compare(arithmetic("divide", smallest, minusOne), "==", smallest)],
  ["its remainder", true, compare(arithmetic("modulo", smallest, minusOne), "==", integer(0))],
  [
    "addition wraps around",
    true,
    compare(arithmetic("add", integer(2n ** 63n - 1n), integer(1)), "==", smallest),
  ],
  ["float division by zero", true, compare(arithmetic("divide", float(1), float(0)), ">", float(1e300))],
  [
    "a shift by 64",
    true,
    compare(shift("shift-left", integer(1), arithmetic("add", zero, integer(64))), "==", integer(0)),
  ],
  [
    "a shift by a negative count",
    true,
    compare(shift("shift-left", integer(1), arithmetic("add", zero, integer(-64))), "==", integer(1)),
  ],
  ["an arithmetic shift", true, compare(shift("shift-right", integer(-8), integer(1)), "==", integer(-4))],
  ["equal strings", true, compare(text("abc"), "==", text("abc"))],
  ["order of strings", true, compare(text("abc"), "<", text("abd"))],
  ["a prefix comes first", true, compare(text("ab"), "<", text("abc"))],
  ["contains", true, test(text("hello"), "contains", text("ell"))],
  ["contains nothing", true, test(text("hello"), "contains", text(""))],
  ["contains, linear", true, test(text(`${"ab".repeat(300)}abc`), "contains", text(`${"ab".repeat(20)}abc`))],
  [
    "contains, linear, missing",
    false,
    test(text("ab".repeat(300)), "contains", text(`${"ab".repeat(20)}abc`)),
  ],
  ["icontains", true, test(text("HeLLo"), "icontains", text("eLl"))],
  ["iequals beyond ASCII", true, test(text("ÀB"), "iequals", text("àb"))],
  ["iendswith beyond ASCII", true, test(text("xÀB"), "iendswith", text("àb"))],
  ["no final sigma", false, test(text("ΑΣ"), "iequals", text("ας"))],
  [
    "any of a range",
    true,
    forRange(any, range(integer(0), integer(5)), compare(variable(i), "==", integer(5))),
  ],
  [
    "all of a range",
    false,
    forRange(all, range(integer(0), integer(5)), compare(variable(i), "<", integer(5))),
  ],
  [
    "none of a range",
    true,
    forRange(none, range(integer(0), integer(5)), compare(variable(i), ">", integer(5))),
  ],
  ["a count of a range", true, forRange(count(integer(3)), range(integer(0), integer(5)), isEven)],
  ["too high a count", false, forRange(count(integer(4)), range(integer(0), integer(5)), isEven)],
  ["zero acts as none", false, forRange(count(zero), range(integer(0), integer(5)), isEven)],
  [
    "a percentage",
    true,
    forRange({ kind: "percentage", value: integer(50) }, range(integer(0), integer(5)), isEven),
  ],
  [
    "a percentage rounds up",
    false,
    forRange({ kind: "percentage", value: integer(51) }, range(integer(0), integer(5)), isEven),
  ],
  ["an empty range", false, forRange(all, range(integer(1), zero), bool(true))],
  ["an undefined bound", true, not(forRange(all, range(integer(0), nothing), bool(true)))],
  [
    "an undefined quantifier",
    false,
    defined(forRange(count(nothing), range(integer(0), integer(1)), bool(true))),
  ],
  [
    "an undefined body",
    true,
    forRange(none, range(integer(0), integer(3)), compare(nothing, "==", integer(0))),
  ],
  ["a range of 2^63 items", false, forRange(any, range(zero, integer(2n ** 63n - 1n)), bool(true))],
  [
    "nested loops",
    true,
    forRange(
      all,
      range(integer(0), integer(3)),
      withValue(
        { ...i, id: 7 },
        variable(i),
        forTuple(any, s, [text("x"), text("y")], compare(variable(s), "==", text("y"))),
      ),
    ),
  ],
  [
    "a tuple of constants",
    true,
    forTuple(any, s, [text("a"), text("b")], compare(variable(s), "==", text("b"))),
  ],
  [
    "a tuple with an undefined item",
    true,
    forTuple(any, i, [integer(1), nothing, integer(3)], not(defined(variable(i)))),
  ],
  [
    "items of a tuple in order",
    true,
    forTuple(all, i, [zero, integer(1), integer(2)], compare(variable(i), "<", integer(3))),
  ],
  [
    "the last item of a tuple",
    true,
    forTuple(any, i, [zero, integer(1), integer(2)], compare(variable(i), "==", integer(2))),
  ],
  ["any of bools", true, ofTuple(any, bool(false), bool(true))],
  ["an undefined bool", false, defined(ofTuple(any, compare(nothing, "==", integer(1)), bool(true)))],
  [
    "an undefined bool behind the decision",
    true,
    ofTuple(any, bool(true), compare(nothing, "==", integer(1))),
  ],
  ["a negative count", true, ofTuple(count(minusOne), bool(false), bool(true))],
  ["an unmet negative count", false, ofTuple(count(minusOne), bool(false), bool(false))],
  ["with", true, withValue(i, integer(3), compare(variable(i), "==", integer(3)))],
  ["with undefined", true, withValue(i, nothing, not(defined(variable(i))))],
];

describe("emitted conditions", () => {
  it.each(cases)("%s: %s", (_, expected, condition) => {
    expect(matching([rule(0, condition)])).toEqual(expected ? ["r0"] : []);
  });

  it("give the same when many rules share a module", () => {
    const rules = cases.map(([, , condition], id) => rule(id, condition));
    const expected = cases.flatMap(([, isTrue], id) => (isTrue ? [`r${id}`] : []));
    expect(matching(rules)).toEqual(expected);
  });
});

describe("the dispatcher", () => {
  const ruleReference = (id: number): Ir => ({ kind: "rule", rule: id, type: BOOL, span });

  it("lets rules refer to earlier ones", () => {
    expect(
      matching([
        rule(0, bool(true)),
        rule(1, bool(false)),
        rule(2, and(ruleReference(0), not(ruleReference(1)))),
      ]),
    ).toEqual(["r0", "r2"]);
  });

  it("clears a namespace when a global rule of it is false", () => {
    const rules = [
      rule(0, bool(true)),
      rule(1, bool(false), { isGlobal: true }),
      rule(2, bool(true)),
      rule(3, bool(true), { namespace: 1 }),
      rule(4, bool(true), { namespace: 1, isGlobal: true }),
    ];
    expect(matching(rules, ["a", "b"])).toEqual(["r3", "r4"]);
  });

  it("runs more rules than a group holds", () => {
    const rules = Array.from({ length: 1000 }, (_, id) => rule(id, bool(id % 3 === 0)));
    expect(matching(rules)).toHaveLength(334);
  });

  it("hides private rules unless asked", () => {
    const rules = new Rules(
      emitProgram(program([rule(0, bool(true), { isPrivate: true }), rule(1, ruleReference(0))])),
    );
    expect(rules.scan(data).matches.map((one) => one.identifier)).toEqual(["r1"]);
    expect(rules.scan(data, { includePrivate: true }).matches.map((one) => one.identifier)).toEqual([
      "r0",
      "r1",
    ]);
  });
});
