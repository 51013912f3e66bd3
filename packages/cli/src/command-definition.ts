/**
 * What a command is, as data: the parser of the command line, `--help`, the manual pages and the completion of shells are all made from it.
 * A definition loads nothing but this file and its options; what the command does is imported when it runs.
 */
import type { ExitCode } from "./exit-code.ts";

export interface CommandDefinition<Options = unknown> {
  readonly name: string;
  /** One line without a full stop, in the imperative. */
  readonly summary: string;
  /** Paragraphs that help and manual page show below the summary. */
  readonly description?: string;
  /** What stands behind the options in the usage, where that says more than the names of the arguments. */
  readonly usage?: string;
  readonly arguments?: readonly ArgumentDefinition[];
  readonly options?: readonly OptionDefinition[];
  readonly examples?: readonly Example[];
  /** What the exit status tells where that is more than whether it failed. */
  readonly exitStatus?: readonly (readonly [code: number, meaning: string])[];
  /** Commands within this one, as `search` in `tyara debug search`. */
  readonly commands?: readonly CommandDefinition[];
  /** The command reads what stands after its name by itself, its options and help included; `run` is given all of it. */
  readonly readsItsArguments?: true;
  /**
   * Runs the command. `positionals` are all arguments that are no options; `options` has the value of each option under its long name in
   * camelCase; `commands` are all commands there are. What it throws as `Failure` is told as an error.
   */
  run?(
    positionals: readonly string[],
    options: Options,
    commands: readonly CommandDefinition[],
  ): ExitCode | Promise<ExitCode>;
}

export interface ArgumentDefinition {
  /** As usage shows it: `<file>`, `[file]` for one that may be left out, `<rules...>` for one or more. */
  readonly name: string;
  readonly description: string;
  readonly default?: string;
  readonly completes?: Completion;
}

export interface OptionDefinition {
  /** As the help shows it: `-o, --output <FILE>`, or `-s, --print-strings [=N]` for a value that may be left out. */
  readonly flags: string;
  /** One sentence without a full stop. */
  readonly description: string;
  /** Given several times it is a list; without it an empty one. */
  readonly isList?: true;
  /** Checks the value and turns it into what the command gets; throws a RangeError that says what it must be. */
  readonly parse?: (text: string) => unknown;
  readonly choices?: readonly string[];
  readonly default?: string;
  /** What the option means without its value. */
  readonly preset?: string;
  readonly completes?: Completion;
  /** The heading that the option stands under in help. */
  readonly group?: string;
}

/** What a shell offers in place of a value. */
export type Completion = "file" | "directory";

export interface Example {
  readonly command: string;
  /** What it does, without a full stop. */
  readonly does: string;
}

// ── Values ──────────────────────────────────────────────────────────────────

export function parseCount(text: string): number {
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(Number(text)))
    throw new RangeError("It must be a whole number.");
  return Number(text);
}

export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0)) throw new RangeError("It must be a number of seconds above 0.");
  return seconds;
}
