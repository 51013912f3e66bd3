/** Rules from the command line: files read and compiled, diagnostics reported (CL-2). */
import { Compiler, type Diagnostic, type Rules, renderDiagnostic } from "tyara";
import { fileIncludes } from "tyara/node";
import { type Definition, parseDefinition } from "./definitions.ts";
import { Failure } from "./failure.ts";
import { readRuleFiles } from "./rule-files.ts";

/** The options that every command with rules has. */
export interface CompileOptions {
  readonly define: readonly string[];
  readonly disableWarnings?: string;
  readonly ignoreInvalidRules?: boolean;
  readonly ignoreModule: readonly string[];
  readonly includeDir: readonly string[];
  readonly pathAsNamespace?: boolean;
  readonly relaxedReSyntax?: boolean;
}

/** What `--disable-warnings` means when it names none. */
export const ALL_WARNINGS = "all";

/** Compiles all rules files and reports their diagnostics; undefined when rules are broken and may not be passed over. */
export function compileRules(rules: readonly string[], options: CompileOptions): Rules | undefined {
  return checkRules(rules, options)?.build({ ignoreErrors: options.ignoreInvalidRules === true });
}

/** As {@link compileRules}, but stops before code is made: the compiler holds the checked rules. */
export function checkRules(rules: readonly string[], options: CompileOptions): Compiler | undefined {
  const files = readRuleFiles(rules, { pathAsNamespace: options.pathAsNamespace === true });
  const compiler = createCompiler(options);
  for (const file of files) {
    compiler.newNamespace(file.namespace ?? "default");
    compiler.addSource(file.bytes, { origin: file.path });
  }
  reportDiagnostics(compiler, options);
  return compiler.errors.length > 0 && options.ignoreInvalidRules !== true ? undefined : compiler;
}

function createCompiler(options: CompileOptions): Compiler {
  const compiler = new Compiler({
    relaxedReSyntax: options.relaxedReSyntax === true,
    includeReader: fileIncludes,
  });
  for (const module of options.ignoreModule) compiler.ignoreModule(module);
  for (const directory of options.includeDir) compiler.addIncludeDir(directory);
  for (const definition of options.define) {
    defineGlobal(compiler, parseDefinition(definition));
  }
  if (options.disableWarnings === ALL_WARNINGS) compiler.switchAllWarnings(false);
  else for (const id of options.disableWarnings?.split(",") ?? []) switchOff(compiler, id.trim());
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
    compiler.switchWarning(id, false);
  } catch (error) {
    throw new Failure(`--disable-warnings: ${(error as Error).message}`);
  }
}

function reportDiagnostics(compiler: Compiler, { ignoreInvalidRules }: CompileOptions): void {
  const isColored = process.stderr.isTTY === true && process.env.NO_COLOR === undefined;
  const print = (diagnostic: Diagnostic) =>
    process.stderr.write(`${renderDiagnostic(diagnostic, { isColored })}\n\n`);
  compiler.errors.forEach(print);
  compiler.warnings.forEach(print);
  const { length } = compiler.errors;
  if (length === 0) return;
  const consequence =
    ignoreInvalidRules === true ? "the rules they are in were left out" : "nothing was done";
  process.stderr.write(`${length} ${length === 1 ? "error" : "errors"} in rules: ${consequence}\n`);
}
