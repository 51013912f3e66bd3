import { Token } from "@tyara/language/syntax";
import type { TokenList } from "./token-list.ts";

/**
 * Deeper code is not indented any further.
 * Limit: the output stays proportional to the source, however deep hostile parentheses nest.
 */
const MAX_LEVEL = 64;

const Kind = { SameLine: 0, NewLine: 1, AfterEmptyLine: 2, Kept: 3 } as const;

/** Spaces between code and the comment that ends its line. */
const SPACES_BEFORE_TAIL_COMMENT = 2;

/**
 * What stands in front of each token: nothing, spaces, a new line, or what stood there. Gaps are decided in source order.
 * Two rules hold wherever they are decided: a line comment ends its line, and a comment at the end of a line keeps its distance.
 */
export class Gaps {
  readonly #tokens: TokenList;
  readonly #kinds: Uint8Array;
  /** Of a token on the same line: spaces in front of it; of one on a new line: its level. */
  readonly #amounts: Uint16Array;

  constructor(tokens: TokenList) {
    this.#tokens = tokens;
    this.#kinds = new Uint8Array(tokens.count);
    this.#amounts = new Uint16Array(tokens.count);
  }

  /** Puts a token behind the one before it; `level` counts when that one is a line comment. */
  onLine(token: number, spaces: number, level: number): void {
    if (token > 0 && this.#tokens.kinds[token - 1] === Token.LineComment) this.onNewLine(token, level, false);
    else this.#decide(token, Kind.SameLine, spaces);
  }

  onNewLine(token: number, level: number, isAfterEmptyLine: boolean): void {
    this.endLine(token);
    this.#decide(token, isAfterEmptyLine ? Kind.AfterEmptyLine : Kind.NewLine, Math.min(level, MAX_LEVEL));
  }

  /** Tells that a line ends in front of a token: what stands there may be a tail comment. */
  endLine(token: number): void {
    const last = token - 1;
    if (last > 0 && this.#tokens.isComment(last) && this.#kinds[last] === Kind.SameLine)
      this.#amounts[last] = SPACES_BEFORE_TAIL_COMMENT;
  }

  /** Leaves the gap in front of a token as it is. */
  keep(token: number): void {
    this.#kinds[token] = Kind.Kept;
  }

  /** Moves a token that is on the line of the one before. */
  setSpaces(token: number, spaces: number): void {
    if (this.#kinds[token] === Kind.SameLine) this.#amounts[token] = spaces;
  }

  isKept(token: number): boolean {
    return this.#kinds[token] === Kind.Kept;
  }

  /** Whether a token begins a line; the first of the file does. */
  beginsLine(token: number): boolean {
    const kind = this.#kinds[token];
    return token === 0 || kind === Kind.NewLine || kind === Kind.AfterEmptyLine;
  }

  isAfterEmptyLine(token: number): boolean {
    return this.#kinds[token] === Kind.AfterEmptyLine;
  }

  /** Spaces in front of a token on the same line, or the level of one that begins a line. */
  amount(token: number): number {
    return this.#amounts[token]!;
  }

  #decide(token: number, kind: number, amount: number): void {
    this.#kinds[token] = kind;
    this.#amounts[token] = amount;
  }
}
