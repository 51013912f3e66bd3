/**
 * The front half of the compiler: sources in, diagnostics and checked rules out.
 *
 * Each rule stands for itself: a rule with a mistake is left out, with a diagnostic, and the others go on. A checker goes on
 * working after any error, and may be asked for its rules more than once.
 */

import type { GlobalValue } from "@tyara/base";
import {
  Interruption,
  isOrdinaryBuffer,
  plainBytes,
  requireAmount,
  requireBoolean,
  requireOptions,
  requireString,
  requireTextOrBytes,
  type Span,
} from "@tyara/base";
import { type Diagnostic, errors, type Source, WARNING_CODES, warnings } from "../diagnostics/index.ts";
import type { CheckedProgram } from "../ir/index.ts";
import { builtinDeclarations, type ModuleDeclaration } from "../modules/index.ts";
import { type Import, type Include, ItemReader, type Rule, SourceText } from "../syntax/index.ts";
import { attach } from "./attach.ts";
import { CompileBudget, type Place } from "./budget.ts";
import { checkRule } from "./check-rule.ts";
import { DiagnosticList } from "./diagnostic-list.ts";
import { Globals } from "./globals.ts";
import { candidatePaths, type IncludeReader, includeFolders, looksLikeRules } from "./includes.ts";
import type { Linter } from "./linters.ts";
import {
  type BannedModule,
  type CompilerOptions,
  type ResolvedOptions,
  requireBannedModule,
  requireIncludeReader,
  requireLinter,
  resolveOptions,
} from "./options.ts";
import { type Namespace, ProgramBuilder } from "./program-builder.ts";
import { Suppressions } from "./suppressions.ts";

/** A rule left out because it needs a module on the list of ignored modules, itself or through other rules. */
export interface IgnoredRule {
  readonly namespace: string;
  readonly name: string;
  readonly module: string;
}

/** A source being compiled. */
interface Unit {
  readonly source: Source;
  readonly readText: (span: Span) => string;
  readonly suppressions: Suppressions;
  /** Places of imports of this source, by module. */
  readonly imports: Map<string, Span>;
  /** The path under which it was found, for included files; what the first source is called. */
  readonly path: string | undefined;
  /** Gives its items. What is wrong with its syntax is told when they are done. */
  readonly items: ItemReader;
}

/** A file to be included. */
interface FoundFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Limit: how many files one source may include, directly or not. A file that includes the next one twice doubles their
 * number at each level, and a reader that makes up files never ends.
 */
const MAX_INCLUDED_FILES = 1 << 15;

/** What an include reader gave, decoded; or why it could not. */
type IncludedFile = { readonly text: string } | { readonly text: undefined; readonly problem: string };

const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Limit: errors that are kept, and warnings unless `maxWarnings` says otherwise. */
const MAX_DIAGNOSTICS = 10_000;

const DEFAULT_NAMESPACE = "default";

/** What the checker cannot know by itself. */
export interface CheckerSurroundings {
  /**
   * The modules that rules may import, by name. Modules among the options take the place of those of the same name.
   * Default: the declarations of the built-in ones.
   */
  readonly modules?: ReadonlyMap<string, ModuleDeclaration>;
  /** Whether hosts compile what becomes of a program with one rule. Default: every program. */
  readonly fitsHosts?: (program: CheckedProgram) => boolean;
}

/** Collects sources of rules, checks them, and says what is wrong with them. */
export class Checker {
  readonly #options: ResolvedOptions;
  readonly #program: ProgramBuilder;
  readonly #budget: CompileBudget;
  readonly #errors: DiagnosticList;
  readonly #warnings: DiagnosticList;
  readonly #ignoredRules: IgnoredRule[] = [];
  #namespace: Namespace;
  /** The item being compiled. */
  #place: Place | undefined;

