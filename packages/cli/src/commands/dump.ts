/** `tyara dump [FILE]`: what modules say of a file (CL-31). */
import { readFileSync } from "node:fs";
import { dumpModules } from "tyara";
import { ExitCode } from "../exit-code.ts";
import { describeFileError, Failure } from "../failure.ts";
import { leftOut } from "../limits.ts";
import { STANDARD_INPUT } from "../targets.ts";

export interface DumpOptions {
  readonly module: readonly string[];
  readonly outputFormat: "yaml" | "json";
}

/** The file descriptor of the standard input. */
const STANDARD_INPUT_DESCRIPTOR = 0;

/** Prints the values of the chosen modules, or of all that recognise the file. */
export function dumpCommand(path: string, { module, outputFormat }: DumpOptions): ExitCode {
  const text = dump(readInput(path), {
    ...(module.length > 0 && { modules: module }),
    format: outputFormat,
    onLimit: (name, what) => process.stderr.write(`warning: ${path}: ${leftOut(name, what)}\n`),
  });
  process.stdout.write(text);
  // Compat: the reference's output ends without a line end; a terminal's prompt wants one all the same.
  if (text !== "" && process.stdout.isTTY) process.stdout.write("\n");
  return ExitCode.success;
}

function readInput(path: string): Uint8Array {
  try {
    return readFileSync(path === STANDARD_INPUT ? STANDARD_INPUT_DESCRIPTOR : path);
  } catch (error) {
    throw new Failure(`cannot read ${describeFileError(path, error)}`);
  }
}

function dump(...args: Parameters<typeof dumpModules>): string {
  try {
    return dumpModules(...args);
  } catch (error) {
    if (error instanceof RangeError) throw new Failure(error.message);
    throw error;
  }
}
