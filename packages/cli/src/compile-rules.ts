/** Rules from the command line: files read and compiled, diagnostics reported (CL-2). */
import { resolve } from "node:path";
import { Compiler, type CompilerOptions, type Diagnostic, type Rules, renderDiagnostic } from "tyara";
import { includesFromFiles } from "tyara/node";
import type { ConfigurationOptions, LoadedConfiguration } from "./configuration.ts";
import { ALL_WARNINGS } from "./defaults.ts";
import { type Definition, parseDefinition } from "./definitions.ts";
import { Failure } from "./failure.ts";
import type { FilePath } from "./file-path.ts";
import { readRuleFiles } from "./rule-files.ts";
import { type ColorChoice, isColored, STANDARD_ERROR } from "./terminal/descriptor.ts";
import type { Messages } from "./terminal/messages.ts";

/** The options that every command with rules has. */
export interface CompileOptions extends ConfigurationOptions {
  readonly color?: ColorChoice;
  readonly define: readonly string[];
  readonly disableIncludes?: boolean;
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
  const { files, directories } = readRuleFiles(
    paths,
    { pathAsNamespace: options.pathAsNamespace === true },
    messages,
  );
  const compiler = createCompiler(options, loaded, directories);
  for (const file of files) {
    compiler.newNamespace(file.namespace ?? "default");
    compiler.addSource(file.bytes, { origin: file.path });
  }
  reportDiagnostics(compiler, options, messages);
  return compiler.errors.length > 0 && options.ignoreInvalidRules !== true ? undefined : compiler;
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
    ...more,
    relaxedReSyntax: options.relaxedReSyntax ?? rules.relaxedReSyntax ?? false,
    enableIncludes: options.disableIncludes !== true,
    includeReader: includesFromFiles({ below: directories, anywhere: options.includeAnywhere === true }),
    disabledWarnings,
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

function reportDiagnostics(compiler: Compiler, options: CompileOptions, messages: Messages): void {
  const style = { isColored: isColored(STANDARD_ERROR, options.color) };
  const print = (diagnostic: Diagnostic) => messages.report(`${renderDiagnostic(diagnostic, style)}\n`);
  compiler.errors.forEach(print);
  compiler.warnings.forEach(print);
  const { length } = compiler.errors;
  if (length === 0) return;
  const consequence =
    options.ignoreInvalidRules === true ? "the rules they are in were left out" : "nothing was done";
  messages.line(`${length} ${length === 1 ? "error" : "errors"} in rules: ${consequence}`);
}
