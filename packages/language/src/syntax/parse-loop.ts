/** The grammar of `of`, `for` and `with`, and of what they are made of: quantifiers, pattern sets, ranges, anchors. */
import type {
  Anchor,
  Expr,
  Identifier,
  Iterable,
  OfExpr,
  PatternSet,
  PatternSetItem,
  Quantifier,
  Range,
  WithDeclaration,
} from "./ast.ts";
import type { Mark, Parser } from "./parser.ts";
import { Token } from "./token.ts";
import { NodeKind } from "./tree.ts";

// ── Anchors and ranges ──

/** `at EXPR` or `in (a..b)`, if there is one. */
export function parseAnchor(p: Parser): Anchor | undefined {
  const mark = p.mark();
  if (p.accept(Token.At)) {
    const offset = p.expressions.value(p);
    return { kind: "at", offset, span: p.close(NodeKind.Anchor, mark) };
  }
  if (!p.accept(Token.In)) return undefined;
  const range = parseRange(p);
  return { kind: "in", range, span: p.close(NodeKind.Anchor, mark) };
}

/** `(lower..upper)`. */
export function parseRange(p: Parser): Range {
  const mark = p.mark();
  p.expect(Token.LeftParenthesis);
  const lower = p.expressions.value(p);
  p.expect(Token.Dot, "an operator");
  return finishRange(p, mark, lower);
}

/** A range whose first dot has been consumed. */
function finishRange(p: Parser, mark: Mark, lower: Expr): Range {
  p.expect(Token.Dot);
  const upper = p.expressions.value(p);
  p.expect(Token.RightParenthesis, "an operator");
  return { lower, upper, span: p.close(NodeKind.Range, mark) };
}

// ── Quantifiers ──

function parseKeywordQuantifier(p: Parser): Quantifier | undefined {
  const mark = p.mark();
  const kind = KEYWORD_QUANTIFIERS[p.kind];
  if (kind === undefined) return undefined;
  p.advance();
  return { kind, span: p.close(NodeKind.Quantifier, mark) };
}

const KEYWORD_QUANTIFIERS: Readonly<Record<number, "all" | "any" | "none">> = {
  [Token.All]: "all",
  [Token.Any]: "any",
  [Token.None]: "none",
};

function parseForQuantifier(p: Parser): Quantifier {
  const mark = p.mark();
  const keyword = parseKeywordQuantifier(p);
  if (keyword !== undefined) return keyword;
  const value = p.expressions.quantifier(p);
  const kind = p.accept(Token.Percent) ? "percentage" : "count";
  return { kind, value, span: p.close(NodeKind.Quantifier, mark) };
}

// ── `of` ──

/** `all of …`, `any of …`, `none of …`. */
export function parseKeywordOf(p: Parser): OfExpr {
  const mark = p.mark();
  const quantifier = parseKeywordQuantifier(p) ?? p.fail("a quantifier");
  return finishOf(p, mark, quantifier);
}

/** The rest of an `of` behind its quantifier, which begins at `mark`. */
export function finishOf(p: Parser, mark: Mark, quantifier: Quantifier): OfExpr {
  p.expect(Token.Of);
  if (p.kind === Token.LeftParenthesis && !isPatternSet(p)) {
    const items = parseTuple(p, p.expressions.truth);
    return {
      kind: "of",
      quantifier,
      items: { kind: "tuple", ...items },
      anchor: undefined,
      span: p.close(NodeKind.Of, mark),
    };
  }
  const set = parsePatternSet(p);
  const anchor = parseAnchor(p);
  return {
    kind: "of",
    quantifier,
    items: { kind: "patterns", set },
    anchor,
    span: p.close(NodeKind.Of, mark),
  };
}

/** `( EXPR, … )`. */
function parseTuple(
  p: Parser,
  parseItem: (p: Parser) => Expr,
): { readonly items: readonly Expr[]; readonly span: Iterable["span"] } {
  const mark = p.mark();
  p.expect(Token.LeftParenthesis);
  return finishTuple(p, mark, [parseItem(p)], parseItem);
}

function finishTuple(
  p: Parser,
  mark: Mark,
  items: Expr[],
  parseItem: (p: Parser) => Expr,
): { readonly items: readonly Expr[]; readonly span: Iterable["span"] } {
  while (p.accept(Token.Comma)) items.push(parseItem(p));
  p.expect(Token.RightParenthesis, "an operator", "`,`");
  return { items, span: p.close(NodeKind.Tuple, mark) };
}

