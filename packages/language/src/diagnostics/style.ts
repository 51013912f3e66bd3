/** How the parts of a rendered diagnostic are dressed; each function gets plain text and returns what to print. */
export interface Style {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  /** Titles. */
  readonly strong: (text: string) => string;
  /** Line numbers, rulers, secondary places. */
  readonly frame: (text: string) => string;
  readonly help: (text: string) => string;
  readonly removed: (text: string) => string;
  readonly added: (text: string) => string;
}

const asItIs = (text: string): string => text;

/** No colours at all. */
export const plainStyle: Style = {
  error: asItIs,
  warning: asItIs,
  strong: asItIs,
  frame: asItIs,
  help: asItIs,
  removed: asItIs,
  added: asItIs,
};

const sgr =
  (codes: string) =>
  (text: string): string =>
    text === "" ? "" : `\x1b[${codes}m${text}\x1b[0m`;

/** ANSI colours for terminals. */
export const ansiStyle: Style = {
  error: sgr("1;91"),
  warning: sgr("1;33"),
  strong: sgr("1"),
  frame: sgr("1;94"),
  help: sgr("1;96"),
  removed: sgr("91"),
  added: sgr("92"),
};
