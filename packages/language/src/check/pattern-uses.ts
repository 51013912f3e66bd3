/**
 * The patterns of one rule and how its condition uses them.
 *
 * Two things are learned for the search: whether every use is `at` one and the same constant offset (then the pattern is
 * looked for there only), and what it asks: merely if there is a match (then one match is enough), or where.
 * Patterns get their final numbers when the rule is accepted; until then nodes hold indices into the rule, and every
 * place that holds one is remembered for the renumbering.
 */
import { type Span, spendMemory, spendWork } from "@tyara/base";
import type { PatternId, PatternRef } from "../ir/index.ts";

/** Bytes that an id takes in a list. */
const bytesPerId = 8;

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

/**
 * A set of patterns as conditions write it. Expressions that write the same set share one, so that what they cost does
 * not grow with the set.
 */
export class PatternSetUse {
  /** Indices into the rule's patterns; the rule set's ids once the rule is accepted. */
  readonly ids: PatternId[];
  /** Where the set was used so far, as {@link PatternUse} has it. */
  anchor: bigint | "none" | undefined;
  /** What was asked of it so far. */
  readonly questions: Set<PatternQuestion> = new Set();

  constructor(indices: readonly number[]) {
    this.ids = [...indices];
  }
}

export class PatternUses {
  readonly all: readonly PatternUse[];
  /** Whether the condition speaks of patterns by a wildcard. */
  hasWildcards = false;
  /** How many patterns the sets have that differ from each other. */
  setSizes = 0;
  private readonly byName = new Map<string, number>();
  private readonly references: { id: PatternId }[] = [];
  private readonly sets = new Map<string, PatternSetUse>();

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

  /** The set that is written like `key`, which `resolve` gives the indices of when it is new. Renumbered later. */
  set(key: string, resolve: () => readonly number[]): PatternSetUse {
    let set = this.sets.get(key);
    if (set === undefined) {
      set = new PatternSetUse(resolve());
      spendMemory(set.ids.length * bytesPerId);
      this.setSizes += set.ids.length;
      this.sets.set(key, set);
    }
    return set;
  }

  /** Notes a use of each pattern of a set. */
  useSet(set: PatternSetUse, anchor: bigint | undefined, question: PatternQuestion): void {
    const joined = set.anchor === undefined ? (anchor ?? "none") : set.anchor === anchor ? anchor : "none";
    if (joined === set.anchor && set.questions.has(question)) return;
    set.anchor = joined;
    set.questions.add(question);
    spendWork(set.ids.length);
    for (const index of set.ids) this.use(index, joined === "none" ? undefined : joined, question);
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
    for (const set of this.sets.values()) {
      set.ids.forEach((index, at) => {
        set.ids[at] = ids[index]!;
      });
    }
  }
}
