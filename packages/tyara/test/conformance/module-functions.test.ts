/**
 * The functions of the modules that parse nothing, on generated data and arguments: an expression that compares each
 * result with ours must be true in the reference.
 */

import type { FunctionSignature, FunctionType, Value } from "@tyara/base";
import type { FunctionContext } from "@tyara/language/modules";
import { builtinModules } from "@tyara/modules";
import { describe, expect, test } from "vitest";
import { expressionsOf, quote } from "../module-expressions.ts";
import { native } from "../peers.ts";

const text = (value: string) => new TextEncoder().encode(value);

/** Reproducible bytes with every value in them. */
function noise(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

const data: readonly (readonly [string, Uint8Array])[] = [
  ["nothing", new Uint8Array(0)],
  ["one byte", text("a")],
  ["text", text("the quick brown fox jumps over the lazy dog, 0123456789 times")],
  ["one value", new Uint8Array(1000).fill(0x41)],
  ["zeros", new Uint8Array(777)],
  ["noise", noise(5003, 1)],
  ["more noise", noise(262_144, 2)],
];

const integers = [
  0n,
  1n,
  -1n,
  2n,
  7n,
  8n,
  10n,
  13n,
  16n,
  36n,
  61n,
  100n,
  255n,
  256n,
  4999n,
  2n ** 31n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];
const floats = [0, 1, -1, 0.5, 127.5, 97.125, 1e9];
const strings = [
  "",
  "a",
  "abc",
  "12",
  "-12",
  "+7f",
  "zZ",
  "0x10",
  "1_0",
  " 1",
  "9223372036854775807",
  "9223372036854775808",
  "-9223372036854775808",
  "77777777777777777777777",
  "foo",
].map(text);
const values: Readonly<Record<string, readonly Value[]>> = {
  integer: integers,
  float: floats,
  bool: [true, false],
  string: [...strings, Uint8Array.of(0xff, 0x80, 0), noise(601, 3), new Uint8Array(64).fill(0x62)],
};

/** Every combination for one parameter, a spread of them for more. */
function argumentLists(signature: FunctionSignature): Value[][] {
  const choices = signature.parameters.map((p) => values[p.type.kind] ?? []);
  const all = choices.reduce<Value[][]>(
    (lists, choice) => lists.flatMap((list) => choice.map((v) => [...list, v])),
    [[]],
  );
  const step = Math.ceil(all.length / 400);
  return all.filter((_, i) => i % step === 0);
}

/** Decimal digits that are exactly the number. */
function floatLiteral(value: number): string {
  let digits = 1;
  while (digits < 100 && Number(value.toFixed(digits)) !== value) digits++;
  return value.toFixed(digits);
}

function literal(value: Value): string {
  if (typeof value === "boolean") return String(value);
  if (typeof value === "bigint") return value === -(2n ** 63n) ? "(-9223372036854775807 - 1)" : String(value);
  if (typeof value === "number") return floatLiteral(value);
  return quote(typeof value === "string" ? text(value) : (value as Uint8Array));
}

/** A condition that is true when the reference gets our result. */
function condition(call: string, signature: FunctionSignature, result: Value | undefined): string {
  if (result === undefined) return `not defined ${call}`;
  if (signature.result.kind === "bool") return result ? call : `defined ${call} and not ${call}`;
  const expected = signature.result.kind === "integer" ? BigInt(result as bigint) : result;
  return `${call} == ${literal(expected)}`;
}

function falseConditions(module: string, conditions: readonly string[], bytes: Uint8Array): string[] {
  const source = conditions.map((text, i) => `rule r${i} { condition: ${text} }`).join("\n");
  const matched = new Set(
    native!
      .compile(`import "${module}"\n${source}`)
      .scan(bytes)
      .map((m) => m.ruleIdentifier),
  );
  return conditions.filter((_, i) => !matched.has(`r${i}`));
}

describe.skipIf(!native)("module functions", () => {
  const modules = builtinModules({ testModules: true });
  const functions = ["hash", "math", "string", "test_proto2"].flatMap((name) => {
    const module = modules.get(name)!;
    return [...module.schema.fields.values()].flatMap((field) =>
      field.type.kind === "function"
        ? (field.type satisfies FunctionType).signatures.map((signature) => ({ module, field, signature }))
        : [],
    );
  });

  test.each(functions.map((f) => [`${f.module.name}.${f.signature.id}`, f] as const))(
    "%s",
    (_name, { module, field, signature }) => {
      const run = module.functions!.get(signature.id)!;
      for (const [label, bytes] of data) {
        const context = { data: bytes, value: undefined, cache: new Map() } as unknown as FunctionContext;
        const conditions = argumentLists(signature).map((list) =>
          condition(
            `${module.name}.${field.name}(${list.map(literal).join(", ")})`,
            signature,
            run(context, ...list),
          ),
        );
        expect({ label, wrong: falseConditions(module.name, conditions, bytes) }).toEqual({
          label,
          wrong: [],
        });
      }
    },
  );

  test("the fields of test_proto2", () => {
    const module = modules.get("test_proto2")!;
    const value = module.parse!({ data: text("hello data") });
    const conditions = expressionsOf(module.name, module.schema, value).filter(
      (c) => !c.includes("requires_foo"),
    );
    expect(conditions.length).toBeGreaterThan(100);
    expect(falseConditions(module.name, conditions, text("hello data"))).toEqual([]);
  });

  test("the fields of test_proto3, absent ones zero", () => {
    const module = modules.get("test_proto3")!;
    const given = module.parse!({ data: text("x") })!;
    const zeros = { integer: 0, float: 0, bool: false, string: "" } as const;
    const value = Object.fromEntries(
      [...module.schema.fields.values()].map(({ name, type, absent }) => {
        expect(absent).toBe("zero");
        return [name, given[name] ?? zeros[type.kind as keyof typeof zeros]];
      }),
    );
    expect(falseConditions(module.name, expressionsOf(module.name, module.schema, value), text("x"))).toEqual(
      [],
    );
  });
});
