/** The parts of an option's flags, `-o, --output <FILE>`, for what is made from definitions. */
import type { OptionDefinition } from "./command-definition.ts";

export interface OptionFlags {
  /** With its `-`. */
  readonly short: string | undefined;
  /** With its `--`. */
  readonly long: string;
  /** What the help calls the value; undefined for an option without one. */
  readonly value: string | undefined;
  /** Whether the value may be left out; it is written behind `=` then. */
  readonly isValueOptional: boolean;
}

export function flagsOf({ flags }: OptionDefinition): OptionFlags {
  const [, short, long, required, optional] = /^(?:(-\w), )?(--[\w-]+)(?: <(.+)>| \[=(.+)\])?$/.exec(flags)!;
  return { short, long: long!, value: required ?? optional, isValueOptional: optional !== undefined };
}
