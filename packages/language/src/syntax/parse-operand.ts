/** The grammar of an expression's operands, operators and parentheses apart. */
import type { CallExpr, Expr } from "./ast.ts";
import { takeFloat, takeInteger, takeRegexp, takeString } from "./literals.ts";
import { parseAnchor, parseFor, parseKeywordOf, parseRange, parseWith } from "./parse-loop.ts";
import { MAX_NESTING, type Mark, type Parser } from "./parser.ts";
import { Token } from "./token.ts";
import { NodeKind } from "./tree.ts";

/** One operand; `truthAllowed` says whether it may be a truth, or must have a value. */
export function parseOperand(p: Parser, truthAllowed: boolean): Expr {
  return parseValueOperand(p) ?? (truthAllowed ? parseTruthOperand(p) : undefined) ?? p.fail("an expression");
}

function parseValueOperand(p: Parser): Expr | undefined {
  const mark = p.mark();
  switch (p.kind) {
    case Token.Identifier:
      return parsePath(p);
    case Token.Integer: {
      const { value, span } = takeInteger(p);
      return closeLiteral(p, mark, { kind: "integer", value, span });
    }
    case Token.Float: {
      const { value, span } = takeFloat(p);
      return closeLiteral(p, mark, { kind: "float", value, span });
    }
    case Token.String: {
      const { value, span } = takeString(p);
      return closeLiteral(p, mark, { kind: "string", value, span });
    }
    case Token.Regexp:
      return takeRegexp(p);
    case Token.Filesize:
      p.advance();
      return { kind: "filesize", span: p.close(NodeKind.Keyword, mark) };
    case Token.Entrypoint:
      p.advance();
      return { kind: "entrypoint", span: p.close(NodeKind.Keyword, mark) };
    case Token.PatternCount:
      return parsePatternCount(p);
    case Token.PatternOffset:
    case Token.PatternLength:
      return parsePatternPlace(p);
    default:
      return undefined;
  }
}

function parseTruthOperand(p: Parser): Expr | undefined {
  const mark = p.mark();
  switch (p.kind) {
    case Token.True:
    case Token.False: {
      const value = p.kind === Token.True;
      return closeLiteral(p, mark, { kind: "bool", value, span: p.take() });
    }
    case Token.PatternIdentifier:
      return parsePatternMatch(p);
    case Token.All:
    case Token.Any:
    case Token.None:
      return parseKeywordOf(p);
    case Token.For:
      return parseFor(p);
    case Token.With:
      return parseWith(p);
    default:
      return undefined;
  }
}

function closeLiteral(p: Parser, mark: Mark, literal: Expr): Expr {
  p.close(NodeKind.Literal, mark);
  return literal;
}

// ── Patterns ──

function parsePatternMatch(p: Parser): Expr {
  const mark = p.mark();
  const name = p.takeName();
  const anchor = parseAnchor(p);
  return { kind: "pattern-match", name, anchor, span: p.close(NodeKind.PatternMatch, mark) };
}

function parsePatternCount(p: Parser): Expr {
  const mark = p.mark();
  const name = p.takeName();
  const range = p.accept(Token.In) ? parseRange(p) : undefined;
  return { kind: "pattern-count", name, range, span: p.close(NodeKind.PatternCount, mark) };
}

/** `@a`, `@a[i]`, `!a`, `!a[i]`. */
function parsePatternPlace(p: Parser): Expr {
  const mark = p.mark();
  const isOffset = p.kind === Token.PatternOffset;
  const name = p.takeName();
  const index = p.kind === Token.LeftBracket ? parseIndex(p) : undefined;
  const span = p.close(isOffset ? NodeKind.PatternOffset : NodeKind.PatternLength, mark);
  return { kind: isOffset ? "pattern-offset" : "pattern-length", name, index, span };
}

function parseIndex(p: Parser): Expr {
  p.advance();
  const index = p.expressions.value(p);
  p.expect(Token.RightBracket, "an operator");
  return index;
}

// ── Identifiers, fields, indexes, calls ──

/** `a.b[1].c(2)`: names joined by dots, each with at most one index or argument list. */
function parsePath(p: Parser): Expr {
  const mark = p.mark();
  const { name, span } = p.takeName();
  p.close(NodeKind.Name, mark);
  let path = parseSuffix(p, mark, { kind: "identifier", name, span });
  while (p.kind === Token.Dot) {
    if (p.peek() === Token.Dot) {
      p.failedAhead(p.tokenBehind(p.index), "an identifier");
      break;
    }
    p.advance();
    const field = p.identifier();
    path = { kind: "field", object: path, field, span: p.close(NodeKind.Field, mark) };
    grow(p, p.height);
    path = parseSuffix(p, mark, path);
  }
  return path;
}

function parseSuffix(p: Parser, mark: Mark, object: Expr): Expr {
  const { height } = p;
  if (p.kind === Token.LeftBracket) {
    const index = parseIndex(p);
    grow(p, height);
    return { kind: "index", object, index, span: p.close(NodeKind.Index, mark) };
  }
  return p.kind === Token.LeftParenthesis ? parseCall(p, mark, object) : object;
}

function parseCall(p: Parser, mark: Mark, callee: Expr): CallExpr {
  const { height } = p;
  const list = p.mark();
  p.advance();
  const args: Expr[] = [];
  if (p.kind !== Token.RightParenthesis) {
    do args.push(p.expressions.truth(p));
    while (p.accept(Token.Comma));
  }
  p.expect(Token.RightParenthesis, ...(args.length === 0 ? ["an expression"] : ["an operator", "`,`"]));
  grow(p, height);
  return { kind: "call", callee, args, argsSpan: p.spanFrom(list), span: p.close(NodeKind.Call, mark) };
}

/** Counts one more level of AST around a path that was `height` levels high. */
function grow(p: Parser, height: number): void {
  p.height = Math.max(p.height, height + 1);
  if (p.height > MAX_NESTING) p.failNesting();
}
