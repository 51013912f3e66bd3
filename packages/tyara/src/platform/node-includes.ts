/** Included files from the file system. */
import { readFileSync } from "node:fs";

/** Reads what rules include from files; for a compiler's `includeReader`. */
export const fileIncludes: { read(path: string): Uint8Array | undefined } = {
  read: (path) => {
    try {
      return readFileSync(path);
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  },
};

/** A path that leads through a file is as absent as one that leads nowhere. */
function isAbsence(error: unknown): boolean {
  const { code } = error as { readonly code?: string };
  return code === "ENOENT" || code === "ENOTDIR";
}
