import { NodeKind, Token } from "@tyara/language/syntax";
import type { Page } from "./page.ts";

/**
 * Decides the gaps inside a condition, whose first token has been placed. The author's lines stay; parentheses and `with`
 * indent them.
 */
export function layOutCondition(page: Page, section: number, first: number): void {
  const { tokens, gaps, contentLevel } = page;
  const end = tokens.end(section);
  const marks = markTokens(page, section, first, end);
  let depth = 0;
  for (let token = first; token < end; token++) {
    const mark = marks[token - first]!;
    depth -= mark & ENDED_WITHS;
    if (token > first) {
      const lineEnds = tokens.lineEnds[token]!;
      if (lineEnds > 0 || mark & DECLARATION)
        gaps.onNewLine(token, contentLevel + depth - closersFrom(page, token), lineEnds > 1);
      else gaps.onLine(token, mark & TIGHT ? 0 : page.spaces(token), contentLevel + depth);
    }
    const kind = tokens.kinds[token];
    if (kind === Token.LeftParenthesis || kind === Token.With) depth++;
    else if (kind === Token.RightParenthesis) depth--;
  }
}

/** The number of parentheses that are closed at the start of a line. */
function closersFrom({ tokens }: Page, token: number): number {
  let i = token;
  while (tokens.kinds[i] === Token.RightParenthesis && (i === token || tokens.lineEnds[i] === 0)) i++;
  return i - token;
}

/** How many `with` end in front of a token; nesting is bounded by 250. */
const ENDED_WITHS = 0xff;
/** The token begins a declaration of a `with`, which has a line of its own. */
const DECLARATION = 0x100;
/** No space in front of the token: the `%` of `50% of them`. */
const TIGHT = 0x200;

/** What nodes say about the tokens `[first, end)` of a condition. */
function markTokens({ tree, tokens }: Page, section: number, first: number, end: number): Uint16Array {
  const marks = new Uint16Array(end - first + 1);
  for (let node = section - tree.subtreeSize(section) + 1; node < section; node++) {
    switch (tree.kind(node)) {
      case NodeKind.With:
        marks[tokens.end(node) - first]!++;
        break;
      case NodeKind.WithDeclaration:
        marks[tokens.first(node) - first]! |= DECLARATION;
        break;
      case NodeKind.Quantifier: {
        const last = tokens.end(node) - 1;
        if (tokens.kinds[last] === Token.Percent) marks[last - first]! |= TIGHT;
      }
    }
  }
  return marks;
}
