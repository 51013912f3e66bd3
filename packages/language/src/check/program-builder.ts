/**
 * The rule set as it grows: namespaces with their names, distinct patterns and regular expressions, modules, globals.
 *
 * Nothing of a rejected rule stays behind: patterns are interned only when a rule is accepted, regular expressions of
 * conditions at once but with a mark to go back to. Rules get their numbers at the end, because namespaces may be
 * returned to and must be contiguous.
 */
import type { Span, StructType } from "@tyara/base";
import type { Diagnostic, Source } from "../diagnostics/index.ts";
import type { PatternSpec } from "../ir/index.ts";
import {
  type CheckedProgram,
  type CheckedRegexp,
  type CheckedRule,
  GLOBALS_MODULE,
  type PatternId,
  type RegexpId,
} from "../ir/index.ts";
import type { FileSignature, ModuleDeclaration } from "../modules/index.ts";
import {
  countSlowPieces,
  type DeclaredPattern,
  type PatternValue,
  regexpProblem,
  reject,
} from "../patterns/index.ts";
import { parseRegexp } from "../regexp/index.ts";
import type { RegexpLiteral } from "../syntax/index.ts";
import { BUILTINS_MODULE } from "./builtins.ts";
import type { Globals } from "./globals.ts";
import type { ResolvedOptions } from "./options.ts";
import type { PatternUse } from "./pattern-uses.ts";

/** A rule that was accepted. */
export interface RuleEntry {
  readonly name: string;
  readonly isGlobal: boolean;
  readonly span: Span;
  readonly source: Source;
  /** Provisional until {@link ProgramBuilder.finish}. */
  id: number;
}

/** What names stand for: a map, or what is asked like one. */
export interface Names<T> {
  get(name: string): T | undefined;
  has(name: string): boolean;
  set(name: string, value: T): void;
  keys(): Iterable<string>;
}

/** The names of one namespace. */
export interface Namespace {
  readonly name: string;
  readonly rules: Names<RuleEntry>;
  /** Imported modules, with the place of the first import. */
  readonly modules: Names<{ readonly span: Span; readonly source: Source }>;
  /** Rules left out because of an ignored module, with that module. */
  readonly ignoredRules: Names<string>;
  /** Errors about names that nothing was declared by, by name. */
  readonly unknownNames: Map<string, Diagnostic[]>;
  /** Accepted rules in order. */
  readonly accepted: AcceptedRule[];
}

interface AcceptedRule {
  readonly entry: RuleEntry;
  readonly rule: Omit<CheckedRule, "id" | "namespace">;
  readonly references: readonly { readonly node: { rule: number }; readonly target: RuleEntry }[];
}

/** A pattern of the rule set. What is asked of it is known when all rules are. */
interface InternedPattern {
  readonly value: PatternValue;
  readonly anchor: bigint | undefined;
  isExistenceEnough: boolean;
  isPlaceAsked: boolean;
}

export class ProgramBuilder {
  readonly options: ResolvedOptions;
  readonly modules: ReadonlyMap<string, ModuleDeclaration>;
  readonly globals: Globals;
  /** Whether hosts compile what becomes of a program with one rule. */
  readonly fitsHosts: (program: CheckedProgram) => boolean;
  private readonly namespaces = new Map<string, Namespace>();
  private readonly patterns: InternedPattern[] = [];
  private readonly patternIds = new Map<string, PatternId>();
  private readonly regexps: CheckedRegexp[] = [];
  private readonly regexpIds = new Map<string, RegexpId>();
  private readonly owners: Map<StructType, string>;
  private currentText: (span: Span) => string = () => "";

  constructor(
    options: ResolvedOptions,
    modules: ReadonlyMap<string, ModuleDeclaration>,
    globals: Globals,
    fitsHosts: (program: CheckedProgram) => boolean,
    owners: Map<StructType, string> = new Map(),
  ) {
    this.fitsHosts = fitsHosts;
    this.owners = owners;
    this.options = options;
    this.modules = modules;
    this.globals = globals;
  }

  /** The namespace of that name, made when it is new. */
  namespace(name: string): Namespace {
    let namespace = this.namespaces.get(name);
    if (namespace === undefined) {
      namespace = {
        name,
        rules: new Map(),
        modules: new Map(),
        ignoredRules: new Map(),
        unknownNames: new Map(),
        accepted: [],
      };
      this.namespaces.set(name, namespace);
    }
    return namespace;
  }

  /** Sets how the text of the source being checked is read. */
  setText(text: (span: Span) => string): void {
    this.currentText = text;
  }

  /** What is written at a place of the source being checked. */
  sourceText(span: Span): string {
    return this.currentText(span);
  }

  isIgnoredModule(name: string): boolean {
    return this.options.ignoredModules.has(name) && !this.modules.has(name);
  }

  /**
   * How often to warn that a pattern slows the scan down. Compat: of equal patterns that are no plain literals, only the
   * first of the rule set is warned of.
   */
  countSlowPieces({ value, key, isCaseInsensitive }: DeclaredPattern): number {
    if (value.kind === "regexp" && this.patternIds.has(key)) return 0;
    return countSlowPieces(value, isCaseInsensitive);
  }

  hasFeature(name: string): boolean {
    return this.options.features.has(name);
  }

  /** The module in whose schema a structure stands. */
  moduleOf(struct: StructType): string {
    const known = this.owners.get(struct);
    if (known !== undefined) return known;
    for (const module of this.modules.values()) claim(module.schema, module.name, this.owners);
    return this.owners.get(struct) ?? (struct.name === BUILTINS_MODULE ? BUILTINS_MODULE : GLOBALS_MODULE);
  }

