/**
 * Scans in workers: inputs wait in one queue, workers take from it as fast as they are, and a worker that ends is replaced. Of its
 * inputs the one that it worked on is reported; all others are scanned by another worker.
 */

import { requireAmount, requireFunction, requireObject, requireWhole } from "@tyara/base";
import type { ScanResult } from "@tyara/scanner";
import { errorOf, PoolClosedError, WorkerLostError } from "./errors.ts";
import { Lane, type LaneEvents } from "./lane.ts";
import type { ErrorData, ScannerSettings } from "./protocol.ts";
import { emptyResult } from "./results.ts";
import { type ScanAllOptions, type ScanOutcome, scanInTurn } from "./scan-all.ts";
import { Signals } from "./signals.ts";
import type { PoolSource } from "./sources.ts";
import { type PoolScanOptions, Task, TaskOptions } from "./task.ts";
import { TaskQueue } from "./task-queue.ts";
import type { WorkerLike } from "./worker-like.ts";

/** Rules as a pool takes them: those of `tyara` or `tyara/scan`. */
export interface SerializableRules {
  serialize(): Uint8Array;
}

export interface PoolOptions extends ScannerSettings {
  /** How many workers. Default: as many as the host has processors. */
  readonly workers?: number;
  /** Inputs that may be on their way at once, before {@link ScannerPool.room} waits. Default: 512 for each worker. */
  readonly maxInFlight?: number;
  /** Bytes of inputs that may be on their way at once, one input more or less. Default 256 MiB. */
  readonly maxInFlightBytes?: number;
  /**
   * Milliseconds that a worker has to answer beyond its time-out, or after a scan was aborted, before it is replaced: scans look at
   * clock and signal themselves, but a read of a file may hang. Default 1,000.
   */
  readonly graceMs?: number;
  /**
   * Makes a worker, for bundlers that do not find it and for modules of one's own: its script is `tyara/pool/worker`, or calls
   * `servePool` of it.
   */
  readonly createWorker?: () => WorkerLike;
}

/** What the door of a host gives. */
export interface PoolHost {
  readonly createWorker: () => WorkerLike;
  readonly processors: number;
  /** Whether memory can be shared with workers. */
  readonly sharesMemory: boolean;
}

const defaultInFlight = 512;
const defaultInFlightBytes = 1 << 28;
const defaultGraceMs = 1000;

/** Milliseconds between two looks at workers that say nothing. */
const watchMs = 50;

/** Workers that end before they were ready, one after the other, until the pool gives up. */
const maxFailedStarts = 3;

/** Workers that end while they have an input and work on none, until it is given up: its message may be what ends them. */
const maxLosses = 5;

export class ScannerPool {
  readonly #rules: Uint8Array;
  readonly #settings: ScannerSettings;
  readonly #host: PoolHost;
  readonly #maxInFlight: number;
  readonly #maxInFlightBytes: number;
  readonly #graceMs: number;
  readonly #lanes = new Set<Lane>();
  readonly #queue = new TaskQueue();
  readonly #signals = new Signals((task) => this.#abort(task));
  readonly #workerCount: number;
  /** Those who wait for {@link room}, for {@link ready}, and for the pool to have nothing to do. */
  readonly #waiting: { readonly isOver: () => boolean; readonly go: () => void }[] = [];
  #inFlight = 0;
  #inFlightBytes = 0;
  #failedStarts = 0;
  #closed: PoolClosedError | undefined;
  #isDispatching = false;
  #watch: ReturnType<typeof setTimeout> | undefined;

