/** How many files a directory has, as far as that is quickly known: links are not followed. */
import type { Dirent } from "node:fs";
import { opendir } from "node:fs/promises";
import { entryPath, type FilePath, systemPath } from "../file-path.ts";

/** 0 when nothing can be said. Directories that cannot be opened have none. */
export async function countFiles(target: FilePath, depth: number, isStopped: () => boolean): Promise<number> {
  let files = 0;
  const pending = [{ path: target, depth }];
  for (let next = pending.pop(); next !== undefined && !isStopped(); next = pending.pop()) {
    const { path, depth: below } = next;
    try {
      const directory = await opendir(systemPath(path), {
        encoding: "buffer" as BufferEncoding,
        bufferSize: 512,
      });
      for await (const entry of directory as unknown as AsyncIterable<Dirent<Buffer>>) {
        if (entry.isFile()) files++;
        else if (entry.isDirectory() && below > 0)
          pending.push({ path: entryPath(path, entry.name), depth: below - 1 });
      }
    } catch {}
  }
  return files;
}
