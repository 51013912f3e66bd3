/** Files of rules that are changed in place, one by one. */
import { printableLines } from "tyara";
import { Failure } from "../failure.ts";
import type { FilePath } from "../file-path.ts";
import { MAX_RULES } from "../limits.ts";
import { readWhole } from "../read-file.ts";
import { patchOf, replaceFile } from "../rewrite.ts";
import { findRulePaths, type RulePathOptions } from "../rule-paths.ts";
import type { Messages } from "../terminal/messages.ts";
import { standardOutput } from "../terminal/output.ts";

export interface FixOptions extends RulePathOptions {
  /** Print what would change as a diff, and change nothing. */
  readonly dryRun?: boolean;
}

export interface Change {
  readonly before: string;
  readonly after: string;
  /** The file as it will be. */
  readonly bytes: Uint8Array;
  /** What was done, for the line about the file: `3 warnings`. */
  readonly what: string;
}

/** Applies `change` to each file; it gives undefined for a file that stays as it is. */
export function fixFiles(
  paths: readonly FilePath[],
  options: FixOptions,
  messages: Messages,
  change: (path: FilePath, bytes: Uint8Array) => Change | undefined,
): void {
  const output = standardOutput();
  let changed = 0;
  for (const path of findRulePaths(paths, options, messages)) {
    try {
      const made = change(path, readWhole(path, MAX_RULES, "cannot read"));
      if (made === undefined) continue;
      changed++;
      if (options.dryRun === true) output.text(printableLines(patchOf(path, made.before, made.after)));
      else {
        replaceFile(path, made.bytes);
        output.text(printableLines(`fixed ${made.what} in ${path.shown}\n`));
      }
      output.flush();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      messages.problem(error.message);
    }
  }
  const files = `${changed} ${changed === 1 ? "file" : "files"}`;
  messages.line(options.dryRun === true ? `${files} would change` : `${files} changed`);
}
