/** Paths on the command line whose bytes are no text: Node decodes arguments as UTF-8 and loses the bytes that are none. */
import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { type FilePath, filePath } from "./file-path.ts";

/** What Node puts where it cannot decode. */
const REPLACEMENT = "\ufffd";

/** The path that an argument names. Where its bytes are lost and the system has no record of them, the argument as Node gave it. */
export function argumentPath(
  argument: string,
  allBytes: () => readonly Buffer[] = commandLineBytes,
): FilePath {
  if (!argument.includes(REPLACEMENT)) return filePath(argument);
  const bytes = allBytes().find((one) => !isUtf8(one) && one.toString() === argument);
  return filePath(bytes ?? argument);
}

/** The arguments of this process as the system has them: only Linux tells. */
function commandLineBytes(): Buffer[] {
  try {
    const line = readFileSync("/proc/self/cmdline");
    const parts: Buffer[] = [];
    for (let at = 0; at < line.length; ) {
      const end = line.indexOf(0, at);
      parts.push(line.subarray(at, end < 0 ? line.length : end));
      at += parts.at(-1)!.length + 1;
    }
    return parts;
  } catch {
    return [];
  }
}