// ── Pattern sets ──

/** Looks ahead whether the parentheses here hold pattern names and wildcards only. */
function isPatternSet(p: Parser): boolean {
  let at = p.tokenBehind(p.index);
  for (;;) {
    if (p.kindAt(at) !== Token.PatternIdentifier) break;
    at = p.tokenBehind(at);
    if (p.kindAt(at) === Token.Asterisk) at = p.tokenBehind(at);
    if (p.kindAt(at) === Token.RightParenthesis) return true;
    if (p.kindAt(at) !== Token.Comma) break;
    at = p.tokenBehind(at);
  }
  p.failedAhead(at, "a pattern, `*`, `,` or `)`");
  return false;
}

/** `them` or `($a, $b*, …)`. */
function parsePatternSet(p: Parser): PatternSet {
  const mark = p.mark();
  if (p.accept(Token.Them)) return { kind: "them", span: p.close(NodeKind.PatternSet, mark) };
  p.expect(Token.LeftParenthesis, "`them`");
  const items: PatternSetItem[] = [];
  do items.push(parsePatternSetItem(p));
  while (p.accept(Token.Comma));
  p.expect(Token.RightParenthesis, "`*`", "`,`");
  return { kind: "list", items, span: p.close(NodeKind.PatternSet, mark) };
}

function parsePatternSetItem(p: Parser): PatternSetItem {
  const mark = p.mark();
  if (p.kind !== Token.PatternIdentifier) p.fail("a pattern such as `$a` or `$a*`");
  const { name } = p.takeName();
  const isWildcard = p.accept(Token.Asterisk);
  return { name, isWildcard, span: p.spanFrom(mark) };
}

// ── `for` and `with` ──

/** `for Q of SET : ( body )` or `for Q names in ITERABLE : ( body )`. */
export function parseFor(p: Parser): Expr {
  const mark = p.mark();
  p.advance();
  const quantifier = parseForQuantifier(p);
  if (p.accept(Token.Of)) {
    const set = parsePatternSet(p);
    const body = parseBody(p);
    return { kind: "for-of", quantifier, set, body, span: p.close(NodeKind.ForOf, mark) };
  }
  const variables = parseVariables(p);
  p.expect(Token.In, "`,`");
  const iterable = parseIterable(p);
  const body = parseBody(p);
  return { kind: "for-in", quantifier, variables, iterable, body, span: p.close(NodeKind.ForIn, mark) };
}

function parseVariables(p: Parser): Identifier[] {
  const variables = [p.identifier("`of`")];
  while (p.accept(Token.Comma)) variables.push(p.identifier());
  return variables;
}

/** `: ( EXPR )`. */
function parseBody(p: Parser): Expr {
  p.expect(Token.Colon, "an operator");
  p.expect(Token.LeftParenthesis);
  return p.problems.apart(() => {
    const body = p.expressions.truth(p);
    p.expect(Token.RightParenthesis, "an operator");
    return body;
  });
}

/** A range, a tuple, or an expression for an array or a map; the last never begins with a parenthesis. */
function parseIterable(p: Parser): Iterable {
  const mark = p.mark();
  if (p.kind !== Token.LeftParenthesis) {
    const expr = p.expressions.value(p);
    return { kind: "expr", expr, span: expr.span };
  }
  p.advance();
  const first = p.expressions.value(p);
  if (p.accept(Token.Dot)) {
    const range = finishRange(p, mark, first);
    return { kind: "range", range, span: range.span };
  }
  return { kind: "tuple", ...finishTuple(p, mark, [first], p.expressions.value) };
}

/** `with a = EXPR, … : ( body )`. */
export function parseWith(p: Parser): Expr {
  const mark = p.mark();
  const declarations: WithDeclaration[] = [];
  do {
    p.advance();
    declarations.push(parseDeclaration(p));
  } while (p.kind === Token.Comma);
  const body = parseBody(p);
  return { kind: "with", declarations, body, span: p.close(NodeKind.With, mark) };
}

function parseDeclaration(p: Parser): WithDeclaration {
  const mark = p.mark();
  const name = p.identifier();
  p.expect(Token.Equal);
  const value = p.expressions.value(p);
  return { name, value, span: p.close(NodeKind.WithDeclaration, mark) };
}
