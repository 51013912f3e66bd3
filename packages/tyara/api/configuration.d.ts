// Written by scripts/api-report.mjs; do not edit. Review the difference before you commit it.
/**
* A half-open range of byte offsets `[start, end)` into a source text, counted in UTF-8 bytes.
* Lines and columns exist only at the edge, where a diagnostic is rendered.
*/
interface Span {
  readonly start: number;
  readonly end: number;
}
interface Node {
  readonly span: Span;
}
/** A name as written, with its place. */
interface Identifier extends Node {
  readonly name: string;
}
interface Meta extends Node {
  readonly name: Identifier;
  readonly value: MetaValue;
  readonly valueSpan: Span;
}
/** A metadata value. A string that holds an escape sequence is `bytes`: its decoded text may be no text at all (GR-4). */
type MetaValue = {
  readonly kind: "integer";
  readonly value: bigint;
} | {
  readonly kind: "float";
  readonly value: number;
} | {
  readonly kind: "bool";
  readonly value: boolean;
} | {
  readonly kind: "string";
  readonly value: string;
} | {
  readonly kind: "bytes";
  readonly value: Uint8Array;
};
/** A convention. With `isError` its violation rejects the rule, otherwise it is a warning. */
type Linter = {
  readonly isError?: boolean;
} & ({
  readonly kind: "rule-name";
  readonly regexp: string;
} | {
  readonly kind: "tag-regexp";
  readonly regexp: string;
} | {
  readonly kind: "tags-allowed";
  readonly tags: readonly string[];
} | MetadataLinter);
interface MetadataLinter {
  readonly kind: "metadata";
  readonly identifier: string;
  readonly isRequired?: boolean;
  readonly type?: MetadataType;
  /** What the text of a string must match. */
  readonly regexp?: string;
  /** Any other test; `message` says what a value should have been. */
  readonly validate?: (value: Meta["value"]["value"]) => boolean;
  readonly message?: string;
}
/** `hash` is an MD5, SHA-1 or SHA-256 digest in hexadecimal digits, `md5`, `sha1`, `sha256` one of these. */
type MetadataType = "string" | "integer" | "float" | "bool" | "hash" | "md5" | "sha1" | "sha256";
type Scalar = string | number | bigint | boolean;
interface Configuration {
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
interface FormatSettings {
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
interface RuleSettings {
  /** External variables by name. */
  readonly variables: ReadonlyMap<string, Scalar>;
  /** As written: relative to the folder of the configuration. */
  readonly includeDirs: readonly string[];
  readonly ignoreModules: readonly string[];
  readonly relaxedReSyntax?: boolean;
}
/** What `tyara scan` does without options (`[scan]`). Nothing here makes a scan find less. */
interface ScanSettings {
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
interface LanguageServerSettings {
  /** Whether what is known of the files of a workspace is kept. */
  readonly cacheWorkspace?: boolean;
}
/** Where a configuration is looked for. Paths are text here, so that this works for every host and every kind of workspace. */
/** In this order in each folder: ours, and the one of YARA-X, whose keys ours has. */
declare const CONFIGURATION_NAMES: readonly string[];
interface ConfigurationPlaces {
  /** Where the search begins: an absolute path, or a URI's. Without it only the user's own files are named. */
  readonly folder?: string;
  /** The user's home folder. */
  readonly home?: string;
  /** Where programs keep the user's settings. Default: `.config` in the home folder. */
  readonly userSettings?: string;
}
/**
* The paths that may be a configuration, the first that exists is in force: those of the folder and of all above it, then the user's own
* (`tyara/tyara.toml` among the user's settings, `.yara-x.toml` in the home folder).
*/
declare function configurationPaths({
  folder,
  home,
  userSettings
}: ConfigurationPlaces): string[];
/** Something that is wrong in a configuration. The rest of it is in force all the same. */
interface ConfigurationProblem {
  readonly message: string;
  /** Where in the text, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** Line and column of the start, counted from 1. */
  readonly line: number;
  readonly column: number;
}
interface ReadConfiguration {
  readonly configuration: Configuration;
  /** In the order of the text. What is wrong is left out of the configuration. */
  readonly problems: readonly ConfigurationProblem[];
}
/** Reads the text of a `tyara.toml`. What is wrong in it is told and never thrown. */
declare function readConfiguration(text: string): ReadConfiguration;
/** A configuration that says nothing. */
declare const emptyConfiguration: Configuration;
export { CONFIGURATION_NAMES, type Configuration, type ConfigurationPlaces, type ConfigurationProblem, type FormatSettings, type LanguageServerSettings, type ReadConfiguration, type RuleSettings, type Scalar, type ScanSettings, configurationPaths, emptyConfiguration, readConfiguration };