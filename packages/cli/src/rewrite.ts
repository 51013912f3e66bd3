/** Files that are changed in place: shown as a patch, and written so that no interruption leaves half a file. */
import { randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createTwoFilesPatch } from "diff";
import { describeFileError, Failure } from "./failure.ts";
import { type FilePath, systemPath } from "./file-path.ts";

/** A unified diff with three lines around each change. Of an absolute path the first slash is the one that stands for the root. */
export function patchOf({ shown }: FilePath, before: string, after: string): string {
  const name = shown.replace(/^\/+/, "");
  return createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, "", "", { context: 3 })
    .split("\n")
    .slice(1)
    .join("\n");
}

/**
 * Gives a file new content, with its permissions and owner. Where the path is a link, the file that it leads to is written. A file that may
 * not be written to is left alone, although its directory would let it be replaced.
 */
export function replaceFile(path: FilePath, bytes: Uint8Array): void {
  try {
    const named = systemPath(path);
    const target = typeof named === "string" ? realpathSync(named) : named;
    const { mode, nlink, uid, gid } = statSync(target);
    accessSync(target, constants.W_OK);
    // To root every file is writable; its owner may have meant it otherwise.
    if ((mode & 0o222) === 0) throw new Failure(`cannot write ${path.shown}: the file is read-only`);
    // Another name of the same file must not be left with the old content.
    if (nlink > 1 || typeof target !== "string") writeFileSync(target, bytes);
    else replaceWhole(target, bytes, { mode, uid, gid });
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`cannot write ${describeFileError(path.shown, error)}`);
  }
}

interface Ownership {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

function replaceWhole(target: string, bytes: Uint8Array, { mode, uid, gid }: Ownership): void {
  const temporary = `${target}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    writeFileSync(temporary, bytes, { flag: "wx" });
    const created = statSync(temporary);
    if (created.uid !== uid || created.gid !== gid) chownSync(temporary, uid, gid);
    chmodSync(temporary, mode);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
