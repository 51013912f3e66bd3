/** `tyara hunt run`. */
import type { Command } from "commander";
import {
  defaultThreads,
  type LimitOptions,
  limitsOf,
  parsePositive,
  type RuleOptions,
  rulesAndSource,
  withLimitOptions,
  withRuleOptions,
} from "../command-options.ts";
import { excludedBy } from "../corpus/exclude.ts";
import { newHuntName } from "../hunt-name.ts";
import { openSource, type SourceCredentials } from "../objects/open-source.ts";
import { jsonLog } from "../operations/log.ts";
import { openOutput } from "../output.ts";
import { openScanPool } from "../scan-pool.ts";
import { stopSignal } from "../stop-signal.ts";
import { Journal } from "./journal.ts";
import { type HuntTotals, runLocally } from "./run.ts";

interface RunOptions extends RuleOptions, LimitOptions, SourceCredentials {
  readonly index?: string;
  readonly journal?: string;
  readonly matchesOnly?: boolean;
  readonly output?: string;
  readonly threads: number;
}

export function addRunCommands(program: Command, finish: (code: number) => void): void {
  withLimitOptions(withRuleOptions(program.command("run")))
    .description("scan a source on this machine and print a record for each object, as lines of JSON")
    .argument(
      "<paths...>",
      "RULES (files, directories, or one file of compiled rules), then the SOURCE: a path or s3://BUCKET/PREFIX",
    )
    .option(
      "-j, --journal <FILE>",
      "keep what is done in this SQLite database, and continue a hunt that it holds",
    )
    .option("-i, --index <FOLDER>", "read only objects that may match, as this index of the source tells")
    .option("-o, --output <FILE>", "write the records here instead of on the standard output")
    .option("-m, --matches-only", "print only records of objects that matched or could not be scanned")
    .option("-p, --threads <N>", "scan in so many threads", parsePositive, defaultThreads)
    .option("--s3-endpoint <URL>", "the store of s3:// sources, when it is not Amazon's")
    .option("--s3-region <NAME>", "its region")
    .action(async (paths: string[], options: RunOptions) => finish(await run(paths, options)));
}

async function run(paths: readonly string[], options: RunOptions): Promise<number> {
  const log = jsonLog((line) => process.stderr.write(line));
  const { ruleSet, source: location } = rulesAndSource(paths, options);
  const source = await openSource(location, options);
  const excluded =
    options.index === undefined ? undefined : await excludedBy(options.index, source.location, ruleSet, log);
  const stop = stopSignal();
  const identity = { ruleSet: ruleSet.id, source: source.location };
  const journal =
    options.journal === undefined ? undefined : await Journal.open(options.journal, newHuntName(), identity);
  const output = openOutput(options.output, { matchesOnly: options.matchesOnly === true });
  try {
    if (journal?.isContinued === true) for (const line of journal.lines()) await output.line(line);
    const pool = await openScanPool(ruleSet, options.threads);
    try {
      const totals = await runLocally({
        hunt: journal?.hunt ?? newHuntName(),
        ruleSet: ruleSet.id,
        source,
        scan: pool.scan,
        ...(journal !== undefined && { journal }),
        ...(excluded !== undefined && { excluded }),
        limits: limitsOf(options),
        concurrency: options.threads * 4,
        signal: stop.signal,
        onRecords: async (records) => {
          for (const record of records) await output.record(record);
        },
        onProblem: (message) => log("warning", "not listed", { reason: message }),
      });
      log("info", "done", { ...totals });
      return exitCodeOf(totals);
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      log("warning", journal === undefined ? "stopped" : "stopped; the same command continues");
      return 130;
    } finally {
      await pool.close();
    }
  } finally {
    await output.close();
    journal?.close();
    await source.close();
    stop.dispose();
  }
}

function exitCodeOf({ failed, listingProblems }: HuntTotals): number {
  return failed > 0 || listingProblems > 0 ? 1 : 0;
}
