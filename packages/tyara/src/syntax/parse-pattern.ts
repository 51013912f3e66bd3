/** The grammar of patterns: text, regular expressions, hex patterns, and their modifiers. */
import type { Span } from "../base/index.ts";
import type { Base64Alphabet, Identifier, Pattern, PatternModifier } from "./ast.ts";
import { takeBoundedInteger, takePlainString, takeRegexp, takeString } from "./literals.ts";
import { parseHexPattern } from "./parse-hex.ts";
import type { Parser } from "./parser.ts";
import { Token } from "./token.ts";
import { NodeKind } from "./tree.ts";

/** `$name = value modifiers`. */
export function parsePattern(p: Parser): Pattern {
  const mark = p.mark();
  if (p.kind !== Token.PatternIdentifier) p.fail("a pattern such as `$a`");
  const name = p.takeName();
  p.expect(Token.Equal);
  return { ...parseValue(p, name), span: p.close(NodeKind.Pattern, mark) };
}

type WithoutSpan<T> = T extends unknown ? Omit<T, "span"> : never;

function parseValue(p: Parser, name: Identifier): WithoutSpan<Pattern> {
  switch (p.kind) {
    case Token.String: {
      const { value, span } = takeString(p);
      return { kind: "text", name, value, valueSpan: span, modifiers: parseModifiers(p) };
    }
    case Token.Regexp: {
      const regexp = takeRegexp(p);
      return { kind: "regexp", name, regexp, valueSpan: regexp.span, modifiers: parseModifiers(p) };
    }
    case Token.LeftBrace: {
      const { tokens, span } = parseHexPattern(p);
      return { kind: "hex", name, tokens, valueSpan: span, modifiers: parseModifiers(p) };
    }
    default:
      return p.fail("a string", "a regular expression", "`{`");
  }
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
