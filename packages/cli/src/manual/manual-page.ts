/** Manual pages in the language of `man`, from the definitions of commands. */
import type { ArgumentDefinition, CommandDefinition, OptionDefinition } from "../command-definition.ts";

export interface ManualPage {
  /** `tyara-debug-search.1`. */
  readonly fileName: string;
  readonly text: string;
}

/** A page for the program and one for each command. */
export function manualPages(commands: readonly CommandDefinition[], version: string): ManualPage[] {
  const program: CommandDefinition = {
    name: "tyara",
    summary: "find what YARA rules describe in files",
    description:
      "Compiles YARA rules to WebAssembly and finds what they describe in files, directories and streams.",
    options: [
      { flags: "-h, --help", description: "print help" },
      { flags: "-V, --version", description: "print the version" },
    ],
    commands,
  };
  return pagesBelow(program, [], version);
}

function pagesBelow(command: CommandDefinition, above: readonly string[], version: string): ManualPage[] {
  const words = [...above, command.name];
  const page = { fileName: `${words.join("-")}.1`, text: pageOf(command, words, version) };
  return [page, ...(command.commands ?? []).flatMap((one) => pagesBelow(one, words, version))];
}

function pageOf(command: CommandDefinition, words: readonly string[], version: string): string {
  const { summary, description, arguments: positionals = [], options = [], commands = [] } = command;
  const { examples = [], exitStatus = [] } = command;
  const lines = [
    `.TH ${quoted(words.join("-").toUpperCase())} 1 "" ${quoted(`tyara ${version}`)}`,
    ".SH NAME",
    `${escaped(words.join("-"))} \\- ${escaped(summary)}`,
    ".SH SYNOPSIS",
    `.B ${escaped(words.join(" "))}`,
    escaped(usageOf(command)),
  ];
  if (description !== undefined) lines.push(".SH DESCRIPTION", escaped(description));
  if (positionals.length > 0) lines.push(".SH ARGUMENTS", ...positionals.flatMap(argumentLines));
  if (commands.length > 0) {
    lines.push(".SH COMMANDS");
    for (const one of commands)
      lines.push(".TP", `.B ${escaped([...words, one.name].join("-"))}(1)`, escaped(one.summary));
  }
  if (options.length > 0) lines.push(".SH OPTIONS", ...groupedOptions(options));
  if (examples.length > 0) {
    lines.push(".SH EXAMPLES");
    for (const { command: line, does } of examples)
      lines.push(".PP", `${escaped(does)}:`, ".PP", ".RS 4", ".EX", escaped(line), ".EE", ".RE");
  }
  if (exitStatus.length > 0) {
    lines.push(".SH EXIT STATUS");
    for (const [code, meaning] of exitStatus) lines.push(".TP", `.B ${code}`, escaped(meaning));
  }
  if (words.length > 1) lines.push(".SH SEE ALSO", `.BR ${escaped(words.slice(0, -1).join("-"))} (1)`);
  return `${lines.join("\n")}\n`;
}

function usageOf({ usage, arguments: positionals = [], commands = [] }: CommandDefinition): string {
  const names = positionals.map(({ name }) => name.replace(/[<>]/g, ""));
  return ["[options]", ...(commands.length > 0 ? ["command"] : []), usage ?? names.join(" ")]
    .join(" ")
    .trim();
}

function argumentLines({ name, description, default: usual }: ArgumentDefinition): string[] {
  const note = usual === undefined ? "" : ` (default: ${usual})`;
  return [".TP", `.I ${escaped(name.replace(/[<>[\]]/g, ""))}`, escaped(description + note)];
}

/** Those without a group first. */
function groupedOptions(options: readonly OptionDefinition[]): string[] {
  const groups = new Map<string, OptionDefinition[]>([["", []]]);
  for (const option of options) {
    const group = option.group ?? "";
    groups.set(group, [...(groups.get(group) ?? []), option]);
  }
  return [...groups].flatMap(([group, members]) => [
    ...(group === "" ? [] : [`.SS ${escaped(group.replace(/:$/, ""))}`]),
    ...members.flatMap(optionLines),
  ]);
}

function optionLines({ flags, description, choices, default: usual }: OptionDefinition): string[] {
  const notes = [
    ...(choices === undefined ? [] : [choices.join(", ")]),
    ...(usual === undefined ? [] : [`default: ${usual}`]),
  ];
  const note = notes.length === 0 ? "" : ` (${notes.join("; ")})`;
  return [".TP", `.B ${escaped(flags)}`, escaped(`${description}${note}.`)];
}

/** Text in which nothing is a command of the formatter; hyphens stay hyphens, so that options can be copied. */
function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .split("\n")
    .map((line) => line.replace(/^[.']/, "\\&$&"))
    .join("\n");
}

const quoted = (text: string): string => `"${text.replaceAll('"', "")}"`;
