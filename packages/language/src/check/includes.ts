/**
 * Included files: where they are looked for (GR-7). Reading them is the caller's: a browser gives them from memory.
 *
 * A relative path is tried beside the including file, then in the include directories in order; without directories, as
 * it stands. Paths are compared after `.` and `..` are worked out, so that a circle is seen however it is written.
 */

/** Gives the files that rules include. */
export interface IncludeReader {
  /**
   * The file's text or bytes; `undefined` when there is no such file. Throws when it is there but must not or cannot be read.
   *
   * @param directories in which, or below which, rules may expect files: that of the first source and the include directories, or where there
   * is none of these, the current one. A reader of files should give no others: an `include` reads files of the machine that compiles.
   */
  read(path: string, directories: readonly string[]): string | Uint8Array | undefined;
}

/** The paths to try for `include "path"`, in order. */
export function candidatePaths(
  path: string,
  includingFile: string | undefined,
  directories: readonly string[],
): string[] {
  if (isAbsolute(path)) return [normalize(path)];
  const folders = includeFolders(includingFile, directories);
  return [...new Set(folders.map((folder) => normalize(folder === "" ? path : `${folder}/${path}`)))];
}

/** Where a file's includes are looked for. */
export function includeFolders(file: string | undefined, directories: readonly string[]): string[] {
  return [...(file === undefined ? [] : [folderOf(file)]), ...(directories.length > 0 ? directories : [""])];
}

/**
 * Whether a text begins as rules do, or is empty. Others are not compiled: reports of what is wrong with them would show lines of a file
 * that is perhaps none of the rule author's business.
 */
export function looksLikeRules(text: string): boolean {
  const start = skipComments(text, text.startsWith("\ufeff") ? 1 : 0);
  if (start === text.length) return true;
  const word = /^\w*/.exec(text.slice(start, start + LONGEST_FIRST_WORD))![0];
  if (word === "import" || word === "include") return text[skipComments(text, start + word.length)] === '"';
  return word === "rule" || word === "private" || word === "global";
}

/** More than the letters of any word that rules may begin with. */
const LONGEST_FIRST_WORD = 10;

/** The offset of the next word. */
function skipComments(text: string, from: number): number {
  for (let at = from; ; ) {
    if (/\s/.test(text.charAt(at))) at++;
    else if (text.startsWith("//", at)) at = endOf(text, "\n", at);
    else if (text.startsWith("/*", at)) at = endOf(text, "*/", at + 2);
    else return at;
  }
}

function endOf(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at === -1 ? text.length : at + end.length;
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
