/** The command line: `tyara hunt …`, or `tyara-hunt …`. */
import { Command, CommanderError } from "commander";
import { addClusterCommands } from "./cluster/commands.ts";
import { addIndexCommand } from "./corpus/commands.ts";
import { HuntError } from "./hunt-error.ts";
import { addRunCommands } from "./local/commands.ts";

/** Runs one command. @returns the exit code: 0 when all went well, 1 when not. */
export async function runHunt(args: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = new Command("tyara hunt")
    .description(
      "Hunts through many objects with YARA rules: on this machine, or on many with NATS JetStream.",
    )
    .exitOverride()
    .showHelpAfterError("(--help shows what can be asked for)");
  const finish = (code: number) => {
    exitCode = code;
  };
  addRunCommands(program, finish);
  addIndexCommand(program, finish);
  addClusterCommands(program, finish);
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    if (!(error instanceof HuntError)) throw error;
    process.stderr.write(`error: ${shown(error.message)}\n`);
    return 1;
  }
  return exitCode;
}

/** Names of objects may hold anything. */
export function shown(message: string): string {
  return message.replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}
