/**
 * Sets of patterns of which one must match, as facts hold them. Conditions name the same large sets again and again, so
 * equal sets that are made in the same way are one object, and what is known of a set is worked out once.
 */
import { spendWork } from "@tyara/base";
import type { PatternId } from "@tyara/language/ir";

export type PatternSet = ReadonlySet<PatternId>;

/** How much work looking for each pattern makes, by id: where any pattern will do, those that make least are taken. */
export type PatternLoads = ArrayLike<number>;

/** Limit: alternatives that are worth a list; beyond them a fact excludes little. */
const maxPatterns = 4096;

/** Sets of more patterns are rounded up to a power of two, so that there are few for each list. */
const maxExactSize = 64;

/** The sets that one list of patterns gave. */
interface OfList {
  readonly cheapestFirst: readonly PatternId[];
  readonly bySize: Map<number, PatternSet>;
}

export class PatternSets {
  readonly #loads: PatternLoads;
  readonly #lists = new Map<readonly PatternId[], OfList>();
  readonly #numbers = new Map<PatternSet, number>();
  readonly #unions = new Map<string, PatternSet | undefined>();
  readonly #setLoads = new Map<PatternSet, number>();

  /** @param loads by id; patterns without one are all the same. */
  constructor(loads: PatternLoads) {
    this.#loads = loads;
  }

  /** At least `count` of the patterns, those that make least work; `undefined` for none and for too many. */
  cheapest(patterns: readonly PatternId[], count: number): PatternSet | undefined {
    const size = Math.min(roundUp(count), patterns.length);
    if (size === 0 || size > maxPatterns) return undefined;
    const list = this.#listOf(patterns);
    let set = list.bySize.get(size);
    if (set === undefined) {
      spendWork(size);
      list.bySize.set(size, (set = new Set(list.cheapestFirst.slice(0, size))));
    }
    return set;
  }

  /** One set of all patterns; `undefined` when an alternative demands none, or when it would be too large to exclude much. */
  united(sets: readonly (PatternSet | undefined)[]): PatternSet | undefined {
    const distinct = [...new Set(sets)];
    if (distinct.length === 1) return distinct[0];
    if (distinct.includes(undefined)) return undefined;
    const key = distinct.map((set) => this.#numberOf(set!)).join();
    if (!this.#unions.has(key)) this.#unions.set(key, unite(distinct as PatternSet[]));
    return this.#unions.get(key);
  }

  /** The set that is looked for with less work. */
  cheaper(a: PatternSet | undefined, b: PatternSet | undefined): PatternSet | undefined {
    if (a === undefined || b === undefined) return a ?? b;
    return a === b || this.#loadOf(a) <= this.#loadOf(b) ? a : b;
  }

  #listOf(patterns: readonly PatternId[]): OfList {
    let list = this.#lists.get(patterns);
    if (list === undefined) {
      spendWork(patterns.length);
      const cheapestFirst = [...patterns].sort((a, b) => this.#load(a) - this.#load(b));
      this.#lists.set(patterns, (list = { cheapestFirst, bySize: new Map() }));
    }
    return list;
  }

  #loadOf(set: PatternSet): number {
    let sum = this.#setLoads.get(set);
    if (sum === undefined) {
      sum = 0;
      for (const pattern of set) sum += this.#load(pattern);
      this.#setLoads.set(set, sum);
    }
    return sum;
  }

  #load(pattern: PatternId): number {
    return this.#loads[pattern] ?? 1;
  }

  #numberOf(set: PatternSet): number {
    let number = this.#numbers.get(set);
    if (number === undefined) this.#numbers.set(set, (number = this.#numbers.size));
    return number;
  }
}

function unite(sets: readonly PatternSet[]): PatternSet | undefined {
  const united = new Set<PatternId>();
  for (const set of sets) {
    spendWork(set.size);
    for (const pattern of set) united.add(pattern);
    if (united.size > maxPatterns) return undefined;
  }
  return united;
}

function roundUp(size: number): number {
  return size <= maxExactSize ? size : 2 ** Math.ceil(Math.log2(size));
}
