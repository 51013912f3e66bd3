/** Many inputs through a pool, no faster than their outcomes are taken. */

import { requireBoolean, requireFunction, requireObject } from "@tyara/base";
import type { ScanResult } from "@tyara/scanner";
import type { PoolSource } from "./sources.ts";
import { type PoolScanOptions, type Task, TaskOptions } from "./task.ts";

export interface ScanAllOptions<S> extends PoolScanOptions {
  /** Whether outcomes come in the order of the inputs. Default true; false gives them as they come. */
  readonly ordered?: boolean;
  /** Options of single inputs, which go before the others: values of variables, a callback for their messages. */
  readonly optionsOf?: (source: S, index: number) => PoolScanOptions;
  /** Is told with each outcome how far the work is. */
  readonly onProgress?: (progress: ScanProgress) => void;
}

export interface ScanProgress {
  /** Inputs that were scanned or failed. */
  readonly done: number;
  /** Those of them that failed. */
  readonly failed: number;
  /** Inputs that were taken and are not done. */
  readonly inFlight: number;
}

/** What became of one input: a result or an error. */
export type ScanOutcome<S> =
  | { readonly source: S; readonly index: number; readonly result: ScanResult; readonly error?: undefined }
  | { readonly source: S; readonly index: number; readonly result?: undefined; readonly error: unknown };

/** The pool as it is used here. */
export interface TaskRunner {
  readonly maxInFlight: number;
  readonly hasRoom: boolean;
  /** Resolves when there is room. */
  readonly room: () => Promise<void>;
  /** Throws where the arguments are wrong. */
  readonly begin: (source: PoolSource, options: TaskOptions) => Task;
  readonly abort: (task: Task) => void;
}

export async function* scanInTurn<S extends PoolSource>(
  runner: TaskRunner,
  sources: Iterable<S> | AsyncIterable<S>,
  options: ScanAllOptions<S>,
): AsyncGenerator<ScanOutcome<S>, void, undefined> {
  const iterator = iteratorOf(sources);
  const run = new Run(runner, iterator, options);
  const taking = run.takeInputs();
  // Whoever awaits outcomes is told.
  taking.catch(() => {});
  try {
    for (let next = await run.next(); next !== undefined; next = await run.next()) yield next;
    await taking;
  } finally {
    run.stop();
    await iterator.return?.();
  }
}

class Run<S extends PoolSource> {
  readonly #runner: TaskRunner;
  readonly #iterator: Iterator<S> | AsyncIterator<S>;
  readonly #options: ScanAllOptions<S>;
  readonly #common: PoolScanOptions;
  /** The same, looked at once. */
  readonly #shared: TaskOptions;
  readonly #ordered: boolean;
  /** By index, in the order of the inputs; undefined for those that could not begin. */
  readonly #tasks = new Map<number, Task | undefined>();
  /** Outcomes that were not given yet, in the order in which they came. */
  readonly #outcomes = new Map<number, ScanOutcome<S>>();
  #taken = 0;
  #done = 0;
  #failed = 0;
  #isOver = false;
  #change: () => void = () => {};

  constructor(runner: TaskRunner, iterator: Iterator<S> | AsyncIterator<S>, options: ScanAllOptions<S>) {
    const { ordered = true, optionsOf, onProgress, ...common } = requireObject("options", options);
    requireBoolean("ordered", ordered);
    if (optionsOf !== undefined) requireFunction("optionsOf", optionsOf);
    if (onProgress !== undefined) requireFunction("onProgress", onProgress);
    this.#runner = runner;
    this.#iterator = iterator;
    this.#options = options;
    this.#common = common;
    this.#shared = new TaskOptions(common);
    this.#ordered = ordered;
  }

  /** Takes inputs while there is room for them. Rejects with what `sources` throws. */
  async takeInputs(): Promise<void> {
    try {
      while (!this.#isOver) {
        if (this.#tasks.size >= this.#runner.maxInFlight) await this.#changed();
        else if (!this.#runner.hasRoom) await this.#runner.room();
        else {
          const next = this.#iterator.next();
          const { value, done } = next instanceof Promise ? await next : (next as IteratorResult<S>);
          if (done === true) this.#isOver = true;
          else if (!this.#isOver) this.#begin(value);
        }
      }
    } finally {
      this.#isOver = true;
      this.#tell();
    }
  }

  /** The next outcome; undefined when there are no more. */
  async next(): Promise<ScanOutcome<S> | undefined> {
    for (;;) {
      const index = (this.#ordered ? this.#tasks : this.#outcomes).keys().next().value;
      const outcome = index === undefined ? undefined : this.#outcomes.get(index);
      if (outcome !== undefined) return this.#give(outcome);
      if (this.#isOver && this.#tasks.size === 0) return undefined;
      await this.#changed();
    }
  }

  stop(): void {
    this.#isOver = true;
    for (const task of this.#tasks.values()) if (task !== undefined) this.#runner.abort(task);
    this.#tell();
  }

  #begin(source: S): void {
    const index = this.#taken++;
    const failed = (error: unknown) => this.#come({ source, index, error });
    try {
      const own = this.#options.optionsOf?.(source, index);
      const options = own === undefined ? this.#shared : new TaskOptions({ ...this.#common, ...own });
      const task = this.#runner.begin(source, options);
      this.#tasks.set(index, task);
      task.promise.then((result) => this.#come({ source, index, result }), failed);
    } catch (error) {
      this.#tasks.set(index, undefined);
      failed(error);
    }
  }

  #come(outcome: ScanOutcome<S>): void {
    this.#done++;
    if (outcome.result === undefined) this.#failed++;
    this.#outcomes.set(outcome.index, outcome);
    this.#tell();
  }

  #give(outcome: ScanOutcome<S>): ScanOutcome<S> {
    this.#tasks.delete(outcome.index);
    this.#outcomes.delete(outcome.index);
    this.#tell();
    this.#options.onProgress?.({
      done: this.#done,
      failed: this.#failed,
      inFlight: this.#taken - this.#done,
    });
    return outcome;
  }

  /** Resolves when something has come or was given. */
  #changed(): Promise<void> {
    return new Promise((resolve) => {
      const others = this.#change;
      this.#change = () => {
        others();
        resolve();
      };
    });
  }

  #tell(): void {
    const change = this.#change;
    this.#change = () => {};
    change();
  }
}

function iteratorOf<S>(sources: Iterable<S> | AsyncIterable<S>): Iterator<S> | AsyncIterator<S> {
  const given = sources as Partial<Iterable<S> & AsyncIterable<S>> | undefined;
  if (given?.[Symbol.asyncIterator] !== undefined) return (given as AsyncIterable<S>)[Symbol.asyncIterator]();
  if (typeof given?.[Symbol.iterator] === "function") return (given as Iterable<S>)[Symbol.iterator]();
  throw new TypeError("sources must be a list or an async iterable");
}
