/** The line at the bottom of a terminal that says how far a long scan is; silent for short scans and for pipes. */
import { fstatSync } from "node:fs";
import { isatty } from "node:tty";
import { printable } from "tyara";
import { STANDARD_ERROR, STANDARD_OUTPUT } from "./descriptor.ts";
import { writeToUser } from "./messages.ts";

/** A scan shorter than this needs no progress line. */
const QUIET_MILLISECONDS = 1000;
/** How often the line is drawn anew. */
const REFRESH_MILLISECONDS = 200;
/** A line shorter than this says nothing. */
const LEAST_COLUMNS = 20;
const CLEAR_LINE = "\r\x1b[2K";

export interface Progress {
  /** Called before each file. */
  update(state: { readonly files: number; readonly matches: number; readonly path: string }): void;
  /** Takes the line away, before something else is printed. */
  clear(): void;
}

export interface ProgressOptions {
  /** How wide the terminal is now. */
  readonly columns: () => number;
  /** How many files there are; 0 while that is not known. */
  readonly total?: () => number;
  readonly isTerminal?: boolean;
  readonly write?: (text: string) => void;
  readonly now?: () => number;
}

/**
 * A progress line on standard error, or one that does nothing when that is no terminal, or when results go to another program: the
 * terminal may be a pager's then.
 */
export function startProgress({
  columns,
  total = () => 0,
  isTerminal = isatty(STANDARD_ERROR) && !fstatSync(STANDARD_OUTPUT).isFIFO(),
  write = writeToUser,
  now = performance.now.bind(performance),
}: ProgressOptions): Progress {
  if (!isTerminal) return { update: () => {}, clear: () => {} };
  const started = now();
  let drawn = 0;
  let isVisible = false;
  return {
    update: ({ files, matches, path }) => {
      const time = now();
      if (time - started < QUIET_MILLISECONDS || time - drawn < REFRESH_MILLISECONDS) return;
      drawn = time;
      isVisible = true;
      const seconds = (time - started) / 1000;
      const rate = files / seconds;
      const left = total() > files && rate > 0 ? `, ${duration((total() - files) / rate)} left` : "";
      const line = `scanned ${files} files, ${matches} matching, ${duration(seconds)}, ${Math.round(rate)} files/s${left}: ${printable(path)}`;
      write(CLEAR_LINE + fit(line, Math.max(LEAST_COLUMNS, columns() - 1)));
    },
    clear: () => {
      if (isVisible) write(CLEAR_LINE);
      isVisible = false;
    },
  };
}

/** `7 s`, `3 min 20 s`, `2 h 5 min`. */
function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** As much of the beginning as surely takes no more columns; what may be wide counts two. */
function fit(line: string, columns: number): string {
  let used = 0;
  let shown = "";
  for (const character of line) {
    used += character.codePointAt(0)! < 0x1100 ? 1 : 2;
    if (used > columns) break;
    shown += character;
  }
  return shown;
}
