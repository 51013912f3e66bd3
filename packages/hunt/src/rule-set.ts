/** The rules of a hunt: compiled once, named by their content. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  Compiler,
  type Diagnostic,
  RuleFormatError,
  type RuleRequirement,
  Rules,
  renderDiagnostic,
  requirementsOf,
} from "tyara";
import { includesFromFiles } from "tyara/node";
import { HuntError } from "./hunt-error.ts";

/** Compiled rules as they travel. */
export interface RuleSetFile {
  /** SHA-256 of `bytes`, in hexadecimal. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Rules as they were loaded here. */
export interface LoadedRuleSet extends RuleSetFile {
  /** What each rule demands of data; absent when the rules came compiled. */
  readonly requirements?: readonly RuleRequirement[];
}

export interface RuleSetOptions {
  /** Rules that do not compile are left out, instead of ending the hunt. */
  readonly ignoreInvalidRules?: boolean;
  /** External variables by name. */
  readonly globals?: ReadonlyMap<string, boolean | number | string>;
  /** Is told each diagnostic, rendered for a terminal. */
  readonly onDiagnostic?: (text: string) => void;
}

/**
 * Reads rules: source files, directories of *.yar and *.yara, or one file of compiled rules. Throws {@link HuntError} when they cannot
 * be read or do not compile.
 */
export function loadRuleSet(paths: readonly string[], options: RuleSetOptions = {}): LoadedRuleSet {
  const files = paths.flatMap((path) => rulesFiles(path));
  if (files.length === 0) throw new HuntError(`there are no rules in ${paths.join(", ")}`);
  const [first] = files;
  const bytes = readRules(first!);
  if (isCompiled(bytes)) {
    if (files.length > 1) throw new HuntError("compiled rules are given as one file, without others");
    openRuleSet({ id: idOf(bytes), bytes });
    return { id: idOf(bytes), bytes };
  }
  return compileRuleSet(files, options);
}

/** Checks the name against the content and gives the rules. Throws {@link HuntError} for forged ones and for those of another version. */
export function openRuleSet({ id, bytes }: RuleSetFile): Rules {
  if (idOf(bytes) !== id)
    throw new HuntError(`the rule set ${id} does not have the content that its name says`);
  try {
    return Rules.deserialize(bytes);
  } catch (error) {
    if (error instanceof RuleFormatError) throw new HuntError(`the rule set ${id}: ${error.message}`);
    throw error;
  }
}

export function idOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function compileRuleSet(files: readonly string[], options: RuleSetOptions): LoadedRuleSet {
  const { ignoreInvalidRules = false, globals, onDiagnostic = () => {} } = options;
  const compiler = new Compiler({ includeReader: includesFromFiles() });
  for (const [name, value] of globals ?? []) compiler.defineGlobal(name, value);
  for (const file of files) compiler.addSource(readRules(file), { origin: file });
  const tell = (diagnostic: Diagnostic) => onDiagnostic(renderDiagnostic(diagnostic));
  compiler.errors.forEach(tell);
  compiler.warnings.forEach(tell);
  const { length } = compiler.errors;
  if (length > 0 && !ignoreInvalidRules)
    throw new HuntError(`the rules have ${length} ${length === 1 ? "error" : "errors"}`);
  const bytes = compiler.build({ ignoreErrors: ignoreInvalidRules }).serialize();
  return { id: idOf(bytes), bytes, requirements: requirementsOf(compiler) };
}

const compiledMagic = Buffer.from("TYARA\0");

function isCompiled(bytes: Uint8Array): boolean {
  return compiledMagic.compare(bytes.subarray(0, compiledMagic.length)) === 0;
}

/** Limit: bytes of one file of rules. */
const maxRulesFile = 256 << 20;

function readRules(path: string): Uint8Array {
  try {
    const { size } = statSync(path);
    if (size > maxRulesFile) throw new HuntError(`${path} has ${size} bytes, more than rules may have`);
    return readFileSync(path);
  } catch (error) {
    throw error instanceof HuntError
      ? error
      : new HuntError(`cannot read rules: ${(error as Error).message}`);
  }
}

function rulesFiles(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        if (entry.isDirectory()) return rulesFiles(join(path, entry.name));
        return /\.yara?$/i.test(entry.name) ? [join(path, entry.name)] : [];
      });
  } catch (error) {
    throw error instanceof HuntError
      ? error
      : new HuntError(`cannot read rules: ${(error as Error).message}`);
  }
}
