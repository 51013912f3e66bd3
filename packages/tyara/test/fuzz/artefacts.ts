/**
 * Feeds forged rules to `Rules.deserialize` and scans with what it takes: parts of compiled rules are damaged, cut, doubled
 * and exchanged, and the checksum is made to fit. Loading and scanning may throw `RuleFormatError` and nothing else, must
 * end in time, and must not take more memory than their bound; what the result says does not matter. The tests run a few;
 * `node fuzz/campaign.mjs artefacts` runs any number.
 */

import { RuleFormatError } from "@tyara/contract";
import { builtinModules } from "@tyara/modules";
import { Engine, InterpreterBackend } from "@tyara/runtime";
import { Rules, type RulesOptions } from "@tyara/scanner";
import { mutateGuided, randomFrom } from "../mutate.ts";
import { type ArtefactParts, joinParts, type PartName, partNames, partsOf } from "./artefact-parts.ts";
import { artefactInputs, artefactSeeds } from "./artefact-seeds.ts";

const TIMEOUT_MS = 20;
/** What a scan may take beyond its time-out, and loading in all: generous, since the machine may be doing something else. */
const MARGIN_MS = 25;
const LOAD_MS = 60;
/**
 * A long time counts when the best of so many further attempts is long, in time that this process worked. Perf: asking for that
 * time takes longer than loading most rules.
 */
const ATTEMPTS = 4;
/** Bytes that a scanner may hold: data, rules, matches, what kernels need. */
const MAX_SCANNER_BYTES = 300 << 20;

type Random = (below: number) => number;

export interface ArtefactOutcome {
  readonly what: string;
  readonly ms: number;
  readonly failure: string | undefined;
}

const EXTREMES = [
  0, 1, 2, 0x7f, 0xff, 0x100, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff,
];

/** On what forged rules run: the host's WebAssembly, the kernels in JavaScript beside it, or no WebAssembly at all. */
export type ArtefactHost = "host" | "javascript" | "interpreter";

export class ArtefactFuzzer {
  readonly #host: ArtefactHost | undefined;
  readonly #seeds = artefactSeeds().map(({ name, bytes }) => ({ name, bytes, parts: partsOf(bytes) }));
  readonly #inputs = artefactInputs();
  readonly #engines = { host: new Engine(), interpreter: new Engine({ backend: new InterpreterBackend() }) };

  /** @param host for all seeds; without it most run on the host's WebAssembly, and some on each other. */
  constructor(host?: ArtefactHost) {
    this.#host = host;
  }

  /** The forged rules of a seed. */
  input(seed: number): { readonly name: string; readonly bytes: Uint8Array } {
    const random = randomFrom(seed);
    const { name, bytes, parts } = this.#seeds[random(this.#seeds.length)]!;
    let forged: ArtefactParts = { ...parts };
    for (let left = 1 + random(5); left > 0; left--) forged = this.#damage(forged, random);
    return { name, bytes: joinParts(bytes, forged) };
  }

  run(seed: number): ArtefactOutcome {
    const { name, bytes } = this.input(seed);
    const host = this.#host ?? hostOf(seed);
    const options = this.#options(host);
    let outcome = this.#use(bytes, options, passed);
    for (let attempt = 0; attempt < ATTEMPTS && outcome.late !== undefined; attempt++)
      outcome = this.#use(bytes, options, worked);
    const failure = outcome.failure ?? outcome.late;
    return { what: `${name}, ${bytes.length} bytes, ${host}`, ms: outcome.ms, failure };
  }

