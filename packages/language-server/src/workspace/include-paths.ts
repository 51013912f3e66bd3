/** Where included files may be. */

/** The URIs to try for `include "path"`, in order. */
export function candidateUris(path: string, includingUri: string, folders: readonly string[]): string[] {
  const relative = encodePath(path);
  const bases = [includingUri, ...folders.map((folder) => `${folder.replace(/\/+$/, "")}/`)];
  const found = new Set<string>();
  for (const base of bases) {
    const uri = resolve(relative, base);
    if (uri !== undefined) found.add(uri);
  }
  return [...found];
}

/** The folder of a file, with a slash at its end. */
export function folderOf(uri: string): string {
  return resolve(".", uri) ?? uri;
}

/** Whether a file lies in one of the folders, or below: an `include` reads files of the machine that the editor runs on. */
export function isWithin(uri: string, folders: readonly string[]): boolean {
  return folders.some((folder) => uri.startsWith(`${folder.replace(/\/+$/, "")}/`));
}

/** What users call a folder as a URI: they may write a path. */
export function folderUri(folder: string, base: string | undefined): string | undefined {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(folder)) return folder;
  const path = encodePath(folder);
  if (/^\/|^[A-Za-z]:\//.test(path)) return `file://${path.startsWith("/") ? "" : "/"}${path}`;
  return base === undefined ? undefined : resolve(path, `${base.replace(/\/+$/, "")}/`);
}

function encodePath(path: string): string {
  return path
    .replaceAll("\\", "/")
    .split("/")
    .map((part, i) => (i === 0 && /^[A-Za-z]:$/.test(part) ? part : encodeURIComponent(part)))
    .join("/");
}

function resolve(relative: string, base: string): string | undefined {
  try {
    const absolute = /^[A-Za-z]:\//.test(relative) ? `/${relative}` : relative;
    return new URL(absolute, base).href;
  } catch {
    return undefined;
  }
}

/** The name of a file, as users know it. */
export function fileNameOf(uri: string): string {
  return decoded(uri.slice(uri.lastIndexOf("/") + 1));
}

/** A part of a URI as text. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
