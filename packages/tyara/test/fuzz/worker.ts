/**
 * A worker process of `fuzz/campaign.mjs`: runs the seeds that it is told and says what came of them. When it is told
 * to be careful it says which seed comes next before each, so that its parent knows which one it died of.
 */
import { writeFileSync } from "node:fs";
import { builtinModules } from "@tyara/modules";
import { CONDITIONS_A_SEED, differencesOf, officialReference } from "../differential/condition-comparison.ts";
import { disagreements, CONDITIONS_A_SEED as MEANINGS_A_SEED } from "../differential/meaning.ts";
import { ModuleComparer } from "../differential/modules/module-comparer.ts";
import { loadOfficial } from "../peers.ts";
import { samplesOf } from "../samples.ts";
import { ArtefactFuzzer, type ArtefactHost } from "./artefacts.ts";
import { ModuleFuzzer } from "./modules.ts";
import { writtenSamples } from "./written-samples.ts";

export interface Batch {
  readonly task: string;
  readonly first: number;
  readonly count: number;
  readonly isCareful: boolean;
  /** Where offending inputs are written to. */
  readonly folder: string;
}

export type Message = { readonly next: number } | BatchReport;

export interface BatchReport {
  readonly cases: number;
  readonly failures: readonly { readonly seed: number; readonly text: string }[];
  /** The seed that took most, in units of work or, where these are not counted, milliseconds. */
  readonly dearest: { readonly seed: number; readonly cost: number; readonly what: string };
  /** Most bytes of memory that the process had. */
  readonly peakMemory: number;
}

interface SeedOutcome {
  readonly cases: number;
  readonly failures: readonly string[];
  readonly cost: number;
  readonly what: string;
}

type Task = (seed: number, folder: string) => SeedOutcome;

async function taskOf(name: string): Promise<Task> {
  if (name === "conditions") return compared(CONDITIONS_A_SEED, (seed) => differencesOf(seed));
  if (name === "conditions-official") {
    const official = officialReference((await loadOfficial())!);
    return compared(CONDITIONS_A_SEED, (seed) => differencesOf(seed, official));
  }
  if (name === "meaning") return compared(MEANINGS_A_SEED, disagreements);
  if (name === "artefacts") return forgedRules();
  if (name === "artefacts-javascript") return forgedRules("javascript");
  if (name === "artefacts-interpreter") return forgedRules("interpreter");
  if (name.endsWith(REFERENCE)) return comparedWithReference(name.slice(0, -REFERENCE.length));
  const module = builtinModules().get(name);
  if (module === undefined) throw new Error(`no task or module is called ${name}`);
  const fuzzer = new ModuleFuzzer(module);
  if (!fuzzer.hasSamples) throw new Error(`there are no samples of ${name}`);
  return (seed, folder) => {
    const { sample, units, byteLength, failure } = fuzzer.run(seed);
    if (failure !== undefined) writeFileSync(`${folder}/${name}-${seed}.bin`, fuzzer.input(seed).data);
    return {
      cases: 1,
      failures: failure ? [failure] : [],
      cost: units,
      what: `${sample}, ${byteLength} bytes`,
    };
  };
}

function forgedRules(host?: ArtefactHost): Task {
  const fuzzer = new ArtefactFuzzer(host);
  return (seed, folder) => {
    const { what, ms, failure } = fuzzer.run(seed);
    if (failure !== undefined) writeFileSync(`${folder}/artefacts-${seed}.bin`, fuzzer.input(seed).bytes);
    return { cases: 1, failures: failure === undefined ? [] : [failure], cost: ms, what };
  };
}

const REFERENCE = "-reference";
/** Larger recorded samples take the reference long. */
const MAX_COMPARED_SIZE = 100_000;

/** Damaged files of a module, each field and function compared with the reference. */
function comparedWithReference(name: string): Task {
  const module = builtinModules().get(name)!;
  const recorded = samplesOf(name).map((sample) => ({ name: sample.name, bytes: sample.read() }));
  const samples = [
    ...writtenSamples(name),
    ...recorded.filter(({ bytes }) => bytes.length < MAX_COMPARED_SIZE),
  ];
  const comparer = new ModuleComparer(module, samples);
  return (seed, folder) => {
    const { sample, data } = comparer.damaged(seed);
    const started = performance.now();
    const failures = comparer.differences(data, true);
    if (failures.length > 0) writeFileSync(`${folder}/${name}${REFERENCE}-${seed}.bin`, data);
    const cost = performance.now() - started;
    return { cases: 1, failures: failures.slice(0, 5), cost, what: `${sample}, ${data.length} bytes` };
  };
}

function compared(cases: number, findDifferences: (seed: number) => readonly unknown[]): Task {
  return (seed) => {
    const started = performance.now();
    const failures = findDifferences(seed).map((difference) => JSON.stringify(difference));
    return { cases, failures, cost: performance.now() - started, what: `${cases} conditions` };
  };
}

function run(task: Task, { first, count, isCareful, folder }: Batch): BatchReport {
  const failures: { seed: number; text: string }[] = [];
  let dearest = { seed: first, cost: 0, what: "" };
  let cases = 0;
  for (let seed = first; seed < first + count; seed++) {
    if (isCareful) process.send!({ next: seed } satisfies Message);
    const outcome = task(seed, folder);
    cases += outcome.cases;
    failures.push(...outcome.failures.map((text) => ({ seed, text })));
    if (outcome.cost > dearest.cost) dearest = { seed, cost: outcome.cost, what: outcome.what };
  }
  return { cases, failures, dearest, peakMemory: process.resourceUsage().maxRSS * 1024 };
}

const tasks = new Map<string, Task>();
process.on("message", async (batch: Batch) => {
  if (!tasks.has(batch.task)) tasks.set(batch.task, await taskOf(batch.task));
  process.send!(run(tasks.get(batch.task)!, batch) satisfies Message);
});
