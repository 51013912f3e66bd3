/** Structured logs: one line of JSON for each event, on the standard error. */

export type LogLevel = "info" | "warning" | "error";

export type Log = (
  level: LogLevel,
  message: string,
  fields?: Readonly<Record<string, string | number>>,
) => void;

/** JSON escapes control characters, so that names of objects cannot command a terminal. */
export function jsonLog(write: (line: string) => void): Log {
  return (level, message, fields = {}) => {
    const line = JSON.stringify({ time: new Date().toISOString(), level, message, ...fields });
    write(`${line.replace(/[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, escaped)}\n`);
  };
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
