/**
 * What modules say of the files that they know holds: data without a module's signature, sound or damaged, give nothing
 * in its value and nothing in the results of the functions that it names, and rules match the same data whether or not
 * the dispatcher trusts the signatures.
 */

import type { FunctionSignature, StructType } from "@tyara/base";
import { emitProgram } from "@tyara/compiler";
import { type FunctionContext, hasSignature, type Module, saysNothing } from "@tyara/language/modules";
import { builtinModules } from "@tyara/modules";
import { Rules } from "@tyara/scanner";
import { Compiler } from "tyara";
import { describe, expect, test } from "vitest";
import { Random } from "../differential/random.ts";
import { mutate, randomFrom } from "../mutate.ts";
import { rounds } from "../rounds.ts";
import { hasSamples, samplesOf } from "../samples.ts";

const modules = [...builtinModules().values()];
const signed = modules.filter(({ signature }) => signature !== undefined);
const maxSampleSize = 300_000;
const damagedCopies = rounds(8);

/** Samples of all modules, a few of each. */
const samples: readonly Uint8Array[] = modules.flatMap(({ name }) =>
  samplesOf(name)
    .map((sample) => sample.read())
    .filter(({ length }) => length < maxSampleSize)
    .slice(0, 6),
);

/** The sample whole, damaged, cut off, and behind a wrong beginning that leaves the rest in place. */
function* variantsOf(sample: Uint8Array, seed: number): Generator<Uint8Array> {
  yield sample;
  yield sample.subarray(1);
  for (const length of [0, 1, 2, 3, 4, 7, 8, 60, 76]) yield sample.subarray(0, length);
  for (let i = 0; i < damagedCopies; i++) yield mutate(sample, seed * damagedCopies + i);
  for (let at = 0; at < Math.min(20, sample.length); at++) {
    const copy = sample.slice();
    copy[at]! ^= 0x20;
    yield copy;
  }
  const beginnings = ["MZ", "ZM", "\x7fELF", "dex\n", "Cr24", "PK\x03\x04", "\xca\xfe\xba\xbe", "\0\0\0\0"];
  for (const text of beginnings) {
    const copy = sample.slice();
    copy.set(Buffer.from(text, "latin1").subarray(0, copy.length));
    yield copy;
  }
}

function* randomData(): Generator<Uint8Array> {
  const random = randomFrom(7);
  for (let i = 0; i < rounds(200); i++) yield Uint8Array.from({ length: random(300) }, () => random(256));
}

const everything = function* (): Generator<Uint8Array> {
  yield* randomData();
  for (const [seed, sample] of samples.entries()) yield* variantsOf(sample, seed);
};

const argumentsByType: Readonly<Record<string, readonly unknown[]>> = {
  integer: [0n, 1n, -1n, 7n, 0x1000n, 2n ** 63n - 1n],
  string: ["", "printf", ".text", "KERNEL32.dll"].map((text) => new TextEncoder().encode(text)),
  regexp: [{ regexp: 0 }],
};

function argumentLists(id: string): readonly (readonly unknown[])[] {
  const types = /\((.*)\)/.exec(id)![1]!.split(",").filter(Boolean);
  return Array.from({ length: types.length === 0 ? 1 : 6 }, (_, i) =>
    types.map((type, place) => {
      const values = argumentsByType[type]!;
      return values[(i * (place + 1)) % values.length];
    }),
  );
}

function callsWithResult(
  { signature, functions }: Module,
  data: Uint8Array,
  value: FunctionContext["value"],
) {
  const context: FunctionContext = { data, value, matches: () => true, log: () => {}, cache: new Map() };
  return (signature!.functions ?? []).flatMap((id) =>
    argumentLists(id).flatMap((args) => {
      const result = functions!.get(id)!(context, ...(args as never[]));
      return result === undefined || result === false || Number(result) === 0 ? [] : [id];
    }),
  );
}

describe.each(signed.map((module) => [module.name, module] as const))("the signature of %s", (_n, module) => {
  test("stands in all data that it says something of", () => {
    const { parse, signature } = module;
    let saidCount = 0;
    let unsignedCount = 0;
    for (const data of everything()) {
      const value = parse!({ data });
      if (!saysNothing(value)) saidCount++;
      if (hasSignature(signature!, data)) continue;
      unsignedCount++;
      expect(saysNothing(value), Buffer.from(data.subarray(0, 16)).toString("hex")).toBe(true);
      if (unsignedCount % 8 === 0) expect(callsWithResult(module, data, value)).toEqual([]);
    }
    expect(unsignedCount).toBeGreaterThan(100);
    if (hasSamples) expect(saidCount).toBeGreaterThan(5);
  });
});

