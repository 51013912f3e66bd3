/** `tyara scan [NAMESPACE:]RULES… TARGET`: compiles rules, scans files, prints what matched (rows CL-2 … CL-24). */
import { isatty } from "node:tty";
import { isDeepStrictEqual } from "node:util";
import { type RuleMatch, Rules, type Scanner, type ScanResult, VariableError, version } from "tyara";
import { emptyConfiguration, type ScanSettings } from "tyara/configuration";
import { type ScanFileOptions, scanFile, scanStandardInput } from "tyara/node";
import { type ReportWriter, type ScanFormat, scanReportWriter } from "tyara/report";
import { type CompileOptions, compileRules } from "../compile-rules.ts";
import { type LoadedConfiguration, loadConfiguration } from "../configuration.ts";
import { DEFAULT_DEPTH, DEFAULT_MATCH_BYTES, STANDARD_INPUT } from "../defaults.ts";
import { parseDefinition } from "../definitions.ts";
import { ExitCode, exitCodeOf } from "../exit-code.ts";
import { describeFileError, Failure } from "../failure.ts";
import { type FilePath, filePath } from "../file-path.ts";
import { leftOut, MAX_DATA, MAX_LARGE, MAX_MATCH_DATA } from "../limits.ts";
import { readWhole } from "../read-file.ts";
import { isColored, STANDARD_OUTPUT } from "../terminal/descriptor.ts";
import { Messages } from "../terminal/messages.ts";
import { standardOutput } from "../terminal/output.ts";
import { type Progress, startProgress } from "../terminal/progress.ts";
import { FILE_VARIABLES, fileVariables } from "./file-variables.ts";
import type { Shared } from "./stop.ts";
import { findTargets, type Target, type TargetOptions } from "./targets.ts";

/** The options as the command line gives them; see `main.ts` for what each means. */
export interface ScanOptions extends CompileOptions {
  readonly compiledRules?: boolean;
  readonly count?: boolean;
  readonly disableConsoleLogs?: boolean;
  readonly fastScan?: boolean;
  readonly fileVariables?: boolean;
  readonly followLinks?: boolean;
  readonly maxMatchesPerPattern?: number;
  readonly maxScanSize?: number;
  readonly moduleData: readonly string[];
  readonly negate?: boolean;
  readonly outputFormat?: ScanFormat;
  readonly printMeta?: boolean;
  readonly printNamespace?: boolean;
  readonly printStrings?: number;
  readonly printTags?: boolean;
  readonly recursive?: number;
  readonly scanList?: boolean;
  readonly skipLarger?: number;
  readonly tag?: string;
  /** Seconds for one file. */
  readonly timeout?: number;
  /** Seconds for the whole run. */
  readonly totalTimeout?: number;
}

/** Runs the command; the exit code says whether everything asked for could be done. */
export function scanCommand(
  rules: readonly FilePath[],
  target: FilePath,
  given: ScanOptions,
  shared: Shared,
): ExitCode {
  const deadline = endOfRun(given);
  const loaded = loadConfiguration(given);
  const options = withSettings(given, loaded.configuration.scan);
  const messages = new Messages();
  const compiled =
    options.compiledRules === true
      ? readCompiledRules(rules)
      : compileRules(rules, withFileVariables(options), trusted(loaded, messages), messages);
  if (compiled === undefined) return ExitCode.failure;
  const scanner = prepareScanner(compiled, options);
  if (options.compiledRules === true) setGlobals(scanner, options.define);
  new Run(scanner, options, shared, messages, deadline).scan(target);
  return exitCodeOf(messages);
}

/** What the command line leaves out is as the configuration has it. */
function withSettings(options: ScanOptions, settings: ScanSettings): ScanOptions {
  const { recursive, printStrings, ...others } = settings;
  return {
    ...others,
    ...amount("recursive", recursive, DEFAULT_DEPTH),
    ...amount("printStrings", printStrings, DEFAULT_MATCH_BYTES),
    ...options,
  };
}

/** `true` stands for the amount that the option has without a value. */
function amount<Name extends string>(
  name: Name,
  value: boolean | number | undefined,
  usual: number,
): { readonly [N in Name]?: number } {
  if (value === undefined || value === false) return {};
  return { [name]: value === true ? usual : value } as { readonly [N in Name]?: number };
}

