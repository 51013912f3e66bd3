import type { IncludeReader } from "tyara/language";

/** Resolves `include` among files that are known by their paths. */
export function includesAmong(files: ReadonlyMap<string, string>): IncludeReader {
  return { read: (path) => files.get(normalise(path)) };
}

/** `a/./b/../c.yar` is `a/c.yar`. */
export function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.replaceAll("\\", "/").split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
