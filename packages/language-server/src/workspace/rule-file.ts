/** A file of rules as others see it: what it declares, names and includes. */
import type { Range } from "vscode-languageserver";
import type { RuleDocument, Span } from "../document.ts";
import { type DeclaredRule, indexOf, type NamedSpan, type SegmentIndex } from "./segment-index.ts";

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

/** What others see of a document, worked out part by part when it is asked for: after each key little of it is. */
export class DocumentFile implements RuleFile {
  readonly uri: string;
  readonly #document: RuleDocument;
  #rules: ReadonlyMap<string, RuleSymbol> | undefined;
  #references: ReadonlyMap<string, readonly Range[]> | undefined;
  #includes: readonly IncludedPath[] | undefined;

  constructor(document: RuleDocument) {
    this.uri = document.uri;
    this.#document = document;
  }

  get rules(): ReadonlyMap<string, RuleSymbol> {
    return (this.#rules ??= this.#findRules());
  }

  get modules(): ReadonlySet<string> {
    return this.#names(({ module }) => (module === undefined ? [] : [module.name]));
  }

  get includes(): readonly IncludedPath[] {
    this.#includes ??= this.#document.source.segments.flatMap((segment, i) => {
      const { include } = indexOf(segment);
      return include === undefined ? [] : [new PlacedPath(this.#document, i, include)];
    });
    return this.#includes;
  }

  get references(): ReadonlyMap<string, readonly Range[]> {
    return (this.#references ??= this.#findReferences());
  }

  get tags(): ReadonlySet<string> {
    return this.#names(({ tags }) => tags);
  }

  get metaNames(): ReadonlySet<string> {
    return this.#names(({ metaNames }) => metaNames);
  }

  #names(of: (index: SegmentIndex) => readonly string[]): ReadonlySet<string> {
    return new Set(this.#document.source.segments.flatMap((segment) => of(indexOf(segment))));
  }

  #findRules(): Map<string, RuleSymbol> {
    const rules = new Map<string, RuleSymbol>();
    this.#document.source.segments.forEach((segment, i) => {
      const { rule } = indexOf(segment);
      if (rule !== undefined && !rules.has(rule.name))
        rules.set(rule.name, new PlacedRule(this.#document, i, rule));
    });
    return rules;
  }

  #findReferences(): Map<string, Range[]> {
    const references = new Map<string, Range[]>();
    this.#document.source.segments.forEach((segment, i) => {
      for (const { name, span } of indexOf(segment).references) {
        const range = this.#document.range(i, span);
        const known = references.get(name);
        if (known === undefined) references.set(name, [range]);
        else known.push(range);
      }
    });
    return references;
  }
}

/** A rule of a document. Its places are worked out when somebody asks. */
class PlacedRule implements RuleSymbol {
  readonly name: string;
  readonly isGlobal: boolean;
  readonly isPrivate: boolean;
  readonly #document: RuleDocument;
  readonly #index: number;
  readonly #rule: DeclaredRule;

  constructor(document: RuleDocument, index: number, rule: DeclaredRule) {
    this.name = rule.name;
    this.isGlobal = rule.isGlobal;
    this.isPrivate = rule.isPrivate;
    this.#document = document;
    this.#index = index;
    this.#rule = rule;
  }

  get uri(): string {
    return this.#document.uri;
  }

  get nameRange(): Range {
    return this.#document.range(this.#index, this.#rule.span);
  }

  get range(): Range {
    return this.#document.range(this.#index, this.#rule.whole);
  }
}

class PlacedPath implements IncludedPath {
  readonly path: string;
  readonly #document: RuleDocument;
  readonly #index: number;
  readonly #span: Span;

  constructor(document: RuleDocument, index: number, { name, span }: NamedSpan) {
    this.path = name;
    this.#document = document;
    this.#index = index;
    this.#span = span;
  }

  get range(): Range {
    return this.#document.range(this.#index, this.#span);
  }
}

/** The same as plain data, which holds nothing of the document. */
export function settled(file: RuleFile): RuleFile {
  const rules = new Map(
    [...file.rules].map(([key, { name, uri, nameRange, range, isGlobal, isPrivate }]) => [
      key,
      { name, uri, nameRange, range, isGlobal, isPrivate },
    ]),
  );
  const includes = file.includes.map(({ path, range }) => ({ path, range }));
  const { uri, modules, references, tags, metaNames } = file;
  return { uri, rules, modules, includes, references, tags, metaNames };
}
