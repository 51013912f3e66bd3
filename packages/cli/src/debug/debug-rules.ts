/** `tyara debug ast|cst|ir|wasm|modules|rule`: what rules look like on their way through the compiler (CL-33). */
import { type Compiler, printable, printableLines } from "tyara";
import { dumpRuleCode, inspectRules, type RuleInspection } from "tyara/debug";
import { builtinDeclarations } from "tyara/language";
import { JsonStream, type JsonTree } from "tyara/report";
import { dumpTree, parse } from "tyara/syntax";
import { dumpModule } from "tyara/wasm";
import { type CompileOptions, checkRules } from "../compile-rules.ts";
import { loadConfiguration } from "../configuration.ts";
import { ALL_WARNINGS } from "../defaults.ts";
import { ExitCode, exitCodeOf } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import type { FilePath } from "../file-path.ts";
import { MAX_RULES } from "../limits.ts";
import { nearest } from "../nearest.ts";
import { readWholeOrStandardInput } from "../read-file.ts";
import { Messages } from "../terminal/messages.ts";
import { standardOutput } from "../terminal/output.ts";

export function debugTree(path: FilePath): ExitCode {
  print(dumpTree(parse(read(path)).tree));
  return ExitCode.success;
}

/** The typed tree as JSON; what is wrong with the syntax is left out of it, and told by `check`. */
export function debugAst(path: FilePath): ExitCode {
  printTree(parse(read(path)).ast.items.map(plain));
  return ExitCode.success;
}

export function debugIr(paths: readonly FilePath[], options: CompileOptions): ExitCode {
  return withRules(paths, options, (compiler) => {
    for (const rule of inspectRules(compiler.check())) print(`${describe(rule)}\n`);
  });
}

export function debugWasm(paths: readonly FilePath[], options: CompileOptions): ExitCode {
  return withRules(paths, options, (compiler) => print(`${dumpModule(codeOf(compiler, options))}\n`));
}

/** Everything about the rules of one name. */
export function debugRule(name: string, paths: readonly FilePath[], options: CompileOptions): ExitCode {
  return withRules(paths, options, (compiler) => {
    const rules = inspectRules(compiler.check());
    const code = codeOf(compiler, options);
    const found = [...rules.entries()].filter(([, rule]) => rule.name === name);
    if (found.length === 0) {
      const similar = nearest(
        name,
        rules.map((rule) => rule.name),
      );
      throw new Failure(
        `there is no rule ${name}${similar === undefined ? "" : `; did you mean ${similar}?`}`,
      );
    }
    for (const [index, rule] of found)
      print(`${describe(rule)}\ncode:\n${indented(dumpRuleCode(code, index))}\n`);
  });
}

export function debugModules(): ExitCode {
  const output = standardOutput();
  for (const name of [...builtinDeclarations({ testModules: false }).keys()].sort()) output.text(`${name}\n`);
  output.flush();
  return ExitCode.success;
}

function withRules(
  paths: readonly FilePath[],
  options: CompileOptions,
  show: (compiler: Compiler) => void,
): ExitCode {
  const messages = new Messages();
  const quiet = { ...options, disableWarnings: [ALL_WARNINGS] };
  const compiler = checkRules(paths, quiet, loadConfiguration(options), messages);
  if (compiler === undefined) return ExitCode.failure;
  show(compiler);
  return exitCodeOf(messages);
}

function codeOf(compiler: Compiler, { ignoreInvalidRules }: CompileOptions): Uint8Array {
  return compiler.build({ ignoreErrors: ignoreInvalidRules === true }).ruleSet.code;
}

function describe(rule: RuleInspection): string {
  const patterns = [...rule.patterns].map(([id, name]) => `${name} is $${id}`);
  const parts = [`rule ${rule.namespace}:${rule.name}`, `checked: ${rule.checked}`];
  if (rule.optimised !== rule.checked) parts.push(`optimised: ${rule.optimised}`);
  if (patterns.length > 0) parts.push(`patterns: ${patterns.join(", ")}`);
  parts.push(`facts: ${rule.facts.length === 0 ? "none" : rule.facts.join("; ")}`);
  return `${parts[0]}\n${parts.slice(1).map(printable).map(indented).join("\n")}`;
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, "  ");

function read(path: FilePath): Uint8Array {
  return readWholeOrStandardInput(path, MAX_RULES, "cannot read rules from");
}

function print(text: string): void {
  const output = standardOutput();
  output.text(printableLines(text));
  output.flush();
}

function printTree(tree: JsonTree): void {
  const output = standardOutput();
  new JsonStream(output, true).tree(tree);
  output.text("\n");
  output.flush();
}

/** A node of the tree as JSON has it: integers as text, bytes as text where they are some, spans as two numbers. */
function plain(value: unknown): JsonTree {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("latin1");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value as JsonTree;
  if ("start" in value && "end" in value && Object.keys(value).length === 2)
    return [value.start as number, value.end as number];
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
}
