import { LexerMode, type SyntaxTree, Token } from "@tyara/language/syntax";
import { Gaps } from "./gaps.ts";
import type { Style } from "./options.ts";
import { endsValue, spacesBetween } from "./spacing.ts";
import { TokenList } from "./token-list.ts";

/** One source on its way to a layout: what the parts of the formatter share. */
export class Page {
  readonly tree: SyntaxTree;
  readonly tokens: TokenList;
  readonly gaps: Gaps;
  readonly style: Style;
  /** Levels of section headers and of what they hold. */
  readonly headerLevel: number;
  readonly contentLevel: number;
  /** The language of the lexer in front of each token; see {@link sameTokens}. */
  readonly modes: Uint8Array;
  /** Whether something was kept because the parser did not understand it. */
  hasMistakes = false;
  /** Tokens between `fmt: off` and `fmt: on`, the second comment included. */
  readonly #isOff: Uint8Array | undefined;

  constructor(tree: SyntaxTree, style: Style) {
    this.tree = tree;
    this.style = style;
    this.tokens = new TokenList(tree);
    this.gaps = new Gaps(this.tokens);
    this.headerLevel = style.indentSectionHeaders ? 1 : 0;
    this.contentLevel = this.headerLevel + (style.indentSectionContents ? 1 : 0);
    this.modes = new Uint8Array(this.tokens.count).fill(LexerMode.Normal);
    this.#isOff = findRegions(this.tokens);
  }

  /** Whether the author wants a token to stay where it is. */
  isOff(token: number): boolean {
    return this.#isOff !== undefined && this.#isOff[token] === 1;
  }

  /** Leaves the gaps between the tokens `[first, end)` as they are: the parser has found a mistake among them. */
  keepInside(first: number, end: number): void {
    this.hasMistakes = true;
    for (let token = first + 1; token < end; token++) this.gaps.keep(token);
  }

  /** Undoes what was decided about tokens that the author wants left alone. */
  keepRegions(): void {
    if (this.#isOff === undefined) return;
    for (let token = 0; token < this.tokens.count; token++) if (this.isOff(token)) this.gaps.keep(token);
  }

  /** Spaces in front of a token when it stands behind the one before it. */
  spaces(token: number): number {
    const { kinds } = this.tokens;
    if (this.tokens.isComment(token)) return spacesBetween(kinds[token - 1]!, Token.Identifier, false);
    return spacesBetween(kinds[token - 1]!, kinds[token]!, this.isSign(token - 1));
  }

  /** Whether a token is a `-` or `~` in front of its only operand. */
  isSign(token: number): boolean {
    const { kinds } = this.tokens;
    if (kinds[token] === Token.Tilde) return true;
    if (kinds[token] !== Token.Minus) return false;
    let before = token - 1;
    while (before >= 0 && this.tokens.isComment(before)) before--;
    return before < 0 || !endsValue(kinds[before]!);
  }

  /** Puts a token of a construct that stands on one line: only comments may break it. */
  join(token: number, level: number, spaces: number = this.spaces(token)): void {
    const { tokens } = this;
    const mayBreak = tokens.isComment(token) || tokens.isComment(token - 1);
    if (mayBreak && tokens.lineEnds[token]! > 0) this.gaps.onNewLine(token, level, false);
    else this.gaps.onLine(token, spaces, level);
  }

  /** Puts a comment between two constructs: where it was, on a line of its own or at the end of one. */
  placeComment(token: number, level: number, mayFollowEmptyLine: boolean): void {
    const lineEnds = this.tokens.lineEnds[token]!;
    if (lineEnds === 0) this.gaps.onLine(token, 1, level);
    else this.gaps.onNewLine(token, level, mayFollowEmptyLine && lineEnds > 1);
  }
}

const SWITCH = /^\/\/\s*fmt:\s*(on|off)\s*$/;
/** A comment that switches the formatter is not longer than this. */
const MAX_SWITCH_LENGTH = 40;

function findRegions(tokens: TokenList): Uint8Array | undefined {
  let isOff = 0;
  let regions: Uint8Array | undefined;
  for (let token = 0; token < tokens.count; token++) {
    if (regions !== undefined) regions[token] = isOff;
    if (tokens.kinds[token] !== Token.LineComment || tokens.length(token) > MAX_SWITCH_LENGTH) continue;
    const [, state] = SWITCH.exec(tokens.text(token)) ?? [];
    if (state === undefined) continue;
    isOff = state === "off" ? 1 : 0;
    if (isOff === 1) regions ??= new Uint8Array(tokens.count);
  }
  return regions;
}
