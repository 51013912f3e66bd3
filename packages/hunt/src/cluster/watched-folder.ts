/** Tells of the files of a folder: of those that are there, then of each that is new or has changed, when it is written to its end. */
import { relative, sep } from "node:path";
import { watch } from "chokidar";
import { HuntError } from "../hunt-error.ts";
import { fileVersion } from "../objects/directory.ts";
import { fileName } from "../objects/file-names.ts";
import type { ListedObject } from "../objects/source.ts";

export interface FolderWatch {
  /** Resolves when the files that were there have been told of. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** A file counts as written when its size stays for so long, in milliseconds. */
const settledMs = 500;

/** Links are not followed. Names that are not text are told to `onProblem`, and the files are left out. */
export function watchFolder(
  folder: string,
  onObject: (object: ListedObject) => void,
  onProblem: (message: string) => void,
): FolderWatch {
  const watcher = watch(folder, {
    followSymlinks: false,
    awaitWriteFinish: { stabilityThreshold: settledMs, pollInterval: 100 },
  });
  const tell = async (path: string) => {
    const name = relative(folder, path).split(sep).join("/");
    try {
      const { size, version, isFile } = await fileVersion(path);
      if (isFile) onObject({ name: fileName(Buffer.from(name)), size, version });
    } catch (error) {
      onProblem(`${name}: ${(error as Error).message}`);
    }
  };
  const running = new Set<Promise<void>>();
  const begin = (path: string) => {
    const one = tell(path).finally(() => running.delete(one));
    running.add(one);
  };
  watcher.on("add", begin);
  watcher.on("change", begin);
  watcher.on("error", (error) => onProblem((error as Error).message));
  const ready = new Promise<void>((resolve, reject) => {
    watcher.once("ready", resolve);
    watcher.once("error", (error) =>
      reject(new HuntError(`cannot watch ${folder}: ${(error as Error).message}`)),
    );
  });
  return { ready: ready.then(async () => void (await Promise.all(running))), close: () => watcher.close() };
}
