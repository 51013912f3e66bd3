/** `tyara check`: what the compiler and the conventions of the configuration say of each file of rules (CL-26). */
import { type Diagnostic, printable, version } from "tyara";
import { type DiagnosticFormat, renderDiagnostics } from "tyara/report";
import { type CompileOptions, createCompiler } from "../compile-rules.ts";
import { type LoadedConfiguration, loadConfiguration } from "../configuration.ts";
import { ExitCode } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import type { FilePath } from "../file-path.ts";
import { MAX_RULES } from "../limits.ts";
import { readWhole } from "../read-file.ts";
import { findRulePaths, type RulePathOptions } from "../rule-paths.ts";
import { isColored, STANDARD_OUTPUT } from "../terminal/descriptor.ts";
import { Messages } from "../terminal/messages.ts";
import { standardOutput } from "../terminal/output.ts";

export interface CheckOptions extends CompileOptions, RulePathOptions {
  readonly reporter?: DiagnosticFormat;
}

type Verdict = "PASS" | "WARN" | "FAIL";

/** Checks each file by itself, as editors do: rules of other files are known where they are included. */
export function checkCommand(paths: readonly FilePath[], options: CheckOptions): ExitCode {
  const messages = new Messages();
  const loaded = loadConfiguration(options);
  const files = findRulePaths(paths, options, messages);
  const reporter = options.reporter ?? "text";
  const report = reporter === "text" ? textReport(options) : documentReport(reporter);
  const counts: Record<Verdict, number> = { PASS: 0, WARN: 0, FAIL: 0 };
  for (const path of files) {
    const diagnostics = check(path, options, loaded, messages);
    if (diagnostics === undefined) continue;
    const verdict = verdictOn(diagnostics);
    counts[verdict]++;
    report.file(path, verdict, diagnostics);
  }
  report.end();
  const { PASS, WARN, FAIL } = counts;
  if (reporter === "text") messages.line(`${PASS} passed, ${WARN} with warnings, ${FAIL} with errors`);
  if (messages.problems > 0 || FAIL > 0) return ExitCode.failure;
  return WARN > 0 ? ExitCode.warnings : ExitCode.success;
}

/** Errors, then warnings; undefined for a file that cannot be read, which is told. */
function check(
  path: FilePath,
  options: CheckOptions,
  loaded: LoadedConfiguration,
  messages: Messages,
): readonly Diagnostic[] | undefined {
  let source: Uint8Array;
  try {
    source = readWhole(path, MAX_RULES, "cannot read");
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    messages.problem(error.message);
    return undefined;
  }
  const compiler = createCompiler(options, loaded, [], { linters: loaded.configuration.linters });
  compiler.addSource(source, { origin: path.shown });
  return [...compiler.errors, ...compiler.warnings];
}

function verdictOn(diagnostics: readonly Diagnostic[]): Verdict {
  if (diagnostics.some(({ severity }) => severity === "error")) return "FAIL";
  return diagnostics.length > 0 ? "WARN" : "PASS";
}

interface Report {
  file(path: FilePath, verdict: Verdict, diagnostics: readonly Diagnostic[]): void;
  end(): void;
}

/** All diagnostics in one document, or one line each. */
function documentReport(format: DiagnosticFormat): Report {
  const all: Diagnostic[] = [];
  return {
    file: (_path, _verdict, diagnostics) => {
      for (const diagnostic of diagnostics) all.push(diagnostic);
    },
    end: () => {
      const output = standardOutput();
      output.text(renderDiagnostics(all, { format, version }));
      output.flush();
    },
  };
}

const COLORS: Readonly<Record<Verdict, string>> = { PASS: "32", WARN: "33", FAIL: "31" };

/** A line for each file with its diagnostics below, as they come. */
function textReport({ color }: CheckOptions): Report {
  const output = standardOutput();
  const dressed = isColored(STANDARD_OUTPUT, color);
  return {
    file: (path, verdict, diagnostics) => {
      const word = dressed ? `\x1b[1;${COLORS[verdict]}m${verdict}\x1b[0m` : verdict;
      output.text(`${word} ${printable(path.shown)}\n`);
      for (const diagnostic of diagnostics)
        output.text(`${renderDiagnostics([diagnostic], { isColored: dressed, version })}\n`);
      output.flush();
    },
    end: () => output.flush(),
  };
}
