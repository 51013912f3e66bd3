/** Finds the files to scan: the target itself, a directory's files down to a depth, or the lines of a list. */
import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { describeFileError, Failure } from "./failure.ts";
import { entryPath, type FilePath, filePath } from "./file-path.ts";

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
): Generator<FilePath> {
  const roots = options.isList ? readList(target) : [filePath(target)];
  for (const root of roots) yield* findBelow(root, options, onProblem);
}

/** One path a line; the lines are bytes, as names are. */
function readList(path: string): FilePath[] {
  try {
    const lines = readFileSync(path, "latin1").split(/\r?\n/);
    return lines.filter((line) => line.trim() !== "").map((line) => filePath(Buffer.from(line, "latin1")));
  } catch (error) {
    throw new Failure(`cannot read the list of targets ${describeFileError(path, error)}`);
  }
}

function* findBelow(root: FilePath, options: TargetOptions, onProblem: OnProblem): Generator<FilePath> {
  if (root.location === STANDARD_INPUT) {
    yield root;
    return;
  }
  try {
    const status = statSync(root.location);
    if (status.isDirectory()) yield* walk(root, options.depth, options, onProblem);
    else if (!isTooLarge(status.size, options)) yield root;
  } catch (error) {
    onProblem(`cannot scan ${describeFileError(root.shown, error)}`);
  }
}

/** An explicit stack, so that no tree is too deep; symbolic links to directories are not followed, so that none is endless. */
function* walk(
  directory: FilePath,
  depth: number,
  options: TargetOptions,
  onProblem: OnProblem,
): Generator<FilePath> {
  const pending: { path: FilePath; depth: number; isDirectory: boolean }[] = [
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
      const path = entryPath(next.path, entry.name);
      if (entry.isDirectory()) {
        if (next.depth > 0) pending.push({ path, depth: next.depth - 1, isDirectory: true });
      } else if (isScannable(path, entry, options, onProblem))
        pending.push({ path, depth: 0, isDirectory: false });
    }
  }
}

function list(directory: FilePath, onProblem: OnProblem): Dirent<Buffer>[] {
  try {
    const entries = readdirSync(directory.location, { withFileTypes: true, encoding: "buffer" });
    return entries.sort((a, b) => Buffer.compare(a.name, b.name));
  } catch (error) {
    onProblem(`cannot open ${describeFileError(directory.shown, error)}`);
    return [];
  }
}

/** Inside a directory only regular files count: a pipe or a device there would block the scan. */
function isScannable(
  path: FilePath,
  entry: Dirent<Buffer>,
  options: TargetOptions,
  onProblem: OnProblem,
): boolean {
  if (entry.isFile() && options.skipLarger === undefined) return true;
  if (!entry.isFile() && !entry.isSymbolicLink()) return false;
  try {
    const status = statSync(path.location);
    return status.isFile() && !isTooLarge(status.size, options);
  } catch (error) {
    onProblem(`cannot scan ${describeFileError(path.shown, error)}`);
    return false;
  }
}

function isTooLarge(size: number, options: TargetOptions): boolean {
  return options.skipLarger !== undefined && size > options.skipLarger;
}
