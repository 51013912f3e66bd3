/**
 * Feeds damaged samples to the parsers of modules. A parser must not throw, must not hang, must not ask for much memory,
 * and must give a value that a dump can show. The tests run a few inputs of each; `node fuzz/campaign.mjs` runs millions.
 */

import { meterWork, WorkMeter } from "@tyara/base";
import type { FunctionContext, Module, ModuleInput } from "@tyara/language/modules";
import { dumpYaml } from "@tyara/modules/dump";
import { samplesOf } from "../samples.ts";
import { type DamagedSample, DamagedSamples } from "./damaged-samples.ts";
import { writtenSamples } from "./written-samples.ts";

/** Units of work that one input may take for each begun megabyte: about 50 ms. Real files take a tenth of it. */
const MAX_UNITS_PER_MEGABYTE = 5_000_000;
/** Bytes that the parser may make for each begun megabyte. */
const MAX_BYTES_PER_MEGABYTE = 2 ** 26;
/**
 * Work that nobody pays for shows in the time only. So long an input may take for each begun megabyte, far more than what the
 * units allow: the machine may be doing something else.
 */
const MAX_MS_PER_MEGABYTE = 500;
/** A long time counts when it is the best of so many, and was spent by this process. */
const ATTEMPTS = 3;

export interface FuzzOutcome {
  readonly sample: string;
  /** Units of work. */
  readonly units: number;
  /** Bytes of the input. */
  readonly byteLength: number;
  readonly failure: string | undefined;
}

/** The damaged inputs of one module, each made from its seed. */
export class ModuleFuzzer {
  readonly #module: Module;
  readonly #damaged: DamagedSamples;

  constructor(module: Module) {
    this.#module = module;
    this.#damaged = new DamagedSamples(module, [
      ...samplesOf(module.name).map((sample) => ({ name: sample.name, bytes: sample.read() })),
      ...writtenSamples(module.name),
    ]);
  }

  get hasSamples(): boolean {
    return this.#damaged.hasSamples;
  }

  input(seed: number): DamagedSample {
    return this.#damaged.input(seed);
  }

  run(seed: number): FuzzOutcome {
    const { sample, data } = this.input(seed);
    const megabytes = Math.max(1, data.length / 2 ** 20);
    const meter = new WorkMeter();
    let { ms, failure } = timed(() => meterWork(meter, () => this.#use(data)));
    const { units, bytes } = meter;
    if (units > MAX_UNITS_PER_MEGABYTE * megabytes)
      failure ??= `${units} units of work for ${data.length} bytes`;
    if (bytes > MAX_BYTES_PER_MEGABYTE * megabytes) failure ??= `${bytes} bytes made of ${data.length}`;
    for (let attempt = 0; attempt < ATTEMPTS && ms > MAX_MS_PER_MEGABYTE * megabytes; attempt++)
      ms = cpuMsOf(() => this.#use(data));
    if (ms > MAX_MS_PER_MEGABYTE * megabytes)
      failure ??= `${ms.toFixed(0)} ms, but ${units} units of work, for ${data.length} bytes`;
    // What scans do with the values is not the parser's work, and dear: every tenth.
    if (seed % 10 === 0) failure ??= timed(() => this.#show(data)).failure;
    return { sample, units, byteLength: data.length, failure };
  }

  #use(data: Uint8Array): void {
    if (this.#module.parse) this.#module.parse({ data });
    else this.#callAll({ data, metadata: data });
  }

  #show(data: Uint8Array): void {
    const value = this.#module.parse?.({ data });
    if (value !== undefined) dumpYaml(this.#module.schema, value);
    this.#callAll({ data, metadata: data });
  }

  /** Calls every function, with arguments of which most are nonsense to it. */
  #callAll(input: ModuleInput): void {
    const value = this.#module.parse?.(input);
    const context: FunctionContext = {
      ...input,
      value,
      matches: () => true,
      log: () => {},
      cache: new Map(),
    };
    for (const [id, run] of this.#module.functions ?? []) {
      const types = /\((.*)\)/.exec(id)![1]!.split(",").filter(Boolean);
      // Methods want a structure to be called on.
      if (!id.includes("::")) run(context, ...types.map(argumentOf));
    }
  }
}

function argumentOf(type: string) {
  if (type === "regexp") return { regexp: 0 };
  if (type === "string") return new TextEncoder().encode("kernel32.dll");
  return type === "float" ? 1.5 : type === "bool" ? true : 80n;
}

function timed(run: () => void): { ms: number; failure: string | undefined } {
  const started = performance.now();
  let failure: string | undefined;
  try {
    run();
  } catch (error) {
    failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  return { ms: performance.now() - started, failure };
}

/** The time that this process worked, or that passed if less did. Dear: asking for it can make the process wait its turn. */
function cpuMsOf(run: () => void): number {
  const before = process.cpuUsage();
  const { ms } = timed(run);
  const { user, system } = process.cpuUsage(before);
  return Math.min(ms, (user + system) / 1000);
}
