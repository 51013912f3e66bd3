/** The `tyara` command. What commands there are, and what each takes, is in `commands/`. */
import { readFileSync } from "node:fs";
import { CommanderError } from "commander";
import type { CommandDefinition } from "./command-definition.ts";
import { plainArguments, plainHelp } from "./command-line.ts";
import { commands } from "./commands/index.ts";
import { ExitCode } from "./exit-code.ts";
import { Failure } from "./failure.ts";
import { createProgram } from "./program.ts";
import { NobodyReads } from "./terminal/nobody-reads.ts";

/** Runs the command line (without `node` and the script's name) and gives the exit code. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  try {
    return await runCommand(args);
  } catch (error) {
    if (error instanceof NobodyReads) return ExitCode.success;
    if (!(error instanceof Failure)) throw error;
    await tell(`error: ${error.message}\n`);
    return ExitCode.failure;
  }
}

async function runCommand(args: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = args;
  const own = commands.find((command) => command.readsItsArguments === true && command.name === name);
  if (own !== undefined) return await own.run!(rest, {}, commands);
  let exitCode: ExitCode = ExitCode.success;
  const texts: { readonly text: string; readonly isError: boolean }[] = [];
  const program = createProgram({
    version: version(),
    commands,
    write: (text, isError) => texts.push({ text, isError }),
    run: async (command: CommandDefinition, positionals, options) => {
      exitCode = await command.run!(positionals, options, commands);
    },
  });
  try {
    await program.parseAsync(plainArguments(plainHelp(args, program), program), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) exitCode = ExitCode.failure;
  }
  for (const { text, isError } of texts) await (isError ? tell(text) : print(text));
  return exitCode;
}

async function print(text: string): Promise<void> {
  const { standardOutput } = await import("./terminal/output.ts");
  const output = standardOutput();
  output.text(text);
  output.flush();
}

/** The engine is loaded when it is needed, and not before a thread loads it for itself. */
async function tell(message: string): Promise<void> {
  const { printableLines } = await import("tyara");
  const { writeToUser } = await import("./terminal/messages.ts");
  writeToUser(printableLines(message));
}

/** The package's. */
function version(): string {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}
