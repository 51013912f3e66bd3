/**
 * Brings the arguments into the one form that the option parser reads without doubt: `--long=VALUE`, one flag each.
 *
 * The parser in use differs from what people of the reference's command line are used to: `-ojson` and `-t=malware` mean the
 * value `json` and `malware`, `-rs` is two flags, and a value that may be left out must be tied to its option by `=`: in
 * `scan -s rules target`, `rules` is no value of `-s`.
 */
import type { Command, Option } from "commander";

/** Rewrites what belongs to the options of the command that `args` name first; nothing behind `--` is touched. */
export function plainArguments(args: readonly string[], program: Command): string[] {
  const { command, words } = namedCommand(args, program);
  const plain = args.slice(0, words);
  const rest = args.slice(words);
  while (rest.length > 0 && rest[0] !== "--") plain.push(...nextArgument(rest, command.options));
  return [...plain, ...rest];
}

/** `help debug search` asks for the same as `debug search --help`; where there is no such command, the parser says which is like it. */
export function plainHelp(args: readonly string[], program: Command): readonly string[] {
  const [first, ...words] = args;
  if (first !== "help" || words.length === 0) return args;
  return namedCommand(words, program).words === words.length ? [...words, "--help"] : words;
}

/** The command that the first words lead to, and how many words these are. */
function namedCommand(args: readonly string[], program: Command): { command: Command; words: number } {
  let command = program;
  let words = 0;
  for (;;) {
    const next = command.commands.find((one) => one.name() === args[words]);
    if (next === undefined) return { command, words };
    command = next;
    words++;
  }
}

/** Takes the next argument, with its value where that stands apart, from the front of `rest`. */
function nextArgument(rest: string[], options: readonly Option[]): string[] {
  const argument = rest.shift()!;
  if (argument.startsWith("--")) return longOption(argument, rest, options);
  if (/^-[^-]/.test(argument)) return cluster(argument, rest, options);
  return [argument];
}

function longOption(argument: string, rest: string[], options: readonly Option[]): string[] {
  const option = options.find((one) => one.long === argument);
  if (option?.required && rest.length > 0) return [`${argument}=${rest.shift()}`];
  return option?.optional ? [bare(option)] : [argument];
}

/** Short options in one argument; the first that takes a value has the rest of it. */
function cluster(argument: string, rest: string[], options: readonly Option[]): string[] {
  const plain: string[] = [];
  for (let at = 1; at < argument.length; at++) {
    const short = `-${argument[at]}`;
    const option = options.find((one) => one.short === short);
    // What is unknown is the parser's to complain of, as it was written.
    if (option === undefined) return plain.length === 0 ? [argument] : [...plain, `-${argument.slice(at)}`];
    const value = argument.slice(at + 1);
    if (option.required) return [...plain, ...withValue(option, value, rest)];
    if (option.optional && value.startsWith("=")) return [...plain, `${option.long}${value}`];
    plain.push(option.optional ? bare(option) : option.long!);
  }
  return plain;
}

function withValue(option: Option, attached: string, rest: string[]): string[] {
  if (attached !== "") return [`${option.long}=${attached.replace(/^=/, "")}`];
  return rest.length > 0 ? [`${option.long}=${rest.shift()}`] : [option.long!];
}

/** An option whose value was left out. */
function bare(option: Option): string {
  return `${option.long}=${option.presetArg}`;
}
