/**
 * Included files: where they are looked for (GR-7). Reading them is the caller's: a browser gives them from memory.
 *
 * A relative path is tried beside the including file, then in the include directories in order; without directories, as
 * it stands. Paths are compared after `.` and `..` are worked out, so that a circle is seen however it is written.
 */

/** Gives the files that rules include. */
export interface IncludeReader {
  /** The file's text or bytes; `undefined` when there is no such file. Throws when it is there but cannot be read. */
  read(path: string): string | Uint8Array | undefined;
}

/** The paths to try for `include "path"`, in order. */
export function candidatePaths(
  path: string,
  includingFile: string | undefined,
  directories: readonly string[],
): string[] {
  if (isAbsolute(path)) return [normalize(path)];
  const folders: string[] = [];
  if (includingFile !== undefined) folders.push(folderOf(includingFile));
  if (directories.length > 0) folders.push(...directories);
  else folders.push("");
  return [...new Set(folders.map((folder) => normalize(folder === "" ? path : `${folder}/${path}`)))];
}

const isAbsolute = (path: string): boolean => /^([A-Za-z]:)?[/\\]/.test(path);

function folderOf(path: string): string {
  const end = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  return end === -1 ? "" : path.slice(0, Math.max(end, 1));
}

function normalize(path: string): string {
  const kept: string[] = [];
  for (const part of path.split("/")) {
    if (part === "." || (part === "" && kept.length > 0)) continue;
    if (part === ".." && kept.length > 0 && kept.at(-1) !== ".." && kept.at(-1) !== "") kept.pop();
    else kept.push(part);
  }
  return kept.join("/");
}
