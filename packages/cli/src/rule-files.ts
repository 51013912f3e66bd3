/** Finds the rules files that the command line names: files, and directories searched for *.yar and *.yara. */
import { type Dirent, existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describeFileError, Failure } from "./failure.ts";
import { entryPath, type FilePath, filePath, systemPath } from "./file-path.ts";
import { MAX_RULES } from "./limits.ts";
import { nearest } from "./nearest.ts";
import { readWhole } from "./read-file.ts";
import type { Messages } from "./terminal/messages.ts";

/** One rules file with its namespace (undefined: the default one) and its bytes, which may turn out not to be text. */
export interface RuleFile {
  readonly path: string;
  readonly namespace: string | undefined;
  readonly bytes: Uint8Array;
}

export interface RuleFiles {
  readonly files: readonly RuleFile[];
  /** The directories that were named. */
  readonly directories: readonly string[];
}

export interface RuleFileOptions {
  /** Give each file its own path as namespace. */
  readonly pathAsNamespace: boolean;
}

/**
 * Reads all rules files that the arguments (`[NAMESPACE:]PATH`) name, directories in name order. Throws {@link Failure} for one that cannot
 * be read; what cannot be read inside a directory is told, and the others are read.
 */
export function readRuleFiles(
  paths: readonly FilePath[],
  { pathAsNamespace }: RuleFileOptions,
  messages: Messages,
): RuleFiles {
  const files: RuleFile[] = [];
  const directories: string[] = [];
  for (const argument of paths) {
    const { namespace, path } = splitNamespace(argument);
    const add = (file: FilePath) => {
      const bytes = readWhole(file, MAX_RULES, "cannot read rules from");
      if (isCompiled(bytes))
        throw new Failure(`${file.shown} holds compiled rules: use it with \`scan --compiled-rules\``);
      files.push({ path: file.shown, namespace: pathAsNamespace ? file.shown : namespace, bytes });
    };
    if (!isDirectory(path)) add(path);
    else {
      directories.push(path.shown);
      const found = rulesIn(path, messages);
      if (found.length === 0) throw new Failure(`there are no rules (*.yar, *.yara) in ${path.shown}`);
      for (const file of found) addFound(file, add, messages);
    }
  }
  return { files, directories };
}

/** What `tyara compile` writes begins so. */
const COMPILED = Buffer.from("TYARA\0");

function isCompiled(bytes: Uint8Array): boolean {
  return COMPILED.compare(bytes.subarray(0, COMPILED.length)) === 0;
}

function addFound(file: FilePath, add: (file: FilePath) => void, messages: Messages): void {
  try {
    add(file);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    messages.problem(error.message);
  }
}

/**
 * `web:rules/` is namespace `web`. A path that exists as it is written has none, nor has one whose colon stands behind a slash or, as
 * in `C:\rules`, behind the letter of a drive.
 */
export function splitNamespace(argument: FilePath): { namespace: string | undefined; path: FilePath } {
  const { location } = argument;
  const text = typeof location === "string" ? location : Buffer.from(location).toString("latin1");
  const match = /^([^:/\\]+):(.+)$/s.exec(text);
  if (match === null || isDrive(match[1]!, match[2]!) || exists(argument))
    return { namespace: undefined, path: argument };
  const [, namespace, rest] = match as unknown as [string, string, string];
  if (typeof location === "string") return { namespace, path: filePath(rest) };
  return {
    namespace: filePath(Buffer.from(namespace, "latin1")).shown,
    path: filePath(Buffer.from(rest, "latin1")),
  };
}

function isDrive(name: string, rest: string): boolean {
  return /^[A-Za-z]$/.test(name) && (process.platform === "win32" || rest.startsWith("\\"));
}

function exists(path: FilePath): boolean {
  try {
    return statSync(systemPath(path), { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

function isDirectory(path: FilePath): boolean {
  try {
    return statSync(systemPath(path)).isDirectory();
  } catch (error) {
    throw new Failure(`cannot read rules from ${describeFileError(path.shown, error)}${suggestion(path)}`);
  }
}

/** Names the entry of the same directory that is most like a path that does not exist. */
export function suggestion({ location }: FilePath): string {
  if (typeof location !== "string" || existsSync(location)) return "";
  const directory = dirname(location);
  try {
    const similar = nearest(basename(location), readdirSync(directory));
    if (similar === undefined) return "";
    return `; did you mean ${directory === "." && !location.startsWith(".") ? similar : join(directory, similar)}?`;
  } catch {
    return "";
  }
}

function rulesIn(directory: FilePath, messages: Messages): FilePath[] {
  return list(directory, messages).flatMap((entry) => {
    const path = entryPath(directory, entry.name);
    if (entry.isDirectory()) return rulesIn(path, messages);
    return /\.yara?$/i.test(entry.name.toString("latin1")) && isRegular(path, entry, messages) ? [path] : [];
  });
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

/** Links to directories, pipes and devices are passed over. */
function isRegular(path: FilePath, entry: Dirent<Buffer>, messages: Messages): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  try {
    return statSync(systemPath(path)).isFile();
  } catch (error) {
    messages.warning(`the link ${describeFileError(path.shown, error)}`);
    return false;
  }
}
