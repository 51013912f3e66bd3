/** What each token is, for colours that know more than a grammar of regular expressions. */
import { isTrivia, type SourceSegment, type SyntaxTree, Token } from "tyara/editor";
import type { Range, SemanticTokens, SemanticTokensDelta, SemanticTokensEdit } from "vscode-languageserver";
import type { RuleDocument } from "../document.ts";
import { variableAt } from "../syntax/scopes.ts";
import { sectionBefore } from "../syntax/section.ts";
import { isPatternToken, kindBefore, tokenBehind } from "../syntax/tokens.ts";
import { byteTableOf } from "../text/byte-table.ts";
import { utf8Length } from "../text/line-table.ts";

export const tokenTypes: readonly string[] = [
  "keyword",
  "string",
  "class",
  "variable",
  "number",
  "operator",
  "function",
  "regexp",
  "comment",
  "parameter",
  "macro",
];

export const tokenModifiers: readonly string[] = ["definition", "declaration"];

const Type = {
  keyword: 0,
  string: 1,
  class: 2,
  variable: 3,
  number: 4,
  operator: 5,
  function: 6,
  regexp: 7,
  comment: 8,
  parameter: 9,
  macro: 10,
} as const;

const definition = 1;
const declaration = 2;

/** Limit: units of a document whose tokens are given as a whole; of longer ones clients get ranges. */
const MAX_LENGTH = 8 << 20;

export function semanticTokens(document: RuleDocument): SemanticTokens {
  if (document.text.length > MAX_LENGTH) return { data: [] };
  return { data: encode(document, 0, document.source.segments.length, undefined) };
}

export function semanticTokensInRange(document: RuleDocument, range: Range): SemanticTokens {
  const indexes = [...document.segmentsIn(range)];
  if (indexes.length === 0) return { data: [] };
  return { data: encode(document, indexes[0]!, indexes.at(-1)! + 1, range) };
}

/** What has to change in `before` to become `after`. */
export function semanticTokensDelta(
  before: readonly number[],
  after: readonly number[],
): SemanticTokensDelta {
  const length = Math.min(before.length, after.length);
  let start = 0;
  while (start < length && before[start] === after[start]) start++;
  let end = 0;
  while (end < length - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const deleteCount = before.length - end - start;
  const data = after.slice(start, after.length - end);
  const edits: SemanticTokensEdit[] =
    deleteCount === 0 && data.length === 0 ? [] : [{ start, deleteCount, data: [...data] }];
  return { edits };
}

/** Tokens of segments: for each its line and its character after the token before it, length, type and modifiers. */
function encode(document: RuleDocument, from: number, to: number, range: Range | undefined): number[] {
  const { lines, source } = document;
  const first = range === undefined ? 0 : lines.offset(range.start);
  const last = range === undefined ? Number.POSITIVE_INFINITY : lines.offset(range.end);
  const data: number[] = [];
  let line = 0;
  let character = 0;
  const add = (start: number, end: number, type: number, modifiers: number) => {
    if (end <= first || start >= last || start === end) return;
    const position = lines.position(start);
    const length = lines.encoding === "utf-16" ? end - start : utf8Length(document.text, start, end);
    const isSameLine = position.line === line;
    data.push(position.line - line, isSameLine ? position.character - character : position.character);
    data.push(length, type, modifiers);
    ({ line, character } = position);
  };
  for (let i = from; i < to; i++) {
    const base = source.starts[i]!;
    const tokens = tokensOf(source.segments[i]!);
    for (let at = 0; at < tokens.length; at += 4) {
      const start = base + tokens[at]!;
      const end = base + tokens[at + 1]!;
      // A token over several lines is several tokens.
      for (let part = start; part < end; ) {
        const lineEnd = Math.min(end, lines.lineEnd(lines.lineAt(part)));
        add(part, lineEnd, tokens[at + 2]!, tokens[at + 3]!);
        part = lineEnd === end ? end : lines.lineStart(lines.lineAt(part) + 1);
      }
    }
  }
  return data;
}

const known = new WeakMap<SourceSegment, Uint32Array>();

/** Four numbers a token: where it begins and ends, in units from the begin of the segment, type and modifiers. */
function tokensOf(segment: SourceSegment): Uint32Array {
  let tokens = known.get(segment);
  if (tokens === undefined) known.set(segment, (tokens = findTokens(segment)));
  return tokens;
}

function findTokens({ tree, text }: SourceSegment): Uint32Array {
  const table = byteTableOf(text);
  const found: number[] = [];
  for (let token = 0; token < tree.tokenCount; token++) {
    const type = typeOf(tree, token);
    if (type === undefined) continue;
    const { start, end } = tree.tokenSpan(token);
    found.push(table.toUnit(start), table.toUnit(end), type, modifiersOf(tree, token, type));
  }
  return Uint32Array.from(found);
}

function typeOf(tree: SyntaxTree, token: number): number | undefined {
  const kind = tree.tokenKind(token);
  if (kind === Token.LineComment || kind === Token.BlockComment || kind === Token.UnclosedComment)
    return Type.comment;
  if (isTrivia(kind)) return undefined;
  if (isPatternToken(kind)) return Type.variable;
  if (kind >= Token.All) return Type.keyword;
  switch (kind) {
    case Token.String:
    case Token.UnclosedString:
      return Type.string;
    case Token.Regexp:
    case Token.UnclosedRegexp:
      return Type.regexp;
    case Token.Integer:
    case Token.Float:
    case Token.HexByte:
      return Type.number;
    case Token.Identifier:
      return typeOfIdentifier(tree, token);
    default:
      return kind >= Token.Equal && kind <= Token.GreaterEqual ? Type.operator : undefined;
  }
}

function typeOfIdentifier(tree: SyntaxTree, token: number): number {
  switch (sectionBefore(tree, token)) {
    case "name":
      return Type.class;
    case "tags":
      return Type.macro;
    case "condition": {
      if (tree.tokenKind(tokenBehind(tree, token)) === Token.LeftParenthesis) return Type.function;
      if (kindBefore(tree, token) === Token.Dot) return Type.variable;
      if (variableAt(tree, token) !== undefined) return Type.parameter;
      return tree.tokenKind(tokenBehind(tree, token)) === Token.Dot ? Type.variable : Type.class;
    }
    default:
      return Type.variable;
  }
}

function modifiersOf(tree: SyntaxTree, token: number, type: number): number {
  const section = sectionBefore(tree, token);
  if (type === Type.class && section === "name") return declaration;
  if (type === Type.variable && section === "strings") return definition;
  return type === Type.parameter && variableAt(tree, token)?.token === token ? declaration : 0;
}
