/**
 * Feeds damaged samples to the parsers of modules. A parser must not throw, must not hang, and must give a value that
 * fits its schema.
 *
 *     npx vitest run --project engine packages/tyara/test/fuzz        a short run
 *     FUZZ_RUNS=1000000 FUZZ_MODULES=pe,elf npx vitest run …          a long one
 */
import { dumpYaml } from "../../src/modules/dump/index.ts";
import type { Module } from "../../src/modules/module.ts";
import { mutate } from "../mutate.ts";
import { samplesOf } from "../samples.ts";

/** Milliseconds that one input may take, by its size; generous, for machines under load. */
const MAX_MS = 250;
const MAX_MS_PER_MEGABYTE = 250;

export interface FuzzReport {
  readonly runs: number;
  /** The slowest input: sample, seed and milliseconds. */
  readonly slowest: { readonly name: string; readonly seed: number; readonly ms: number };
  readonly failures: readonly string[];
}

/** Runs `runs` damaged copies of the module's samples, the seeds counted from `firstSeed`. */
export function fuzzModule(module: Module, runs: number, firstSeed = 1): FuzzReport {
  const samples = samplesOf(module.name).map((sample) => ({ name: sample.name, bytes: sample.read() }));
  const failures: string[] = [];
  let slowest = { name: "", seed: 0, ms: 0 };
  for (let i = 0; i < runs && samples.length > 0; i++) {
    const seed = firstSeed + i;
    const { name, bytes } = samples[seed % samples.length]!;
    const data = mutate(bytes, seed);
    const started = performance.now();
    const failure = tryParse(module, data);
    const ms = performance.now() - started;
    if (ms > slowest.ms) slowest = { name, seed, ms };
    const isSlow = ms > MAX_MS + (MAX_MS_PER_MEGABYTE * data.length) / 2 ** 20;
    if (failure !== undefined) failures.push(`${name} seed ${seed}: ${failure}`);
    if (isSlow) failures.push(`${name} seed ${seed}: ${ms.toFixed(0)} ms`);
  }
  return { runs, slowest, failures };
}

function tryParse(module: Module, data: Uint8Array): string | undefined {
  try {
    const value = module.parse?.({ data });
    if (value !== undefined && data.length % 16 === 0) dumpYaml(module.schema, value);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
