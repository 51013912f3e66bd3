/** Included files from the file system: rules may come from strangers, so they reach no file but those that are meant for them. */

import { realpathSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { requireOptions } from "@tyara/base";
import { FileRefusedError, readFileWithin } from "./node-files.ts";

/** Limit: bytes of an included file. */
const maxIncludedBytes = 1 << 26;

export interface FileIncludesOptions {
  /** Directories below which included files may lie, beside those that the compiler names: the first file's and its include directories. */
  readonly below?: readonly string[];
  /** Whether included files may lie anywhere. Default false. */
  readonly anywhere?: boolean;
}

/** Reads what rules include; what a compiler's `includeReader` must be. */
interface FileIncludes {
  read(path: string, directories: readonly string[]): Uint8Array | undefined;
}

/**
 * Reads what rules include from files: from regular ones of at most 64 MiB, and from those only that lie in one of the allowed directories
 * or below it, symbolic links followed. For a compiler's `includeReader`.
 */
export function includesFromFiles(options: FileIncludesOptions = {}): FileIncludes {
  const { below = [], anywhere = false } = requireOptions(options, { below: true, anywhere: true });
  return {
    read(path, directories) {
      try {
        if (!anywhere) requireBelow(path, [...directories, ...below]);
        return readFileWithin(path, { maxBytes: maxIncludedBytes, onlyRegular: true });
      } catch (error) {
        if (isAbsence(error)) return undefined;
        throw error;
      }
    },
  };
}

/** Reads what rules include from files of the including file's directory and the include directories. */
export const fileIncludes: FileIncludes = includesFromFiles();

/** The names are compared first, so that nothing is told of files elsewhere, not even whether they are there. */
function requireBelow(path: string, directories: readonly string[]): void {
  const isIn = (file: string, list: readonly string[]) => list.some((directory) => isBelow(file, directory));
  if (
    isIn(
      resolve(path),
      directories.map((directory) => resolve(directory)),
    ) &&
    isIn(realpathSync(path), directories.flatMap(realDirectory))
  )
    return;
  throw new FileRefusedError("it is outside of the directories that rules may include files from");
}

function isBelow(file: string, directory: string): boolean {
  const way = relative(directory, file);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function realDirectory(directory: string): string[] {
  try {
    return [realpathSync(directory)];
  } catch {
    return [];
  }
}

/** A path that leads through a file is as absent as one that leads nowhere. */
function isAbsence(error: unknown): boolean {
  const { code } = error as { readonly code?: string };
  return code === "ENOENT" || code === "ENOTDIR";
}