  /** The number of a regular expression of a condition; E014 and its like for one that is not valid. */
  regexp(literal: RegexpLiteral): RegexpId {
    const { source, caseInsensitive, dotMatchesNewline } = literal;
    const key = keyOf(literal);
    const known = this.regexpIds.get(key);
    if (known !== undefined) return known;
    const relaxed = this.options.relaxedReSyntax;
    const parsed = parseRegexp(source, { caseInsensitive, dotMatchesNewline, relaxed, context: "matches" });
    if ("error" in parsed) return reject(regexpProblem(parsed.error, literal, literal.span));
    const id = this.regexps.length;
    this.regexps.push({ source, caseInsensitive, dotMatchesNewline, hir: parsed.regexp.hir });
    this.regexpIds.set(key, id);
    return id;
  }

  /** What {@link rollback} goes back to when the rule being checked is rejected. */
  mark(): number {
    return this.regexps.length;
  }

  rollback(mark: number): void {
    for (const regexp of this.regexps.splice(mark)) this.regexpIds.delete(keyOf(regexp));
  }

  /** The ids of a rule's patterns, whose use is known by now. */
  internPatterns(declared: readonly DeclaredPattern[], uses: readonly PatternUse[]): PatternId[] {
    return declared.map((pattern, i) => {
      const use = uses[i]!;
      return this.internPattern(pattern, typeof use.anchor === "bigint" ? use.anchor : undefined, use);
    });
  }

  private internPattern(
    declared: DeclaredPattern,
    anchor: bigint | undefined,
    { isExistenceEnough, isPlaceAsked }: PatternUse,
  ): PatternId {
    const key = anchor === undefined ? declared.key : `${anchor} ${declared.key}`;
    const known = this.patternIds.get(key);
    if (known !== undefined) {
      if (!isExistenceEnough) this.patterns[known]!.isExistenceEnough = false;
      if (isPlaceAsked) this.patterns[known]!.isPlaceAsked = true;
      return known;
    }
    const id = this.patterns.length;
    this.patterns.push({ value: declared.value, anchor, isExistenceEnough, isPlaceAsked });
    this.patternIds.set(key, id);
    return id;
  }

  accept(namespace: Namespace, accepted: AcceptedRule): void {
    namespace.rules.set(accepted.entry.name, accepted.entry);
    namespace.accepted.push(accepted);
  }

  private signaturesOf(modules: Iterable<string>): Map<string, FileSignature> {
    const signatures = new Map<string, FileSignature>();
    for (const name of modules) {
      const signature = this.modules.get(name)?.signature;
      if (signature !== undefined) signatures.set(name, signature);
    }
    return signatures;
  }

  /** A rule set of this rule alone, without its patterns, to see what becomes of its condition. */
  around(rule: CheckedRule): CheckedProgram {
    const { type, values } = this.globals;
    return {
      namespaces: [""],
      rules: [rule],
      patterns: [],
      regexps: this.regexps,
      modules: [],
      globals: { type, values },
    };
  }

  /** The whole rule set; may be asked for again after more rules. */
  finish(): CheckedProgram {
    const namespaces = [...this.namespaces.values()].filter(({ accepted }) => accepted.length > 0);
    const all = namespaces.flatMap(({ accepted }) => accepted);
    all.forEach(({ entry }, id) => {
      entry.id = id;
    });
    for (const { references } of all) for (const { node, target } of references) node.rule = target.id;
    const rules = namespaces.flatMap(({ accepted }, namespace) =>
      accepted.map(({ rule, entry }) => numbered(rule, namespace, entry.id)),
    );
    const imported = new Set(namespaces.flatMap(({ modules }) => [...modules.keys()]));
    return {
      namespaces: namespaces.map(({ name }) => name),
      rules,
      patterns: this.patterns.map(toSpec),
      regexps: [...this.regexps],
      modules: [...imported],
      signatures: this.signaturesOf(imported),
      customModules: this.options.customModules,
      globals: { type: this.globals.type, values: this.globals.values },
    };
  }
}

/** What tells regular expressions of conditions apart. */
function keyOf({ source, caseInsensitive, dotMatchesNewline }: Omit<CheckedRegexp, "hir">): string {
  return `${caseInsensitive ? "i" : ""}${dotMatchesNewline ? "s" : ""}/${source}`;
}

function numbered(rule: AcceptedRule["rule"], namespace: number, id: number): CheckedRule {
  const { name, isGlobal, isPrivate, tags, meta, patterns, condition } = rule;
  return { name, isGlobal, isPrivate, tags, meta, patterns, condition, namespace, id };
}

function toSpec({ value, anchor, isExistenceEnough, isPlaceAsked }: InternedPattern): PatternSpec {
  if (anchor === undefined) return isExistenceEnough ? value : { ...value, isExistenceEnough, isPlaceAsked };
  // Limit: no data is long enough for offsets beyond 2^53, so rounding them changes nothing.
  return { ...value, isExistenceEnough, anchor: Number(anchor) };
}

/** Notes that a structure and all within it belong to a module. Schemas may be recursive. */
function claim(struct: StructType, module: string, owners: Map<StructType, string>): void {
  const pending = [struct];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (owners.has(next)) continue;
    owners.set(next, module);
    for (const { type } of next.fields.values()) {
      let inner = type;
      while (inner.kind === "array" || inner.kind === "map")
        inner = inner.kind === "array" ? inner.item : inner.value;
      if (inner.kind === "struct") pending.push(inner);
      else if (inner.kind === "function")
        for (const { result } of inner.signatures) if (result.kind === "struct") pending.push(result);
    }
  }
}
