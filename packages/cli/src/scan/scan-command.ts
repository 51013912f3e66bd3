/** `tyara scan [NAMESPACE:]RULES… TARGET`: compiles rules, scans files, prints what matched (rows CL-2 … CL-24). */
import { availableParallelism } from "node:os";
import type { Rules } from "tyara";
import { loadConfiguration } from "../configuration.ts";
import { ExitCode } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import type { FilePath } from "../file-path.ts";
import { Messages } from "../terminal/messages.ts";
import { LocalScans } from "./local-scans.ts";
import { PoolScans } from "./pool-scans.ts";
import type { RunSurroundings } from "./run-surroundings.ts";
import type { ScanOptions } from "./scan-options.ts";
import { ScanReport } from "./scan-report.ts";
import { rulesOfScan, withSettings } from "./scan-rules.ts";
import type { Shared } from "./stop.ts";
import { findTargets, type Target, type TargetOptions } from "./targets.ts";
import { withMembers } from "./with-members.ts";

/** Runs the command; the exit code says whether everything asked for could be done. */
export async function scanCommand(
  rules: readonly FilePath[],
  target: FilePath,
  given: ScanOptions,
  shared: Shared,
): Promise<ExitCode> {
  const started = performance.now();
  const loaded = loadConfiguration(given);
  const options = withSettings(given, loaded.configuration.scan);
  if (options.count === true && options.outputFormat === "sarif")
    throw new Failure("--count has no form in SARIF; use another --output-format");
  const messages = new Messages();
  const compiled = rulesOfScan(rules, options, loaded, messages);
  if (compiled === undefined) return ExitCode.failure;
  const isRulesProblem = messages.problems > 0;
  const { totalTimeout = Number.POSITIVE_INFINITY } = options;
  const deadline = started + totalTimeout * 1000;
  const report = new ScanReport(options, shared, messages);
  await new Run(compiled, options, { shared, messages, deadline, report }).scan(target);
  const { exitCode } = report;
  return isRulesProblem && exitCode === ExitCode.incomplete ? ExitCode.failure : exitCode;
}

/** Milliseconds of scanning after which further threads are worth their start. */
const WORTH_A_POOL = 60;
/** Milliseconds for which this thread scans before it listens to those that start. */
const DEAF = 10;

/** One scan of all targets: the first in this thread, and when they are many, the others in as many threads as there are processors. */
class Run {
  readonly #rules: Rules;
  readonly #options: ScanOptions;
  readonly #surroundings: RunSurroundings;
  readonly #local: LocalScans;

  constructor(rules: Rules, options: ScanOptions, surroundings: RunSurroundings) {
    this.#rules = rules;
    this.#options = options;
    this.#surroundings = surroundings;
    this.#local = new LocalScans(rules, options, surroundings);
  }

  async scan(target: FilePath): Promise<void> {
    const { report, messages } = this.#surroundings;
    const targets = findTargets(target, walkOptions(this.#options), messages, (why) =>
      report.statistics.skip(why),
    );
    const { threads, share } = processorsFor(this.#options);
    const left = this.#untilOver(this.#options.archives === true ? withMembers(targets, messages) : targets);
    // What modules are told beside a file would be copied for every file.
    const isPoolWanted = threads > 1 && this.#options.moduleData.length === 0;
    const pool = isPoolWanted ? await this.#scanUntilReady(left, threads) : await this.#scanHere(left, share);
    await pool?.scan(left, this.#local);
    // First what was found is complete: after a signal there is little time.
    report.end();
    await pool?.end();
  }

  /** The targets until a signal comes or the time is up. */
  async *#untilOver(targets: Iterable<Target> | AsyncIterable<Target>): AsyncGenerator<Target> {
    const { shared, messages, deadline } = this.#surroundings;
    for await (const found of targets) {
      if (shared.isStopped) return;
      if (performance.now() >= deadline) {
        messages.problem("the run took longer than its time-out; the other files were not scanned");
        return;
      }
      yield found;
    }
  }

  /** @param share of one processor that may be used. */
  async #scanHere(targets: AsyncIterable<Target>, share: number): Promise<undefined> {
    for await (const target of targets) {
      const started = performance.now();
      this.#local.scan(target);
      if (share < 1) this.#surroundings.shared.pause(((performance.now() - started) * (1 - share)) / share);
    }
  }

  /** Scans in this thread until the others are there; undefined when nothing is left for them. */
  async #scanUntilReady(targets: AsyncGenerator<Target>, threads: number): Promise<PoolScans | undefined> {
    const started = performance.now();
    let pool: PoolScans | undefined;
    let listened = started;
    for (;;) {
      const { value, done } = await targets.next();
      if (done === true) {
        await pool?.end();
        return undefined;
      }
      this.#local.scan(value);
      const now = performance.now();
      if (pool === undefined && now - started > WORTH_A_POOL)
        pool = new PoolScans(this.#rules, this.#options, threads, this.#surroundings);
      if (pool === undefined || now - listened < DEAF) continue;
      await new Promise(setImmediate);
      listened = performance.now();
      if (pool.isReady) return pool;
    }
  }
}

/** How many threads scan, and for which share of the time. */
export function processorsFor(
  { threads, cpuLimit = 100 }: Pick<ScanOptions, "threads" | "cpuLimit">,
  processors: number = availableParallelism(),
): { readonly threads: number; readonly share: number } {
  const allowed = (processors * cpuLimit) / 100;
  if (allowed < 1) return { threads: 1, share: allowed };
  const wanted = threads ?? processors;
  return { threads: cpuLimit < 100 ? Math.min(wanted, Math.floor(allowed)) : wanted, share: 1 };
}

function walkOptions({ recursive, followLinks, scanList, skipLarger }: ScanOptions): TargetOptions {
  return { depth: recursive ?? 0, followsLinks: followLinks === true, isList: scanList === true, skipLarger };
}
