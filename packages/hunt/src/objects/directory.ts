/** The files below a directory, or a single file. */
import { open, opendir, realpath, stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { fileName, nameBytes } from "./file-names.ts";
import {
  type ListedObject,
  ObjectError,
  type ObjectSource,
  type OpenedObject,
  type ReadLimits,
  tooLarge,
} from "./source.ts";

/** Throws when the path is not there. Symbolic links are followed to the root only, never inside. */
export async function openDirectory(path: string): Promise<ObjectSource> {
  const root = await realpath(resolve(path));
  const isDirectory = (await stat(root)).isDirectory();
  return {
    location: root,
    list: (onProblem) => (isDirectory ? listBelow(root, onProblem) : listFile(root)),
    read: async (object, limits) => readFile(isDirectory ? pathOf(root, object.name) : root, object, limits),
    close: async () => {},
  };
}

async function* listFile(path: string): AsyncGenerator<ListedObject> {
  const info = await stat(path, { bigint: true });
  yield {
    name: fileName(Buffer.from(path.slice(path.lastIndexOf(sep) + 1))),
    size: Number(info.size),
    version: versionOf(info),
  };
}

/** Goes into directories when it comes to them, so that a tree of any size is listed in little memory. */
async function* listBelow(root: string, onProblem: (message: string) => void): AsyncGenerator<ListedObject> {
  const waiting: Buffer[] = [Buffer.alloc(0)];
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    const prefix = below;
    const directory = absolute(root, prefix);
    let entries: Awaited<ReturnType<typeof opendir>>;
    try {
      entries = await opendir(directory as unknown as string, { encoding: "buffer" as BufferEncoding });
      for await (const entry of entries) {
        const name = entry.name as unknown as Buffer;
        const relative = prefix.length === 0 ? name : Buffer.concat([prefix, slash, name]);
        if (entry.isDirectory()) waiting.push(relative);
        else if (entry.isFile()) {
          try {
            const info = await stat(absolute(root, relative), { bigint: true });
            yield { name: fileName(relative), size: Number(info.size), version: versionOf(info) };
          } catch (error) {
            onProblem(`${fileName(relative)}: ${describe(error)}`);
          }
        }
      }
    } catch (error) {
      onProblem(`${prefix.length === 0 ? root : fileName(prefix)}: ${describe(error)}`);
    }
  }
}

const slash = Buffer.from(sep);

function absolute(root: string, below: Buffer): Buffer {
  return below.length === 0 ? Buffer.from(root) : Buffer.concat([Buffer.from(join(root, sep)), below]);
}

function pathOf(root: string, name: string): Buffer {
  const below = nameBytes(name);
  const parts = below.toString("latin1").split(sep);
  if (parts.includes("..") || parts.includes(""))
    throw new ObjectError("refused", "the name leads out of the directory");
  return absolute(root, below);
}

interface FileInfo {
  readonly size: bigint;
  readonly mtimeNs: bigint;
}

function versionOf({ size, mtimeNs }: FileInfo): string {
  return `${mtimeNs.toString(36)}-${size.toString(36)}`;
}

/** Of a path that is watched. */
export async function fileVersion(path: string): Promise<{ size: number; version: string; isFile: boolean }> {
  const info = await stat(path, { bigint: true });
  return { size: Number(info.size), version: versionOf(info), isFile: info.isFile() };
}

/** Reads what the file is now: `version` tells whether it is what was listed. */
async function readFile(
  path: string | Buffer,
  { name }: ListedObject,
  { maxSize, signal }: ReadLimits,
): Promise<OpenedObject> {
  let file: Awaited<ReturnType<typeof open>> | undefined;
  try {
    file = await open(path, "r");
    const info = await file.stat({ bigint: true });
    if (!info.isFile()) throw new ObjectError("unreadable", `${name} is no regular file any more`);
    if (info.size > BigInt(maxSize)) throw tooLarge(name, Number(info.size), maxSize);
    const bytes = new Uint8Array(Number(info.size));
    let length = 0;
    while (length < bytes.length) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(bytes, length, Math.min(bytes.length - length, 1 << 24), length);
      if (bytesRead === 0) throw new ObjectError("unreadable", `${name} became shorter while it was read`);
      length += bytesRead;
    }
    const after = await file.stat({ bigint: true });
    if (versionOf(after) !== versionOf(info))
      throw new ObjectError("unavailable", `${name} changed while it was read`);
    return { bytes, version: versionOf(info) };
  } catch (error) {
    throw error instanceof ObjectError ? error : fileError(name, error);
  } finally {
    await file?.close();
  }
}

function fileError(name: string, error: unknown): ObjectError {
  const { code } = error as NodeJS.ErrnoException;
  const message = `${name}: ${describe(error)}`;
  if (code === "ENOENT" || code === "ENOTDIR") return new ObjectError("vanished", message);
  if (code === "EACCES" || code === "EPERM") return new ObjectError("refused", message);
  if (code === "EIO" || code === "EMFILE" || code === "ENFILE" || code === "ESTALE" || code === "ETIMEDOUT")
    return new ObjectError("unavailable", message);
  return new ObjectError("unreadable", message);
}

/** What the system says, without the path, which is said before it. */
function describe(error: unknown): string {
  return (error as Error).message.replace(/, \w+(?: '.*')?$/s, "");
}
