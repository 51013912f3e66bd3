/** What is said of each file: results on standard output, everything else on standard error. */
import { isatty } from "node:tty";
import { type RuleMatch, type ScanResult, version } from "tyara";
import { type ReportWriter, scanReportWriter } from "tyara/report";
import { ExitCode } from "../exit-code.ts";
import { describeFileError } from "../failure.ts";
import type { FilePath } from "../file-path.ts";
import { leftOut } from "../limits.ts";
import { isColored, STANDARD_OUTPUT } from "../terminal/descriptor.ts";
import type { Messages } from "../terminal/messages.ts";
import { standardOutput } from "../terminal/output.ts";
import { type Progress, startProgress } from "../terminal/progress.ts";
import type { ScanOptions } from "./scan-options.ts";
import { ScanStatistics } from "./statistics.ts";
import type { Shared } from "./stop.ts";
import type { Target } from "./targets.ts";

export class ScanReport {
  readonly statistics: ScanStatistics = new ScanStatistics();
  readonly #options: ScanOptions;
  readonly #messages: Messages;
  readonly #progress: Progress;
  readonly #writer: ReportWriter;
  readonly #isOutputTerminal = isatty(STANDARD_OUTPUT);

  constructor(options: ScanOptions, shared: Shared, messages: Messages) {
    this.#options = options;
    this.#messages = messages;
    this.#progress = startProgress({ columns: () => shared.columns || 80, total: () => shared.total });
    messages.beforeEach(() => this.#progress.clear());
    this.#writer = createWriter(options);
  }

  /** Where the work is. */
  at({ shown: path }: FilePath): void {
    const { files, matching } = this.statistics;
    this.#progress.update({ files, matches: matching, path });
  }

  console({ shown }: FilePath, message: string): void {
    this.#messages.line(`${shown}: ${message}`);
  }

  /** @param milliseconds that the scan took, where that is known. */
  result(target: Target, result: ScanResult, milliseconds?: number): void {
    // A signal ends the scan: of this file nothing complete is known.
    if (result.status === "aborted") return;
    const { shown } = target.path;
    this.#tellLimits(shown, result);
    const rules = chooseRules(result, this.#options);
    this.statistics.add(shown, rules.length > 0, milliseconds);
    if (this.#options.stats === true) this.statistics.addSize(target);
    const { count, outputFormat = "text" } = this.#options;
    const isSilent = count === true ? outputFormat === "sarif" : outputFormat === "text";
    if (rules.length === 0 && isSilent) return;
    if (this.#isOutputTerminal) this.#progress.clear();
    this.#writer.file({ path: shown, rules });
  }

  failed({ shown }: FilePath, error: unknown): void {
    this.statistics.skip("cannot be read");
    this.#messages.problem(`cannot scan ${describeFileError(shown, error)}`);
  }

  end(): void {
    this.#progress.clear();
    this.#writer.end();
    if (this.#options.stats === true) for (const line of this.statistics.lines()) this.#messages.line(line);
  }

  get exitCode(): ExitCode {
    if (this.#options.failOnMatch === true && this.statistics.matching > 0) return ExitCode.matched;
    return this.#messages.problems > 0 ? ExitCode.incomplete : ExitCode.success;
  }

  /** What was asked for is no problem: few matches, few bytes. */
  #tellLimits(path: string, { status, limits, moduleLimits }: ScanResult): void {
    const { maxMatchesPerPattern, maxScanSize } = this.#options;
    if (status === "timeout")
      this.#messages.problem(`${path}: the scan took longer than its time-out and was stopped`);
    if (maxMatchesPerPattern === undefined && limits.includes("matches-per-pattern"))
      this.#messages.problem(`${path}: some patterns have more matches than are kept`);
    if (limits.includes("memory"))
      this.#messages.problem(`${path}: memory ran out; some matches are missing`);
    if (limits.includes("data-changed"))
      this.#messages.problem(`${path}: the file changed while it was scanned`);
    if (limits.includes("match-data"))
      this.#messages.warning(`${path}: the bytes of some matches are not shown: they are more than 64 MiB`);
    if (maxScanSize === undefined && limits.includes("scan-size"))
      this.#messages.warning(
        `${path}: only the beginning was scanned: the file says that it is empty and does not end`,
      );
    // Files that modules read in part are no failure: their limits are far beyond what sound files have.
    for (const { module, what } of moduleLimits) this.#messages.warning(`${path}: ${leftOut(module, what)}`);
  }
}

function chooseRules(result: ScanResult, { identifier, negate, tag }: ScanOptions): readonly RuleMatch[] {
  const rules = (negate === true ? result.nonMatches : undefined) ?? result.matches;
  if (tag === undefined && identifier === undefined) return rules;
  return rules.filter(
    (rule) =>
      (tag === undefined || rule.tags.includes(tag)) &&
      (identifier === undefined || rule.identifier === identifier),
  );
}

function createWriter(options: ScanOptions): ReportWriter {
  const { outputFormat: format, printNamespace, printTags, printMeta, printStrings, count } = options;
  return scanReportWriter(
    {
      ...(format !== undefined && { format }),
      version,
      isColored: isColored(STANDARD_OUTPUT, options.color),
      namespace: printNamespace === true,
      tags: printTags === true,
      meta: printMeta === true,
      strings: printStrings,
      count: count === true,
    },
    standardOutput(),
  );
}
