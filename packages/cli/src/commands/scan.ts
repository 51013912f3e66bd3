/** `tyara scan [NAMESPACE:]RULES… TARGET`: compiles rules, scans files, prints what matched (rows CL-2 … CL-24). */
import { readFileSync } from "node:fs";
import { type RuleMatch, Rules, type Scanner, type ScanResult, version } from "tyara";
import { scanFile, scanStandardInput } from "tyara/node";
import { type CompileOptions, compileRules } from "../compile-rules.ts";
import { parseDefinition } from "../definitions.ts";
import { ExitCode } from "../exit-code.ts";
import { describeFileError, Failure } from "../failure.ts";
import type { FilePath } from "../file-path.ts";
import { leftOut } from "../limits.ts";
import { jsonWriter, ndjsonWriter } from "../output/json.ts";
import type { PrintOptions, ReportWriter } from "../output/report.ts";
import { textWriter } from "../output/text.ts";
import { startProgress } from "../progress.ts";
import { findTargets, STANDARD_INPUT } from "../targets.ts";

/** The options as the command line gives them; see `main.ts` for what each means. */
export interface ScanOptions extends CompileOptions {
  readonly compiledRules?: boolean;
  readonly count?: boolean;
  readonly disableConsoleLogs?: boolean;
  readonly fastScan?: boolean;
  readonly maxMatchesPerPattern?: number;
  readonly moduleData: readonly string[];
  readonly negate?: boolean;
  readonly outputFormat: "text" | "ndjson" | "json";
  readonly printMeta?: boolean;
  readonly printNamespace?: boolean;
  readonly printStrings?: number;
  readonly printTags?: boolean;
  readonly recursive?: number;
  readonly scanList?: boolean;
  readonly skipLarger?: number;
  readonly tag?: string;
  readonly timeout?: number;
}

type FileOptions = NonNullable<Parameters<typeof scanFile>[2]>;

/** Bytes of each match shown when `--print-strings` names no number. */
export const DEFAULT_MATCH_BYTES = 120;
/** Levels of sub-directories entered when `--recursive` names no number. */
export const DEFAULT_DEPTH = 1000;

/** Runs the command; the exit code says whether everything asked for could be done. */
export function scanCommand(rules: readonly string[], target: string, options: ScanOptions): ExitCode {
  const compiled = options.compiledRules === true ? readCompiledRules(rules) : compileRules(rules, options);
  if (compiled === undefined) return ExitCode.failure;
  const scanner = prepareScanner(compiled, options);
  if (options.compiledRules === true) setGlobals(scanner, options.define);
  return scanTargets(scanner, target, options);
}

/** Rules that `tyara compile` wrote. */
function readCompiledRules(paths: readonly string[]): Rules {
  const [path] = paths;
  if (path === undefined || paths.length > 1)
    throw new Failure("--compiled-rules takes one file of compiled rules");
  try {
    return Rules.deserialize(readFileSync(path), { keepBytes: true });
  } catch (error) {
    throw new Failure(`cannot read compiled rules from ${describeFileError(path, error)}`);
  }
}

// ── Scanning ────────────────────────────────────────────────────────────────

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
  if (options.timeout !== undefined) scanner.setTimeoutMs(options.timeout * 1000);
  if (options.maxMatchesPerPattern !== undefined)
    scanner.setMaxMatchesPerPattern(options.maxMatchesPerPattern);
  if (options.fastScan === true) scanner.setFastScan(true);
  if (options.disableConsoleLogs !== true)
    scanner.onConsoleLog((message) => process.stderr.write(`${message}\n`));
  return scanner;
}

function scanTargets(scanner: Scanner, target: string, options: ScanOptions): ExitCode {
  const writer = createWriter(options);
  const progress = startProgress(process.stderr);
  const state = { files: 0, matches: 0, problems: 0 };
  const say = (message: string) => {
    progress.clear();
    process.stderr.write(`${message}\n`);
  };
  const complain = (message: string) => {
    state.problems++;
    say(`error: ${message}`);
  };
  const walk = {
    depth: options.recursive ?? 0,
    isList: options.scanList === true,
    skipLarger: options.skipLarger,
  };
  const fileOptions = optionsOfEachFile(options);
  for (const file of findTargets(target, walk, complain)) {
    const path = file.shown;
    progress.update({ ...state, path });
    const result = scanOne(scanner, file, fileOptions, complain);
    state.files++;
    if (result === undefined) continue;
    complainOfLimits(path, result, options, complain);
    // Files that modules read in part are no failure: their limits are far beyond what sound files have.
    for (const { module, what } of result.moduleLimits) say(`warning: ${path}: ${leftOut(module, what)}`);
    const rules = chooseRules(result, options);
    if (rules.length > 0) state.matches++;
    if (rules.length === 0 && options.count !== true && options.outputFormat === "text") continue;
    progress.clear();
    writer.file({ path, rules });
  }
  progress.clear();
  writer.end();
  return state.problems > 0 ? ExitCode.failure : ExitCode.success;
}

function optionsOfEachFile({ moduleData, printStrings }: ScanOptions): FileOptions {
  return {
    maxMatchData: printStrings ?? 0,
    moduleMetadata: Object.fromEntries(moduleData.map(readModuleData)),
  };
}

/** `MODULE=FILE`: what a module is told beside the scanned file (CL-10). */
function readModuleData(text: string): [module: string, data: Uint8Array] {
  const at = text.indexOf("=");
  if (at <= 0) throw new Failure(`--module-data ${text}: write it as MODULE=FILE`);
  const path = text.slice(at + 1);
  try {
    return [text.slice(0, at), readFileSync(path)];
  } catch (error) {
    throw new Failure(`cannot read module data from ${describeFileError(path, error)}`);
  }
}

function scanOne(
  scanner: Scanner,
  { location, shown }: FilePath,
  options: FileOptions,
  complain: (message: string) => void,
): ScanResult | undefined {
  try {
    return location === STANDARD_INPUT
      ? scanStandardInput(scanner, options)
      : scanFile(scanner, location, options);
  } catch (error) {
    complain(`cannot scan ${describeFileError(shown, error)}`);
    return undefined;
  }
}

/** Matches left out because the command line asked for so few are no problem. */
function complainOfLimits(
  path: string,
  result: ScanResult,
  { maxMatchesPerPattern }: ScanOptions,
  complain: (message: string) => void,
): void {
  if (result.status === "timeout")
    complain(`${path}: the scan took longer than its time-out and was stopped`);
  if (maxMatchesPerPattern === undefined && result.limits.includes("matches-per-pattern"))
    complain(`${path}: some patterns have more matches than are kept`);
  if (result.limits.includes("memory")) complain(`${path}: memory ran out; some matches are missing`);
}

function chooseRules(result: ScanResult, { negate, tag }: ScanOptions): readonly RuleMatch[] {
  const rules = negate === true ? result.nonMatches : result.matches;
  return tag === undefined ? rules : rules.filter((rule) => rule.tags.includes(tag));
}

function createWriter(options: ScanOptions): ReportWriter {
  const write = (text: string) => process.stdout.write(text);
  const print: PrintOptions = {
    namespace: options.printNamespace === true,
    tags: options.printTags === true,
    meta: options.printMeta === true,
    strings: options.printStrings,
    count: options.count === true,
  };
  if (options.outputFormat === "json") return jsonWriter(print, version, write);
  return options.outputFormat === "ndjson" ? ndjsonWriter(print, write) : textWriter(print, write);
}
