/** `tyara fmt`: formats rules in place, or says what would change (CL-27). */
import { printableLines } from "tyara";
import type { FormatSettings } from "tyara/configuration";
import { type FormatResult, format } from "tyara/format";
import { type ConfigurationOptions, loadConfiguration } from "../configuration.ts";
import { STANDARD_INPUT } from "../defaults.ts";
import { ExitCode } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import { type FilePath, filePath } from "../file-path.ts";
import { MAX_RULES } from "../limits.ts";
import { readWhole, readWholeOrStandardInput } from "../read-file.ts";
import { patchOf, replaceFile } from "../rewrite.ts";
import { findRulePaths, type RulePathOptions } from "../rule-paths.ts";
import { type ColorChoice, isColored, STANDARD_OUTPUT } from "../terminal/descriptor.ts";
import { Messages } from "../terminal/messages.ts";
import { standardOutput, writeToStandardOutput } from "../terminal/output.ts";
import { colorPatch } from "./color-patch.ts";
import { type StyleOptions, styleFor } from "./style.ts";

export interface FmtOptions extends RulePathOptions, ConfigurationOptions, StyleOptions {
  /** Name the files that would change. */
  readonly check?: boolean;
  /** Print what would change. */
  readonly diff?: boolean;
  readonly stdinPath?: string;
  readonly color?: ColorChoice;
}

export function fmtCommand(paths: readonly FilePath[], options: FmtOptions): ExitCode {
  const [first] = paths;
  const settings = loadConfiguration(options).configuration.format;
  const task = { options, settings, messages: new Messages() };
  return first?.location === STANDARD_INPUT ? formatInput(first, task) : formatFiles(paths, task);
}

interface Task {
  readonly options: FmtOptions;
  readonly settings: FormatSettings;
  readonly messages: Messages;
}

/** The input is always written, also where it could not be formatted: an editor replaces its buffer by it. */
function formatInput(input: FilePath, task: Task): ExitCode {
  const { options, messages } = task;
  const named = options.stdinPath === undefined ? undefined : filePath(options.stdinPath);
  const before = readWholeOrStandardInput(input, MAX_RULES, "cannot read");
  const result = formatBytes(named ?? input, named, before, task);
  if (options.check !== true && options.diff !== true) {
    writeToStandardOutput(result === undefined ? before : Buffer.from(result.text));
    return messages.problems > 0 ? ExitCode.failure : ExitCode.success;
  }
  if (result?.isChanged && options.diff === true) {
    const output = standardOutput();
    output.text(showPatch(named ?? filePath("standard input"), before, result.text, options));
    output.flush();
  }
  return result?.isChanged || messages.problems > 0 ? ExitCode.failure : ExitCode.success;
}

function formatFiles(paths: readonly FilePath[], task: Task): ExitCode {
  const { options, messages } = task;
  const output = standardOutput();
  const writes = options.check !== true && options.diff !== true;
  let changed = 0;
  const files = findRulePaths(paths, options, messages);
  for (const path of files) {
    try {
      const before = readWhole(path, MAX_RULES, "cannot read");
      const result = formatBytes(path, path, before, task);
      if (!result?.isChanged) continue;
      if (writes) replaceFile(path, Buffer.from(result.text));
      changed++;
      if (options.diff === true) output.text(showPatch(path, before, result.text, options));
      else output.text(printableLines(`${writes ? "formatted" : "would format"} ${path.shown}\n`));
      output.flush();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      messages.problem(error.message);
    }
  }
  messages.line(describeOutcome(files.length, changed, writes));
  return changed > 0 || messages.problems > 0 ? ExitCode.failure : ExitCode.success;
}

function describeOutcome(all: number, changed: number, writes: boolean): string {
  const files = (count: number): string => `${count} ${count === 1 ? "file" : "files"}`;
  return `${files(changed)} ${writes ? "formatted" : "would be formatted"}, ${files(all - changed)} left as ${all - changed === 1 ? "it is" : "they are"}`;
}

/** Undefined where the source was refused, which is told. `place`: where `.editorconfig` is looked for. */
function formatBytes(
  path: FilePath,
  place: FilePath | undefined,
  bytes: Uint8Array,
  { settings, options, messages }: Task,
): FormatResult | undefined {
  const result = format(bytes, styleFor(place, settings, options));
  if (result.refusal === undefined) return result;
  const { message, span } = result.refusal;
  messages.problem(`${path.shown} is left as it is: at byte ${span.start}, ${message}`);
  return undefined;
}

function showPatch(path: FilePath, before: Uint8Array, after: string, { color }: FmtOptions): string {
  const patch = printableLines(patchOf(path, Buffer.from(before).toString(), after));
  return isColored(STANDARD_OUTPUT, color) ? colorPatch(patch) : patch;
}
