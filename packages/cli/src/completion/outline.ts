/** The commands as completion sees them: a flat list, each with its words, its options and what may follow. */
import type { CommandDefinition, Completion, OptionDefinition } from "../command-definition.ts";
import { flagsOf, type OptionFlags } from "../option-flags.ts";

export interface Outline {
  /** `debug search`; empty for the program itself. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly summary: string }[];
  readonly options: readonly OutlineOption[];
  /** What arguments are; undefined where there are none, or nothing can be offered. */
  readonly completes: Completion | undefined;
}

export interface OutlineOption extends OptionFlags {
  readonly description: string;
  readonly choices: readonly string[];
  readonly completes: Completion | undefined;
}

const helpOption: OptionDefinition = { flags: "-h, --help", description: "print help" };
const versionOption: OptionDefinition = { flags: "-V, --version", description: "print the version" };
const help = { name: "help", summary: "print help on a command, with examples" };

export function outlineOf(commands: readonly CommandDefinition[]): Outline[] {
  const names = commands.map(({ name, summary }) => ({ name, summary }));
  const program: Outline = {
    path: "",
    commands: [...names, help],
    options: [helpOption, versionOption].map(optionOf),
    completes: undefined,
  };
  const afterHelp: Outline = { path: "help", commands: names, options: [], completes: undefined };
  return [program, ...commands.flatMap((command) => below(command, "")), afterHelp];
}

function below(command: CommandDefinition, above: string): Outline[] {
  const { commands = [], options = [], arguments: positionals = [] } = command;
  const path = `${above}${command.name}`;
  const own: Outline = {
    path,
    commands: commands.map(({ name, summary }) => ({ name, summary })),
    options: [...options, helpOption].map(optionOf),
    completes: positionals.find(({ completes }) => completes !== undefined)?.completes,
  };
  return [own, ...commands.flatMap((one) => below(one, `${path} `))];
}

function optionOf(option: OptionDefinition): OutlineOption {
  const { description, choices = [], completes } = option;
  return { ...flagsOf(option), description, choices, completes };
}

/** Options whose value is the next word. */
export const takesNextWord = ({ value, isValueOptional }: OptionFlags): boolean =>
  value !== undefined && !isValueOptional;
