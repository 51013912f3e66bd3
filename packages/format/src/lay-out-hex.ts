import { LexerMode, Token } from "@tyara/language/syntax";
import { alignTailComments } from "./align.ts";
import type { Page } from "./page.ts";

/** Decides the gaps inside a hex pattern, whose brace has been placed. What has a line end somewhere takes several lines. */
export function layOutHexPattern(page: Page, hex: number): void {
  const { tokens, gaps, contentLevel, modes } = page;
  const opening = tokens.first(hex);
  const closing = tokens.end(hex) - 1;
  const isMultiLine = hasLineEnds(page, opening, closing);
  const level = contentLevel + 1;
  let isInJump = false;
  for (let token = opening + 1; token <= closing; token++) {
    modes[token] = isInJump ? LexerMode.Jump : LexerMode.Hex;
    const isBehindOpening = token === opening + 1 && !tokens.isTailComment(token);
    const lineEnds = tokens.lineEnds[token]!;
    if (!isMultiLine) gaps.onLine(token, spacesInHex(page, token, isInJump), level);
    else if (token === closing) gaps.onNewLine(token, contentLevel, false);
    else if (isBehindOpening || lineEnds > 0) gaps.onNewLine(token, level, !isBehindOpening && lineEnds > 1);
    else gaps.onLine(token, spacesInHex(page, token, isInJump), level);
    if (tokens.kinds[token] === Token.LeftBracket) isInJump = true;
    else if (tokens.kinds[token] === Token.RightBracket) isInJump = false;
  }
  if (isMultiLine) alignTailComments(page, opening + 1, closing);
}

function hasLineEnds({ tokens }: Page, opening: number, closing: number): boolean {
  for (let token = opening + 1; token <= closing; token++) if (tokens.lineEnds[token]! > 0) return true;
  return false;
}

function spacesInHex(page: Page, token: number, isInJump: boolean): number {
  if (page.tokens.isComment(token)) return 1;
  if (isInJump) return page.tokens.isComment(token - 1) ? 1 : 0;
  return page.spaces(token);
}
