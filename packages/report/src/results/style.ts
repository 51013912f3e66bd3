/** How the parts of a line are dressed. */
export interface Style {
  readonly rule: (text: string) => string;
  readonly pattern: (text: string) => string;
  /** Offsets, lengths, tags, metadata. */
  readonly detail: (text: string) => string;
}

const asItIs = (text: string): string => text;

export const plainStyle: Style = { rule: asItIs, pattern: asItIs, detail: asItIs };

const dress =
  (code: string) =>
  (text: string): string =>
    `\x1b[${code}m${text}\x1b[0m`;

export const colorStyle: Style = { rule: dress("1;31"), pattern: dress("33"), detail: dress("36") };
