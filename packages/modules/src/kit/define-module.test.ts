import { ByteReader } from "@tyara/base";
import type { FunctionContext, ModuleInput } from "@tyara/language/modules";
import { enumeration, field, inlineEnumeration, lowercaseOf, struct } from "@tyara/language/modules";
import { describe, expect, expectTypeOf, test } from "vitest";
import { defineModule } from "./define-module.ts";

const Entry = struct(
  "demo.Entry",
  { name: field.string("Without padding."), size: field.u32() },
  { methods: { "is_longer(than: integer) -> bool": { description: "Compares." } } },
);

const input = (...bytes: number[]): ModuleInput => ({ data: Uint8Array.from(bytes) });

describe("defineModule", () => {
  test("builds the schema that rules are checked against", () => {
    const module = defineModule({
      name: "demo",
      fields: {
        count: field.integer("How many entries there are."),
        labels: field.map("string", field.string()),
        entries: field.array(field.struct(struct("demo.E", { sizes: field.array(field.u32()) }))),
      },
      enumerations: [inlineEnumeration("Kind", { KIND_A: 1 }), enumeration("Color", { RED: 2, HALF: 0.5 })],
      functions: {
        "twice(x: integer) -> integer": (_context, x) => x * 2n,
        "twice(s: string) -> string?": {
          description: "The string twice.",
          constraints: lowercaseOf(4),
          run: (_context, s) => (s.length === 2 ? Uint8Array.of(...s, ...s) : undefined),
        },
        "inner.answer() -> float": () => 42,
      },
      parse: ({ data }) => ({
        count: data.length,
        labels: new Map([["a", "b"]]),
        entries: [{ sizes: [1, 2n] }, {}],
      }),
    });
    const fields = module.schema.fields;
    expect([...fields.keys()]).toEqual(["count", "labels", "entries", "KIND_A", "Color", "twice", "inner"]);
    expect(fields.get("count")?.description).toBe("How many entries there are.");
    expect(fields.get("KIND_A")).toEqual({ name: "KIND_A", type: { kind: "integer" }, constant: 1n });
    const color = fields.get("Color")?.type;
    expect(color?.kind === "struct" && color.fields.get("HALF")).toEqual({
      name: "HALF",
      type: { kind: "float" },
      constant: 0.5,
    });
    const twice = fields.get("twice")?.type;
    expect(twice?.kind === "function" && twice.signatures.map((s) => s.id)).toEqual([
      "twice(integer)",
      "twice(string)",
    ]);
    expect(twice?.kind === "function" && twice.signatures[1]).toMatchObject({
      canBeUndefined: true,
      constraints: [{ kind: "length", length: 4 }, { kind: "lowercase" }],
    });
    expect([...(module.functions?.keys() ?? [])]).toContain("inner.answer()");
    expect(module.parse?.(input(1, 2))).toMatchObject({ count: 2 });
    expect(module.isAvailable).toBe(true);
  });

  test("gives the code of methods the value they are called on", () => {
    const Item = struct(
      "demo.Item",
      { size: field.integer() },
      {
        methods: {
          "is_longer(than: integer) -> bool": (_c: FunctionContext, self: { size?: bigint }, than: bigint) =>
            (self.size ?? 0n) > than,
        },
      },
    );
    const module = defineModule({
      name: "demo",
      fields: { items: field.array(Item) },
      parse: () => ({ items: [] }),
    });
    const call = module.functions?.get("Item::is_longer(integer)");
    expect(call?.({} as FunctionContext, { size: 3n }, 2n)).toBe(true);
  });

  test("refuses what a module says of data without its signature", () => {
    const module = (value: { is_demo?: boolean; size?: number; sizes?: number[] } | undefined) =>
      defineModule({
        name: "demo",
        signature: { offset: 1, alternatives: [[7, 8], [9]] },
        fields: { is_demo: field.bool(), size: field.u32(), sizes: field.array(field.u32()) },
        parse: () => value,
      });
    const parse = (value: Parameters<typeof module>[0], ...bytes: number[]) =>
      module(value).parse!({ data: Uint8Array.from(bytes) });
    for (const silent of [undefined, {}, { is_demo: false, sizes: [] }])
      expect(parse(silent, 7, 8)).toBe(silent);
    for (const said of [{ is_demo: true }, { size: 0 }, { sizes: [1] }]) {
      expect(() => parse(said, 7, 8)).toThrow(/demo says something of data without its signature/);
      expect(() => parse(said, 0, 7)).toThrow(TypeError);
      expect(parse(said, 0, 7, 8)).toBe(said);
      expect(parse(said, 0, 9)).toBe(said);
    }
  });

  test.each([
    [{ alternatives: [] }, /module demo: a signature of no bytes/],
    [{ alternatives: [[1], []] }, /a signature of no bytes/],
    [{ alternatives: [[256]] }, /no byte of a signature: 256/],
    [{ alternatives: [[1.5]] }, /no byte of a signature: 1.5/],
    [{ offset: -1, alternatives: [[1]] }, /no offset of a signature: -1/],
    [{ alternatives: [[1]], functions: ["Item::f()"] }, /Item::f\(\) is a method/],
    [{ alternatives: [[1]], functions: ["f()"] }, /no function f\(\)/],
  ])("refuses the signature %j", (signature, message) => {
    expect(() => defineModule({ name: "demo", signature })).toThrow(message);
  });

  test.each([
    [
      "no such signature",
      () => defineModule({ name: "demo", functions: { "f(x integer) -> bool": {} } as never }),
      /not a parameter: "x integer"/,
    ],
    [
      "unknown result",
      () => defineModule({ name: "demo", functions: { "f() -> int": {} } as never }),
      /not a function signature: f\(\) -> int/,
    ],
    [
      "function without code",
      () =>
        defineModule({
          name: "demo",
          functions: { "f() -> bool": { description: "x" }, "g() -> bool": () => true },
        }),
      /no code for f\(\)/,
    ],
    [
      "method without code",
      () => defineModule({ name: "demo", fields: { e: Entry }, parse: () => ({}) }),
      /no code for Entry::is_longer\(integer\)/,
    ],
    [
      "two overloads alike",
      () =>
        defineModule({
          name: "demo",
          functions: { "f(a: bool) -> bool": () => true, "f(b: bool) -> float": () => 1 },
        }),
      /two functions with the parameters of f\(bool\)/,
    ],
    [
      "a function and a field alike",
      () =>
        defineModule({ name: "demo", fields: { f: field.bool() }, functions: { "f() -> bool": () => true } }),
      /two fields named f/,
    ],
    [
      "a field that is no identifier",
      () => defineModule({ name: "demo", fields: { "a-b": field.bool() } }),
      /"a-b" is no identifier/,
    ],
    [
      "functions of something else",
      () =>
        defineModule({
          name: "demo",
          fields: { f: field.bool() },
          functions: { "f.g() -> bool": () => true },
        }),
      /demo.f is no structure/,
    ],
  ])("refuses %s", (_name, define, message) => {
    expect(define).toThrow(TypeError);
    expect(define).toThrow(message);
  });

  test.each([
    [{ count: 1.5 }, /demo.count must be a bigint or a safe integer, not number 1.5/],
    [{ count: "1" }, /demo.count must be a bigint or a safe integer, not string/],
    [{ cuont: 1 }, /demo has no field cuont/],
    [{ entries: [{}, { name: 5 }] }, /demo.entries\[1\].name must be a string or bytes, not number 5/],
    [{ labels: new Map([["k", 1]]) }, /demo.labels\["k"\] must be a string/],
    [{ labels: new Map([[1, "x"]]) }, /demo.labels must be string keys, not number/],
    [{ labels: { k: "x" } }, /demo.labels must be a Map, not object/],
  ])("names what does not fit in %j", (value, message) => {
    const module = defineModule({
      name: "demo",
      fields: {
        count: field.integer(),
        labels: field.map("string", field.string()),
        entries: field.array(struct("demo.E", { name: field.string() })),
      },
      parse: () => value as never,
    });
    expect(() => module.parse?.(input())).toThrow(message);
  });

  test("a module without code only type-checks", () => {
    expect(defineModule({ name: "demo", fields: { a: field.bool() } }).isAvailable).toBe(false);
  });

  test("types follow from the notation", () => {
    defineModule({
      name: "demo",
      fields: {
        count: field.integer(),
        names: field.array(field.string()),
        by_id: field.map("integer", field.bool()),
      },
      functions: {
        "f(a: integer, b: float, c: string, d: bool, e: regexp) -> integer?": (context, a, b, c, d, e) => {
          expectTypeOf(context.data).toEqualTypeOf<Uint8Array>();
          expectTypeOf(context.value?.count).toEqualTypeOf<bigint | number | undefined>();
          expectTypeOf(a).toEqualTypeOf<bigint>();
          expectTypeOf(b).toEqualTypeOf<number>();
          expectTypeOf(c).toEqualTypeOf<Uint8Array>();
          expectTypeOf(d).toEqualTypeOf<boolean>();
          expectTypeOf(e).toEqualTypeOf<{ readonly regexp: number }>();
          return undefined;
        },
        // @ts-expect-error the result is an integer
        "g() -> integer": () => "one",
        // @ts-expect-error only a result with a question mark may be undefined
        "h() -> integer": () => undefined,
        // @ts-expect-error there is no second argument
        "i(a: integer) -> bool": (_context, _a, _b) => true,
      },
      parse: ({ data }) => {
        const reader = new ByteReader(data);
        return { count: reader.u32(), names: ["a", data], by_id: new Map([[1, true]]) };
      },
    });
    // @ts-expect-error a float is no text
    defineModule({ name: "demo", fields: { name: field.string() }, parse: () => ({ name: 1 }) });
    // @ts-expect-error there is no such field
    defineModule({ name: "demo", fields: { name: field.string() }, parse: () => ({ nmae: "x" }) });
  });
});
