/**
 * The worker's side: one scanner, which scans one input after the other. A message costs as much as scanning a small file, so answers
 * that say nothing are sent together. The pool sees in shared memory which they are, should the next scan take long.
 */

import type { Value } from "@tyara/base";
import { nextTurn, type Rules, type Scanner, type ScanOptions, type ScanResult } from "@tyara/scanner";
import { dataOf } from "./errors.ts";
import type { Answer, FileName, FromWorker, Job, JobOptions, ScannerSettings, ToWorker } from "./protocol.ts";
import { JobState } from "./protocol.ts";
import { isEmpty } from "./results.ts";

/** The worker's end of its connection with the pool. */
export interface ServerPort {
  readonly post: (message: FromWorker) => void;
  readonly listen: (receive: (message: ToWorker) => void) => void;
}

/** What only the host can do. */
export interface ServerHost {
  /** Reads serialised rules, with the modules that this worker has. */
  readonly readRules: (bytes: Uint8Array) => Rules;
  /** Scans a file; absent where there are none. */
  readonly scanFile?: (
    scanner: Scanner,
    path: FileName,
    options: ScanOptions & { readonly endWhenIdle?: boolean },
  ) => ScanResult;
}

/** Milliseconds for which answers are kept back at most, to be sent together. */
const answerMs = 4;

/** Milliseconds between two looks at the messages, where there is no shared memory. */
const listenMs = 8;

/** Limit: messages of the `console` module that are kept for one answer. */
const maxMessages = 10_000;

/** Limit: memory never shrinks, so a scanner is replaced when large data has made it larger than this. */
const maxKeptMemory = 1 << 28;

/** Answers the pool at the other end of `port` until the worker ends. */
export function serve(port: ServerPort, host: ServerHost): void {
  let server: Server | undefined;
  port.listen((message) => {
    if (message.kind !== "start") return server?.receive(message);
    try {
      server = new Server(port, host, host.readRules(message.rules), message.settings, message.states);
      port.post({ kind: "ready" });
    } catch (error) {
      port.post({ kind: "unusable", error: dataOf(error) });
    }
  });
}

interface QueuedJob extends Job {
  readonly packed: Uint8Array | undefined;
}

class Server {
  readonly #port: ServerPort;
  readonly #host: ServerHost;
  readonly #rules: Rules;
  readonly #settings: ScannerSettings;
  readonly #states: Int32Array | undefined;
  readonly #cancelled = new Set<number>();
  #scanner: Scanner;
  #queue: QueuedJob[] = [];
  #answers: Answer[] = [];
  #answeredAt = 0;
  #isRunning = false;
  #messages: string[] | undefined;

  constructor(
    port: ServerPort,
    host: ServerHost,
    rules: Rules,
    settings: ScannerSettings,
    states: Int32Array | undefined,
  ) {
    this.#port = port;
    this.#host = host;
    this.#rules = rules;
    this.#settings = settings;
    this.#states = states;
    this.#scanner = this.#makeScanner();
  }

  receive(message: Exclude<ToWorker, { kind: "start" }>): void {
    if (message.kind === "cancel") {
      if (this.#queue.some(({ id }) => id === message.id)) this.#cancelled.add(message.id);
      return;
    }
    for (const job of message.jobs) this.#queue.push({ ...job, packed: message.packed });
    if (!this.#isRunning) void this.#run();
  }

  #makeScanner(): Scanner {
    const scanner = this.#rules.scanner();
    const { timeoutMs, maxMatchesPerPattern, maxMatchMemory, fastScan, globals = {} } = this.#settings;
    if (timeoutMs !== undefined) scanner.setTimeoutMs(timeoutMs);
    if (maxMatchesPerPattern !== undefined) scanner.setMaxMatchesPerPattern(maxMatchesPerPattern);
    if (maxMatchMemory !== undefined) scanner.setMaxMatchMemory(maxMatchMemory);
    if (fastScan !== undefined) scanner.setFastScan(fastScan);
    for (const [name, value] of Object.entries(globals)) scanner.setGlobal(name, value);
    scanner.onConsoleLog((message) => {
      if (this.#messages !== undefined && this.#messages.length < maxMessages) this.#messages.push(message);
    });
    return scanner;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    this.#answeredAt = performance.now();
    let listenedAt = this.#answeredAt;
    while (this.#queue.length > 0) {
      const jobs = this.#queue;
      this.#queue = [];
      for (const job of jobs) {
        const answer = this.#begins(job) ? this.#scan(job) : ({ id: job.id, isSkipped: true } as const);
        this.#answers.push(answer instanceof Promise ? await answer : answer);
        const now = performance.now();
        if (!this.#mayWait(job) || now - this.#answeredAt >= answerMs) this.#send(now);
        if (this.#states !== undefined || now - listenedAt < listenMs) continue;
        await nextTurn();
        listenedAt = performance.now();
      }
    }
    this.#send(performance.now());
    this.#isRunning = false;
  }

  #mayWait({ slot }: Job): boolean {
    return this.#states !== undefined && Atomics.load(this.#states, slot) === JobState.clean;
  }

  #send(now: number): void {
    this.#answeredAt = now;
    if (this.#answers.length === 0) return;
    const answers = this.#answers;
    this.#answers = [];
    try {
      this.#port.post({ kind: "answers", answers });
    } catch {
      // Modules of one's own may give what cannot be sent.
      for (const answer of answers) this.#sendAlone(answer);
    }
  }

  #sendAlone(answer: Answer): void {
    try {
      this.#port.post({ kind: "answers", answers: [answer] });
    } catch (error) {
      this.#port.post({ kind: "answers", answers: [{ id: answer.id, error: dataOf(error) }] });
    }
  }

  /** Whether the job is still wanted. From now on the pool cannot take it back. */
  #begins({ id, slot }: Job): boolean {
    if (this.#states === undefined) return !this.#cancelled.delete(id);
    const { waiting, running } = JobState;
    return Atomics.compareExchange(this.#states, slot, waiting, running) === waiting;
  }

  #scan(job: QueuedJob): Answer | Promise<Answer> {
    const { source } = job;
    if (source.kind !== "blob") return this.#answer(job, () => this.#scanNow(job));
    return source.blob.arrayBuffer().then(
      (buffer) => this.#answer(job, (scan) => this.#scanner.scan(new Uint8Array(buffer), scan)),
      (error) =>
        this.#answer(job, () => {
          throw error;
        }),
    );
  }

