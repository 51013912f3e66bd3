/** The grammar of patterns: text, regular expressions, hex patterns, and their modifiers. */
import type { Span } from "@tyara/base";
import type {
  Base64Alphabet,
  HexPattern,
  Identifier,
  Pattern,
  PatternModifier,
  RegexpPattern,
  TextPattern,
} from "./ast.ts";
import { takeBoundedInteger, takePlainString, takeRegexp, takeString } from "./literals.ts";
import { parseHexPattern } from "./parse-hex.ts";
import type { Mark, Parser } from "./parser.ts";
import { Token } from "./token.ts";
import { NodeKind } from "./tree.ts";

/** `$name = value modifiers`. */
export function parsePattern(p: Parser): Pattern {
  const mark = p.mark();
  if (!p.at(Token.PatternIdentifier)) p.fail("a pattern such as `$a`");
  const name = p.takeName();
  p.expect(Token.Equal);
  switch (p.kind) {
    case Token.String:
      return parseText(p, mark, name);
    case Token.Regexp:
      return parseRegexp(p, mark, name);
    case Token.LeftBrace:
      return parseHex(p, mark, name);
    default:
      return p.fail("a string", "a regular expression", "`{`");
  }
}

function parseText(p: Parser, mark: Mark, name: Identifier): TextPattern {
  const { value, span: valueSpan } = takeString(p);
  const modifiers = parseModifiers(p);
  return { kind: "text", name, value, valueSpan, modifiers, span: p.close(NodeKind.Pattern, mark) };
}

function parseRegexp(p: Parser, mark: Mark, name: Identifier): RegexpPattern {
  const regexp = takeRegexp(p);
  const modifiers = parseModifiers(p);
  return {
    kind: "regexp",
    name,
    regexp,
    valueSpan: regexp.span,
    modifiers,
    span: p.close(NodeKind.Pattern, mark),
  };
}

function parseHex(p: Parser, mark: Mark, name: Identifier): HexPattern {
  const { tokens, span: valueSpan } = parseHexPattern(p);
  const modifiers = parseModifiers(p);
  return { kind: "hex", name, tokens, valueSpan, modifiers, span: p.close(NodeKind.Pattern, mark) };
}

function parseModifiers(p: Parser): PatternModifier[] {
  const modifiers: PatternModifier[] = [];
  const mark = p.mark();
  for (;;) {
    const modifier = parseModifier(p);
    if (modifier === undefined) break;
    modifiers.push(modifier);
  }
  if (modifiers.length > 0) p.close(NodeKind.PatternModifiers, mark);
  return modifiers;
}

function parseModifier(p: Parser): PatternModifier | undefined {
  switch (p.kind) {
    case Token.Ascii:
      return { kind: "ascii", span: takeSimpleModifier(p) };
    case Token.Wide:
      return { kind: "wide", span: takeSimpleModifier(p) };
    case Token.Nocase:
      return { kind: "nocase", span: takeSimpleModifier(p) };
    case Token.Fullword:
      return { kind: "fullword", span: takeSimpleModifier(p) };
    case Token.Private:
      return { kind: "private", span: takeSimpleModifier(p) };
    case Token.Xor:
      return parseXor(p);
    case Token.Base64:
      return parseBase64(p, "base64");
    case Token.Base64Wide:
      return parseBase64(p, "base64wide");
    default:
      return undefined;
  }
}

function takeSimpleModifier(p: Parser): Span {
  const mark = p.mark();
  p.advance();
  return p.close(NodeKind.PatternModifier, mark);
}

const MAX_XOR_KEY = 255;

/** `xor`, `xor(key)`, `xor(lower-upper)`. */
function parseXor(p: Parser): PatternModifier {
  const mark = p.mark();
  p.beginConstruct();
  p.advance();
  let start = 0;
  let end = MAX_XOR_KEY;
  if (p.accept(Token.LeftParenthesis)) {
    start = end = parseXorKey(p);
    if (p.accept(Token.Minus)) end = parseXorKey(p);
    p.expect(Token.RightParenthesis, "`-`");
  }
  p.endConstruct();
  const span = p.close(NodeKind.PatternModifier, mark);
  return { kind: "xor", start, end, span };
}

function parseXorKey(p: Parser): number {
  if (p.kind !== Token.Integer) p.fail("an integer");
  return takeBoundedInteger(p, MAX_XOR_KEY).value;
}

function parseBase64(p: Parser, kind: "base64" | "base64wide"): PatternModifier {
  const mark = p.mark();
  p.beginConstruct();
  p.advance();
  let alphabet: Base64Alphabet | undefined;
  if (p.accept(Token.LeftParenthesis)) {
    if (p.kind !== Token.String) p.fail("a string with the alphabet");
    alphabet = takePlainString(p);
    p.expect(Token.RightParenthesis);
  }
  p.endConstruct();
  return { kind, alphabet, span: p.close(NodeKind.PatternModifier, mark) };
}
