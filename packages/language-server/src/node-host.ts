/** Files, as Node has them. */
import { constants, open, opendir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Host } from "./host.ts";

/** Limit: bytes of a file that is read. */
const MAX_SIZE = 16 << 20;

/** Limit: files that are looked at in a folder of the workspace, and how deep it is looked into. */
const MAX_FILES = 200_000;
const MAX_DEPTH = 64;

export const nodeHost: Host = { read: readUri, list: listRules };

/** The path of a file of this machine; names of other machines are not asked. */
function pathOf(uri: string): string | undefined {
  try {
    const url = new URL(uri);
    return url.protocol === "file:" && url.host === "" ? fileURLToPath(url) : undefined;
  } catch {
    return undefined;
  }
}

async function readUri(uri: string): Promise<Uint8Array | undefined> {
  const path = pathOf(uri);
  if (path === undefined) return undefined;
  // Opened without waiting, so that a pipe without a writer does not hold the server up.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat().then((stat) => (stat.isFile() ? stat : { size: -1 }));
    return size < 0 || size > MAX_SIZE ? undefined : await file.readFile();
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}

/** Folders that hold no rules of the user's. */
const skipped: ReadonlySet<string> = new Set(["node_modules"]);

async function* listRules(folder: string): AsyncGenerator<string> {
  const start = pathOf(folder);
  if (start === undefined) return;
  const seen = new Set<string>();
  const waiting = [{ path: start, depth: 0 }];
  let count = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    // Links may lead in a circle, or to where was looked already.
    const real = await realpath(next.path).catch(() => undefined);
    if (real === undefined || seen.has(real)) continue;
    seen.add(real);
    const entries = await opendir(next.path).catch(() => undefined);
    if (entries === undefined) continue;
    for await (const entry of entries) {
      if (++count > MAX_FILES) return;
      const path = join(next.path, entry.name);
      const mayBeFolder = entry.isDirectory() || entry.isSymbolicLink();
      if (/\.yara?$/i.test(entry.name) && !entry.isDirectory()) yield pathToFileURL(path).href;
      else if (
        mayBeFolder &&
        !entry.name.startsWith(".") &&
        !skipped.has(entry.name) &&
        next.depth < MAX_DEPTH
      )
        waiting.push({ path, depth: next.depth + 1 });
    }
  }
}
