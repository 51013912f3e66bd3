/**
 * Generated conditions, compiled and run, against the plain interpreter of the IR (`oracle/evaluate.ts`): what is emitted, with every
 * optimisation, means what the interpreter says. Longer loops than a comparison with a slow peer allows, and no peer needed.
 */

import type { Value } from "@tyara/base";
import type { CheckedProgram } from "@tyara/language/ir";
import type { Module } from "@tyara/language/modules";
import type { ScanResult } from "@tyara/scanner";
import { Compiler } from "../../src/compile.ts";
import { evaluateCondition, type FoundMatch, type World } from "../oracle/evaluate.ts";
import { generateCondition, PATTERNS, PREAMBLE, print, ruleOf, shrink } from "./condition-generator.ts";
import { Random } from "./random.ts";

/** Conditions of one seed. */
export const CONDITIONS_A_SEED = 60;
const SIZE = 12;

const encode = (text: string) => Buffer.from(text, "latin1");
const INPUTS: readonly Uint8Array[] = [
  new Uint8Array(),
  encode("abc ab aXb B a b\0c\0 bbbc"),
  encode("\xff\xff\xff\xff\xff\xff\xff\xff\x80\0\0\0\0\0\0\x80\x7f\xf0abab"),
  encode("a b a b ab.abb.abbb a\0b\0c\0".repeat(40)),
];

/** The last rule has every pattern, to learn their matches from. */
const WITNESS = `rule witness { strings: ${PATTERNS} condition: any of them or true }`;

function compileAll(conditions: readonly string[]) {
  const compiler = new Compiler({ testModules: true });
  const rules = conditions.map((condition, i) => ruleOf(condition, `r${i}`));
  compiler.addSource([PREAMBLE, ...rules, WITNESS].join("\n"));
  const program = compiler.check();
  return { program, modules: compiler.modules, scanner: compiler.build({ ignoreErrors: true }).scanner() };
}

/** The two answers of each rule that compiled on each input. */
function answers(conditions: readonly string[]): { name: string; emitted: boolean; meant: boolean }[] {
  const { program, modules, scanner } = compileAll(conditions);
  return INPUTS.flatMap((data) => {
    const result = scanner.scan(data);
    const matched = new Set(result.matches.map(({ identifier }) => identifier));
    const matchedRules = new Set<number>();
    const world = worldOf(program, modules, result, data, matchedRules);
    return program.rules.map(({ name, condition }, index) => {
      const meant = evaluateCondition(condition, world);
      if (meant) matchedRules.add(index);
      return { name, emitted: matched.has(name), meant };
    });
  });
}

function worldOf(
  program: CheckedProgram,
  modules: ReadonlyMap<string, Module>,
  result: ScanResult,
  data: Uint8Array,
  matchedRules: ReadonlySet<number>,
): World {
  const matches = patternMatches(program, result);
  const values = new Map(program.modules.map((name) => [name, modules.get(name)?.parse?.({ data }) ?? {}]));
  return {
    data,
    matchesOf: (pattern) => matches.get(pattern) ?? [],
    ruleMatched: (rule) => matchedRules.has(rule),
    module: (name) => values.get(name),
    call: (module, signature, args) => call(modules.get(module)!, signature, args, data, values.get(module)),
    regexpMatches: (regexp, text) => {
      const { source, caseInsensitive, dotMatchesNewline } = program.regexps[regexp]!;
      const flags = `${caseInsensitive ? "i" : ""}${dotMatchesNewline ? "s" : ""}`;
      return new RegExp(source, flags).test(Buffer.from(text).toString("latin1"));
    },
  };
}

function patternMatches(program: CheckedProgram, result: ScanResult): Map<number, readonly FoundMatch[]> {
  const witness = program.rules.find(({ name }) => name === "witness")!;
  const found = result.matches.find(({ identifier }) => identifier === "witness")!;
  return new Map(witness.patterns.map(({ id }, i) => [id, found.patterns[i]!.matches]));
}

function call(
  module: Module,
  signature: string,
  args: readonly Value[],
  data: Uint8Array,
  value: unknown,
): Value | undefined {
  const context = { data, value, matches: () => false, log: () => {}, cache: new Map() };
  const answer = module.functions!.get(signature)!(context as never, ...args);
  return typeof answer === "string" ? new TextEncoder().encode(answer) : answer;
}

function disagrees(condition: string): boolean {
  try {
    return answers([condition]).some(({ emitted, meant }) => emitted !== meant);
  } catch {
    return false;
  }
}

/** The conditions of a seed that do not mean what the interpreter says, shrunk, three of them at most. */
export function disagreements(seed: number): string[] {
  const random = new Random(seed);
  const parts = Array.from({ length: CONDITIONS_A_SEED }, () =>
    generateCondition(random, SIZE, { beyondReference: true }),
  );
  const wrong = new Set(
    answers(parts.map(print))
      .filter(({ emitted, meant }) => emitted !== meant)
      .map(({ name }) => name),
  );
  return parts
    .filter((_, i) => wrong.has(`r${i}`))
    .slice(0, 3)
    .map((part) => shrink(part, disagrees));
}
