/** Rules from the command line: files read and compiled, diagnostics reported (CL-2). */
import { Compiler, type Diagnostic, type Rules, renderDiagnostic } from "tyara";
import { includesFromFiles } from "tyara/node";
import { ALL_WARNINGS } from "./defaults.ts";
import { type Definition, parseDefinition } from "./definitions.ts";
import { Failure } from "./failure.ts";
import type { FilePath } from "./file-path.ts";
import { readRuleFiles } from "./rule-files.ts";
import { type ColorChoice, isColored, STANDARD_ERROR } from "./terminal/descriptor.ts";
import type { Messages } from "./terminal/messages.ts";

/** The options that every command with rules has. */
export interface CompileOptions {
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
  messages: Messages,
): Rules | undefined {
  return checkRules(paths, options, messages)?.build({ ignoreErrors: options.ignoreInvalidRules === true });
}

/** As {@link compileRules}, but stops before code is made: the compiler holds the checked rules. */
export function checkRules(
  paths: readonly FilePath[],
  options: CompileOptions,
  messages: Messages,
): Compiler | undefined {
  const { files, directories } = readRuleFiles(
    paths,
    { pathAsNamespace: options.pathAsNamespace === true },
    messages,
  );
  const compiler = createCompiler(options, directories);
  for (const file of files) {
    compiler.newNamespace(file.namespace ?? "default");
    compiler.addSource(file.bytes, { origin: file.path });
  }
  reportDiagnostics(compiler, options, messages);
  return compiler.errors.length > 0 && options.ignoreInvalidRules !== true ? undefined : compiler;
}

/** @param directories of rules: files of one may include each other. */
function createCompiler(options: CompileOptions, directories: readonly string[]): Compiler {
  const compiler = new Compiler({
    relaxedReSyntax: options.relaxedReSyntax === true,
    enableIncludes: options.disableIncludes !== true,
    includeReader: includesFromFiles({ below: directories, anywhere: options.includeAnywhere === true }),
  });
  for (const module of options.ignoreModule) compiler.ignoreModule(module);
  for (const directory of options.includeDir) compiler.addIncludeDir(directory);
  for (const definition of options.define) {
    defineGlobal(compiler, parseDefinition(definition));
  }
  for (const id of options.disableWarnings.flatMap((list) => list.split(","))) switchOff(compiler, id.trim());
  return compiler;
}

function defineGlobal(compiler: Compiler, { name, value, type }: Definition): void {
  try {
    compiler.defineGlobal(name, value, type);
  } catch (error) {
    throw new Failure(`--define ${name}: ${(error as Error).message}`);
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