  #scanNow({ source, packed, options, slot }: QueuedJob): ScanResult {
    const scan = this.#scanOptions(options, slot);
    switch (source.kind) {
      case "packed":
        return this.#scanner.scan(packed!.subarray(source.start, source.end), scan);
      case "bytes":
        return this.#scanner.scan(source.bytes, scan);
      case "file": {
        const { scanFile } = this.#host;
        if (scanFile === undefined) throw new TypeError("this host has no files: give the pool their bytes");
        const { endWhenIdle } = options;
        return scanFile(
          this.#scanner,
          source.path,
          endWhenIdle === undefined ? scan : { ...scan, endWhenIdle },
        );
      }
      default:
        throw new TypeError("the source is of no known kind");
    }
  }

  #scanOptions({ scan }: JobOptions, slot: number): ScanOptions {
    return this.#states === undefined
      ? scan
      : { ...scan, signal: new SlotSignal(this.#states, slot).asSignal };
  }

  /** What is told of a job; whatever `scan` throws is told too. */
  #answer(job: QueuedJob, scan: (options: ScanOptions) => ScanResult): Answer {
    const { id, slot, options } = job;
    this.#messages = options.wantsConsole ? [] : undefined;
    let answer: Answer;
    try {
      this.#setGlobals(options);
      const result = scan(this.#scanOptions(options, slot));
      answer = isEmpty(result) ? { id } : { id, result };
    } catch (error) {
      answer = { id, error: dataOf(error) };
    }
    this.#unsetGlobals(options);
    if (this.#messages !== undefined && this.#messages.length > 0)
      answer = { ...answer, messages: this.#messages };
    this.#messages = undefined;
    if (this.#scanner.memoryByteLength > maxKeptMemory) this.#scanner = this.#makeScanner();
    const isClean =
      answer.result === undefined && answer.error === undefined && answer.messages === undefined;
    if (this.#states !== undefined)
      Atomics.store(this.#states, slot, isClean ? JobState.clean : JobState.done);
    return answer;
  }

  #setGlobals({ globals }: JobOptions): void {
    if (globals === undefined) return;
    for (const [name, value] of Object.entries(globals)) this.#scanner.setGlobal(name, value);
  }

  /** The next input sees what the pool and the rules say. */
  #unsetGlobals({ globals }: JobOptions): void {
    if (globals === undefined) return;
    const { values } = this.#rules.ruleSet.globals;
    const all = new Map<string, Value>([
      ...(Object.entries(values) as [string, Value][]),
      ...Object.entries(this.#settings.globals ?? {}),
    ]);
    for (const name of Object.keys(globals)) {
      const value = all.get(name);
      if (value !== undefined) this.#scanner.setGlobal(name, value);
    }
  }
}

/** Tells the scanner, which looks at nothing but `aborted`, what the pool has written to shared memory. */
class SlotSignal {
  readonly #states: Int32Array;
  readonly #slot: number;

  constructor(states: Int32Array, slot: number) {
    this.#states = states;
    this.#slot = slot;
  }

  get aborted(): boolean {
    return Atomics.load(this.#states, this.#slot) === JobState.cancelled;
  }

  get asSignal(): AbortSignal {
    return this as unknown as AbortSignal;
  }
}
