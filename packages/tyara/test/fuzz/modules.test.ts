import type { Module } from "@tyara/language/modules";
import { builtinModules } from "@tyara/modules";
import { describe, expect, test } from "vitest";
import { rounds } from "../rounds.ts";
import { ModuleFuzzer } from "./modules.ts";

const RUNS = rounds(100);
const modules = [...builtinModules().values()].filter(({ name, parse }) => parse || name === "cuckoo");

function failures(module: Module): string[] {
  const fuzzer = new ModuleFuzzer(module);
  if (!fuzzer.hasSamples) return [];
  return Array.from({ length: RUNS }, (_, seed) => ({ seed, ...fuzzer.run(seed) }))
    .filter(({ failure }) => failure !== undefined)
    .map(({ seed, sample, failure }) => `${sample} seed ${seed}: ${failure}`);
}

describe("parsers of modules survive damaged files", () => {
  test.each(modules.map((module) => [module.name, module] as const))("%s", (_name, module) => {
    expect(failures(module)).toEqual([]);
  });
});
