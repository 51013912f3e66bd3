/** Makes the parser of the command line, with its help, from the definitions of commands. */
import { Command, InvalidArgumentError, Option } from "commander";
import type { CommandDefinition, Example, OptionDefinition } from "./command-definition.ts";

/** Runs a command that was chosen, with the arguments and options that it was given. */
export type Runner = (
  command: CommandDefinition,
  positionals: readonly string[],
  options: unknown,
) => Promise<void>;

export interface ProgramOptions {
  readonly version: string;
  readonly commands: readonly CommandDefinition[];
  readonly run: Runner;
  /** Takes help and complaints. */
  readonly write: (text: string, isError: boolean) => void;
}

export function createProgram({ version, commands, run, write }: ProgramOptions): Command {
  const program = new Command("tyara")
    .description("Finds malware and anything else that YARA rules describe.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print help on a command, with examples")
    .exitOverride()
    .configureHelp({ optionDescription: describeOption })
    .configureOutput({ writeOut: (text) => write(text, false), writeErr: (text) => write(text, true) })
    .showHelpAfterError("(tyara --help shows what can be asked for)");
  for (const definition of commands) addCommand(program, definition, run);
  return program;
}

function addCommand(parent: Command, definition: CommandDefinition, run: Runner): void {
  const { name, summary, description, examples = [], exitStatus = [] } = definition;
  const command = parent
    .command(name)
    .summary(summary)
    .description(description === undefined ? summary : `${summary}\n\n${description}`);
  command.configureHelp({ ...command.configureHelp(), optionDescription: describeOption });
  if (definition.usage !== undefined) command.usage(`[options] ${definition.usage}`);
  for (const one of definition.arguments ?? []) command.argument(one.name, one.description, one.default);
  for (const option of definition.options ?? []) command.addOption(createOption(option));
  for (const one of definition.commands ?? []) addCommand(command, one, run);
  command.addHelpText("after", () => describeExamples(examples) + describeExitStatus(exitStatus));
  command.showHelpAfterError(`(tyara help ${commandPath(command)} shows what can be asked for)`);
  if (definition.run !== undefined) command.action(() => run(definition, command.args, command.opts()));
}

/** `debug search` of `tyara debug search`. */
function commandPath(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null
    ? command.name()
    : `${commandPath(parent)} ${command.name()}`;
}

function createOption(definition: OptionDefinition): Option {
  const { flags, description, choices, preset, isList, group } = definition;
  const option = new Option(flags, description);
  if (choices !== undefined) option.choices(choices);
  if (preset !== undefined) option.preset(preset);
  if (isList) option.default([]).argParser(collect);
  else if (definition.parse !== undefined) option.argParser(parserOf(definition.parse));
  if (definition.default !== undefined) option.default(definition.default);
  if (group !== undefined) option.helpGroup(group);
  return option;
}

function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

function parserOf(parse: (text: string) => unknown): (text: string) => unknown {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      throw error instanceof RangeError ? new InvalidArgumentError(error.message) : error;
    }
  };
}

// ── Help ────────────────────────────────────────────────────────────────────

/** The parser's own way shows empty lists and what an option means without a value, which descriptions say better. */
function describeOption({ description, argChoices, defaultValue }: Option): string {
  const notes = [];
  if (argChoices !== undefined) notes.push(argChoices.join(", "));
  if (typeof defaultValue === "string") notes.push(`default: ${defaultValue}`);
  return notes.length === 0 ? description : `${description} (${notes.join("; ")})`;
}

function describeExamples(examples: readonly Example[]): string {
  if (examples.length === 0) return "";
  const lines = examples.map(({ command, does }) => `  # ${does}\n  ${command}\n`);
  return `\nExamples:\n${lines.join("\n")}`;
}

function describeExitStatus(exitStatus: readonly (readonly [code: number, meaning: string])[]): string {
  if (exitStatus.length === 0) return "";
  return `\nExit status:\n${exitStatus.map(([code, meaning]) => `  ${code}  ${meaning}\n`).join("")}`;
}
