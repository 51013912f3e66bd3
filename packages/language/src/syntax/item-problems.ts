/**
 * Which of the mistakes in one rule (or import, or include) are reported.
 *
 * Syntax errors always are. Of the literals that mean nothing only the first is, and only when the reference's parser
 * would get to see it: not behind a syntax error, not inside something that was given up, and not in an item that was
 * given up altogether. Mistakes of meaning are the compiler's.
 */
import type { Diagnostic } from "../diagnostics/index.ts";
import type { Identifier } from "./ast.ts";

export class ItemProblems {
  hasSyntaxError = false;
  /** The rule's name, once it is known. */
  name: Identifier | undefined;
  readonly #diagnostics: Diagnostic[];
  /** The first bad literal, and how many diagnostics there were before it. */
  #literal: { readonly diagnostic: Diagnostic; readonly at: number } | undefined;
  #openConstructs = 0;
  /** Where the outermost open construct begins. */
  #openFrom = 0;

  /** @param diagnostics where reports go, in the order of the source */
  constructor(diagnostics: Diagnostic[]) {
    this.#diagnostics = diagnostics;
  }

  addLiteral(diagnostic: Diagnostic): void {
    if (this.hasSyntaxError) return;
    this.#literal ??= { diagnostic, at: this.#diagnostics.length };
  }

  /** Reports what waited for the item's end, and says whether the item is sound. `isComplete`: it was not given up. */
  finish(isComplete: boolean): boolean {
    if (isComplete && this.#literal !== undefined) {
      this.#diagnostics.splice(this.#literal.at, 0, this.#literal.diagnostic);
    }
    return !this.hasSyntaxError && this.#literal === undefined;
  }

  /**
   * Marks the begin, at a byte offset, of something that means nothing until {@link endConstruct}: when its grammar
   * fails before that, what was wrong with literals inside is not reported. Constructs nest; the outermost counts.
   */
  beginConstruct(offset: number): void {
    if (this.#openConstructs++ === 0) this.#openFrom = offset;
  }

  endConstruct(): void {
    this.#openConstructs--;
  }

  /** Gives up the open constructs. */
  failConstructs(): void {
    const literalStart = this.#literal?.diagnostic.labels[0]?.span.start ?? -1;
    if (this.#openConstructs > 0 && literalStart >= this.#openFrom) this.#literal = undefined;
    this.#openConstructs = 0;
  }

  /**
   * Parses something that counts whatever becomes of the constructs around it, as the reference holds it with the
   * parentheses behind `for` and `with`.
   */
  apart<T>(parse: () => T): T {
    const open = this.#openConstructs;
    const from = this.#openFrom;
    this.#openConstructs = 0;
    const result = parse();
    this.#openConstructs = open;
    this.#openFrom = from;
    return result;
  }
}
