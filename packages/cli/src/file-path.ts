/** Paths of files whose names need not be text: most systems allow any bytes but `/` and NUL in them. */
import { isUtf8 } from "node:buffer";
import { join } from "node:path";

export interface FilePath {
  /** What the file system is asked for. */
  readonly location: string | Uint8Array;
  /** What reports show: bytes that are not UTF-8 are written as `\xNN`. */
  readonly shown: string;
}

/** A path that is given in full. */
export function filePath(path: string | Uint8Array): FilePath {
  if (typeof path === "string") return { location: path, shown: path };
  const bytes = Buffer.from(path);
  return isUtf8(bytes) ? filePath(bytes.toString()) : { location: bytes, shown: showBytes(bytes) };
}

/** What functions of the file system take: Node's want a `Buffer` where a path is bytes. */
export function systemPath({ location }: FilePath): string | Buffer {
  return typeof location === "string" ? location : Buffer.from(location);
}

/** An entry of a directory. */
export function entryPath(directory: FilePath, name: Buffer): FilePath {
  if (typeof directory.location === "string" && isUtf8(name))
    return filePath(join(directory.location, name.toString()));
  return filePath(Buffer.concat([Buffer.from(directory.location as string), Buffer.from("/"), name]));
}

function showBytes(path: Buffer): string {
  let shown = "";
  for (let at = 0; at < path.length; ) {
    const length = characterLength(path, at);
    shown +=
      length === 0 ? `\\x${path[at]!.toString(16).padStart(2, "0")}` : path.toString("utf8", at, at + length);
    at += Math.max(1, length);
  }
  return shown;
}

/** Bytes of the UTF-8 character at an offset; 0 when there is none. */
function characterLength(bytes: Buffer, at: number): number {
  const lengths = [1, 2, 3, 4].filter((length) => at + length <= bytes.length);
  return lengths.find((length) => isUtf8(bytes.subarray(at, at + length))) ?? 0;
}
