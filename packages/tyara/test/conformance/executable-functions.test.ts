/** The functions of `pe` and `elf`, each overload called with arguments from the samples, must answer as the reference's. */
import { describe, expect, test } from "vitest";
import { elfModule } from "../../src/modules/elf/index.ts";
import type { FunctionContext, Module } from "../../src/modules/module.ts";
import { peModule } from "../../src/modules/pe/index.ts";
import type { StructValue, Value } from "../../src/types/index.ts";
import { quote } from "../module-expressions.ts";
import { native } from "../peers.ts";
import { hasSamples, samplesOf } from "../samples.ts";

const REGEXPS: readonly RegExp[] = [/.*/, /^k/i, /KERNEL32/, /e/, /^_/, /ord1/, /nope/];
const FLAGS = [0n, 1n, 2n, 3n, 7n];
/** How many names and numbers of a sample are tried: overloads take them in pairs. */
const MOST = 4;

type Argument = bigint | string | RegExp;

/** What a sample has of each kind of argument, with strangers added. */
interface Pool {
  readonly libraries: readonly string[];
  readonly names: readonly string[];
  readonly numbers: readonly bigint[];
}

interface Named {
  readonly name?: string;
  readonly ordinal?: number;
}

interface Library {
  readonly library_name: string;
  readonly functions: readonly Named[];
}

function poolOf(value: StructValue): Pool {
  const list = <T>(field: string) => (value[field] ?? []) as readonly T[];
  const imports = [...list<Library>("import_details"), ...list<Library>("delayed_import_details")];
  const named = [
    ...list<Named>("export_details").slice(0, 3),
    ...imports.flatMap(({ functions }) => functions.slice(0, 2)),
  ];
  const names = named.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const ordinals = named.flatMap(({ ordinal }) => (ordinal === undefined ? [] : [BigInt(ordinal)]));
  const tools = (
    (value.rich_signature as { tools?: { toolid: number; version: number }[] })?.tools ?? []
  ).slice(0, 2);
  return {
    libraries: ["nope.dll", ...imports.map(({ library_name }) => library_name.toUpperCase())].slice(0, MOST),
    names: [".text", "nope", ...names, ...names.map((name) => name.toUpperCase())].slice(0, 2 * MOST),
    numbers: [
      ...[0n, 9n, 0x409n, 0x1000n, -1n],
      ...tools.flatMap(({ toolid, version }) => [BigInt(toolid), BigInt(version)]),
      ...ordinals.slice(0, MOST),
    ],
  };
}

/** All ways to fill the parameters of a signature from the pool. */
function argumentLists(id: string, pool: Pool): Argument[][] {
  const parameters = /\((.*)\)/.exec(id)![1]!.split(",").filter(Boolean);
  const isImport = /import/.test(id);
  let lists: Argument[][] = [[]];
  parameters.forEach((type, i) => {
    const isFirstText = isImport && !parameters.slice(0, i).includes("string");
    const isFlags = isImport && type === "integer" && i === 0;
    const choices: readonly Argument[] =
      type === "regexp"
        ? REGEXPS
        : type === "integer"
          ? isFlags
            ? FLAGS
            : pool.numbers
          : isFirstText
            ? pool.libraries
            : pool.names;
    lists = lists.flatMap((list) => choices.map((choice) => [...list, choice]));
  });
  return lists;
}

function literal(argument: Argument): string {
  return typeof argument === "string" ? quote(new TextEncoder().encode(argument)) : String(argument);
}

function passed(argument: Argument): Value | { regexp: number } {
  if (typeof argument === "string") return new TextEncoder().encode(argument);
  return argument instanceof RegExp ? { regexp: REGEXPS.indexOf(argument) } : argument;
}

function claim(call: string, result: Value | undefined): string {
  if (result === undefined) return `not defined ${call}`;
  if (typeof result === "boolean") return result ? call : `defined ${call} and not ${call}`;
  return `${call} == ${typeof result === "string" ? JSON.stringify(result) : String(result)}`;
}

/** One condition for each call, true when the reference gives our result. */
function conditionsOf(module: Module, data: Uint8Array): string[] {
  const value = module.parse!({ data });
  const context: FunctionContext = {
    data,
    value,
    matches: ({ regexp }, text) => REGEXPS[regexp]!.test(Buffer.from(text).toString("latin1")),
    log: () => {},
    cache: new Map(),
  };
  const pool = poolOf(value ?? {});
  const ids = [...module.functions!.keys()].filter((id) => !id.includes("::"));
  return ids.flatMap((id) =>
    argumentLists(id, pool).map((list) => {
      const call = `${module.name}.${id.slice(0, id.indexOf("("))}(${list.map(literal).join(", ")})`;
      return claim(call, module.functions!.get(id)!(context, ...list.map(passed)));
    }),
  );
}

const samples = [...samplesOf("pe").slice(0, 12), ...samplesOf("elf")];

describe.skipIf(!hasSamples || !native)("functions", () => {
  for (const module of [peModule, elfModule]) {
    test.each(samples.map((sample) => [`${sample.module} ${sample.name.slice(0, 8)}`, sample] as const))(
      `of ${module.name} on %s`,
      (_name, sample) => {
        const data = sample.read();
        const conditions = conditionsOf(module, data);
        const rules = conditions.map((text, i) => `rule r${i} { condition: ${text} }`);
        const matches = native!.compile(`import "${module.name}"\n${rules.join("\n")}`).scan(data);
        const matched = new Set(matches.map(({ ruleIdentifier }) => ruleIdentifier));
        expect(conditions.filter((_, i) => !matched.has(`r${i}`))).toEqual([]);
      },
    );
  }
});
