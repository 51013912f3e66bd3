import type { Diagnostic } from "../diagnostics/index.ts";

/**
 * Diagnostics of one severity, the first ones of which are kept: files that include each other can bring forth a million.
 * The last one says how many there were besides.
 */
export class DiagnosticList {
  readonly #kept: Diagnostic[] = [];
  readonly #limit: number;
  readonly #summarise: (count: number) => Diagnostic;
  #overflow = 0;
  #all: readonly Diagnostic[] | undefined;

  constructor(limit: number, summarise: (count: number) => Diagnostic) {
    this.#limit = limit;
    this.#summarise = summarise;
  }

  /** Whether it is kept, not only counted. */
  add(diagnostic: Diagnostic): boolean {
    this.#all = undefined;
    if (this.#kept.length < this.#limit) this.#kept.push(diagnostic);
    else this.#overflow++;
    return this.#kept.at(-1) === diagnostic;
  }

  /** Puts another in the place of one that is kept. */
  replace(diagnostic: Diagnostic, other: Diagnostic): void {
    this.#all = undefined;
    this.#kept[this.#kept.lastIndexOf(diagnostic)] = other;
  }

  get keptCount(): number {
    return this.#kept.length;
  }

  get all(): readonly Diagnostic[] {
    this.#all ??= this.#overflow === 0 ? [...this.#kept] : [...this.#kept, this.#summarise(this.#overflow)];
    return this.#all;
  }
}
