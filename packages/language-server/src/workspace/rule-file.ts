/** A file of rules as others see it: what it declares, names and includes. */
import type { Range } from "vscode-languageserver";
import type { RuleDocument } from "../document.ts";
import { indexOf } from "./segment-index.ts";

export interface RuleSymbol {
  readonly name: string;
  readonly uri: string;
  /** Of the name. */
  readonly nameRange: Range;
  /** Of the whole rule. */
  readonly range: Range;
  readonly isGlobal: boolean;
  readonly isPrivate: boolean;
}

export interface IncludedPath {
  readonly path: string;
  readonly range: Range;
}

export interface RuleFile {
  readonly uri: string;
  /** The first rule of each name. */
  readonly rules: ReadonlyMap<string, RuleSymbol>;
  readonly modules: ReadonlySet<string>;
  readonly includes: readonly IncludedPath[];
  /** Where rules are named in conditions, by name. */
  readonly references: ReadonlyMap<string, readonly Range[]>;
  readonly tags: ReadonlySet<string>;
  readonly metaNames: ReadonlySet<string>;
}

/** What others see of a document. */
export function ruleFileOf(document: RuleDocument): RuleFile {
  const { uri, source } = document;
  const rules = new Map<string, RuleSymbol>();
  const modules = new Set<string>();
  const includes: IncludedPath[] = [];
  const references = new Map<string, Range[]>();
  const tags = new Set<string>();
  const metaNames = new Set<string>();
  source.segments.forEach((segment, i) => {
    const index = indexOf(segment);
    const { rule, module, include } = index;
    if (rule !== undefined && !rules.has(rule.name))
      rules.set(rule.name, {
        name: rule.name,
        uri,
        nameRange: document.range(i, rule.span),
        range: document.range(i, rule.whole),
        isGlobal: rule.isGlobal,
        isPrivate: rule.isPrivate,
      });
    if (module !== undefined) modules.add(module.name);
    if (include !== undefined) includes.push({ path: include.name, range: document.range(i, include.span) });
    for (const { name, span } of index.references) {
      const range = document.range(i, span);
      const known = references.get(name);
      if (known === undefined) references.set(name, [range]);
      else known.push(range);
    }
    for (const tag of index.tags) tags.add(tag);
    for (const name of index.metaNames) metaNames.add(name);
  });
  return { uri, rules, modules, includes, references, tags, metaNames };
}
