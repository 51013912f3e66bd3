/** What users set: the section `YARA` of their editor's settings. What has a wrong type is told, and does not count. */

/** How an editor writes rules. The names are those of the settings. */
export interface FormattingSettings {
  readonly alignMetadata: boolean;
  readonly alignPatterns: boolean;
  readonly indentSectionHeaders: boolean;
  readonly indentSectionContents: boolean;
  readonly newlineBeforeCurlyBrace: boolean;
  readonly emptyLineBeforeSectionHeader: boolean;
  readonly emptyLineAfterSectionHeader: boolean;
}

/** What metadata must be like. */
export interface MetadataSetting {
  readonly identifier: string;
  readonly required: boolean;
  readonly type: "string" | "integer" | "float" | "bool" | "date" | undefined;
  /** How dates are written, in the letters of `strftime`. */
  readonly format: string;
  readonly regex: string | undefined;
}

export interface Settings {
  readonly codeFormatting: FormattingSettings;
  readonly metadataValidation: readonly MetadataSetting[];
  /** What names of rules must match. */
  readonly ruleNameValidation: string | undefined;
  /** Whether rules of all files of the workspace are known. */
  readonly cacheWorkspace: boolean;
  /** Warnings that are not shown. */
  readonly disabledWarnings: readonly string[];
  /** Folders in which included files are looked for besides that of the including file: paths or URIs. */
  readonly includeDirs: readonly string[];
  /** Whether stray braces and unknown escapes in regular expressions are allowed. */
  readonly relaxedReSyntax: boolean;
  readonly inlayHints: { readonly types: boolean; readonly patterns: boolean };
  readonly codeLens: boolean;
}

export const defaultSettings: Settings = {
  codeFormatting: {
    alignMetadata: true,
    alignPatterns: true,
    indentSectionHeaders: true,
    indentSectionContents: true,
    newlineBeforeCurlyBrace: false,
    emptyLineBeforeSectionHeader: false,
    emptyLineAfterSectionHeader: false,
  },
  metadataValidation: [],
  ruleNameValidation: undefined,
  cacheWorkspace: true,
  disabledWarnings: [],
  includeDirs: [],
  relaxedReSyntax: false,
  inlayHints: { types: true, patterns: true },
  codeLens: true,
};

/** Reads what an editor sends. `complain` hears of each value that cannot be used. */
export function readSettings(value: unknown, complain: (problem: string) => void): Settings {
  if (value === undefined || value === null) return defaultSettings;
  const given = new Given(value, "YARA", complain);
  const defaults = defaultSettings;
  const formatting = given.object("codeFormatting");
  const hints = given.object("inlayHints");
  const booleans = Object.entries(defaults.codeFormatting).map(([name, fallback]) => [
    name,
    formatting.boolean(name, fallback),
  ]);
  return {
    codeFormatting: Object.fromEntries(booleans) as FormattingSettings,
    metadataValidation: given.list("metadataValidation").flatMap(readMetadata),
    ruleNameValidation: given.regexp("ruleNameValidation"),
    cacheWorkspace: given.boolean("cacheWorkspace", defaults.cacheWorkspace),
    disabledWarnings: given.strings("disabledWarnings"),
    includeDirs: given.strings("includeDirs"),
    relaxedReSyntax: given.boolean("relaxedReSyntax", defaults.relaxedReSyntax),
    inlayHints: { types: hints.boolean("types", true), patterns: hints.boolean("patterns", true) },
    codeLens: given.boolean("codeLens", defaults.codeLens),
  };
}

function readMetadata(given: Given): MetadataSetting[] {
  const identifier = given.string("identifier");
  if (identifier === undefined) return [];
  const type = given.string("type");
  return [
    {
      identifier,
      required: given.boolean("required", false),
      type: metadataTypes.find((one) => one === type),
      format: given.string("format") ?? "%Y-%m-%d",
      regex: given.regexp("regex"),
    },
  ];
}

const metadataTypes = ["string", "integer", "float", "bool", "date"] as const;

/** An object of settings, read one by one. */
class Given {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #name: string;
  readonly #complain: (problem: string) => void;

  constructor(value: unknown, name: string, complain: (problem: string) => void) {
    this.#name = name;
    this.#complain = complain;
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    this.#values = isObject ? (value as Record<string, unknown>) : {};
    if (!isObject && value !== undefined && value !== null) complain(`${name} must be an object`);
  }

  boolean(name: string, fallback: boolean): boolean {
    return this.#read(name, "true or false", (value) => typeof value === "boolean", fallback);
  }

  string(name: string): string | undefined {
    const value = this.#read(name, "text", (one) => typeof one === "string", "");
    return value === "" ? undefined : value;
  }

  regexp(name: string): string | undefined {
    const source = this.string(name);
    if (source === undefined) return undefined;
    try {
      new RegExp(source);
      return source;
    } catch {
      this.#complain(`${this.#name}.${name} is no regular expression: ${source}`);
      return undefined;
    }
  }

  strings(name: string): readonly string[] {
    const isStrings = (value: unknown) =>
      Array.isArray(value) && value.every((one) => typeof one === "string");
    return this.#read<readonly string[]>(name, "a list of texts", isStrings, []);
  }

  object(name: string): Given {
    return new Given(this.#own(name), `${this.#name}.${name}`, this.#complain);
  }

  list(name: string): Given[] {
    const values = this.#read<readonly unknown[]>(name, "a list", Array.isArray, []);
    return values.map((value, i) => new Given(value, `${this.#name}.${name}[${i}]`, this.#complain));
  }

  #read<T>(name: string, expected: string, isFit: (value: unknown) => boolean, fallback: T): T {
    const value = this.#own(name);
    if (value === undefined || value === null) return fallback;
    if (isFit(value)) return value as T;
    this.#complain(`${this.#name}.${name} must be ${expected}`);
    return fallback;
  }

  #own(name: string): unknown {
    return Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
  }
}
