/**
 * Checks single rules, in whatever order somebody asks, against names that this somebody keeps: what an editor needs, where
 * one rule among thousands changes. A {@link Checker} takes whole sources instead.
 */
import type { StructType, Value } from "@tyara/base";
import { type Diagnostic, errors, type Source, warnings } from "../diagnostics/index.ts";
import { builtinDeclarations, type ModuleDeclaration } from "../modules/index.ts";
import type { Import, Rule, SourceText } from "../syntax/index.ts";
import { attach } from "./attach.ts";
import { CompileBudget } from "./budget.ts";
import { checkRule } from "./check-rule.ts";
import type { CheckerSurroundings } from "./checker.ts";
import { CompileError } from "./compile-error.ts";
import { Globals } from "./globals.ts";
import { type CompilerOptions, type ResolvedOptions, resolveOptions } from "./options.ts";
import { type Names, type Namespace, ProgramBuilder, type RuleEntry } from "./program-builder.ts";
import { Suppressions } from "./suppressions.ts";

/** What stands above a rule and may be named in it. */
export interface NamesAbove {
  rule(name: string): RuleEntry | undefined;
  hasModule(name: string): boolean;
  /** The ignored module because of which a rule of this name was left out. */
  ignoredRule(name: string): string | undefined;
}

/** What became of a rule. */
export interface RuleReport {
  /** What rules below know of it; absent when it was refused or left out. */
  readonly entry?: RuleEntry;
  /** The ignored module because of which it was left out. */
  readonly ignoredModule?: string;
  /** At most one error; warnings before it. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Limit: milliseconds that the check of one rule may take. */
const defaultTimeout = 2_000;

export class RuleChecker {
  readonly #options: ResolvedOptions;
  readonly #modules: ReadonlyMap<string, ModuleDeclaration>;
  readonly #globals = new Globals();
  readonly #owners = new Map<StructType, string>();
  readonly #fitsHosts: NonNullable<CheckerSurroundings["fitsHosts"]>;

  /** Throws a `TypeError` or `RangeError` that names the first option that is of a wrong kind. */
  constructor(options: CompilerOptions = {}, { modules, fitsHosts = () => true }: CheckerSurroundings = {}) {
    this.#options = resolveOptions({ timeoutMs: defaultTimeout, ...options });
    const { testModules = true } = options;
    const known = new Map(modules ?? builtinDeclarations({ testModules }));
    for (const module of options.modules ?? []) known.set(module.name, module);
    this.#modules = known;
    this.#fitsHosts = fitsHosts;
    for (const [name, value] of Object.entries(options.globals ?? {}))
      this.#globals.define(name, value as Value);
  }

  /** The modules that rules may import, by name. */
  get modules(): ReadonlyMap<string, ModuleDeclaration> {
    return this.#modules;
  }

  /** The types of the external variables. */
  get globals(): StructType {
    return this.#globals.type;
  }

  /** Checks one rule; spans of its diagnostics count from the begin of `content`, and name `source`. */
  check(rule: Rule, content: SourceText, source: Source, above: NamesAbove): RuleReport {
    const found: Diagnostic[] = [];
    const suppressions = new Suppressions(content);
    const warn = (diagnostic: Diagnostic): void => {
      if (!this.#isSilent(diagnostic, suppressions)) found.push(attach(diagnostic, source));
    };
    // Each rule has a program of its own: what one declares changes nothing for another.
    const program = new ProgramBuilder(
      this.#options,
      this.#modules,
      this.#globals,
      this.#fitsHosts,
      this.#owners,
    );
    program.setText((span) => content.slice(span.start, span.end));
    let entry: RuleEntry | undefined;
    const namespace = namespaceOf(above, (accepted) => {
      entry = accepted;
    });
    try {
      const outcome = new CompileBudget(this.#options).run(
        () => checkRule(program, namespace, rule, source, warn),
        () => ({ source, span: rule.name.span }),
      );
      if ("severity" in outcome) found.push(attach(outcome, source));
      else if (outcome.kind === "ignored") return { ignoredModule: outcome.module, diagnostics: found };
      return { ...(entry && { entry }), diagnostics: found };
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      return { diagnostics: [...found, ...error.diagnostics] };
    }
  }

  /** What is wrong with an import by itself. */
  checkImport({ module: name, span }: Import, source: Source): readonly Diagnostic[] {
    const found: Diagnostic[] = [];
    if (!this.#modules.has(name)) {
      if (this.#options.ignoredModules.has(name)) found.push(warnings.unsupportedModule(span, { name }));
      else found.push(errors.unknownModule(span, { name }));
    }
    const banned = this.#options.bannedModules.get(name);
    if (banned !== undefined)
      found.push(errors.custom(span, { title: banned.title, problem: banned.message }));
    return found.filter((one) => !this.#isSilent(one)).map((one) => attach(one, source));
  }

  /** Whether nobody wants to hear of it. Errors are never silent. */
  isDisabled({ severity, code }: Diagnostic): boolean {
    return severity === "warning" && this.#options.disabledWarnings.has(code);
  }

  #isSilent(diagnostic: Diagnostic, suppressions?: Suppressions): boolean {
    return this.isDisabled(diagnostic) || suppressions?.isSuppressed(diagnostic) === true;
  }
}

function namespaceOf(above: NamesAbove, accept: (entry: RuleEntry) => void): Namespace {
  return {
    name: "default",
    rules: {
      get: (name) => above.rule(name),
      has: (name) => above.rule(name) !== undefined,
      set: (_, entry) => accept(entry),
      keys: () => [],
    },
    modules: onlyAsked((name) => (above.hasModule(name) ? somewhere : undefined)),
    ignoredRules: onlyAsked((name) => above.ignoredRule(name)),
    unknownNames: new Map(),
    accepted: [],
  };
}

const somewhere = { span: { start: 0, end: 0 }, source: { text: "" } };

function onlyAsked<T>(get: (name: string) => T | undefined): Names<T> {
  return { get, has: (name) => get(name) !== undefined, set: () => {}, keys: () => [] };
}
