/** Rules from the command line: files read and compiled, diagnostics reported (CL-2). */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  Compiler,
  type CompilerOptions,
  type IncludeReader,
  type Rules,
  renderDiagnostic,
  version,
} from "tyara";
import { includesFromFiles } from "tyara/node";
import type { ConfigurationOptions, LoadedConfiguration } from "./configuration.ts";
import { ALL_WARNINGS } from "./defaults.ts";
import { type Definition, parseDefinition } from "./definitions.ts";
import { Failure } from "./failure.ts";
import type { FilePath } from "./file-path.ts";
import { type RuleFiles, readRuleFiles } from "./rule-files.ts";
import {
  type CachedInclude,
  type CachedMessages,
  CacheName,
  digestOfBytes,
  RulesCache,
} from "./rules-cache.ts";
import { type ColorChoice, isColored, STANDARD_ERROR } from "./terminal/descriptor.ts";
import type { Messages } from "./terminal/messages.ts";

/** The options that every command with rules has. */
export interface CompileOptions extends ConfigurationOptions {
  readonly color?: ColorChoice;
  readonly define: readonly string[];
  readonly disableIncludes?: boolean;
  /** Warnings break rules, too. */
  readonly failOnWarnings?: boolean;
  /** Lists of ids with commas between them, or {@link ALL_WARNINGS}. */
  readonly disableWarnings: readonly string[];
  readonly ignoreInvalidRules?: boolean;
  readonly ignoreModule: readonly string[];
  readonly includeAnywhere?: boolean;
  readonly includeDir: readonly string[];
  readonly pathAsNamespace?: boolean;
  readonly relaxedReSyntax?: boolean;
}

/** Compiles all rules files and reports their diagnostics; undefined when rules are broken and may not be passed over. */
export function compileRules(
  paths: readonly FilePath[],
  options: CompileOptions,
  loaded: LoadedConfiguration,
  messages: Messages,
): Rules | undefined {
  return checkRules(paths, options, loaded, messages)?.build({
    ignoreErrors: options.ignoreInvalidRules === true,
  });
}

/** As {@link compileRules}, but stops before code is made: the compiler holds the checked rules. */
export function checkRules(
  paths: readonly FilePath[],
  options: CompileOptions,
  loaded: LoadedConfiguration,
  messages: Messages,
): Compiler | undefined {
  const ruleFiles = readRuleFiles(paths, { pathAsNamespace: options.pathAsNamespace === true }, messages);
  const compiler = addFiles(createCompiler(options, loaded, ruleFiles.directories), ruleFiles);
  report(describeDiagnostics(compiler, options), options, messages);
  return isBroken(compiler, options) ? undefined : compiler;
}

/** Compilations that take less are quicker done again than kept. */
const WORTH_KEEPING = 150;

/** As {@link compileRules}, with what was compiled before taken from the user's cache. */
export function compileRulesCached(
  paths: readonly FilePath[],
  options: CompileOptions,
  loaded: LoadedConfiguration,
  messages: Messages,
): Rules | undefined {
  const ruleFiles = readRuleFiles(paths, { pathAsNamespace: options.pathAsNamespace === true }, messages);
  const cache = new RulesCache();
  const name = cacheName(ruleFiles, options, loaded);
  const reader = includeReaderOf(options, ruleFiles.directories);
  const read = ({ path, directories }: CachedInclude) => digestOfBytes(reader.read(path, directories));
  const entry = cache.get(name, read);
  if (entry !== undefined) {
    report(entry.messages, options, messages);
    return entry.rules;
  }
  const includes: CachedInclude[] = [];
  const includeReader: IncludeReader = {
    read(path, directories) {
      const content = reader.read(path, directories);
      includes.push({ path, directories, digest: digestOfBytes(content) });
      return content;
    },
  };
  const started = performance.now();
  const compiler = addFiles(
    createCompiler(options, loaded, ruleFiles.directories, { includeReader }),
    ruleFiles,
  );
  const described = describeDiagnostics(compiler, options);
  report(described, options, messages);
  if (isBroken(compiler, options)) return undefined;
  const rules = compiler.build({ ignoreErrors: options.ignoreInvalidRules === true });
  if (performance.now() - started > WORTH_KEEPING) cache.set(name, rules, { includes, messages: described });
  return rules;
}

/** Everything but included files that decides what becomes of the sources. */
function cacheName(
  { files, directories }: RuleFiles,
  options: CompileOptions,
  { configuration: { rules, disabledWarnings }, folder }: LoadedConfiguration,
): string {
  const { color: _, config: __, ...decisive } = options;
  const name = new CacheName().add(version).add(engineBuild()).add(process.cwd());
  name.add(JSON.stringify([compileOptionsOf(decisive), directories, disabledWarnings, folder]));
  name.add(
    JSON.stringify({
      ...rules,
      variables: [...rules.variables].map(([key, value]) => [key, typeof value, String(value)]),
    }),
  );
  for (const { path, namespace = "default", bytes } of files) name.add(path).add(namespace).add(bytes);
  return name.finish();
}

