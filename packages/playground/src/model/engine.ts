import type { ScanResult } from "tyara/scan";
import { WorkerClient } from "../workers/client.ts";
import type { Compiled, Problem } from "../workers/protocol.ts";
import { Emitter } from "./emitter.ts";
import type { RuleFiles } from "./rule-files.ts";
import type { Sample } from "./samples.ts";

/** What became of one sample. */
export interface Outcome {
  readonly sample: Sample;
  readonly result?: ScanResult;
  readonly error?: string;
}

export type RunState = "idle" | "compiling" | "scanning" | "done" | "stopped" | "failed";

/** Messages of the `console` module that are kept. */
const MAX_MESSAGES = 10_000;
/** Limit: milliseconds that one sample may take. */
const SCAN_TIMEOUT = 60_000;
/** Milliseconds between two looks of the page at results that come by the thousand. */
const REFRESH = 100;
/** Workers that scan; more help little, and each takes memory. */
const MAX_WORKERS = 4;

/** Compiles rules and scans samples, in workers that can be stopped at any time. */
export class EngineRun extends Emitter {
  state: RunState = "idle";
  /** What is wrong where the run failed. */
  failure = "";
  problems: readonly Problem[] = [];
  outcomes: Outcome[] = [];
  messages: string[] = [];
  total = 0;
  ruleCount = 0;
  compileMs = 0;
  scanMs = 0;
  readonly #compiler = new WorkerClient(
    () => new Worker(new URL("../workers/compile.worker.ts", import.meta.url), { type: "module" }),
  );
  #pool: { terminate(): unknown } | undefined;
  #run = 0;
  #lastRefresh = 0;

  get isRunning(): boolean {
    return this.state === "compiling" || this.state === "scanning";
  }

  /** Compiles and scans. A run that is under way is stopped before. */
  async start(files: RuleFiles, samples: readonly Sample[]): Promise<void> {
    this.stop();
    const run = ++this.#run;
    this.#reset(samples.length);
    this.#enter("compiling");
    const began = performance.now();
    try {
      const compiled = await this.#compiler.call<Compiled>("compile", {
        files: files.entries,
        roots: files.roots,
      });
      if (run !== this.#run) return;
      this.compileMs = performance.now() - began;
      this.problems = compiled.problems;
      this.ruleCount = compiled.ruleCount;
      if (compiled.rules === undefined || compiled.ruleCount === 0) {
        const hasErrors = compiled.problems.some(({ severity }) => severity === "error");
        this.#fail(hasErrors ? "No rule could be compiled." : "There are no rules.");
        return;
      }
      this.#enter("scanning");
      await this.#scan(run, compiled.rules, compiled.imports, samples);
      if (run === this.#run) this.#enter("done");
    } catch (error) {
      if (run === this.#run) this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  /** Ends the workers. What has been found so far stays. */
  stop(): void {
    if (!this.isRunning) return;
    this.#run++;
    this.#compiler.stop();
    this.#pool?.terminate();
    this.#pool = undefined;
    this.#enter("stopped");
  }

  async #scan(
    run: number,
    rules: Uint8Array,
    imports: readonly string[],
    samples: readonly Sample[],
  ): Promise<void> {
    const began = performance.now();
    const { ScannerPool } = await import("tyara/pool");
    if (run !== this.#run) return;
    const workers = Math.max(1, Math.min(navigator.hardwareConcurrency - 1, MAX_WORKERS, samples.length));
    const pool = new ScannerPool(rules, { workers, timeoutMs: SCAN_TIMEOUT });
    this.#pool = pool;
    const blobs = samples.map(({ blob }) => blob);
    const options = {
      // Values of modules are shown for single samples; of thousands they would fill the memory.
      moduleOutputs: samples.length <= 20 ? imports : [],
      maxMatchData: 256,
      onConsoleLog: (message: string) => {
        if (this.messages.length < MAX_MESSAGES) this.messages.push(message);
      },
    };
    for await (const { index, result, error } of pool.scanAll(blobs, options)) {
      if (run !== this.#run) return;
      const sample = samples[index]!;
      this.outcomes.push(result === undefined ? { sample, error: describe(error) } : { sample, result });
      this.scanMs = performance.now() - began;
      this.#refresh();
    }
    this.#pool = undefined;
    pool.terminate();
  }

  #reset(total: number): void {
    this.failure = "";
    this.problems = [];
    this.outcomes = [];
    this.messages = [];
    this.total = total;
    this.compileMs = 0;
    this.scanMs = 0;
  }

  #refresh(): void {
    const now = performance.now();
    if (now - this.#lastRefresh < REFRESH) return;
    this.#lastRefresh = now;
    this.changed();
  }

  #fail(message: string): void {
    this.failure = message;
    this.#enter("failed");
  }

  #enter(state: RunState): void {
    this.state = state;
    this.changed();
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
