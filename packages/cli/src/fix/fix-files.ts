/** Files of rules that are changed in place: read, changed, and written so that no interruption leaves half a file. */

import { randomBytes } from "node:crypto";
import { chmodSync, lstatSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createTwoFilesPatch } from "diff";
import { printableLines } from "tyara";
import { describeFileError, Failure } from "../failure.ts";
import { type FilePath, systemPath } from "../file-path.ts";
import { MAX_RULES } from "../limits.ts";
import { readWhole } from "../read-file.ts";
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
      if (options.dryRun === true) output.text(printableLines(patchOf(path, made)));
      else {
        replace(path, made.bytes);
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

function patchOf({ shown }: FilePath, { before, after }: Change): string {
  return createTwoFilesPatch(`a/${shown}`, `b/${shown}`, before, after, "", "", { context: 3 })
    .split("\n")
    .slice(1)
    .join("\n");
}

/** Where the path is a link, the file that it leads to is written. */
function replace(path: FilePath, bytes: Uint8Array): void {
  const target = systemPath(path);
  try {
    const { mode, nlink } = statSync(target);
    // Another name of the same file must not be left with the old content.
    if (nlink > 1 || typeof target !== "string" || isLink(target)) {
      writeFileSync(target, bytes);
      return;
    }
    const temporary = `${target}.${randomBytes(6).toString("hex")}.tmp`;
    try {
      writeFileSync(temporary, bytes, { flag: "wx" });
      chmodSync(temporary, mode);
      renameSync(temporary, target);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  } catch (error) {
    throw new Failure(`cannot write ${describeFileError(path.shown, error)}`);
  }
}

function isLink(path: string): boolean {
  return lstatSync(path).isSymbolicLink();
}
