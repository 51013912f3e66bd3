/**
 * The patterns of one rule and how its condition uses them.
 *
 * Two things are learned for the search: whether every use is `at` one and the same constant offset (then the pattern is
 * looked for there only), and what it asks: merely if there is a match (then one match is enough), or where.
 * Patterns get their final numbers when the rule is accepted; until then nodes hold indices into the rule, and every
 * place that holds one is remembered for the renumbering.
 */
import type { Span } from "../../base/index.ts";
import type { PatternId, PatternRef } from "../ir.ts";

/** One declared pattern, in order of declaration. */
export interface PatternUse {
  /** With its `$`. */
  readonly name: string;
  readonly span: Span;
  isUsed: boolean;
  /** `undefined`: not used yet; `none`: used without a constant offset, or at several. */
  anchor: bigint | "none" | undefined;
  isExistenceEnough: boolean;
  isPlaceAsked: boolean;
}

/** What a use of a pattern asks: whether it matches, for the list of its matches, whether one begins at or between offsets. */
export type PatternQuestion = "whether" | "list" | "where";

export class PatternUses {
  readonly all: readonly PatternUse[];
  /** Whether the condition speaks of patterns by a wildcard. */
  hasWildcards = false;
  private readonly byName = new Map<string, number>();
  private readonly references: { id: PatternId }[] = [];
  private readonly sets: PatternId[][] = [];

  constructor(patterns: readonly { readonly name: string; readonly span: Span }[]) {
    this.all = patterns.map(({ name, span }) => ({
      name,
      span,
      isUsed: false,
      anchor: undefined,
      isExistenceEnough: true,
      isPlaceAsked: false,
    }));
    patterns.forEach(({ name }, index) => {
      if (name !== "$" && !this.byName.has(name)) this.byName.set(name, index);
    });
  }

  /** The index of a pattern by its name without sigil. */
  find(name: string): number | undefined {
    return this.byName.get(`$${name}`);
  }

  /** A reference to a pattern that is renumbered later. */
  reference(index: number): PatternRef {
    const reference = { kind: "pattern" as const, id: index };
    this.references.push(reference);
    return reference;
  }

  /** A set of patterns that is renumbered later. */
  set(indices: readonly number[]): readonly PatternId[] {
    const set = [...indices];
    this.sets.push(set);
    return set;
  }

  /** Notes a use: at a constant offset, or anywhere; and what it asks. */
  use(index: number, anchor: bigint | undefined, question: PatternQuestion): void {
    const pattern = this.all[index]!;
    pattern.isUsed = true;
    if (question !== "whether") pattern.isExistenceEnough = false;
    if (question === "where") pattern.isPlaceAsked = true;
    if (anchor === undefined) pattern.anchor = "none";
    else if (pattern.anchor === undefined) pattern.anchor = anchor;
    else if (pattern.anchor !== anchor) pattern.anchor = "none";
  }

  /** Replaces indices by the rule set's pattern ids. */
  renumber(ids: readonly PatternId[]): void {
    for (const reference of this.references) reference.id = ids[reference.id]!;
    for (const set of this.sets)
      set.forEach((index, at) => {
        set[at] = ids[index]!;
      });
  }
}