  /** @internal The doors give the host. */
  constructor(rules: SerializableRules | Uint8Array, options: PoolOptions, host: PoolHost) {
    requireObject("options", options);
    const { workers = host.processors, graceMs = defaultGraceMs, createWorker } = options;
    const { maxInFlightBytes = defaultInFlightBytes, timeoutMs } = options;
    this.#workerCount = requireWhole("workers", workers, 1);
    this.#maxInFlight = requireWhole("maxInFlight", options.maxInFlight ?? defaultInFlight * workers, 1);
    this.#maxInFlightBytes = requireAmount("maxInFlightBytes", maxInFlightBytes);
    this.#graceMs = requireAmount("graceMs", graceMs);
    if (timeoutMs !== undefined) requireAmount("timeoutMs", timeoutMs);
    if (createWorker !== undefined) requireFunction("createWorker", createWorker);
    this.#host = createWorker === undefined ? host : { ...host, createWorker };
    this.#rules = shareable(serialised(rules), host.sharesMemory);
    this.#settings = settingsOf(options);
    try {
      for (let index = 0; index < workers; index++) this.#start();
    } catch (error) {
      void this.#endAll();
      throw error;
    }
  }

  /** How many workers there are. */
  get workers(): number {
    return this.#workerCount;
  }

  /** How many inputs wait or are being scanned. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /**
   * Scans one input. Rejects with what the scan throws: a TypeError or RangeError for wrong arguments, what the system says of a file
   * that cannot be read, {@link WorkerLostError} when the worker ended over this input, {@link PoolClosedError}.
   */
  async scan(source: PoolSource, options: PoolScanOptions = {}): Promise<ScanResult> {
    return this.#begin(source, new TaskOptions(options)).promise;
  }

  /**
   * Scans many inputs, taking them from `sources` only as fast as they are scanned. What one input does wrong is told in its outcome
   * and stops nothing. Leaving the loop aborts what is on its way.
   */
  scanAll<S extends PoolSource>(
    sources: Iterable<S> | AsyncIterable<S>,
    options: ScanAllOptions<S> = {},
  ): AsyncIterableIterator<ScanOutcome<S>> {
    const pool = this;
    return scanInTurn(
      {
        maxInFlight: this.#maxInFlight,
        get hasRoom() {
          return pool.hasRoom;
        },
        room: () => this.room(),
        begin: (source, one) => this.#begin(source, one),
        abort: (task) => this.#abort(task),
      },
      sources,
      options,
    );
  }

