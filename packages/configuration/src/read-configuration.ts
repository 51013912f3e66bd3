import { checkTree } from "./check-tree.ts";
import type { Configuration, FormatSettings, RuleSettings, ScanSettings } from "./configuration.ts";
import { lintersOf } from "./linters.ts";
import { type ConfigurationProblem, problemAt } from "./problem.ts";
import { type FmtSection, type RulesSection, type ScanSection, type Settings, schema } from "./schema.ts";
import { readTree, TomlError } from "./tree.ts";

export interface ReadConfiguration {
  readonly configuration: Configuration;
  /** In the order of the text. What is wrong is left out of the configuration. */
  readonly problems: readonly ConfigurationProblem[];
}

/** Reads the text of a `tyara.toml`. What is wrong in it is told and never thrown. */
export function readConfiguration(text: string): ReadConfiguration {
  try {
    const { value, problems } = checkTree<Settings>(readTree(text), schema, text);
    return { configuration: configurationOf(value), problems };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const at = Math.min(error.at, text.length);
    return {
      configuration: emptyConfiguration,
      problems: [problemAt(text, [at, Math.min(at + 1, text.length)], `not TOML: ${error.message}`)],
    };
  }
}

function configurationOf({ fmt, check, warnings, rules, scan, language_server }: Settings): Configuration {
  return {
    format: formatSettings(fmt ?? {}),
    linters: lintersOf(check ?? {}),
    disabledWarnings: [...(warnings ?? [])].flatMap(([id, { disabled }]) => (disabled ? [id] : [])),
    rules: ruleSettings(rules ?? {}),
    scan: scanSettings(scan ?? {}),
    languageServer: defined({ cacheWorkspace: language_server?.cache_workspace }),
  };
}

/** A configuration that says nothing. */
export const emptyConfiguration: Configuration = configurationOf({});

function formatSettings({ input_tab_size, rule, meta, patterns }: FmtSection): FormatSettings {
  return defined({
    alignMetadata: meta?.align_values,
    alignPatterns: patterns?.align_values,
    indentSectionHeaders: rule?.indent_section_headers,
    indentSectionContents: rule?.indent_section_contents,
    indentSpaces: rule?.indent_spaces,
    inputTabSize: input_tab_size,
    newlineBeforeCurlyBrace: rule?.newline_before_curly_brace,
    emptyLineBeforeSectionHeader: rule?.empty_line_before_section_header,
    emptyLineAfterSectionHeader: rule?.empty_line_after_section_header,
  });
}

function ruleSettings(rules: RulesSection): RuleSettings {
  return {
    variables: rules.variables ?? new Map(),
    includeDirs: rules.include_dirs ?? [],
    ignoreModules: rules.ignore_modules ?? [],
    ...defined({ relaxedReSyntax: rules.relaxed_re_syntax }),
  };
}

function scanSettings(scan: ScanSection): ScanSettings {
  return defined({
    color: scan.color,
    outputFormat: scan.output_format,
    printMeta: scan.print_meta,
    printNamespace: scan.print_namespace,
    printStrings: scan.print_strings,
    printTags: scan.print_tags,
    recursive: scan.recursive,
    threads: scan.threads,
  });
}

type Defined<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

/** The entries that have a value. */
function defined<T extends object>(entries: T): Defined<T> {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as Defined<T>;
}