  #options(host: ArtefactHost): RulesOptions {
    const modules = builtinModules();
    if (host === "interpreter") return { engine: this.#engines.interpreter, kernel: "javascript", modules };
    if (host === "javascript") return { engine: this.#engines.host, kernel: "javascript", modules };
    return { engine: this.#engines.host, modules };
  }

  #use(
    bytes: Uint8Array,
    options: RulesOptions,
    clock: () => number,
  ): { ms: number; failure: string | undefined; late: string | undefined } {
    let slowest = 0;
    let late: string | undefined;
    let failure: string | undefined;
    const step = <T>(what: string, allowed: number, work: () => T): T | undefined => {
      const { ms, result, error } = timed(work, clock);
      slowest = Math.max(slowest, ms);
      if (ms > allowed) late ??= `${what} took ${ms.toFixed(0)} ms`;
      if (error !== undefined && !(error instanceof RuleFormatError))
        failure ??= `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
      return result;
    };
    const rules = step("loading", LOAD_MS, () => Rules.deserialize(bytes, options));
    const scanner = rules && step("linking", LOAD_MS, () => rules.scanner());
    for (const data of scanner === undefined ? [] : this.#inputs) {
      step("a scan", TIMEOUT_MS + MARGIN_MS, () =>
        scanner!.scan(data, { timeoutMs: TIMEOUT_MS, includeNonMatches: true }),
      );
      if (scanner!.memoryByteLength > MAX_SCANNER_BYTES)
        failure ??= `${scanner!.memoryByteLength} bytes of memory`;
    }
    return { ms: slowest, failure, late };
  }

  #damage(parts: ArtefactParts, random: Random): ArtefactParts {
    const name = partNames[random(partNames.length)]!;
    const part = parts[name];
    const other = this.#seeds[random(this.#seeds.length)]!.parts;
    switch (random(12)) {
      case 0:
        return { ...parts, [name]: part.subarray(0, random(part.length + 1)) };
      case 1:
        return { ...parts, [name]: concatenated(part, part) };
      case 2:
        return { ...parts, [name]: other[name] };
      case 3:
        return { ...parts, [name]: parts[partNames[random(partNames.length)]!] };
      case 4:
      case 5:
        return {
          ...parts,
          [name]: mutateGuided(part, random(0x7fffffff), { fields: [], donors: [other[name], part] }),
        };
      default:
        return { ...parts, [name]: this.#damagedNumbers(name, part, random) };
    }
  }

  /** Numbers, wherever they are words; in other parts, bytes. */
  #damagedNumbers(name: PartName, part: Uint8Array, random: Random): Uint8Array {
    const copy = part.slice();
    if (copy.length < 16) return copy;
    const view = new DataView(copy.buffer);
    const isWords = name === "tables" || name === "constants";
    for (let left = 1 + random(4); left > 0; left--) {
      // Headers and the first records decide most.
      const reach = random(2) === 0 ? Math.min(copy.length, 256) : copy.length;
      const at = isWords ? random(reach >> 2) << 2 : random(reach - 4);
      const from = isWords ? random(copy.length >> 2) << 2 : random(copy.length - 4);
      if (!isWords && random(3) > 0) copy[at] = random(2) === 0 ? random(256) : copy[at]! ^ (1 << random(8));
      else view.setUint32(at, numberFor(view, at, from, random), true);
    }
    return copy;
  }
}

function hostOf(seed: number): ArtefactHost {
  if (seed % 16 === 5) return "interpreter";
  return seed % 8 === 3 ? "javascript" : "host";
}

function numberFor(view: DataView, at: number, from: number, random: Random): number {
  const now = view.getUint32(at, true);
  switch (random(5)) {
    case 0:
      return EXTREMES[random(EXTREMES.length)]!;
    case 1:
      return view.getUint32(from, true);
    case 2:
      return now + random(33) - 16;
    case 3:
      return random(view.byteLength) + 0x10000;
    default:
      return now ^ (1 << random(32));
  }
}

/** Milliseconds by the clock. */
function passed(): number {
  return performance.now();
}

/** Milliseconds that this process worked. */
function worked(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function timed<T>(work: () => T, clock: () => number): { ms: number; result?: T; error?: unknown } {
  const started = clock();
  let outcome: { result?: T; error?: unknown };
  try {
    outcome = { result: work() };
  } catch (error) {
    outcome = { error };
  }
  return { ms: clock() - started, ...outcome };
}

function concatenated(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