  /** Resolves when all workers have started. Rejects when they cannot, or the rules cannot be used. */
  async ready(): Promise<void> {
    await this.#until(() => this.#lanes.size > 0 && [...this.#lanes].every((lane) => lane.isReady));
    if (this.#closed !== undefined) throw this.#closed;
  }

  /** Resolves when there is room for another input; at once, most often. Callers that do not wait fill the queue without bound. */
  async room(): Promise<void> {
    await this.#until(() => this.hasRoom);
  }

  /** Whether {@link room} would resolve at once. */
  get hasRoom(): boolean {
    return this.#inFlight < this.#maxInFlight && this.#inFlightBytes < this.#maxInFlightBytes;
  }

  /** Takes no inputs any more, waits for those on their way, and ends the workers. */
  async close(): Promise<void> {
    this.#closed ??= new PoolClosedError("the pool was closed");
    await this.#until(() => this.#inFlight === 0);
    await this.#endAll();
  }

  /** Ends the workers at once. The results of inputs on their way have the status `aborted`. */
  async terminate(): Promise<void> {
    this.#closed ??= new PoolClosedError("the pool was terminated");
    const tasks = [...this.#queue.takeAll(), ...[...this.#lanes].flatMap((lane) => lane.tasks)];
    const ending = this.#endAll();
    for (const task of tasks) task.abort();
    await ending;
  }

  /** Does what {@link close} does. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  // ── Inputs ────────────────────────────────────────────────────────────────

  #begin(source: PoolSource, options: TaskOptions): Task {
    const task = new Task(source, options);
    if (this.#closed !== undefined) task.fail(this.#closed);
    else if (options.signal?.aborted === true) task.abort();
    else this.#add(task);
    return task;
  }

  #add(task: Task): void {
    const { signal } = task.options;
    this.#inFlight++;
    this.#inFlightBytes += task.byteLength;
    const settled = () => {
      this.#inFlight--;
      this.#inFlightBytes -= task.byteLength;
      if (signal !== undefined) this.#signals.forget(signal, task);
      this.#wake();
    };
    task.promise.then(settled, settled);
    if (signal !== undefined) this.#signals.watch(signal, task);
    this.#queue.add(task);
    this.#dispatchSoon();
  }

  /** Inputs that are added in one go travel together. */
  #dispatchSoon(): void {
    if (this.#isDispatching) return;
    this.#isDispatching = true;
    queueMicrotask(() => {
      this.#isDispatching = false;
      this.#dispatch();
    });
  }

  #dispatch(): void {
    const lanes = [...this.#lanes].filter((lane) => lane.room > 0);
    for (const [at, lane] of lanes.entries()) {
      const share = Math.ceil(this.#queue.length / (lanes.length - at));
      this.#send(lane, this.#queue.take(Math.min(share, lane.room), lane.isIdle));
    }
    this.#watchWorkers();
  }

  #send(lane: Lane, tasks: readonly Task[]): void {
    if (tasks.length === 0) return;
    try {
      lane.send(tasks);
    } catch (error) {
      // The host says of a whole message that it cannot be sent, so each is tried.
      if (tasks.length === 1) tasks[0]!.fail(error);
      else for (const task of tasks) this.#send(lane, [task]);
    }
  }

  #abort(task: Task): void {
    if (task.isSettled) return;
    if (this.#queue.remove(task)) {
      task.abort();
      return;
    }
    const lane = [...this.#lanes].find(({ tasks }) => tasks.includes(task));
    if (lane === undefined || lane.cancel(task)) {
      task.abort();
      return;
    }
    task.isCancelled = true;
    setTimeout(() => this.#insist(lane, task), this.#graceMs);
  }

  /** The worker had its time to end an aborted scan. */
  #insist(lane: Lane, task: Task): void {
    if (task.isSettled) return;
    const isAt = lane.isAt(task);
    task.abort();
    if (isAt && this.#lanes.has(lane)) this.#replace(lane, new Error("it did not end an aborted scan"));
  }

  // ── Workers ───────────────────────────────────────────────────────────────

  #start(): void {
    const events: LaneEvents = {
      ready: () => {
        this.#failedStarts = 0;
        this.#wake();
        this.#dispatchSoon();
      },
      answered: () => this.#dispatchSoon(),
      lost: (lane, reason) => this.#lost(lane, reason),
    };
    const { createWorker, sharesMemory } = this.#host;
    this.#lanes.add(new Lane(createWorker(), this.#rules, this.#settings, sharesMemory, events));
  }

  #lost(lane: Lane, reason: unknown): void {
    if (!this.#lanes.has(lane)) return;
    if (!lane.isReady) this.#failedStarts++;
    const isHopeless = this.#failedStarts >= maxFailedStarts || isErrorData(reason);
    if (isHopeless) this.#giveUp(isErrorData(reason) ? errorOf(reason) : reason);
    else this.#replace(lane, reason);
  }

  /** Ends a worker and starts another in its place. */
  #replace(lane: Lane, reason: unknown): void {
    lane.settleClean();
    const { tasks } = lane;
    for (const task of tasks) if (task.isCancelled) task.abort();
    const culprits = this.#culprits(lane, tasks);
    this.#lanes.delete(lane);
    void lane.end();
    for (const task of tasks) {
      // Those that waited behind the culprit have nothing to do with it, however often that happens.
      if (culprits.size === 0) task.losses++;
      if (culprits.has(task) || !task.isRepeatable || task.losses >= maxLosses)
        task.fail(new WorkerLostError(reason));
    }
    const others = tasks.filter((task) => !task.isSettled);
    // Which of several it was is found out by scanning them one by one.
    if (!lane.knowsStates) for (const task of others) task.isSuspect = true;
    this.#queue.putBack(others);
    if (this.#closed !== undefined && this.#inFlight === 0) return;
    try {
      this.#start();
      this.#dispatchSoon();
    } catch (error) {
      this.#giveUp(error);
    }
  }

  #culprits(lane: Lane, tasks: readonly Task[]): ReadonlySet<Task> {
    if (tasks.length === 1 && !lane.knowsStates) return new Set(tasks);
    return new Set(lane.knowsStates ? tasks.filter((task) => lane.isAt(task)) : []);
  }

  #giveUp(reason: unknown): void {
    const message = reason instanceof Error ? reason.message : String(reason);
    this.#closed = new PoolClosedError(`the workers of the pool cannot start: ${message}`, { cause: reason });
    const tasks = [...this.#queue.takeAll(), ...[...this.#lanes].flatMap((lane) => lane.tasks)];
    void this.#endAll();
    for (const task of tasks) task.fail(this.#closed);
  }

  async #endAll(): Promise<void> {
    clearTimeout(this.#watch);
    this.#watch = undefined;
    const lanes = [...this.#lanes];
    this.#lanes.clear();
    this.#wake();
    await Promise.all(lanes.map((lane) => lane.end()));
  }

  /** While there is work: workers that hang are replaced, and those without work are given what others have not begun. */
  #watchWorkers(): void {
    if (this.#watch !== undefined || this.#inFlight === 0) return;
    this.#watch = setTimeout(() => {
      this.#watch = undefined;
      for (const lane of this.#lanes) {
        if (lane.silentMs > watchMs / 2) lane.settleClean();
        if (this.#hangs(lane)) this.#stopHanging(lane);
      }
      this.#balance();
      this.#dispatch();
    }, watchMs);
  }

  #hangs(lane: Lane): boolean {
    const { timeoutMs: general = 0 } = this.#settings;
    const bounds = lane.tasks.map(({ options: { timeoutMs = general } }) =>
      timeoutMs > 0 ? timeoutMs : Infinity,
    );
    return bounds.length > 0 && lane.silentMs > Math.max(...bounds) + this.#graceMs;
  }

  /** The time is up for what it works on; for the others it has not begun. */
  #stopHanging(lane: Lane): void {
    const { tasks } = lane;
    for (const task of tasks)
      if (tasks.length === 1 || (lane.knowsStates && lane.isAt(task))) task.succeed(emptyResult("timeout"));
    this.#replace(lane, new Error("it did not answer within its time-out"));
  }

