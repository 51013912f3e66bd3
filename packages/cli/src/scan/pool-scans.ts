/** Scans in threads of the library's pool, in the order in which they are done, or with `--sorted` in that of the files. */
import type { Rules } from "tyara";
import { type PoolScanOptions, ScannerPool } from "tyara/pool";
import { STANDARD_INPUT } from "../defaults.ts";
import { parseDefinition } from "../definitions.ts";
import { optionsOfEachFile } from "./file-options.ts";
import type { LocalScans } from "./local-scans.ts";
import type { RunSurroundings } from "./run-surroundings.ts";
import type { ScanOptions } from "./scan-options.ts";
import type { Target } from "./targets.ts";

/** Milliseconds between two looks at whether a signal came or the time is up. */
const WATCH = 5;

/** A file as the pool takes it, and who it is. */
interface PoolFile {
  readonly path: string | Uint8Array;
  readonly target: Target;
}

/** Members of archives are bytes, which cannot say who they are. */
type MemberTargets = WeakMap<Uint8Array, Target>;

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
  async scan(targets: AsyncIterable<Target>, local: LocalScans): Promise<void> {
    const { report, shared, messages, deadline } = this.#surroundings;
    const stop = new AbortController();
    let isLate = false;
    report.statistics.threads = this.#pool.workers;
    const watch = setInterval(() => {
      isLate = performance.now() >= deadline;
      if (shared.isStopped || isLate) stop.abort();
    }, WATCH);
    try {
      const members: MemberTargets = new WeakMap();
      const targetOf = (source: PoolFile | Uint8Array) =>
        source instanceof Uint8Array ? members.get(source)! : source.target;
      const outcomes = this.#pool.scanAll(forPool(targets, members, local), {
        ...optionsOfEachFile(this.#options),
        signal: stop.signal,
        ordered: this.#options.sorted === true,
        // Lists name their files, whatever they are.
        endWhenIdle: this.#options.scanList !== true,
        ...(this.#haveOwnOptions && { optionsOf: (source) => this.#optionsOf(targetOf(source), local) }),
      });
      for await (const { source, result, error } of outcomes) {
        if (shared.isStopped) break;
        const target = targetOf(source);
        report.at(target.path);
        if (result !== undefined) report.result(target, result);
        else report.failed(target.path, error);
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

  /** Whether files have options of their own, which cost memory and time for each. */
  get #haveOwnOptions(): boolean {
    return this.#wantsConsole || this.#options.fileVariables === true;
  }

  #optionsOf(target: Target, local: LocalScans): PoolScanOptions {
    const globals = local.variablesOf(target);
    return {
      ...(globals !== undefined && { globals }),
      ...(this.#wantsConsole && {
        onConsoleLog: (message: string) => this.#surroundings.report.console(target.path, message),
      }),
    };
  }
}

async function* forPool(
  targets: AsyncIterable<Target>,
  members: MemberTargets,
  local: LocalScans,
): AsyncGenerator<PoolFile | Uint8Array> {
  for await (const target of targets) {
    const { path, bytes } = target;
    if (path.location === STANDARD_INPUT) {
      local.scan(target);
      continue;
    }
    if (bytes === undefined) {
      yield { path: path.location, target };
      continue;
    }
    // A view of its own for each member, so that it can be told from others.
    const source = bytes.subarray();
    members.set(source, target);
    yield source;
  }
}
