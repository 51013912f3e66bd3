/** Finds the files to scan: the target itself, a directory's files down to a depth, or the lines of a list. */
import { type Dirent, readdirSync, type Stats, statSync } from "node:fs";
import { STANDARD_INPUT } from "../defaults.ts";
import { describeFileError } from "../failure.ts";
import { entryPath, type FilePath, filePath, systemPath } from "../file-path.ts";
import { MAX_DATA } from "../limits.ts";
import { readWholeOrStandardInput } from "../read-file.ts";
import type { Messages } from "../terminal/messages.ts";
import type { SkipReason } from "./statistics.ts";

export interface TargetOptions {
  /** How many levels of sub-directories are entered; 0 scans a directory's own files only. */
  readonly depth: number;
  /** Whether links to directories are entered. */
  readonly followsLinks: boolean;
  /** The target is a text file with one path a line. */
  readonly isList: boolean;
  /** Files with more bytes are passed over. */
  readonly skipLarger: number | undefined;
}

export interface Target {
  readonly path: FilePath;
  /** Whether the user named it; what was found in a directory must not make anybody wait. */
  readonly isNamed: boolean;
  /** Of a member of an archive. */
  readonly bytes?: Uint8Array;
}

/** Yields what to scan, in name order inside each directory; tells what cannot be looked into, and goes on. */
export function* findTargets(
  target: FilePath,
  options: TargetOptions,
  messages: Messages,
  skipped: (why: SkipReason) => void = () => {},
): Generator<Target> {
  const roots = options.isList ? readList(target) : [target];
  for (const root of roots) yield* findBelow(root, { ...options, skipped }, messages);
}

interface WalkOptions extends TargetOptions {
  /** Is told of what is passed over. */
  readonly skipped: (why: SkipReason) => void;
}

/** One path a line; the lines are bytes, as names are. */
function readList(list: FilePath): FilePath[] {
  const bytes = withoutMark(readWholeOrStandardInput(list, MAX_DATA, "cannot read the list of targets"));
  const lines = bytes.toString("latin1").split(/\r?\n/);
  return lines.filter((line) => line.trim() !== "").map((line) => filePath(Buffer.from(line, "latin1")));
}

/** Without a byte-order mark; text in UTF-16, as some shells write it, becomes UTF-8. */
function withoutMark(bytes: Uint8Array): Buffer {
  const list = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (list[0] === 0xff && list[1] === 0xfe) return Buffer.from(list.toString("utf16le", 2));
  const hasMark = list[0] === 0xef && list[1] === 0xbb && list[2] === 0xbf;
  return hasMark ? list.subarray(3) : list;
}

function* findBelow(root: FilePath, options: WalkOptions, messages: Messages): Generator<Target> {
  if (root.location === STANDARD_INPUT) {
    yield { path: root, isNamed: true };
    return;
  }
  try {
    const status = statSync(systemPath(root));
    if (status.isDirectory()) yield* walk(root, options, messages);
    else if (!isTooLarge(status.size, options)) yield { path: root, isNamed: true };
    else options.skipped("larger than allowed");
  } catch (error) {
    options.skipped("cannot be read");
    messages.problem(`cannot scan ${describeFileError(root.shown, error)}`);
  }
}

/** Something of a directory that waits for its turn. */
interface Pending {
  readonly path: FilePath;
  /** How many levels below a directory are entered; undefined for a file. */
  readonly depth: number | undefined;
}

/** An explicit stack, so that no tree is too deep. */
function* walk(root: FilePath, options: WalkOptions, messages: Messages): Generator<Target> {
  const seen = new Set<string>();
  const pending: Pending[] = [{ path: root, depth: options.depth }];
  while (pending.length > 0) {
    const { path, depth } = pending.pop()!;
    if (depth === undefined) yield { path, isNamed: false };
    else if (!options.followsLinks || isNew(path, seen)) {
      for (const entry of list(path, messages).reverse()) {
        const next = pendingEntry(entryPath(path, entry.name), entry, depth, options, messages);
        if (next !== undefined) pending.push(next);
      }
    }
  }
}

/** With links, trees have loops: each directory is entered once, whatever it is called. */
function isNew(directory: FilePath, seen: Set<string>): boolean {
  const status = statSync(systemPath(directory), { bigint: true, throwIfNoEntry: false });
  const key = status === undefined ? directory.shown : `${status.dev}:${status.ino}`;
  const { size } = seen;
  return seen.add(key).size > size;
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

/** Inside a directory only regular files count: a pipe or a device there would block the scan. */
function pendingEntry(
  path: FilePath,
  entry: Dirent<Buffer>,
  depth: number,
  options: WalkOptions,
  messages: Messages,
): Pending | undefined {
  const below = depth > 0 ? { path, depth: depth - 1 } : undefined;
  if (entry.isDirectory()) return below;
  if (entry.isFile() && options.skipLarger === undefined) return { path, depth: undefined };
  if (!entry.isFile() && !entry.isSymbolicLink()) return skip("neither file nor directory", options);
  const status = statusOf(path, entry, options, messages);
  if (status === undefined) return undefined;
  if (status.isDirectory()) return options.followsLinks ? below : skip("links to directories", options);
  if (!status.isFile()) return skip("neither file nor directory", options);
  return isTooLarge(status.size, options) ? skip("larger than allowed", options) : { path, depth: undefined };
}

function skip(why: SkipReason, { skipped }: WalkOptions): undefined {
  skipped(why);
}

/** A link that leads nowhere is nothing that could be scanned: no failure. */
function statusOf(
  path: FilePath,
  entry: Dirent<Buffer>,
  { skipped }: WalkOptions,
  messages: Messages,
): Stats | undefined {
  try {
    return statSync(systemPath(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isLost = entry.isSymbolicLink() && (code === "ENOENT" || code === "ELOOP" || code === "ENOTDIR");
    skipped(isLost ? "links that lead nowhere" : "cannot be read");
    if (isLost) messages.warning(`${path.shown}: the link leads nowhere`);
    else messages.problem(`cannot scan ${describeFileError(path.shown, error)}`);
    return undefined;
  }
}

function isTooLarge(size: number, options: TargetOptions): boolean {
  return options.skipLarger !== undefined && size > options.skipLarger;
}
