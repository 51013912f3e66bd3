/** How rules are laid out. Defaults are those of YARA-X. */
export interface FormatOptions {
  /** Whether the `=` of neighbouring metadata stand in one column; an empty line begins a new column. Default: true. */
  readonly alignMetadata?: boolean;
  /** Whether the `=` of neighbouring patterns stand in one column; an empty line begins a new column. Default: true. */
  readonly alignPatterns?: boolean;
  /** Whether `meta:`, `strings:` and `condition:` are indented. Default: true. */
  readonly indentSectionHeaders?: boolean;
  /** Whether the contents of a section are indented more than its header. Default: true. */
  readonly indentSectionContents?: boolean;
  /** Spaces for each level, 0 to 16, or a tab. Default: 2. */
  readonly indentation?: number | "tabs";
  /** Columns that a tab of the source takes, 1 to 16; block comments keep their shape by it. Default: 4. */
  readonly inputTabSize?: number;
  /** Whether a rule's `{` stands on a line of its own. Default: false. */
  readonly newlineBeforeCurlyBrace?: boolean;
  /** Whether an empty line stands before a section header that is not the first thing in a rule. Default: true. */
  readonly emptyLineBeforeSectionHeader?: boolean;
  /** Whether an empty line stands behind a section header. Default: false. */
  readonly emptyLineAfterSectionHeader?: boolean;
  /** What ends a line. Line ends inside string literals are content and stay. Default: `"\n"`. */
  readonly lineEnding?: "\n" | "\r\n";
  /** Whether the last line ends, too. Default: true. */
  readonly finalNewline?: boolean;
}

/** All options, none missing. */
export type Style = Required<FormatOptions>;

const defaults: Style = {
  alignMetadata: true,
  alignPatterns: true,
  indentSectionHeaders: true,
  indentSectionContents: true,
  indentation: 2,
  inputTabSize: 4,
  newlineBeforeCurlyBrace: false,
  emptyLineBeforeSectionHeader: true,
  emptyLineAfterSectionHeader: false,
  lineEnding: "\n",
  finalNewline: true,
};

const MAX_TAB_SIZE = 16;

/** Fills in the defaults. @throws {TypeError} or {RangeError} naming the option that is wrong */
export function styleOf(options: FormatOptions): Style {
  if (typeof options !== "object" || options === null)
    throw new TypeError(`options must be an object, not ${options}`);
  const style: Record<string, unknown> = { ...defaults };
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(defaults, name)) throw new TypeError(`options.${name} is no option of the formatter`);
    checkOption(name, value);
    style[name] = value;
  }
  return style as unknown as Style;
}

function checkOption(name: string, value: unknown): void {
  switch (name) {
    case "indentation":
      if (value !== "tabs") checkNumber(name, value, 0, ' or "tabs"');
      return;
    case "inputTabSize":
      checkNumber(name, value, 1, "");
      return;
    case "lineEnding":
      if (value !== "\n" && value !== "\r\n")
        throw new RangeError(`options.${name} must be "\\n" or "\\r\\n", not ${JSON.stringify(value)}`);
      return;
    default:
      if (typeof value !== "boolean")
        throw new TypeError(`options.${name} must be true or false, not ${JSON.stringify(value)}`);
  }
}

function checkNumber(name: string, value: unknown, least: number, others: string): void {
  if (typeof value !== "number" && typeof value !== "string")
    throw new TypeError(`options.${name} must be a number${others}, not ${typeof value}`);
  if (!Number.isInteger(value) || (value as number) < least || (value as number) > MAX_TAB_SIZE)
    throw new RangeError(
      `options.${name} must be a whole number from ${least} to ${MAX_TAB_SIZE}${others}, not ${JSON.stringify(value)}`,
    );
}
