/** `tyara watch RULES… DIR`: scans files when they are written, and compiles rules again when they change. */
import { watch as watchFiles } from "chokidar";
import { type Rules, type Scanner, type ScanResult, version } from "tyara";
import { scanFile } from "tyara/node";
import { type ReportWriter, scanReportWriter } from "tyara/report";
import { type CompileOptions, compileRules } from "../compile-rules.ts";
import { type LoadedConfiguration, loadConfiguration } from "../configuration.ts";
import { ExitCode } from "../exit-code.ts";
import { describeFileError, Failure } from "../failure.ts";
import type { FilePath } from "../file-path.ts";
import { splitNamespace } from "../rule-files.ts";
import { isColored, STANDARD_OUTPUT } from "../terminal/descriptor.ts";
import { Messages } from "../terminal/messages.ts";
import { standardOutput } from "../terminal/output.ts";

export interface WatchOptions extends CompileOptions {
  readonly existing?: boolean;
  readonly outputFormat?: "text" | "ndjson";
  readonly printMeta?: boolean;
  readonly printNamespace?: boolean;
  readonly printStrings?: number;
  readonly printTags?: boolean;
  /** Seconds for one file. */
  readonly timeout?: number;
}

/** Seconds for one file: while it is scanned, no other is. */
const DEFAULT_TIMEOUT = 30;
/** Milliseconds for which a file must not grow before it is scanned. */
const QUIET = 300;

/** Never ends but by a signal, or when nobody reads. */
export async function watchCommand(
  rules: readonly FilePath[],
  directory: FilePath,
  options: WatchOptions,
): Promise<ExitCode> {
  const messages = new Messages();
  if (typeof directory.location !== "string") throw new Failure(`cannot watch ${directory.shown}`);
  const watcher = new Watcher(rules, options, loadConfiguration(options), messages);
  if (!watcher.compile()) return ExitCode.failure;
  const rulePaths = rules.map((path) => splitNamespace(path).path.location as string);
  const settled = { awaitWriteFinish: { stabilityThreshold: QUIET, pollInterval: QUIET / 3 } };
  const ofRules = watchFiles(rulePaths, { ignoreInitial: true, ...settled });
  const ofFiles = watchFiles(directory.location, { ignoreInitial: options.existing !== true, ...settled });
  return new Promise((_, reject) => {
    const run = (action: () => void) => {
      try {
        action();
      } catch (error) {
        void Promise.all([ofRules.close(), ofFiles.close()]).then(() => reject(error));
      }
    };
    ofRules.on("all", () =>
      run(() => {
        if (watcher.compile()) messages.line("the rules were compiled again");
      }),
    );
    for (const event of ["add", "change"] as const)
      ofFiles.on(event, (path) => run(() => watcher.scan(path)));
    ofFiles.on("ready", () => messages.line(`watching ${directory.shown}; Ctrl-C ends it`));
    for (const one of [ofRules, ofFiles])
      one.on("error", (error) =>
        messages.problem(`cannot watch ${describeFileError(directory.shown, error)}`),
      );
  });
}

class Watcher {
  readonly #paths: readonly FilePath[];
  readonly #options: WatchOptions;
  readonly #loaded: LoadedConfiguration;
  readonly #messages: Messages;
  readonly #writer: ReportWriter;
  #scanner: Scanner | undefined;

  constructor(
    paths: readonly FilePath[],
    options: WatchOptions,
    loaded: LoadedConfiguration,
    messages: Messages,
  ) {
    this.#paths = paths;
    this.#options = options;
    this.#loaded = loaded;
    this.#messages = messages;
    this.#writer = scanReportWriter(
      {
        format: options.outputFormat ?? "text",
        version,
        isColored: isColored(STANDARD_OUTPUT, options.color),
        namespace: options.printNamespace === true,
        tags: options.printTags === true,
        meta: options.printMeta === true,
        strings: options.printStrings,
      },
      standardOutput(),
    );
  }

  /** False when the rules are wrong: those from before stay in force. */
  compile(): boolean {
    let rules: Rules | undefined;
    try {
      rules = compileRules(this.#paths, this.#options, this.#loaded, this.#messages);
    } catch (error) {
      if (!(error instanceof Failure) || this.#scanner === undefined) throw error;
      // Editors that replace a file take it away for a moment.
      this.#messages.problem(error.message);
    }
    if (rules === undefined) return false;
    this.#scanner = rules.scanner();
    return true;
  }

  scan(path: string): void {
    const result = this.#result(path);
    if (result === undefined) return;
    if (result.status !== "complete")
      this.#messages.problem(`${path}: the scan took longer than its time-out and was stopped`);
    if (result.matches.length > 0) this.#writer.file({ path, rules: result.matches });
  }

  #result(path: string): ScanResult | undefined {
    const { timeout = DEFAULT_TIMEOUT, printStrings = 0 } = this.#options;
    try {
      return scanFile(this.#scanner!, path, {
        timeoutMs: timeout * 1000,
        maxMatchData: printStrings,
        endWhenIdle: true,
      });
    } catch (error) {
      // Files that were taken away again are none.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT")
        this.#messages.problem(`cannot scan ${describeFileError(path, error)}`);
      return undefined;
    }
  }
}
