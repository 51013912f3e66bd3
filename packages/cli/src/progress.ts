/** The line at the bottom of a terminal that says how far a long scan is; silent for short scans and for pipes. */

/** A scan shorter than this needs no progress line. */
const QUIET_MILLISECONDS = 1000;
/** How often the line is drawn anew. */
const REFRESH_MILLISECONDS = 200;

export interface Progress {
  /** Called before each file, and while large ones are scanned. */
  update(state: { readonly files: number; readonly matches: number; readonly path: string }): void;
  /** Takes the line away, before something else is printed. */
  clear(): void;
}

/** A progress line on `stream`, or one that does nothing when that is no terminal. */
export function startProgress(
  stream: NodeJS.WriteStream,
  now: () => number = performance.now.bind(performance),
): Progress {
  if (!stream.isTTY) return { update: () => {}, clear: () => {} };
  const started = now();
  let drawn = 0;
  let isVisible = false;
  return {
    update: ({ files, matches, path }) => {
      const time = now();
      if (time - started < QUIET_MILLISECONDS || time - drawn < REFRESH_MILLISECONDS) return;
      drawn = time;
      isVisible = true;
      const seconds = ((time - started) / 1000).toFixed(0);
      const line = `scanned ${files} files, ${matches} matching, ${seconds} s: ${path}`;
      stream.write(`\r\x1b[2K${line.slice(0, Math.max(20, (stream.columns ?? 80) - 1))}`);
    },
    clear: () => {
      if (isVisible) stream.write("\r\x1b[2K");
      isVisible = false;
    },
  };
}
