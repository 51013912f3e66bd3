/** Something that is wrong in a configuration. The rest of it is in force all the same. */
export interface ConfigurationProblem {
  readonly message: string;
  /** Where in the text, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** Line and column of the start, counted from 1. */
  readonly line: number;
  readonly column: number;
}

/** A range of the text, in UTF-16 code units. */
export type Range = readonly [start: number, end: number];

export function problemAt(text: string, [start, end]: Range, message: string): ConfigurationProblem {
  const before = text.slice(0, start);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { message, start, end, line: before.split("\n").length, column: start - lineStart + 1 };
}
