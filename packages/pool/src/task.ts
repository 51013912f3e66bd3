/** One input of a pool, from the caller's call to its result. */

import {
  type AbortSignalLike,
  requireAmount,
  requireBoolean,
  requireFunction,
  requireObject,
  requireSignal,
} from "@tyara/base";
import type { ScanOptions, ScanResult } from "@tyara/scanner";
import { errorOf } from "./errors.ts";
import type { Answer, Globals, JobOptions } from "./protocol.ts";
import { emptyResult } from "./results.ts";
import { byteLengthOf, type Input, inputOf, type PoolSource } from "./sources.ts";

/** Options of one scan in a pool; what is absent is as set on the pool. */
export interface PoolScanOptions extends ScanOptions {
  /**
   * Ends the scan when it is aborted: its result has the status `aborted`. An input that no worker has begun yet is not scanned at all; a
   * worker that does not end its scan within `graceMs` is replaced.
   */
  readonly signal?: AbortSignalLike;
  /** Values of external variables for this scan only. */
  readonly globals?: Globals;
  /** Whether the buffer of the bytes is moved to the worker instead of copied: the caller loses it. Default false. */
  readonly transfer?: boolean;
  /** Of a pipe or device only what is there at once is scanned; see `scanFile` of `tyara/node`. Default false. */
  readonly endWhenIdle?: boolean;
  /** Is given the messages of the `console` module, all of them just before the scan's promise is settled; 10,000 at most. */
  readonly onConsoleLog?: (message: string) => void;
}

/** Options that were looked at; many inputs may share them. */
export class TaskOptions {
  readonly job: JobOptions;
  readonly signal: AbortSignalLike | undefined;
  readonly timeoutMs: number | undefined;
  readonly isTransferred: boolean;
  readonly onConsoleLog: ((message: string) => void) | undefined;

  /** Throws a TypeError or a RangeError that names what is wrong. */
  constructor(given: PoolScanOptions) {
    const { signal, globals, transfer, endWhenIdle, onConsoleLog, ...scan } = requireObject("options", given);
    if (globals !== undefined) requireObject("globals", globals);
    this.signal = signal === undefined ? undefined : requireSignal("signal", signal);
    this.timeoutMs = scan.timeoutMs === undefined ? undefined : requireAmount("timeoutMs", scan.timeoutMs);
    this.isTransferred = transfer !== undefined && requireBoolean("transfer", transfer);
    this.onConsoleLog =
      onConsoleLog === undefined ? undefined : requireFunction("onConsoleLog", onConsoleLog);
    this.job = {
      scan,
      ...(globals !== undefined && { globals }),
      ...(endWhenIdle !== undefined && { endWhenIdle }),
      wantsConsole: onConsoleLog !== undefined,
    };
  }
}

export class Task {
  readonly input: Input;
  readonly options: TaskOptions;
  readonly byteLength: number;
  readonly promise: Promise<ScanResult>;
  /** Scanned with nothing else in the worker, because one of several inputs ended one. */
  isSuspect = false;
  /** Its signal was aborted; the worker that has it was told. */
  isCancelled = false;
  /** How many workers ended while they had it. */
  losses = 0;
  #resolve!: (result: ScanResult) => void;
  #reject!: (error: unknown) => void;
  #isSettled = false;

  /** Throws a TypeError that says what is wrong with the source. */
  constructor(source: PoolSource, options: TaskOptions) {
    this.options = options;
    this.input = inputOf(source, options.isTransferred);
    this.byteLength = byteLengthOf(this.input);
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Whether it can be sent a second time: its bytes are still here. */
  get isRepeatable(): boolean {
    return this.input.kind !== "bytes" || !this.input.isTransferred;
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  answer({ result, error, messages = [] }: Answer): void {
    if (this.#isSettled) return;
    try {
      for (const message of messages) this.options.onConsoleLog?.(message);
    } catch (thrown) {
      this.fail(thrown);
      return;
    }
    if (error !== undefined) this.fail(errorOf(error));
    else this.succeed(result ?? emptyResult("complete"));
  }

  /** Settles it with a result that says that nothing is known. */
  abort(): void {
    this.succeed(emptyResult("aborted"));
  }

  succeed(result: ScanResult): void {
    if (this.#settles()) this.#resolve(result);
  }

  fail(error: unknown): void {
    if (this.#settles()) this.#reject(error);
  }

  #settles(): boolean {
    if (this.#isSettled) return false;
    this.#isSettled = true;
    return true;
  }
}
