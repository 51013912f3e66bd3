/** Finds the files to scan: the target itself, a directory's files down to a depth, or the lines of a list. */
import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describeFileError, Failure } from "./failure.ts";

export interface TargetOptions {
  /** How many levels of sub-directories are entered; 0 scans a directory's own files only. */
  readonly depth: number;
  /** The target is a text file with one path a line. */
  readonly isList: boolean;
  /** Files with more bytes are passed over. */
  readonly skipLarger: number | undefined;
}

/** Told of each path that cannot be looked into; the walk goes on. */
export type OnProblem = (message: string) => void;

/** The standard input as a target. */
export const STANDARD_INPUT = "-";

/** Yields the paths to scan, in name order inside each directory. */
export function* findTargets(
  target: string,
  options: TargetOptions,
  onProblem: OnProblem,
): Generator<string> {
  const roots = options.isList ? readList(target) : [target];
  for (const root of roots) yield* findBelow(root, options, onProblem);
}

function readList(path: string): string[] {
  try {
    const lines = readFileSync(path, "utf8").split(/\r?\n/);
    return lines.filter((line) => line.trim() !== "");
  } catch (error) {
    throw new Failure(`cannot read the list of targets ${describeFileError(path, error)}`);
  }
}

function* findBelow(root: string, options: TargetOptions, onProblem: OnProblem): Generator<string> {
  if (root === STANDARD_INPUT) {
    yield root;
    return;
  }
  try {
    const status = statSync(root);
    if (status.isDirectory()) yield* walk(root, options.depth, options, onProblem);
    else if (!isTooLarge(status.size, options)) yield root;
  } catch (error) {
    onProblem(`cannot scan ${describeFileError(root, error)}`);
  }
}

/** An explicit stack, so that no tree is too deep; symbolic links to directories are not followed, so that none is endless. */
function* walk(
  directory: string,
  depth: number,
  options: TargetOptions,
  onProblem: OnProblem,
): Generator<string> {
  const pending: { path: string; depth: number; isDirectory: boolean }[] = [
    { path: directory, depth, isDirectory: true },
  ];
  while (pending.length > 0) {
    const next = pending.pop()!;
    if (!next.isDirectory) {
      yield next.path;
      continue;
    }
    const entries = list(next.path, onProblem);
    for (const entry of entries.reverse()) {
      const path = join(next.path, entry.name);
      if (entry.isDirectory()) {
        if (next.depth > 0) pending.push({ path, depth: next.depth - 1, isDirectory: true });
      } else if (isScannable(path, entry, options, onProblem))
        pending.push({ path, depth: 0, isDirectory: false });
    }
  }
}

function list(directory: string, onProblem: OnProblem): Dirent[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  } catch (error) {
    onProblem(`cannot open ${describeFileError(directory, error)}`);
    return [];
  }
}

/** Inside a directory only regular files count: a pipe or a device there would block the scan. */
function isScannable(path: string, entry: Dirent, options: TargetOptions, onProblem: OnProblem): boolean {
  if (entry.isFile() && options.skipLarger === undefined) return true;
  if (!entry.isFile() && !entry.isSymbolicLink()) return false;
  try {
    const status = statSync(path);
    return status.isFile() && !isTooLarge(status.size, options);
  } catch (error) {
    onProblem(`cannot scan ${describeFileError(path, error)}`);
    return false;
  }
}

function isTooLarge(size: number, options: TargetOptions): boolean {
  return options.skipLarger !== undefined && size > options.skipLarger;
}
