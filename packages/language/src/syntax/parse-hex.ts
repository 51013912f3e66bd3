/** The grammar of hex patterns, where the lexer speaks two languages of its own. */
import type { Span } from "@tyara/base";
import type { HexAlternative, HexByte, HexBytes, HexJump, HexToken } from "./ast.ts";
import { LexerMode } from "./lexer.ts";
import { takeBoundedInteger } from "./literals.ts";
import type { Parser } from "./parser.ts";
import { Token } from "./token.ts";
import { NodeKind } from "./tree.ts";

const MAX_JUMP = 0xffff_ffff;

/** The tokens of a hex pattern, braces consumed. Jumps may still be impossible ones, which the compiler refuses. */
export function parseHexPattern(p: Parser): { readonly tokens: HexToken[]; readonly span: Span } {
  const mark = p.mark();
  p.beginConstruct();
  p.switchLexer(LexerMode.Hex);
  p.advance();
  const tokens = parseSequence(p);
  if (p.kind !== Token.RightBrace) p.fail("`[`", "a byte", "`(`", "`}`");
  p.switchLexer(LexerMode.Normal);
  p.endConstruct();
  p.advance();
  return { tokens, span: p.close(NodeKind.HexPattern, mark) };
}

/** Bytes, alternatives and jumps; a jump stands between two of the others. */
function parseSequence(p: Parser): HexToken[] {
  const tokens: HexToken[] = [];
  for (;;) {
    if (p.kind === Token.HexByte) tokens.push(parseBytes(p));
    else if (p.kind === Token.LeftParenthesis) tokens.push(parseAlternative(p));
    else if (tokens.length === 0) p.fail("a byte", "`(`");
    else if (p.kind === Token.LeftBracket) parseJumps(p, tokens);
    else return tokens;
  }
}

/** One jump or several, behind which something else must follow. */
function parseJumps(p: Parser, tokens: HexToken[]): void {
  while (p.kind === Token.LeftBracket) tokens.push(parseJump(p));
  if (p.kind !== Token.HexByte && p.kind !== Token.LeftParenthesis) p.fail("`[`", "a byte", "`(`");
}

/** A row of plain bytes, or one byte that is not plain. */
function parseBytes(p: Parser): HexBytes | HexByte {
  const mark = p.mark();
  let count = 0;
  for (; isPlainByte(p); count++) p.advance();
  if (count === 0) return parseMaskedByte(p);
  return { kind: "bytes", value: readBytes(p, mark.token, count), span: p.spanFrom(mark) };
}

/** Whether the current token is a byte that is given wholly. */
function isPlainByte({ kind, start, length, source: { bytes } }: Parser): boolean {
  if (kind !== Token.HexByte || length !== 2) return false;
  return hexDigitOrMask(bytes.charCodeAt(start)) >= 0 && hexDigitOrMask(bytes.charCodeAt(start + 1)) >= 0;
}

/** The values of so many bytes, the first of them at a token. */
function readBytes({ tokens, source }: Parser, token: number, count: number): Uint8Array {
  const values = new Uint8Array(count);
  for (let i = token, at = 0; at < count; i++) {
    if (tokens.kinds[i] !== Token.HexByte) continue;
    const start = tokens.start(i);
    const high = hexDigitOrMask(source.bytes.charCodeAt(start));
    values[at++] = (high << 4) | hexDigitOrMask(source.bytes.charCodeAt(start + 1));
  }
  return values;
}

function parseMaskedByte(p: Parser): HexByte {
  const span = p.take();
  const { bytes } = p.source;
  const negated = span.end - span.start === 3;
  const high = hexDigitOrMask(bytes.charCodeAt(span.end - 2));
  const low = hexDigitOrMask(bytes.charCodeAt(span.end - 1));
  const mask = (high < 0 ? 0 : 0xf0) | (low < 0 ? 0 : 0x0f);
  return { kind: "byte", value: (Math.max(high, 0) << 4) | Math.max(low, 0), mask, negated, span };
}

/** The value of a hexadecimal digit, or -1 for `?`. */
function hexDigitOrMask(code: number): number {
  if (code === 63) return -1;
  return code <= 57 ? code - 48 : (code | 32) - 87;
}

/** `[n]`, `[n-m]`, `[n-]`, `[-m]`, `[-]`. */
function parseJump(p: Parser): HexJump {
  const mark = p.mark();
  p.switchLexer(LexerMode.Jump);
  p.advance();
  let start: number | undefined;
  let end: number | undefined;
  if (p.at(Token.Integer)) {
    start = end = takeBoundedInteger(p, MAX_JUMP).value;
  } else if (!p.at(Token.Minus)) p.fail("an integer", "`-`");
  if (p.accept(Token.Minus)) {
    end = p.at(Token.Integer) ? takeBoundedInteger(p, MAX_JUMP).value : undefined;
    if (!p.at(Token.RightBracket)) p.fail(...(end === undefined ? ["an integer"] : []), "`]`");
  }
  if (!p.at(Token.RightBracket)) p.fail("`-`", "`]`");
  if (p.lexerIsIn(LexerMode.Jump)) p.switchLexer(LexerMode.Hex);
  p.advance();
  const span = p.close(NodeKind.HexJump, mark);
  return { kind: "jump", start, end, span };
}

/** `( A | B … )`. */
function parseAlternative(p: Parser): HexAlternative {
  const mark = p.mark();
  p.enter();
  const alternatives: HexToken[][] = [];
  do {
    p.advance();
    alternatives.push(parseSequence(p));
  } while (p.at(Token.Pipe));
  p.leave();
  p.expect(Token.RightParenthesis, "`[`", "a byte", "`(`", "`|`");
  return { kind: "alternative", alternatives, span: p.close(NodeKind.HexAlternative, mark) };
}
