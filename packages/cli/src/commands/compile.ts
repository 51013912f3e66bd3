/** `tyara compile RULES… -o FILE`: compiled rules as bytes, for `scan --compiled-rules` (CL-25). */
import { writeFileSync } from "node:fs";
import { type CompileOptions, compileRules } from "../compile-rules.ts";
import { ExitCode } from "../exit-code.ts";
import { describeFileError, Failure } from "../failure.ts";

export interface CompileCommandOptions extends CompileOptions {
  readonly output: string;
}

/** Where compiled rules go when the command line does not say. */
export const DEFAULT_OUTPUT = "output.yarc";

/** Compiles rules into a file; writes none when rules are broken and may not be passed over. */
export function compileCommand(paths: readonly string[], options: CompileCommandOptions): ExitCode {
  const rules = compileRules(paths, options);
  if (rules === undefined) return ExitCode.failure;
  try {
    writeFileSync(options.output, rules.serialize());
  } catch (error) {
    throw new Failure(`cannot write ${describeFileError(options.output, error)}`);
  }
  return ExitCode.success;
}
