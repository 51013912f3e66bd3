/** Scans in threads of the library's pool, in the order in which they are done, or with `--sorted` in that of the files. */
import type { Rules } from "tyara";
import { ScannerPool } from "tyara/pool";
import { STANDARD_INPUT } from "../defaults.ts";
import { parseDefinition } from "../definitions.ts";
import type { FilePath } from "../file-path.ts";
import { optionsOfEachFile } from "./file-options.ts";
import type { LocalScans } from "./local-scans.ts";
import type { RunSurroundings } from "./run-surroundings.ts";
import type { ScanOptions } from "./scan-options.ts";
import type { Target } from "./targets.ts";

/** Milliseconds between two looks at whether a signal came or the time is up. */
const WATCH = 5;

/** A file as the pool takes it. */
interface PoolTarget {
  readonly path: string | Uint8Array;
  readonly target: FilePath;
  readonly isNamed: boolean;
}

export class PoolScans {
  readonly #pool: ScannerPool;
  readonly #options: ScanOptions;
  readonly #surroundings: RunSurroundings;
  readonly #wantsConsole: boolean;
  #isReady = false;

  constructor(rules: Rules, options: ScanOptions, threads: number, surroundings: RunSurroundings) {
    this.#options = options;
    this.#surroundings = surroundings;
    this.#wantsConsole = options.disableConsoleLogs !== true && rules.ruleSet.imports.includes("console");
    const { compiledRules, define, fastScan, maxMatchesPerPattern, timeout } = options;
    this.#pool = new ScannerPool(rules, {
      workers: threads,
      ...(maxMatchesPerPattern !== undefined && { maxMatchesPerPattern }),
      ...(fastScan === true && { fastScan }),
      ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
      ...(compiledRules === true && {
        globals: Object.fromEntries(define.map(parseDefinition).map(({ name, value }) => [name, value])),
      }),
    });
    const ready = () => {
      this.#isReady = true;
    };
    // Where the threads cannot start, the scans say so.
    this.#pool.ready().then(ready, ready);
  }

  /** Whether it can scan at once. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Scans the targets, of which `local` takes what no other thread can have. */
  async scan(targets: Iterable<Target>, local: LocalScans): Promise<void> {
    const { report, shared, messages, deadline } = this.#surroundings;
    const stop = new AbortController();
    let isLate = false;
    report.statistics.threads = this.#pool.workers;
    const watch = setInterval(() => {
      isLate = performance.now() >= deadline;
      if (shared.isStopped || isLate) stop.abort();
    }, WATCH);
    try {
      const outcomes = this.#pool.scanAll(forPool(targets, local), {
        ...optionsOfEachFile(this.#options),
        signal: stop.signal,
        ordered: this.#options.sorted === true,
        endWhenIdle: true,
        optionsOf: (source) => this.#optionsOf(source, local),
      });
      for await (const { source, result, error } of outcomes) {
        if (shared.isStopped) break;
        report.at(source.target);
        if (result !== undefined) report.result(source.target, result);
        else report.failed(source.target, error);
      }
      if (isLate && stop.signal.aborted)
        messages.problem("the run took longer than its time-out; the files on their way were not scanned");
    } finally {
      clearInterval(watch);
    }
  }

  /** Ends its threads, whatever they do. */
  async end(): Promise<void> {
    await this.#pool.terminate();
  }

  #optionsOf({ target, isNamed }: PoolTarget, local: LocalScans): object {
    const globals = local.variablesOf(target);
    return {
      ...(isNamed && { endWhenIdle: false }),
      ...(globals !== undefined && { globals }),
      ...(this.#wantsConsole && {
        onConsoleLog: (message: string) => this.#surroundings.report.console(target, message),
      }),
    };
  }
}

function* forPool(targets: Iterable<Target>, local: LocalScans): Generator<PoolTarget> {
  for (const target of targets) {
    const { path, isNamed } = target;
    if (path.location === STANDARD_INPUT) local.scan(target);
    else yield { path: path.location, target: path, isNamed };
  }
}
