/** The rules of a scan: compiled from sources, or read as `tyara compile` wrote them. */
import { isDeepStrictEqual } from "node:util";
import { Rules, type Scanner } from "tyara";
import { emptyConfiguration, type ScanSettings } from "tyara/configuration";
import { type CompileOptions, compileRules, compileRulesCached } from "../compile-rules.ts";
import type { LoadedConfiguration } from "../configuration.ts";
import { DEFAULT_DEPTH, DEFAULT_MATCH_BYTES } from "../defaults.ts";
import { parseDefinition } from "../definitions.ts";
import { describeFileError, Failure } from "../failure.ts";
import type { FilePath } from "../file-path.ts";
import { MAX_LARGE } from "../limits.ts";
import { readWhole } from "../read-file.ts";
import type { Messages } from "../terminal/messages.ts";
import { FILE_VARIABLES } from "./file-variables.ts";
import type { ScanOptions } from "./scan-options.ts";

/** The compiled rules; undefined when they are wrong and may not be passed over. */
export function rulesOfScan(
  paths: readonly FilePath[],
  options: ScanOptions,
  loaded: LoadedConfiguration,
  messages: Messages,
): Rules | undefined {
  if (options.compiledRules === true) return readCompiledRules(paths);
  const compile = options.cache === false ? compileRules : compileRulesCached;
  return compile(paths, withFileVariables(options), trusted(loaded, messages), messages);
}

/** What the command line leaves out is as the configuration has it. */
export function withSettings(options: ScanOptions, settings: ScanSettings): ScanOptions {
  const { recursive, printStrings, ...others } = settings;
  return {
    ...others,
    ...amount("recursive", recursive, DEFAULT_DEPTH),
    ...amount("printStrings", printStrings, DEFAULT_MATCH_BYTES),
    ...options,
  };
}

/** `true` stands for the amount that the option has without a value. */
function amount<Name extends string>(
  name: Name,
  value: boolean | number | undefined,
  usual: number,
): { readonly [N in Name]?: number } {
  if (value === undefined || value === false) return {};
  return { [name]: value === true ? usual : value } as { readonly [N in Name]?: number };
}

/** How rules are compiled decides what is found: a file that lies in the way has no say in that. */
function trusted(loaded: LoadedConfiguration, messages: Messages): LoadedConfiguration {
  const { rules } = loaded.configuration;
  if (loaded.isTrusted || isDeepStrictEqual(rules, emptyConfiguration.rules)) return loaded;
  messages.warning(
    `[rules] of ${loaded.path} is not used: a scan takes it only from the user's own configuration or with --config`,
  );
  return { ...loaded, configuration: { ...loaded.configuration, rules: emptyConfiguration.rules } };
}

/** Rules may use the variables of files, whose values come later; those of the command line go first. */
function withFileVariables(options: ScanOptions): CompileOptions {
  if (options.fileVariables !== true) return options;
  const defined = new Set(options.define.map((definition) => parseDefinition(definition).name));
  const missing = FILE_VARIABLES.filter((name) => !defined.has(name));
  return { ...options, define: [...options.define, ...missing.map((name) => `${name}=`)] };
}

/** Rules that `tyara compile` wrote. */
function readCompiledRules(paths: readonly FilePath[]): Rules {
  const [path] = paths;
  if (path === undefined || paths.length > 1)
    throw new Failure("--compiled-rules takes one file of compiled rules");
  const bytes = readWhole(path, MAX_LARGE, "cannot read compiled rules from");
  try {
    return Rules.deserialize(bytes, { keepBytes: true });
  } catch (error) {
    throw new Failure(`cannot read compiled rules from ${describeFileError(path.shown, error)}`);
  }
}

/** Compiled rules have their external variables already; the command line may give them other values. */
export function setGlobals(scanner: Scanner, definitions: readonly string[]): void {
  for (const { name, value } of definitions.map(parseDefinition)) {
    try {
      scanner.setGlobal(name, value);
    } catch (error) {
      throw new Failure(`--define ${name}: ${(error as Error).message}`);
    }
  }
}
