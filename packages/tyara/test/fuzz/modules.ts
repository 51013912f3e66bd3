/**
 * Feeds damaged samples to the parsers of modules. A parser must not throw, must not hang, must not ask for much memory,
 * and must give a value that a dump can show. The tests run a few inputs of each; `node fuzz/campaign.mjs` runs millions.
 */
import { ByteReader } from "../../src/base/index.ts";
import { dumpYaml } from "../../src/modules/dump/index.ts";
import type { FunctionContext, Module, ModuleInput } from "../../src/modules/index.ts";
import { type MutationGuide, mutateGuided, type NumberField, randomFrom } from "../mutate.ts";
import { samplesOf } from "../samples.ts";
import { writtenSamples } from "./written-samples.ts";

/** Milliseconds that one input may take for each begun megabyte. */
const MAX_MS_PER_MEGABYTE = 50;
/** A long time counts when it is the best of so many, and was spent by this process: the machine may be doing something else. */
const ATTEMPTS = 6;
/** Number fields of one sample that are damaged by name; the first ones read. */
const MAX_FIELDS = 20_000;

export interface FuzzOutcome {
  readonly sample: string;
  readonly ms: number;
  /** Bytes of the input. */
  readonly byteLength: number;
  readonly failure: string | undefined;
}

interface Origin extends MutationGuide {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The damaged inputs of one module, each made from its seed. */
export class ModuleFuzzer {
  readonly #module: Module;
  readonly #origins: readonly Origin[];

  constructor(module: Module) {
    this.#module = module;
    const samples = [
      ...samplesOf(module.name).map((sample) => ({ name: sample.name, bytes: sample.read() })),
      ...writtenSamples(module.name),
    ].filter(({ bytes }) => bytes.length > 0);
    const donors = samples.map(({ bytes }) => bytes);
    this.#origins = samples
      .sort((a, b) => a.bytes.length - b.bytes.length)
      .map(({ name, bytes }) => ({ name, bytes, donors, fields: numbersReadBy(module, bytes) }));
  }

  get hasSamples(): boolean {
    return this.#origins.length > 0;
  }

  input(seed: number): { readonly sample: string; readonly data: Uint8Array } {
    const origin = this.#pick(seed);
    return { sample: origin.name, data: mutateGuided(origin.bytes, seed, origin) };
  }

  run(seed: number): FuzzOutcome {
    const { sample, data } = this.input(seed);
    const allowed = MAX_MS_PER_MEGABYTE * Math.max(1, data.length / 2 ** 20);
    let { ms, failure } = timed(() => this.#use(data));
    for (let attempt = 1; attempt < ATTEMPTS && ms > allowed / 3; attempt++)
      ms = Math.min(
        ms,
        cpuMsOf(() => this.#use(data)),
      );
    if (ms > allowed) failure ??= `${ms.toFixed(0)} ms for ${data.length} bytes`;
    // What scans do with the values is not the parser's time, and dear: every tenth.
    if (seed % 10 === 0) failure ??= timed(() => this.#show(data)).failure;
    return { sample, ms, byteLength: data.length, failure };
  }

  /** All samples have their turn, small ones more often: they are many times as fast. */
  #pick(seed: number): Origin {
    const random = randomFrom(~seed);
    const draw = () => random(this.#origins.length);
    return this.#origins[random(16) === 0 ? draw() : Math.min(draw(), draw(), draw(), draw())]!;
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

/** Where a parser looks for numbers in the undamaged sample, in the order of looking. */
function numbersReadBy(module: Module, bytes: Uint8Array): NumberField[] {
  const fields = new Map<string, NumberField>();
  const { has } = ByteReader.prototype;
  ByteReader.prototype.has = function (this: ByteReader, offset, byteLength) {
    const answer = has.call(this, offset, byteLength);
    const isNumber = byteLength === 1 || byteLength === 2 || byteLength === 4 || byteLength === 8;
    if (answer && isNumber && this.data.buffer === bytes.buffer && fields.size < MAX_FIELDS) {
      const field = { offset: this.data.byteOffset - bytes.byteOffset + offset, byteLength };
      fields.set(`${field.offset} ${byteLength}`, field);
    }
    return answer;
  };
  try {
    module.parse?.({ data: bytes });
  } finally {
    ByteReader.prototype.has = has;
  }
  return [...fields.values()];
}
