import { Lexer, parse, Token } from "@tyara/language/syntax";
import type { EditedSource } from "./apply-edits.ts";
import type { Page } from "./page.ts";
import { TokenList } from "./token-list.ts";

/**
 * Reads a formatted source again. Returns the first token of the original that came back as something else; undefined when
 * all are there, comments included. Edits touch white space only, so that kinds and lengths tell.
 */
export function findChangedToken(page: Page, edited: EditedSource): number | undefined {
  // Where the parser lost its way, only itself knows in which language it had the lexer read.
  return page.hasMistakes ? compareByParser(page, edited.text) : compareByLexer(page, edited.bytes);
}

function compareByParser({ tokens }: Page, text: string): number | undefined {
  const others = new TokenList(parse(text).tree);
  const count = Math.min(tokens.count, others.count);
  for (let token = 0; token < count; token++) {
    if (tokens.kinds[token] !== others.kinds[token]) return token;
    if (tokens.length(token) !== others.length(token) && !tokens.isComment(token)) return token;
  }
  return tokens.count === others.count ? undefined : count;
}

function compareByLexer({ tokens, modes }: Page, bytes: string): number | undefined {
  const lexer = new Lexer(bytes, Number.POSITIVE_INFINITY, bytes.length);
  for (let token = 0; token < tokens.count; token++) {
    lexer.mode = modes[token] as Lexer["mode"];
    const kind = lexVisible(lexer);
    if (kind !== tokens.kinds[token]) return token;
    const { tokens: read } = lexer;
    const length = read.ends[read.count - 1]! - read.start(read.count - 1);
    if (length !== tokens.length(token) && !tokens.isComment(token)) return token;
  }
  return lexVisible(lexer) === Token.EndOfFile ? undefined : tokens.count;
}

function lexVisible(lexer: Lexer): Token {
  for (;;) {
    const kind = lexer.next();
    if (kind !== Token.Whitespace && kind !== Token.Newline) return kind;
  }
}
