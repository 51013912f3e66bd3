/**
 * Fixes of mistakes that the checker does not offer a change for by itself: above all what older versions of YARA took and
 * YARA-X refuses.
 */
import { KEYWORDS, NodeKind, type SyntaxTree, Token } from "tyara/editor";
import type { CodeAction, Diagnostic, TextEdit } from "vscode-languageserver";
import type { Place, RuleDocument, Span } from "../document.ts";
import { startOfValue } from "../meaning/types.ts";
import { isPatternToken, tokenBefore } from "../syntax/tokens.ts";

interface Correction {
  readonly title: string;
  readonly span: Span;
  readonly text: string;
}

export function corrections(document: RuleDocument, diagnostic: Diagnostic): CodeAction[] {
  const { code, range } = diagnostic;
  const find = typeof code === "string" ? correctionsByCode.get(code) : undefined;
  const place = find && range && document.place(range.start);
  if (find === undefined || place === undefined) return [];
  return find(place).map(({ title, span, text }) => {
    const edit: TextEdit = { range: document.range(place.index, span), newText: text };
    return {
      title,
      kind: "quickfix",
      diagnostics: [diagnostic],
      edit: { changes: { [document.uri]: [edit] } },
    };
  });
}

const correctionsByCode: ReadonlyMap<string, (place: Place) => Correction[]> = new Map([
  ["E006", negativeIndex],
  ["E007", negativeIndex],
  ["E014", escapeInRegexp],
  ["E020", removeModifier],
  ["E022", unusedPattern],
]);

/** A brace that is no repetition, or a backslash that is no escape, is escaped. */
function escapeInRegexp({ segment, offset }: Place): Correction[] {
  const { bytes } = segment.content;
  const at = bytes[offset] === "{" || bytes[offset] === "\\" ? offset : offset - 1;
  const start = bytes.lastIndexOf("{", offset);
  if (bytes[at] === "\\")
    return [{ title: "Take the backslash literally", span: { start: at, end: at }, text: "\\" }];
  if (start < 0 || /[/\n]/.test(bytes.slice(start, offset))) return [];
  return [
    {
      title: "Escape `{`, which would begin a repetition",
      span: { start, end: start },
      text: "\\",
    },
  ];
}

/** The index from the end that a negative one may have meant. */
function negativeIndex({ segment, offset }: Place): Correction[] {
  const { tree } = segment;
  const minus = tree.tokenAtOffset(offset);
  const bracket = tokenBefore(tree, minus);
  if (bracket < 0 || tree.tokenKind(minus) !== Token.Minus || tree.tokenKind(bracket) !== Token.LeftBracket)
    return [];
  const number = tree.tokenAtOffset(tree.tokenSpan(minus).end);
  if (tree.tokenText(number) !== "1") return [];
  const owner = tokenBefore(tree, bracket);
  const span = { start: tree.tokenSpan(minus).start, end: tree.tokenSpan(number).end };
  if (isPatternToken(tree.tokenKind(owner)))
    return [
      { title: "Ask for the last match", span, text: `#${tree.tokenText(owner).slice(1)}` },
      { title: "Ask for the first match", span, text: "1" },
    ];
  const first = startOfValue(tree, owner);
  if (first < 0) return [];
  const value = textBetween(tree, first, owner);
  return [{ title: "Ask for the last item", span, text: `${value}.len() - 1` }];
}

function textBetween(tree: SyntaxTree, first: number, last: number): string {
  return tree.source.slice(tree.tokenSpan(first).start, tree.tokenSpan(last).end);
}

/** A modifier that is there twice goes, with the white space before it. */
function removeModifier({ segment, offset }: Place): Correction[] {
  const { tree } = segment;
  const token = tree.tokenAtOffset(offset);
  const node = tree.nodeOfToken(token);
  const span = tree.kind(node) === NodeKind.PatternModifier ? tree.span(node) : tree.tokenSpan(token);
  if (!KEYWORDS.has(tree.tokenText(token))) return [];
  const before = tokenBefore(tree, token);
  return [
    {
      title: `Remove \`${tree.tokenText(token)}\``,
      span: { start: tree.tokenSpan(before).end, end: span.end },
      text: "",
    },
  ];
}

function unusedPattern({ segment, offset }: Place): Correction[] {
  const { tree } = segment;
  const token = tree.tokenAtOffset(offset);
  const name = tree.tokenText(token);
  if (!name.startsWith("$")) return [];
  const node = patternNodeOf(tree, token);
  const { start } = tree.tokenSpan(token);
  const renamed: Correction = {
    title: `Rename to \`$_${name.slice(1)}\`, which need not be used`,
    span: { start, end: start + 1 },
    text: "$_",
  };
  if (node === undefined) return [renamed];
  return [{ title: `Remove \`${name}\``, span: withItsLine(tree, tree.span(node)), text: "" }, renamed];
}

function patternNodeOf(tree: SyntaxTree, token: number): number | undefined {
  for (let node: number | undefined = tree.nodeOfToken(token); node !== undefined; node = tree.parent(node))
    if (tree.kind(node) === NodeKind.Pattern) return node;
  return undefined;
}

/** The span with the line that it has for itself, or with the white space before it. */
export function withItsLine(tree: SyntaxTree, { start, end }: Span): Span {
  const { bytes } = tree.source;
  const indent = /[ \t]*$/.exec(bytes.slice(Math.max(0, start - 256), start))![0].length;
  const isFirst = start - indent === 0 || bytes[start - indent - 1] === "\n";
  const rest = /^[ \t]*\r?\n/.exec(bytes.slice(end, end + 256))?.[0].length;
  return isFirst && rest !== undefined
    ? { start: start - indent, end: end + rest }
    : { start: start - indent, end };
}
