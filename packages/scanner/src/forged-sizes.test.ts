/** How much memory forged rules take before they scan anything: ten times their bytes at most, and some megabytes. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { StructType, Type } from "@tyara/base";
import { deserialiseRuleSet, type RuleSet, serialiseRuleSet } from "@tyara/contract";
import { compile, Rules } from "tyara";
import { describe, expect, it } from "vitest";
import { ArtefactFuzzer } from "../../tyara/test/fuzz/artefacts.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** For each byte of the rules, and for rules of any size: kernels, caches of the host, what a scanner has by itself. */
const BYTES_A_BYTE = 10;
const FIXED_BYTES = 6 << 20;

/** Bytes of objects and arrays that this process holds. */
function heldBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** What rules and their first scanner hold, WebAssembly memory included; 0 when they are refused. */
function bytesHeldBy(bytes: Uint8Array): number {
  const before = heldBytes();
  let held: unknown;
  let memory = 0;
  try {
    const rules = Rules.deserialize(bytes);
    held = rules;
    const scanner = rules.scanner();
    held = [rules, scanner];
    memory = scanner.memoryByteLength;
  } catch {
    // What was refused is held by nobody; what was loaded before its code was refused counts.
  }
  const after = heldBytes();
  return held === undefined ? 0 : after - before + memory;
}

const compiled = compile('rule a { strings: $a = "needle" condition: $a }').serialize();
const patterned = compile(
  Array.from({ length: 2000 }, (_, i) => `rule r${i} { strings: $a = "word${i}" condition: $a }`).join("\n"),
).serialize();

/** Rules that say something else of themselves than the compiler did. */
function described(change: (ruleSet: RuleSet) => Partial<RuleSet>, from: Uint8Array = compiled): Uint8Array {
  const ruleSet = deserialiseRuleSet(from);
  return serialiseRuleSet({ ...ruleSet, ...change(ruleSet) });
}

function withGlobals(type: Type, value: unknown): Uint8Array {
  const globals: StructType = { kind: "struct", name: "", fields: new Map([["v", { name: "v", type }]]) };
  return described((ruleSet) => ({
    globals: { ...ruleSet.globals, type: globals, values: { v: value as never } },
  }));
}

const structOf = (fieldCount: number, type: Type): StructType => {
  const fields = Array.from({ length: fieldCount }, (_, i) => ({ name: `f${i}`, type }));
  return { kind: "struct", name: "", fields: new Map(fields.map((field) => [field.name, field])) };
};
const filled = (fieldCount: number, value: unknown) =>
  Object.fromEntries(Array.from({ length: fieldCount }, (_, i) => [`f${i}`, value]));
const repeated = <T>(count: number, item: T): T[] => Array<T>(count).fill(item);

/** Each of a count, which is doubled until the rules are refused. */
const shapes: readonly (readonly [name: string, make: (count: number) => Uint8Array])[] = [
  ["namespaces without a name", (count) => described(() => ({ namespaces: repeated(count, "") }))],
  [
    "namespaces",
    (count) => described(() => ({ namespaces: Array.from({ length: count }, (_, i) => `${i}`) })),
  ],
  [
    "entries of a map",
    (count) =>
      withGlobals(
        { kind: "map", key: "integer", value: { kind: "bool" } },
        new Map(Array.from({ length: count }, (_, i) => [i, true])),
      ),
  ],
  [
    "structures of structures that have no fields",
    (count) =>
      withGlobals(
        { kind: "array", item: structOf(1000, structOf(0, { kind: "bool" })) },
        repeated(count / 16, filled(1000, {})),
      ),
  ],
  [
    "structures of truth values",
    (count) =>
      withGlobals(
        { kind: "array", item: structOf(1000, { kind: "bool" }) },
        repeated(count / 16, filled(1000, true)),
      ),
  ],
  [
    "lists in lists",
    (count) =>
      withGlobals({ kind: "array", item: { kind: "array", item: { kind: "bool" } } }, repeated(count, [])),
  ],
  [
    "strings of no bytes",
    (count) => withGlobals({ kind: "array", item: { kind: "string" } }, repeated(count, new Uint8Array(0))),
  ],
  ["fields of a structure", (count) => withGlobals(structOf(count, { kind: "bool" }), filled(count, true))],
  [
    "functions",
    (count) =>
      described(() => ({
        functions: repeated(count, {
          ...{ module: "", id: "f()", parameters: [], result: { kind: "bool" as const }, kernelFunction: 0 },
        }),
      })),
  ],
  [
    "slots",
    (count) =>
      described(({ globals }) => ({
        modules: [
          {
            name: "",
            root: globals.root,
            layout: {
              slots: repeated(count, { field: "", type: { kind: "bool" as const }, isZeroWhenAbsent: false }),
            },
          },
        ],
      })),
  ],
  [
    "patterns",
    (count) => described(({ search }) => ({ search: { ...search, patternCount: count } }), patterned),
  ],
  [
    "bytes for a selection",
    (count) => described(({ search }) => ({ search: { ...search, selectionSize: 64 * count } }), patterned),
  ],
];

describe("rules take ten times their bytes of memory at most, or are refused, with many", () => {
  it.each(shapes)("%s", (_, make) => {
    let isRefused = false;
    for (let count = 256; count <= 1 << 18 && !isRefused; count *= 2) {
      const bytes = make(count);
      const held = bytesHeldBy(bytes);
      isRefused = held === 0;
      expect(held, `${count}`).toBeLessThan(BYTES_A_BYTE * bytes.length + FIXED_BYTES);
    }
    expect(isRefused).toBe(true);
  });
});

it("damaged rules take ten times their bytes of memory at most", () => {
  const fuzzer = new ArtefactFuzzer();
  for (let seed = 0; seed < 60; seed++) {
    const { bytes } = fuzzer.input(seed);
    expect(bytesHeldBy(bytes), `seed ${seed}`).toBeLessThan(BYTES_A_BYTE * bytes.length + FIXED_BYTES);
  }
});