  #balance(): void {
    const lanes = [...this.#lanes];
    if (this.#queue.length > 0 || !lanes.some((lane) => lane.isReady && lane.isIdle)) return;
    for (const lane of lanes)
      if (lane.tasks.length > 1 && lane.silentMs > watchMs / 2) this.#queue.putBack(lane.withdraw());
  }

  // ── Waiting ───────────────────────────────────────────────────────────────

  async #until(isDone: () => boolean): Promise<void> {
    const isOver = () => isDone() || (this.#closed !== undefined && this.#lanes.size === 0);
    if (isOver()) return;
    await new Promise<void>((go) => this.#waiting.push({ isOver, go }));
  }

  #wake(): void {
    for (let index = 0; index < this.#waiting.length; ) {
      const { isOver, go } = this.#waiting[index]!;
      if (isOver()) {
        this.#waiting.splice(index, 1);
        go();
      } else index++;
    }
  }
}

function isErrorData(reason: unknown): reason is ErrorData {
  return typeof reason === "object" && reason !== null && !(reason instanceof Error) && "message" in reason;
}

function serialised(rules: SerializableRules | Uint8Array): Uint8Array {
  if (rules instanceof Uint8Array) return rules;
  if (typeof rules?.serialize === "function") return rules.serialize();
  throw new TypeError("rules must be compiled rules, or what `serialize` made of them");
}

/** Bytes that all workers read where they are, if the host allows it; else each gets a copy. */
function shareable(bytes: Uint8Array, sharesMemory: boolean): Uint8Array {
  const own = sharesMemory
    ? new Uint8Array(new SharedArrayBuffer(bytes.length))
    : new Uint8Array(bytes.length);
  own.set(bytes);
  return own;
}

function settingsOf(options: PoolOptions): ScannerSettings {
  const { timeoutMs, maxMatchesPerPattern, maxMatchMemory, fastScan, globals } = options;
  return {
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(maxMatchesPerPattern !== undefined && { maxMatchesPerPattern }),
    ...(maxMatchMemory !== undefined && { maxMatchMemory }),
    ...(fastScan !== undefined && { fastScan }),
    ...(globals !== undefined && { globals }),
  };
}
