/**
 * Expected values come from the format's specification. The tables of 29 real files agree with Android's `dexdump`: see
 * fuzz/RECORD.md.
 */
import { describe, expect, test } from "vitest";
import { type DexParts, dexOf, NO_INDEX } from "../../../tyara/test/corpus/dex.ts";
import { dumpJson, dumpYaml } from "../dump/index.ts";
import { collectLimits } from "../kit/limits.ts";
import { dexModule } from "./index.ts";

interface Dex {
  readonly strings: readonly (string | undefined)[];
  readonly types: readonly (string | undefined)[];
  readonly protos: readonly { readonly parameters: readonly (string | undefined)[] }[];
  readonly methods: readonly { readonly name?: string; readonly class?: string; readonly proto?: object }[];
  readonly fields: readonly { readonly name?: string }[];
  readonly class_defs: readonly object[];
}

const parse = (parts: DexParts) => dexModule.parse!({ data: dexOf(parts) }) as unknown as Dex;

describe("strings", () => {
  const bytes = (...values: number[]) => ({ bytes: values, units: 1 });

  test.each([
    ["two bytes a character", "\u06e1\u00e9;", "\u06e1\u00e9;"],
    ["three bytes a character", "\u1a7b;", "\u1a7b;"],
    ["six bytes a character: two surrogates", "\u{1f600};", "\u{1f600};"],
    ["U+0000 in two bytes", "a\0b", "a\0b"],
    ["the size is not a number of bytes", { bytes: [0x61, 0x62, 0x63], units: 1 }, "abc"],
    ["a size that is too large", { bytes: [0x61], units: 1_000_000 }, "a"],
    ["plain UTF-8 of four bytes", bytes(0xf0, 0x9f, 0x98, 0x80), "\u{1f600}"],
    ["a surrogate alone", bytes(0x61, 0xed, 0xa0, 0x80, 0x62), "a\ufffdb"],
    ["bytes that are no text", bytes(0x61, 0xff, 0xc3, 0x62), "a\ufffd\ufffdb"],
    ["a sequence cut off by the end", bytes(0x61, 0xe2, 0x82), "a\ufffd\ufffd"],
    ["none at all", bytes(), ""],
  ] as const)("%s", (_name, string, expected) => {
    expect(parse({ strings: [string, "next"] }).strings).toEqual([expected, "next"]);
  });

  test("longer than the pieces that they are decoded in", () => {
    const text = "\u00e9x".repeat(50_000);
    expect(parse({ strings: [text] }).strings).toEqual([text]);
  });

  test("without an end, or outside the data, keep their places", () => {
    const strings = ["a", "b", "c", { bytes: [0x64], units: 1, isTerminated: false }];
    const value = parse({ strings, stringOffsets: { 1: 0x7fff_ffff }, types: [0, 1, 2, 3, 2] });
    expect(value.strings).toEqual(["a", undefined, "c", undefined]);
    expect(value.types).toEqual(["a", undefined, "c", undefined, "c"]);
  });
});

const unreadable: DexParts = {
  strings: ["V", "La;", "Lb;", "m"],
  types: [0, 1, 99, 2],
  protos: [
    { shorty: 99, returnType: 0, parameters: [1, 2, 3] },
    { shorty: 0, returnType: 0, parameters: 0 },
  ],
  fields: [
    [2, 1, 99],
    [1, 1, 3],
  ],
  methods: [
    [9, 9, 99],
    [3, 1, 3],
  ],
  classes: [{ type: 2 }, { type: 3, superclass: 1, sourceFile: 3 }],
};

describe("items that refer to what is not there", () => {
  test("keep their places, and say what they can", () => {
    const value = parse(unreadable);
    expect(value.types).toEqual(["V", "La;", undefined, "Lb;"]);
    const parameters = ["La;", undefined, "Lb;"];
    const second = { shorty: "V", return_type: "V", parameters_count: 3, parameters };
    expect(value.protos).toEqual([{ ...second, shorty: undefined }, second]);
    expect(value.fields).toEqual([
      { class: undefined, type: "La;", name: undefined },
      { class: "La;", type: "La;", name: "m" },
    ]);
    expect(value.methods).toEqual([
      { class: undefined, proto: undefined, name: undefined },
      { class: "Lb;", proto: second, name: "m" },
    ]);
    expect(value.class_defs).toEqual([
      { class: undefined, access_flags: 1, superclass: undefined, source_file: undefined },
      { class: "Lb;", access_flags: 1, superclass: "La;", source_file: "m" },
    ]);
  });

  test("are shown by dumps", () => {
    const value = dexModule.parse!({ data: dexOf(unreadable) })!;
    expect(dumpYaml(dexModule.schema, value)).toContain('types:\n  - "V"\n  - "La;"\n  - ~\n  - "Lb;"\n');
    expect(JSON.parse(dumpJson(dexModule.schema, value))).toMatchObject({ types: ["V", "La;", null, "Lb;"] });
  });

  test("have no name that a function could find", () => {
    const data = dexOf(unreadable);
    const context = { data, value: dexModule.parse!({ data }), matches: () => false, log: () => {} };
    const run = (id: string, text: string) =>
      dexModule.functions!.get(id)!({ ...context, cache: new Map() }, new TextEncoder().encode(text));
    for (const id of ["contains_string(string)", "contains_method(string)", "contains_class(string)"])
      expect(run(id, "undefined")).toBe(false);
    expect(run("contains_method(string)", "m")).toBe(true);
    expect(run("contains_class(string)", "Lb;")).toBe(true);
  });
});

test("no superclass and no source file are absent", () => {
  const value = parse({
    strings: ["La;"],
    types: [0],
    classes: [{ type: 0, superclass: NO_INDEX, sourceFile: NO_INDEX }],
  });
  expect(value.class_defs).toEqual([
    { class: "La;", access_flags: 1, superclass: undefined, source_file: undefined },
  ]);
});

describe("what items share", () => {
  function limitsOf(parts: DexParts): string[] {
    const limits = new Set<string>();
    collectLimits(limits, () => parse(parts));
    return [...limits];
  }
  const times = <T>(count: number, item: T): T[] => new Array<T>(count).fill(item);
  const methods = (count: number, parameterCount: number): DexParts => ({
    strings: ["V"],
    types: [0],
    protos: [{ shorty: 0, returnType: 0, parameters: times(parameterCount, 0) }],
    methods: times(count, [0, 0, 0] as const),
  });

  test("costs nothing where it is little", () => {
    expect(limitsOf(methods(1000, 3))).toEqual([]);
    expect(limitsOf({ strings: ["L".repeat(1000)], types: times(1000, 0) })).toEqual([]);
  });

  test("is bounded and told", () => {
    expect(limitsOf(methods(1000, 1000))).toEqual(["parameters that are many times as long as the data"]);
    const names = { strings: ["L".repeat(60_000)], types: times(1000, 0) };
    expect(limitsOf(names)).toEqual(["names that are many times as long as the data"]);
    expect(parse(names).types.filter((name) => name !== undefined).length).toBeGreaterThan(10);
  });
});