  /** Throws a `TypeError` or `RangeError` that names the first option that is of a wrong kind. */
  constructor(options: CompilerOptions = {}, surroundings: CheckerSurroundings = {}) {
    this.#options = resolveOptions(options);
    this.#budget = new CompileBudget(this.#options);
    this.#errors = new DiagnosticList(MAX_DIAGNOSTICS, (count) => this.#tooMany(errors.tooManyErrors, count));
    this.#warnings = new DiagnosticList(MAX_DIAGNOSTICS, (count) =>
      this.#tooMany(warnings.tooManyWarnings, count),
    );
    const { testModules = true } = options;
    const { modules: known = builtinDeclarations({ testModules }), fitsHosts = () => true } = surroundings;
    const modules = new Map(known);
    for (const module of options.modules ?? []) modules.set(module.name, module);
    this.#program = new ProgramBuilder(this.#options, modules, new Globals(), fitsHosts);
    this.#namespace = this.#program.namespace(DEFAULT_NAMESPACE);
    for (const [name, value] of Object.entries(options.globals ?? {})) this.defineGlobal(name, value);
  }

  /** What the rules' authors did wrong, in the order in which it was found. */
  get errors(): readonly Diagnostic[] {
    const { stop } = this.#budget;
    return stop === undefined ? this.#errors.all : [...this.#errors.all, stop];
  }

  /** What is doubtful; at most as many as `maxWarnings` says. */
  get warnings(): readonly Diagnostic[] {
    return this.#warnings.all;
  }

  get ignoredRules(): readonly IgnoredRule[] {
    return this.#ignoredRules;
  }

  /**
   * Adds a source of rules, as text or as UTF-8 bytes. `origin` names it in messages; when it is the path of a file,
   * `include` looks beside it. Never throws for what is wrong with the rules: see {@link errors}. Throws
   * {@link CompileError} when the compiler is stopped: when its time or bytes are used up, or its signal is aborted. It
   * then compiles nothing any more. Throws a `TypeError` for a source that is neither text nor bytes.
   */
  addSource(source: string | Uint8Array, options: { readonly origin?: string } = {}): this {
    requireTextOrBytes("source", source);
    const content = typeof source === "string" ? source : decodableBytes(source);
    const { origin } = requireOptions(options, { origin: true });
    if (origin !== undefined) requireString("origin", origin);
    this.#budget.run(
      () => this.#compile(openUnit(content, origin)),
      () => this.#place,
    );
    return this;
  }

  /** Rules added from now on belong to this namespace, which may have been used before. */
  newNamespace(name: string): this {
    requireString("name", name);
    this.#namespace = this.#program.namespace(name);
    return this;
  }

  /**
   * Declares an external variable with its initial value. A whole number is an integer in rules, unless `type` or
   * `float` says that it is a float. Throws `VariableError` for an unfit name or value.
   */
  defineGlobal(name: string, value: GlobalValue, type?: "float"): this {
    requireString("name", name);
    if (type !== undefined && type !== "float") throw new TypeError('type must be "float" or absent');
    this.#program.globals.define(name, value, type);
    return this;
  }

  /** Rules that use this module, which does not exist here, are left out instead of being wrong. */
  ignoreModule(name: string): this {
    requireString("name", name);
    this.#options.ignoredModules.add(name);
    return this;
  }

  /** Importing this module becomes an error with this title and label. */
  banModule(name: string, title: string, message: string): this {
    const banned: BannedModule = { name, title, message };
    requireBannedModule("module", banned);
    this.#options.bannedModules.set(name, banned);
    return this;
  }

  /** Switches on a feature that guarded module fields ask for. */
  enableFeature(name: string): this {
    requireString("name", name);
    this.#options.features.add(name);
    return this;
  }

  addIncludeDir(path: string): this {
    requireString("path", path);
    this.#options.includeDirs.push(path);
    return this;
  }

  setIncludeReader(reader: IncludeReader): this {
    requireIncludeReader("reader", reader);
    this.#options.includeReader = reader;
    return this;
  }

  enableIncludes(isEnabled: boolean): this {
    requireBoolean("isEnabled", isEnabled);
    this.#options.enableIncludes = isEnabled;
    return this;
  }

  addLinter(linter: Linter): this {
    this.#options.linters.push(requireLinter("linter", linter));
    return this;
  }

  relaxedReSyntax(isRelaxed: boolean): this {
    requireBoolean("isRelaxed", isRelaxed);
    this.#options.relaxedReSyntax = isRelaxed;
    return this;
  }

  errorOnSlowPattern(isError: boolean): this {
    requireBoolean("isError", isError);
    this.#options.errorOnSlowPattern = isError;
    return this;
  }

  errorOnSlowLoop(isError: boolean): this {
    requireBoolean("isError", isError);
    this.#options.errorOnSlowLoop = isError;
    return this;
  }

  maxWarnings(count: number): this {
    requireAmount("count", count);
    this.#options.maxWarnings = count;
    return this;
  }

  /** Throws a `RangeError` for an id that no warning has. */
  switchWarning(id: string, isEnabled: boolean): this {
    requireBoolean("isEnabled", isEnabled);
    if (!WARNING_CODES.includes(id)) throw new RangeError(`there is no warning \`${id}\``);
    if (isEnabled) this.#options.disabledWarnings.delete(id);
    else this.#options.disabledWarnings.add(id);
    return this;
  }

  switchAllWarnings(isEnabled: boolean): this {
    for (const id of WARNING_CODES) this.switchWarning(id, isEnabled);
    return this;
  }

  /** The sound rules in typed form. */
  check(): CheckedProgram {
    return this.#program.finish();
  }

  /** @internal Units of work that the compiler has done (`base/work.ts`). */
  get workUnits(): number {
    return this.#budget.units;
  }

  /** The modules that rules may import, by name. */
  get modules(): ReadonlyMap<string, ModuleDeclaration> {
    return this.#program.modules;
  }

  /** Does work that this checker's time, signal and bytes bound. Throws like {@link addSource}. */
  protected run<T>(work: () => T): T {
    return this.#budget.run(work);
  }

  /** See `CompilerOptions.compat`. */
  protected get compat(): "yara-x" | undefined {
    return this.#options.compat;
  }

  /** Compiles a source and what it includes; included files wait on a stack of our own, however deep they go. */
  #compile(first: Unit): void {
    const open = [first];
    const openPaths = new Set([first.path]);
    let includedCount = 0;
    for (let unit = open.at(-1); unit !== undefined; unit = open.at(-1)) {
      const item = unit.items.next();
      this.#program.setText(unit.readText);
      this.#place = { source: unit.source, span: item?.span ?? { start: 0, end: 0 } };
      if (item === undefined) {
        for (const diagnostic of unit.items.diagnostics) this.#fail(diagnostic, unit);
        openPaths.delete(open.pop()!.path);
      } else if (item.kind === "include") {
        const file = this.#findIncluded(item, unit, first);
        if (file === undefined) continue;
        if (openPaths.has(file.path)) this.#fail(errors.circularInclude(item.span), unit);
        else if (includedCount++ < MAX_INCLUDED_FILES) {
          open.push(openUnit(file.text, file.path));
          openPaths.add(file.path);
        } else this.#refuseInclude(item, `more than ${MAX_INCLUDED_FILES} files are included`, unit);
      } else if (item.kind === "import") this.#import(item, unit);
      else this.#compileRule(item, unit);
    }
  }

  #compileRule(rule: Rule, unit: Unit): void {
    const outcome = checkRule(this.#program, this.#namespace, rule, unit.source, (warning) =>
      this.#warn(warning, unit),
    );
    this.#tellOfLaterRule(rule, unit);
    if ("severity" in outcome) this.#failIn(outcome, unit);
    else if (outcome.kind === "ignored") {
      const { name } = rule.name;
      this.#namespace.ignoredRules.set(name, outcome.module);
      this.#ignoredRules.push({ namespace: this.#namespace.name, name, module: outcome.module });
    }
  }

  /** Keeps what is not known by its name, in case a rule of this name is declared later. */
  #failIn(diagnostic: Diagnostic, unit: Unit): void {
    const attached = attach(diagnostic, unit.source);
    if (!this.#errors.add(attached) || diagnostic.code !== "E009") return;
    const { start, end } = diagnostic.labels[0]!.span;
    const name = unit.readText({ start, end });
    const waiting = this.#namespace.unknownNames.get(name);
    if (waiting === undefined) this.#namespace.unknownNames.set(name, [attached]);
    else waiting.push(attached);
  }

  #tellOfLaterRule({ name: { name, span } }: Rule, { source }: Unit): void {
    const { unknownNames } = this.#namespace;
    for (const diagnostic of unknownNames.get(name) ?? []) {
      const text = `rule \`${name}\` is declared here, but conditions know the rules above them only`;
      this.#errors.replace(diagnostic, {
        ...diagnostic,
        labels: [...diagnostic.labels, { kind: "secondary", span, text, source }],
      });
    }
    unknownNames.delete(name);
  }

  #import({ module: name, span }: Import, unit: Unit): void {
    const first = unit.imports.get(name);
    if (first === undefined) unit.imports.set(name, span);
    else this.#warnOfDuplicate(name, first, span, unit);
    if (!this.#program.modules.has(name)) {
      if (this.#program.isIgnoredModule(name)) this.#warn(warnings.unsupportedModule(span, { name }), unit);
      else this.#fail(errors.unknownModule(span, { name }), unit);
      return;
    }
    const banned = this.#options.bannedModules.get(name);
    if (banned !== undefined)
      this.#fail(errors.custom(span, { title: banned.title, problem: banned.message }), unit);
    if (!this.#namespace.modules.has(name)) this.#namespace.modules.set(name, { span, source: unit.source });
  }

  #warnOfDuplicate(name: string, first: Span, again: Span, unit: Unit): void {
    const extra = {
      label: `\`${name}\` is imported here first`,
      labels: [{ span: again, text: "and here again" }],
      replacements: [{ span: again, text: "" }],
    };
    this.#warn(warnings.duplicateImport(first, extra), unit);
  }

  /** The file that is meant, read; `undefined` when that failed and was told. */
  #findIncluded(include: Include, unit: Unit, first: Unit): FoundFile | undefined {
    if (!this.#options.enableIncludes) {
      this.#fail(errors.includeNotAllowed(include.span), unit);
      return undefined;
    }
    const { includeDirs } = this.#options;
    const allowed = includeFolders(first.path, includeDirs);
    for (const path of candidatePaths(include.path, unit.path, includeDirs)) {
      const file = this.#read(path, allowed);
      if (file === undefined) continue;
      if (file.text !== undefined) return { path, text: file.text };
      this.#refuseInclude(include, file.problem, unit);
      return undefined;
    }
    this.#fail(errors.includeNotFound(include.span, { path: include.path }), unit);
    return undefined;
  }

  #refuseInclude({ path, span }: Include, problem: string, unit: Unit): void {
    this.#fail(errors.includeError(span, { path, problem }), unit);
  }

  #read(candidate: string, allowed: readonly string[]): IncludedFile | undefined {
    try {
      const content = this.#options.includeReader?.read(candidate, allowed);
      if (content === undefined) return undefined;
      this.#budget.check();
      const text = typeof content === "string" ? content : strictDecoder.decode(content);
      return looksLikeRules(text) ? { text } : { text: undefined, problem: "it does not hold rules" };
    } catch (error) {
      if (error instanceof Interruption) throw error;
      const problem =
        error instanceof TypeError ? "it is not UTF-8 text" : String((error as Error).message ?? error);
      return { text: undefined, problem };
    }
  }

  #fail(diagnostic: Diagnostic, { source }: Unit): void {
    this.#errors.add(attach(diagnostic, source));
  }

  #warn(diagnostic: Diagnostic, { source, suppressions }: Unit): void {
    const { maxWarnings, disabledWarnings } = this.#options;
    if (disabledWarnings.has(diagnostic.code) || suppressions.isSuppressed(diagnostic)) return;
    if (maxWarnings !== undefined && this.#warnings.keptCount >= maxWarnings) return;
    this.#warnings.add(attach(diagnostic, source));
  }

  /** The last of a list of diagnostics, at the item that was compiled last. */
  #tooMany(describe: typeof errors.tooManyErrors, count: number): Diagnostic {
    const { source, span } = this.#place!;
    return attach(describe(span, { count, max: MAX_DIAGNOSTICS }), source);
  }
}

/** Hosts decode no bytes that other threads may change meanwhile. */
function decodableBytes(source: Uint8Array): Uint8Array {
  const bytes = plainBytes("source", source);
  return isOrdinaryBuffer(bytes.buffer) ? bytes : bytes.slice();
}

function openUnit(text: string | Uint8Array, path: string | undefined): Unit {
  const content = new SourceText(text);
  return {
    source: { text: content.text, ...(path === undefined ? {} : { origin: path }) },
    readText: (span) => content.slice(span.start, span.end),
    suppressions: new Suppressions(content),
    imports: new Map(),
    path,
    items: new ItemReader(content),
  };
}
