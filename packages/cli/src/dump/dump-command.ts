/** `tyara dump [FILE]`: what modules say of a file (CL-31). */
import { isatty } from "node:tty";
import { dumpModules } from "tyara";
import { ExitCode } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import type { FilePath } from "../file-path.ts";
import { leftOut, MAX_LARGE } from "../limits.ts";
import { readWholeOrStandardInput } from "../read-file.ts";
import { STANDARD_OUTPUT } from "../terminal/descriptor.ts";
import { Messages } from "../terminal/messages.ts";
import { standardOutput } from "../terminal/output.ts";

export interface DumpOptions {
  readonly module: readonly string[];
  readonly outputFormat: "yaml" | "json";
}

/** Prints the values of the chosen modules, or of all that recognise the file. */
export function dumpCommand(path: FilePath, { module, outputFormat }: DumpOptions): ExitCode {
  const messages = new Messages();
  const text = dump(readWholeOrStandardInput(path, MAX_LARGE, "cannot read"), {
    ...(module.length > 0 && { modules: module }),
    format: outputFormat,
    onLimit: (name, what) => messages.warning(`${path.shown}: ${leftOut(name, what)}`),
  });
  const output = standardOutput();
  output.text(text);
  // Compat: the reference's output ends without a line end; a terminal's prompt wants one all the same.
  if (text !== "" && isatty(STANDARD_OUTPUT)) output.text("\n");
  output.flush();
  return ExitCode.success;
}

function dump(...args: Parameters<typeof dumpModules>): string {
  try {
    return dumpModules(...args);
  } catch (error) {
    if (error instanceof RangeError) throw new Failure(error.message);
    throw error;
  }
}
