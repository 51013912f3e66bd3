/** Finds the files to scan: the target itself, a directory's files down to a depth, or the lines of a list. */
import { type Dirent, opendirSync, type Stats, statSync } from "node:fs";
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

/** One path a line; the lines are bytes, as names are. Lists are long, so the paths are made one by one. */
function* readList(list: FilePath): Generator<FilePath> {
  const bytes = withoutMark(readWholeOrStandardInput(list, MAX_DATA, "cannot read the list of targets"));
  for (let at = 0; at < bytes.length; ) {
    const lineEnd = bytes.indexOf(0x0a, at);
    const end = lineEnd < 0 ? bytes.length : lineEnd;
    const isWindows = end > at && bytes[end - 1] === 0x0d;
    const line = bytes.subarray(at, isWindows ? end - 1 : end);
    if (line.toString("latin1").trim() !== "") yield filePath(new Uint8Array(line));
    at = end + 1;
  }
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

/** A directory that is being walked. */
interface Level {
  readonly directory: FilePath;
  /** How many levels below it are entered. */
  readonly depth: number;
  readonly entries: readonly Entry[];
  at: number;
}

/** An entry of a directory. They may be a million, so it is small. */
interface Entry {
  /** Bytes in Latin-1: sorted as strings they are sorted as bytes. */
  readonly name: string;
  readonly kind: "file" | "directory" | "link" | "other";
}

/** An explicit stack, so that no tree is too deep. */
function* walk(root: FilePath, options: WalkOptions, messages: Messages): Generator<Target> {
  const seen = new Set<string>();
  const levels: Level[] = [];
  const enter = (directory: FilePath, depth: number) => {
    if (!options.followsLinks || isNew(directory, seen))
      levels.push({ directory, depth, entries: list(directory, messages), at: 0 });
  };
  enter(root, options.depth);
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const entry = level.entries[level.at++];
    if (entry === undefined) {
      levels.pop();
      continue;
    }
    const path = entryPath(level.directory, Buffer.from(entry.name, "latin1"));
    const kind = kindOf(path, entry, options, messages);
    if (kind === "file") yield { path, isNamed: false };
    else if (kind === "directory" && level.depth > 0) enter(path, level.depth - 1);
  }
}

/** With links, trees have loops: each directory is entered once, whatever it is called. */
function isNew(directory: FilePath, seen: Set<string>): boolean {
  const status = statSync(systemPath(directory), { bigint: true, throwIfNoEntry: false });
  const key = status === undefined ? directory.shown : `${status.dev}:${status.ino}`;
  const { size } = seen;
  return seen.add(key).size > size;
}

/** In the order of the names' bytes. */
function list(directory: FilePath, messages: Messages): Entry[] {
  const entries: Entry[] = [];
  try {
    // Read in parts: of a large directory the system's entries, all together, take more memory than everything else.
    const opened = opendirSync(systemPath(directory), {
      encoding: "buffer" as BufferEncoding,
      bufferSize: 1024,
    });
    try {
      for (let found = opened.readSync(); found !== null; found = opened.readSync())
        entries.push(entryOf(found as unknown as Dirent<Buffer>));
    } finally {
      opened.closeSync();
    }
  } catch (error) {
    messages.problem(`cannot open ${describeFileError(directory.shown, error)}`);
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function entryOf(entry: Dirent<Buffer>): Entry {
  const name = entry.name.toString("latin1");
  if (entry.isFile()) return { name, kind: "file" };
  if (entry.isDirectory()) return { name, kind: "directory" };
  return { name, kind: entry.isSymbolicLink() ? "link" : "other" };
}

/** Inside a directory only regular files count: a pipe or a device there would block the scan. Undefined for what is passed over. */
function kindOf(
  path: FilePath,
  { kind }: Entry,
  options: WalkOptions,
  messages: Messages,
): "file" | "directory" | undefined {
  if (kind === "directory") return kind;
  if (kind === "file" && options.skipLarger === undefined) return kind;
  if (kind === "other") return skip("neither file nor directory", options);
  const status = statusOf(path, kind === "link", options, messages);
  if (status === undefined) return undefined;
  if (status.isDirectory()) return options.followsLinks ? "directory" : skip("links to directories", options);
  if (!status.isFile()) return skip("neither file nor directory", options);
  return isTooLarge(status.size, options) ? skip("larger than allowed", options) : "file";
}

function skip(why: SkipReason, { skipped }: WalkOptions): undefined {
  skipped(why);
}

/** A link that leads nowhere is nothing that could be scanned: no failure. */
function statusOf(
  path: FilePath,
  isLink: boolean,
  { skipped }: WalkOptions,
  messages: Messages,
): Stats | undefined {
  try {
    return statSync(systemPath(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isLost = isLink && (code === "ENOENT" || code === "ELOOP" || code === "ENOTDIR");
    skipped(isLost ? "links that lead nowhere" : "cannot be read");
    if (isLost) messages.warning(`${path.shown}: the link leads nowhere`);
    else messages.problem(`cannot scan ${describeFileError(path.shown, error)}`);
    return undefined;
  }
}

function isTooLarge(size: number, options: TargetOptions): boolean {
  return options.skipLarger !== undefined && size > options.skipLarger;
}