describe("rules that need modules", () => {
  const imports = modules.map(({ name }) => `import "${name}"`).join(" ");

  for (let seed = 1; seed <= rounds(3); seed++) {
    test(`match the same with and without facts of modules (seed ${seed})`, () => {
      const random = new Random(seed);
      const compiler = new Compiler();
      for (let i = 0; i < 250; i++)
        compiler.addSource(
          `${imports} rule r${i} { strings: $_a = "MZ" $_b = "a" condition: ${someCondition(random, 3)} }`,
        );
      expect(compiler.errors.map(({ title }) => title)).toEqual([]);
      const program = compiler.check();
      const { signatures: _, ...untold } = program;
      const options = { modules: compiler.modules };
      const guarded = new Rules(emitProgram(program), options).scanner();
      const unguarded = new Rules(emitProgram(untold), options).scanner();
      let matchCount = 0;
      let input = 0;
      for (const data of everything()) {
        if (input++ % 7 !== seed % 7) continue;
        const expected = unguarded.scan(data).matches.map(({ identifier }) => identifier);
        expect(guarded.scan(data).matches.map(({ identifier }) => identifier)).toEqual(expected);
        matchCount += expected.length;
      }
      expect(matchCount).toBeGreaterThan(100);
    });
  }
});

interface Term {
  readonly kind: string;
  readonly text: string;
}

const literals: Readonly<Record<string, string>> = { integer: "1", string: '"a"', regexp: "/a/" };

/** A field of segments that rules cannot name. */
const KEYWORD = "filesize";

/** What rules may read of a module and call. */
function* termsOf(path: string, type: StructType, depth: number): Generator<Term> {
  for (const { name, type: inner, constant, deprecation } of type.fields.values()) {
    const text = `${path}.${name}`;
    if (constant !== undefined || deprecation !== undefined || name === KEYWORD) continue;
    if (inner.kind === "function") yield* inner.signatures.map((signature) => callOf(text, signature));
    else if (inner.kind === "struct") yield* depth > 0 ? termsOf(text, inner, depth - 1) : [];
    else if (inner.kind === "array" && inner.item.kind === "struct" && depth > 0) {
      yield { kind: "array", text };
      yield* termsOf(`${text}[0]`, inner.item, depth - 1);
    } else if (inner.kind === "integer" || inner.kind === "string" || inner.kind === "bool")
      yield { kind: inner.kind, text };
  }
}

function callOf(path: string, { parameters, result }: FunctionSignature): Term {
  return {
    kind: result.kind,
    text: `${path}(${parameters.map(({ type }) => literals[type.kind]).join(", ")})`,
  };
}

const terms: readonly Term[] = signed.flatMap(({ name, schema }) => [...termsOf(name, schema, 2)]);

function someTest(random: Random): string {
  const { kind, text } = random.pick(terms);
  const tests: Readonly<Record<string, readonly string[]>> = {
    bool: [text, `not ${text}`, `defined ${text}`],
    integer: [
      ...[`${text} == 0`, `${text} == 1`, `${text} != 1`, `${text} > 0`, `${text} >= 0`, `0 < ${text}`, text],
      ...[
        `not ${text} == 1`,
        `$_a at ${text}`,
        `uint8(${text}) > 1`,
        `defined ${text}`,
        `not defined ${text}`,
      ],
      ...[`for any i in (0..${text}) : (i == 0)`, `for none i in (${text}..9) : (i == 100)`],
      ...[`for any i in (1, ${text}) : (i == 1)`, `${text} \\ 2 + 1 > 0`, `with t = ${text} : (t > 0)`],
      ...[`#_a in (0..${text}) == 0`, `any of ($*) at ${text}`, `none of ($*) in (0..${text})`],
    ],
    string: [`${text} == "a"`, `${text} != "a"`, `not ${text} contains "a"`, `${text}`, `defined ${text}`],
    array: [
      ...[
        `${text}.len() > 0`,
        `${text}.len() >= 0`,
        `${text}.len() == 0`,
        `${text}.len()`,
        `for any x in ${text} : (true)`,
      ],
      ...[`for all x in ${text} : (true)`, `for none x in ${text} : (false)`, `for 0 x in ${text} : (false)`],
      `not (for any x in ${text} : (true))`,
    ],
  };
  return random.pick(tests[kind] ?? ["true"]);
}

function someCondition(random: Random, depth: number): string {
  if (depth === 0 || random.chance(33)) return someTest(random);
  const inner = () => someCondition(random, depth - 1);
  const forms: readonly (() => string)[] = [
    () => `(${inner()}) and (${inner()})`,
    () => `(${inner()}) or (${inner()})`,
    () => `not (${inner()})`,
    () => `any of (${inner()}, ${inner()})`,
    () => `none of (${inner()}, ${inner()})`,
    () => `2 of (${inner()}, ${inner()}, ${inner()})`,
    () => `for any of them : ((${inner()}) or $)`,
    () => `(${inner()}) and $_b`,
  ];
  return random.pick(forms)();
}
