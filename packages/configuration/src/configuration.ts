/** A configuration as programs use it. What the file does not say is absent, and each program has its own default. */
import type { Linter } from "@tyara/language/check";
import type { Scalar } from "./shape.ts";

export interface Configuration {
  readonly format: FormatSettings;
  /** The conventions of `[check]`, for the compiler's option `linters`. */
  readonly linters: readonly Linter[];
  /** Ids of warnings that are not reported, for the compiler's option `disabledWarnings`. */
  readonly disabledWarnings: readonly string[];
  readonly rules: RuleSettings;
  readonly scan: ScanSettings;
  readonly languageServer: LanguageServerSettings;
}

/** How rules are laid out (`[fmt]`). */
export interface FormatSettings {
  readonly alignMetadata?: boolean;
  readonly alignPatterns?: boolean;
  readonly indentSectionHeaders?: boolean;
  readonly indentSectionContents?: boolean;
  /** Spaces of one level; 0 stands for tabs. */
  readonly indentSpaces?: number;
  /** How many columns a tab of the input takes. */
  readonly inputTabSize?: number;
  readonly newlineBeforeCurlyBrace?: boolean;
  readonly emptyLineBeforeSectionHeader?: boolean;
  readonly emptyLineAfterSectionHeader?: boolean;
}

/** How rules are compiled (`[rules]`). */
export interface RuleSettings {
  /** External variables by name. */
  readonly variables: ReadonlyMap<string, Scalar>;
  /** As written: relative to the folder of the configuration. */
  readonly includeDirs: readonly string[];
  readonly ignoreModules: readonly string[];
  readonly relaxedReSyntax?: boolean;
}

/** What `tyara scan` does without options (`[scan]`). Nothing here makes a scan find less. */
export interface ScanSettings {
  readonly color?: "auto" | "always" | "never";
  readonly outputFormat?: "text" | "ndjson" | "json" | "sarif" | "csv";
  readonly printMeta?: boolean;
  readonly printNamespace?: boolean;
  /** `true`, or how many bytes of each match are printed. */
  readonly printStrings?: boolean | number;
  readonly printTags?: boolean;
  /** `true`, or how many levels of directories are entered. */
  readonly recursive?: boolean | number;
  readonly threads?: number;
}

export interface LanguageServerSettings {
  /** Whether what is known of the files of a workspace is kept. */
  readonly cacheWorkspace?: boolean;
}
