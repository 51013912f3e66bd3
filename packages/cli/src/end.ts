/** How a command's work ends: in its exit code, with a message where it failed. */
import { ExitCode } from "./exit-code.ts";
import { Failure } from "./failure.ts";
import { Messages } from "./terminal/messages.ts";
import { NobodyReads } from "./terminal/nobody-reads.ts";

/** Runs a command. What it throws that is a bug of ours is passed on. */
export async function endOf(command: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await command();
  } catch (error) {
    if (error instanceof NobodyReads) return ExitCode.success;
    if (!(error instanceof Failure)) throw error;
    new Messages().problem(error.message);
    return ExitCode.failure;
  }
}
