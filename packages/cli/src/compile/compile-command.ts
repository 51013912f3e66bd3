/** `tyara compile RULES… -o FILE`: compiled rules as bytes, for `scan --compiled-rules` (CL-25). */
import { writeFileSync } from "node:fs";
import { type CompileOptions, compileRules } from "../compile-rules.ts";
import { loadConfiguration } from "../configuration.ts";
import { ExitCode, exitCodeOf } from "../exit-code.ts";
import { describeFileError, Failure } from "../failure.ts";
import type { FilePath } from "../file-path.ts";
import { Messages } from "../terminal/messages.ts";

export interface CompileCommandOptions extends CompileOptions {
  readonly output: string;
}

/** Compiles rules into a file; writes none when rules are broken and may not be passed over. */
export function compileCommand(paths: readonly FilePath[], options: CompileCommandOptions): ExitCode {
  const messages = new Messages();
  const rules = compileRules(paths, options, loadConfiguration(options), messages);
  if (rules === undefined) return ExitCode.failure;
  try {
    writeFileSync(options.output, rules.serialize());
  } catch (error) {
    throw new Failure(`cannot write ${describeFileError(options.output, error)}`);
  }
  return exitCodeOf(messages);
}
