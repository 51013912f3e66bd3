/** Finds the rules files that the command line names: files, and directories searched for *.yar and *.yara. */
import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describeFileError, Failure } from "./failure.ts";

/** One rules file with its namespace (undefined: the default one) and its bytes, which may turn out not to be text. */
export interface RuleFile {
  readonly path: string;
  readonly namespace: string | undefined;
  readonly bytes: Uint8Array;
}

export interface RuleFileOptions {
  /** Give each file its own path as namespace. */
  readonly pathAsNamespace: boolean;
}

/** Reads all rules files that `arguments_` (`[NAMESPACE:]PATH`) name, directories in name order; throws {@link Failure} for one that cannot be read. */
export function readRuleFiles(arguments_: readonly string[], options: RuleFileOptions): RuleFile[] {
  return arguments_.flatMap((argument) => {
    const { namespace, path } = splitNamespace(argument);
    return rulePaths(path).map((file) => ({
      path: file,
      namespace: options.pathAsNamespace ? file : namespace,
      bytes: readRules(file),
    }));
  });
}

/** `web:rules/` is namespace `web`; a path that exists as written, or a Windows drive letter, has none. */
function splitNamespace(argument: string): { namespace: string | undefined; path: string } {
  const match = /^([A-Za-z_]\w*):(.+)$/s.exec(argument);
  if (match === null || match[1]!.length === 1 || exists(argument))
    return { namespace: undefined, path: argument };
  return { namespace: match[1]!, path: match[2]! };
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function rulePaths(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const files = rulesIn(path);
    if (files.length === 0) throw new Failure(`there are no rules (*.yar, *.yara) in ${path}`);
    return files;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`cannot read rules from ${describeFileError(path, error)}`);
  }
}

function rulesIn(directory: string): string[] {
  const entries = readdirSync(directory, { withFileTypes: true }).sort(byName);
  return entries.flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return rulesIn(path);
    return /\.yara?$/i.test(entry.name) && !entry.isDirectory() ? [path] : [];
  });
}

function readRules(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Failure(`cannot read rules from ${describeFileError(path, error)}`);
  }
}

function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