/** Versions do not tell builds of one version apart, which those who work on the compiler make. */
function engineBuild(): string {
  const { mtimeMs, size } = statSync(fileURLToPath(import.meta.resolve("tyara")));
  return `${mtimeMs} ${size}`;
}

/** Commands have further options, which do not concern the compiler. */
function compileOptionsOf(options: Omit<CompileOptions, "color" | "config">): readonly unknown[] {
  const { define, disableIncludes, disableWarnings, failOnWarnings, ignoreInvalidRules, ignoreModule } =
    options;
  const { includeAnywhere, includeDir, pathAsNamespace, relaxedReSyntax } = options;
  return [
    define,
    disableIncludes,
    disableWarnings,
    failOnWarnings,
    ignoreInvalidRules,
    ignoreModule,
    includeAnywhere,
    includeDir,
    pathAsNamespace,
    relaxedReSyntax,
  ];
}

function addFiles(compiler: Compiler, { files }: RuleFiles): Compiler {
  for (const file of files) {
    compiler.newNamespace(file.namespace ?? "default");
    compiler.addSource(file.bytes, { origin: file.path });
  }
  return compiler;
}

function isBroken({ errors, warnings }: Compiler, options: CompileOptions): boolean {
  if (options.failOnWarnings === true && warnings.length > 0) return true;
  return errors.length > 0 && options.ignoreInvalidRules !== true;
}

function includeReaderOf(options: CompileOptions, directories: readonly string[]): IncludeReader {
  return includesFromFiles({ below: directories, anywhere: options.includeAnywhere === true });
}

/**
 * A compiler as options and configuration want it; the conventions of the configuration are `check`'s.
 *
 * @param directories of rules: files of one may include each other.
 */
export function createCompiler(
  options: CompileOptions,
  { configuration, folder }: LoadedConfiguration,
  directories: readonly string[],
  more: CompilerOptions = {},
): Compiler {
  const { rules, disabledWarnings } = configuration;
  const compiler = new Compiler({
    relaxedReSyntax: options.relaxedReSyntax ?? rules.relaxedReSyntax ?? false,
    enableIncludes: options.disableIncludes !== true,
    includeReader: includeReaderOf(options, directories),
    disabledWarnings,
    ...more,
  });
  for (const module of [...rules.ignoreModules, ...options.ignoreModule]) compiler.ignoreModule(module);
  const includeDirs = rules.includeDirs.map((directory) => resolve(folder, directory));
  for (const directory of [...options.includeDir, ...includeDirs]) compiler.addIncludeDir(directory);
  const definitions = options.define.map(parseDefinition);
  const defined = new Set(definitions.map(({ name }) => name));
  for (const [name, value] of rules.variables)
    if (!defined.has(name)) defineGlobal(compiler, "rules.variables", { name, value, type: undefined });
  for (const definition of definitions) defineGlobal(compiler, "--define", definition);
  for (const id of options.disableWarnings.flatMap((list) => list.split(","))) switchOff(compiler, id.trim());
  return compiler;
}

function defineGlobal(compiler: Compiler, where: string, { name, value, type }: Definition): void {
  try {
    compiler.defineGlobal(name, value, type);
  } catch (error) {
    throw new Failure(`${where} ${name}: ${(error as Error).message}`);
  }
}

function switchOff(compiler: Compiler, id: string): void {
  try {
    if (id === ALL_WARNINGS) compiler.switchAllWarnings(false);
    else compiler.switchWarning(id, false);
  } catch (error) {
    throw new Failure(`--disable-warnings: ${(error as Error).message}`);
  }
}

/** What the compiler has to say, with and without colours. */
function describeDiagnostics(compiler: Compiler, { ignoreInvalidRules }: CompileOptions): CachedMessages {
  const { length } = compiler.errors;
  const consequence =
    ignoreInvalidRules === true ? "the rules they are in were left out" : "nothing was done";
  const summary =
    length === 0 ? "" : `${length} ${length === 1 ? "error" : "errors"} in rules: ${consequence}\n`;
  const diagnostics = [...compiler.errors, ...compiler.warnings];
  const text = (isColored: boolean) =>
    diagnostics.map((one) => `${renderDiagnostic(one, { isColored })}\n\n`).join("") + summary;
  return { plain: text(false), colored: text(true) };
}

function report({ plain, colored }: CachedMessages, { color }: CompileOptions, messages: Messages): void {
  if (plain !== "") messages.report((isColored(STANDARD_ERROR, color) ? colored : plain).slice(0, -1));
}