/** How rules are compiled decides what is found: a file that lies in the way has no say in that. */
function trusted(loaded: LoadedConfiguration, messages: Messages): LoadedConfiguration {
  const { rules } = loaded.configuration;
  if (loaded.isTrusted || isDeepStrictEqual(rules, emptyConfiguration.rules)) return loaded;
  messages.warning(
    `[rules] of ${loaded.path} is not used: a scan takes it only from the user's own configuration or with --config`,
  );
  return { ...loaded, configuration: { ...loaded.configuration, rules: emptyConfiguration.rules } };
}

/** Rules may use the variables of files, whose values come later; those of the command line go first. */
function withFileVariables(options: ScanOptions): CompileOptions {
  if (options.fileVariables !== true) return options;
  const defined = new Set(options.define.map((definition) => parseDefinition(definition).name));
  const missing = FILE_VARIABLES.filter((name) => !defined.has(name));
  return { ...options, define: [...options.define, ...missing.map((name) => `${name}=`)] };
}

/** When the time for everything is up. */
function endOfRun({ totalTimeout }: ScanOptions): number {
  return totalTimeout === undefined ? Number.POSITIVE_INFINITY : performance.now() + totalTimeout * 1000;
}

/** Rules that `tyara compile` wrote. */
function readCompiledRules(paths: readonly FilePath[]): Rules {
  const [path] = paths;
  if (path === undefined || paths.length > 1)
    throw new Failure("--compiled-rules takes one file of compiled rules");
  const bytes = readWhole(path, MAX_LARGE, "cannot read compiled rules from");
  try {
    return Rules.deserialize(bytes, { keepBytes: true });
  } catch (error) {
    throw new Failure(`cannot read compiled rules from ${describeFileError(path.shown, error)}`);
  }
}

/** Compiled rules have their external variables already; the command line may give them other values. */
function setGlobals(scanner: Scanner, definitions: readonly string[]): void {
  for (const { name, value } of definitions.map(parseDefinition)) {
    try {
      scanner.setGlobal(name, value);
    } catch (error) {
      throw new Failure(`--define ${name}: ${(error as Error).message}`);
    }
  }
}

function prepareScanner(rules: Rules, options: ScanOptions): Scanner {
  const scanner = rules.scanner();
  if (options.maxMatchesPerPattern !== undefined)
    scanner.setMaxMatchesPerPattern(options.maxMatchesPerPattern);
  if (options.fastScan === true) scanner.setFastScan(true);
  return scanner;
}

// ── Scanning ────────────────────────────────────────────────────────────────

/** One scan of all targets. */
class Run {
  readonly #scanner: Scanner;
  readonly #options: ScanOptions;
  readonly #fileOptions: ScanFileOptions;
  readonly #shared: Shared;
  readonly #messages: Messages;
  readonly #deadline: number;
  readonly #progress: Progress;
  readonly #writer: ReportWriter;
  readonly #isOutputTerminal = isatty(STANDARD_OUTPUT);
  /** The variables that each file sets. */
  readonly #fileVariables: readonly (typeof FILE_VARIABLES)[number][];
  #path = "";
  #files = 0;
  #matches = 0;

