/** Options that several commands have, and how their values are read. */
import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError } from "commander";
import { HuntError } from "./hunt-error.ts";
import { type LoadedRuleSet, loadRuleSet } from "./rule-set.ts";
import { defaultObjectLimits, type ObjectLimits } from "./scan-objects.ts";

export interface RuleOptions {
  readonly define: readonly string[];
  readonly ignoreInvalidRules?: boolean;
  readonly warnings?: boolean;
}

export interface LimitOptions {
  readonly maxSize: number;
  readonly timeout: number;
}

export function withRuleOptions(command: Command): Command {
  return command
    .option(
      "-d, --define <NAME=VALUE>",
      "define an external variable; VALUE is JSON, or else text",
      collect,
      [],
    )
    .option("--ignore-invalid-rules", "go on without rules that do not compile")
    .option("--warnings", "print the warnings of the rules too");
}

export function withLimitOptions(command: Command): Command {
  const { maxSize, timeoutMs } = defaultObjectLimits;
  return command
    .option("--max-size <BYTES>", "do not read larger objects", parseCount, maxSize)
    .option(
      "-a, --timeout <SECONDS>",
      "stop the scan of an object after so many seconds",
      parseSeconds,
      timeoutMs / 1000,
    );
}

export function limitsOf({ maxSize, timeout }: LimitOptions): ObjectLimits {
  return { maxSize, timeoutMs: Math.ceil(timeout * 1000) };
}

export const defaultThreads: number = availableParallelism();

/** Splits `RULES… SOURCE` and loads the rules. */
export function rulesAndSource(
  paths: readonly string[],
  options: RuleOptions,
): { ruleSet: LoadedRuleSet; source: string } {
  const source = paths.at(-1);
  if (source === undefined || paths.length < 2)
    throw new HuntError("name at least one file of rules, and the source");
  const ruleSet = loadRuleSet(paths.slice(0, -1), {
    ignoreInvalidRules: options.ignoreInvalidRules === true,
    globals: new Map(options.define.map(definition)),
    onDiagnostic: (text) => {
      if (options.warnings === true || !text.startsWith("warning")) process.stderr.write(`${text}\n`);
    },
  });
  return { ruleSet, source };
}

function definition(text: string): [string, boolean | number | string] {
  const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new HuntError(`--define ${text}: it must be NAME=VALUE`);
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === "boolean" || typeof parsed === "number" || typeof parsed === "string")
      return [name, parsed];
  } catch {
    // It is text.
  }
  return [name, value];
}

export function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

export function parseCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(count))
    throw new InvalidArgumentError("It must be a whole number.");
  return count;
}

export function parsePositive(text: string): number {
  const count = parseCount(text);
  if (count === 0) throw new InvalidArgumentError("It must be at least 1.");
  return count;
}

export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0)) throw new InvalidArgumentError("It must be a number of seconds above 0.");
  return seconds;
}
