/** Writing to a descriptor at once: nothing is lost when the process ends, and nothing piles up before a slow reader. */
import { writeSync } from "node:fs";
import { isatty } from "node:tty";

export const STANDARD_OUTPUT = 1;
export const STANDARD_ERROR = 2;

/** Milliseconds between two tries to write to a full pipe that does not wait by itself. */
const FULL_PIPE_PAUSE = 2;

/** Writes all of it. Throws what the system says. */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(nobody, 0, 0, FULL_PIPE_PAUSE);
    }
  }
}

const nobody = new Int32Array(new SharedArrayBuffer(4));

export type ColorChoice = "auto" | "always" | "never";

/** Whether what is written there is coloured: by `--color`, else for terminals, unless `NO_COLOR` is set. */
export function isColored(descriptor: number, choice: ColorChoice = "auto"): boolean {
  if (choice !== "auto") return choice === "always";
  const { NO_COLOR, TERM } = process.env;
  return isatty(descriptor) && (NO_COLOR ?? "") === "" && TERM !== "dumb";
}
