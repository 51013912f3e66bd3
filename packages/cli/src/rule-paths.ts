/** The files of rules that a command works on one by one: those that are named, and those of directories that match a filter. */
import { type Dirent, readdirSync, statSync } from "node:fs";
import picomatch from "picomatch";
import { describeFileError, Failure } from "./failure.ts";
import { entryPath, type FilePath, systemPath } from "./file-path.ts";
import { suggestion } from "./rule-files.ts";
import type { Messages } from "./terminal/messages.ts";

export interface RulePathOptions {
  /** Patterns of paths below a directory; files that match none are left out. */
  readonly filter: readonly string[];
  /** How many levels of sub-directories are entered; all unless given. */
  readonly recursive?: number;
}

/** What counts as rules in a directory. */
export const RULES_FILTER: readonly string[] = ["**/*.yar", "**/*.yara"];

/**
 * The files, in name order inside each directory. Throws {@link Failure} for a path that does not exist; what cannot be looked into within a
 * directory is told, and the others are found.
 */
export function findRulePaths(
  paths: readonly FilePath[],
  { filter, recursive = Number.POSITIVE_INFINITY }: RulePathOptions,
  messages: Messages,
): FilePath[] {
  const isWanted = picomatch(filter.length > 0 ? [...filter] : [...RULES_FILTER], {
    dot: true,
    nocase: filter.length === 0,
  });
  return paths.flatMap((path) => {
    if (!isDirectory(path)) return [path];
    return [...filesBelow(path, "", recursive, messages)].flatMap(([file, relative]) =>
      isWanted(relative) ? [file] : [],
    );
  });
}

function isDirectory(path: FilePath): boolean {
  try {
    return statSync(systemPath(path)).isDirectory();
  } catch (error) {
    throw new Failure(`cannot read ${describeFileError(path.shown, error)}${suggestion(path)}`);
  }
}

/** Files with their paths below the directory that was named. */
function* filesBelow(
  directory: FilePath,
  above: string,
  depth: number,
  messages: Messages,
): Generator<readonly [file: FilePath, relative: string]> {
  for (const entry of list(directory, messages)) {
    const path = entryPath(directory, entry.name);
    const relative = above + entry.name.toString("latin1");
    if (entry.isDirectory()) {
      if (depth > 0) yield* filesBelow(path, `${relative}/`, depth - 1, messages);
    } else if (entry.isFile() || (entry.isSymbolicLink() && leadsToFile(path))) yield [path, relative];
  }
}

function list(directory: FilePath, messages: Messages): Dirent<Buffer>[] {
  try {
    const entries = readdirSync(systemPath(directory), { withFileTypes: true, encoding: "buffer" });
    return entries.sort((a, b) => Buffer.compare(a.name, b.name));
  } catch (error) {
    messages.problem(`cannot open ${describeFileError(directory.shown, error)}`);
    return [];
  }
}

function leadsToFile(path: FilePath): boolean {
  try {
    return statSync(systemPath(path)).isFile();
  } catch {
    return false;
  }
}