  constructor(scanner: Scanner, options: ScanOptions, shared: Shared, messages: Messages, deadline: number) {
    this.#scanner = scanner;
    this.#options = options;
    this.#fileOptions = optionsOfEachFile(options, shared);
    this.#shared = shared;
    this.#messages = messages;
    this.#deadline = deadline;
    this.#fileVariables = options.fileVariables === true ? settable(scanner, options) : [];
    this.#progress = startProgress({ columns: () => shared.columns || 80 });
    messages.beforeEach(() => this.#progress.clear());
    this.#writer = createWriter(options);
    if (options.disableConsoleLogs !== true)
      scanner.onConsoleLog((message) => messages.line(`${this.#path}: ${message}`));
  }

  scan(target: FilePath): void {
    for (const found of findTargets(target, walkOptions(this.#options), this.#messages)) {
      if (this.#shared.isStopped) break;
      if (performance.now() >= this.#deadline) {
        this.#messages.problem("the run took longer than its time-out; the other files were not scanned");
        break;
      }
      this.#scanNext(found);
    }
    this.#progress.clear();
    this.#writer.end();
  }

  #scanNext(target: Target): void {
    this.#path = target.path.shown;
    this.#progress.update({ files: this.#files, matches: this.#matches, path: this.#path });
    const result = this.#result(target);
    this.#files++;
    // A signal ends the scan: of this file nothing complete is known.
    if (result === undefined || result.status === "aborted") return;
    this.#tellLimits(result);
    const rules = chooseRules(result, this.#options);
    if (rules.length > 0) this.#matches++;
    else if (this.#options.count !== true && (this.#options.outputFormat ?? "text") === "text") return;
    if (this.#isOutputTerminal) this.#progress.clear();
    this.#writer.file({ path: this.#path, rules });
  }

  #result({ path, isNamed }: Target): ScanResult | undefined {
    const { location, shown } = path;
    const options = { ...this.#fileOptions, timeoutMs: this.#timeLeft() };
    this.#setFileVariables(path);
    try {
      return location === STANDARD_INPUT
        ? scanStandardInput(this.#scanner, options)
        : scanFile(this.#scanner, location, { ...options, endWhenIdle: !isNamed });
    } catch (error) {
      this.#messages.problem(`cannot scan ${describeFileError(shown, error)}`);
      return undefined;
    }
  }

  #setFileVariables(path: FilePath): void {
    if (this.#fileVariables.length === 0) return;
    const values = fileVariables(path);
    for (const name of this.#fileVariables) this.#scanner.setGlobal(name, values[name]);
  }

  /** Milliseconds for the next file; 0: no bound. */
  #timeLeft(): number {
    const { timeout = Number.POSITIVE_INFINITY } = this.#options;
    const left = Math.min(timeout * 1000, this.#deadline - performance.now());
    return left === Number.POSITIVE_INFINITY ? 0 : Math.max(left, Number.MIN_VALUE);
  }

  /** What was asked for is no problem: few matches, few bytes. */
  #tellLimits({ status, limits, moduleLimits }: ScanResult): void {
    const { maxMatchesPerPattern, maxScanSize } = this.#options;
    const path = this.#path;
    if (status === "timeout")
      this.#messages.problem(`${path}: the scan took longer than its time-out and was stopped`);
    if (maxMatchesPerPattern === undefined && limits.includes("matches-per-pattern"))
      this.#messages.problem(`${path}: some patterns have more matches than are kept`);
    if (limits.includes("memory"))
      this.#messages.problem(`${path}: memory ran out; some matches are missing`);
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

/** Compiled rules have only those variables that they were compiled with. */
function settable(scanner: Scanner, { define }: ScanOptions): (typeof FILE_VARIABLES)[number][] {
  const defined = new Set(define.map((definition) => parseDefinition(definition).name));
  return FILE_VARIABLES.filter((name) => !defined.has(name) && canSet(scanner, name));
}

function canSet(scanner: Scanner, name: string): boolean {
  try {
    scanner.setGlobal(name, "");
    return true;
  } catch (error) {
    if (error instanceof VariableError) return false;
    throw error;
  }
}

function walkOptions({ recursive, followLinks, scanList, skipLarger }: ScanOptions): TargetOptions {
  return { depth: recursive ?? 0, followsLinks: followLinks === true, isList: scanList === true, skipLarger };
}

function optionsOfEachFile(
  { maxScanSize, moduleData, negate, printStrings }: ScanOptions,
  shared: Shared,
): ScanFileOptions {
  return {
    signal: shared.signal,
    maxMatchData: printStrings ?? 0,
    maxTotalMatchData: MAX_MATCH_DATA,
    includeNonMatches: negate === true,
    moduleMetadata: Object.fromEntries(moduleData.map(readModuleData)),
    ...(maxScanSize !== undefined && { maxScanSize }),
  };
}

/** `MODULE=FILE`: what a module is told beside the scanned file (CL-10). */
function readModuleData(text: string): [module: string, data: Uint8Array] {
  const at = text.indexOf("=");
  if (at <= 0) throw new Failure(`--module-data ${text}: write it as MODULE=FILE`);
  return [
    text.slice(0, at),
    readWhole(filePath(text.slice(at + 1)), MAX_DATA, "cannot read module data from"),
  ];
}

function chooseRules(result: ScanResult, { negate, tag }: ScanOptions): readonly RuleMatch[] {
  const rules = (negate === true ? result.nonMatches : undefined) ?? result.matches;
  return tag === undefined ? rules : rules.filter((rule) => rule.tags.includes(tag));
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
