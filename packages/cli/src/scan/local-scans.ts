/** Scans in this thread, one file after the other. */
import type { Rules, Scanner, ScanResult } from "tyara";
import { type ScanFileOptions, scanFile, scanStandardInput } from "tyara/node";
import { STANDARD_INPUT } from "../defaults.ts";
import type { FilePath } from "../file-path.ts";
import { optionsOfEachFile, settableVariables } from "./file-options.ts";
import { type FILE_VARIABLES, fileVariables } from "./file-variables.ts";
import type { RunSurroundings } from "./run-surroundings.ts";
import type { ScanOptions } from "./scan-options.ts";
import { setGlobals } from "./scan-rules.ts";
import type { Target } from "./targets.ts";

export class LocalScans {
  readonly #scanner: Scanner;
  readonly #options: ScanOptions;
  readonly #fileOptions: ScanFileOptions;
  readonly #surroundings: RunSurroundings;
  readonly #variables: readonly (typeof FILE_VARIABLES)[number][];
  #path: FilePath | undefined;

  constructor(rules: Rules, options: ScanOptions, surroundings: RunSurroundings) {
    this.#scanner = rules.scanner();
    this.#options = options;
    this.#surroundings = surroundings;
    this.#fileOptions = { ...optionsOfEachFile(options), signal: surroundings.shared.signal };
    const { compiledRules, define, disableConsoleLogs, fastScan, maxMatchesPerPattern } = options;
    if (maxMatchesPerPattern !== undefined) this.#scanner.setMaxMatchesPerPattern(maxMatchesPerPattern);
    if (fastScan === true) this.#scanner.setFastScan(true);
    if (compiledRules === true) setGlobals(this.#scanner, define);
    this.#variables = settableVariables(this.#scanner, options);
    if (disableConsoleLogs !== true)
      this.#scanner.onConsoleLog((message) => surroundings.report.console(this.#path!, message));
  }

  /** The variables that each file sets, with their values. */
  variablesOf({ path, bytes }: Target): Readonly<Record<string, string>> | undefined {
    if (this.#variables.length === 0) return undefined;
    const values = fileVariables(path, bytes);
    return Object.fromEntries(this.#variables.map((name) => [name, values[name]]));
  }

  scan(target: Target): void {
    const { path } = target;
    const { report } = this.#surroundings;
    this.#path = path;
    report.at(path);
    const started = performance.now();
    let result: ScanResult;
    try {
      result = this.#result(target);
    } catch (error) {
      report.failed(path, error);
      return;
    }
    report.result(target, result, performance.now() - started);
  }

  #result(target: Target): ScanResult {
    const { path, isNamed, bytes } = target;
    const options = { ...this.#fileOptions, timeoutMs: this.#timeLeft() };
    const variables = this.variablesOf(target);
    if (variables !== undefined)
      for (const [name, value] of Object.entries(variables)) this.#scanner.setGlobal(name, value);
    if (bytes !== undefined) return this.#scanner.scan(bytes, options);
    return path.location === STANDARD_INPUT
      ? scanStandardInput(this.#scanner, options)
      : scanFile(this.#scanner, path.location, { ...options, endWhenIdle: !isNamed });
  }

  /** Milliseconds for the next file; 0: no bound. */
  #timeLeft(): number {
    const { timeout = Number.POSITIVE_INFINITY } = this.#options;
    const left = Math.min(timeout * 1000, this.#surroundings.deadline - performance.now());
    return left === Number.POSITIVE_INFINITY ? 0 : Math.max(left, Number.MIN_VALUE);
  }
}
