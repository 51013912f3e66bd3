/**
 * Comments that silence warnings: `// suppress: id, id` (SM-16).
 *
 * Before a rule such a comment speaks for the whole rule, before a pattern for that pattern, alone on its line for the
 * next line of code, and behind code for what stands before it on that line.
 */
import type { Span } from "../base/index.ts";
import type { Diagnostic } from "../diagnostics/index.ts";
import { isTrivia, NodeKind, type SyntaxTree, Token } from "../syntax/index.ts";

/** Which warnings are silenced where, in one source. */
export class Suppressions {
  private readonly ranges: readonly { readonly ids: ReadonlySet<string>; readonly span: Span }[];

  constructor(tree: SyntaxTree) {
    // Perf: nearly no file has such comments, and searching its text is far cheaper than walking its tokens.
    this.ranges = tree.source.bytes.includes("suppress:") ? findRanges(tree) : [];
  }

  /** Whether a comment silences the warning: one of its places lies wholly in what the comment speaks for. */
  isSuppressed({ code, labels }: Diagnostic): boolean {
    return this.ranges.some(
      ({ ids, span }) =>
        ids.has(code) && labels.some((label) => span.start <= label.span.start && label.span.end <= span.end),
    );
  }
}

function findRanges(tree: SyntaxTree): { ids: Set<string>; span: Span }[] {
  const ranges: { ids: Set<string>; span: Span }[] = [];
  const starts = declarationStarts(tree);
  for (let token = 0; token < tree.tokenCount; token++) {
    if (!isComment(tree.tokenKind(token))) continue;
    const list = /suppress: ([\w\s,]+)/.exec(tree.tokenText(token))?.[1];
    if (list === undefined) continue;
    const ids = new Set(list.split(",").map((id) => id.trim()));
    const span = scopeOf(tree, token, starts);
    if (span !== undefined) ranges.push({ ids, span });
  }
  return ranges;
}

const isComment = (kind: Token): boolean => kind === Token.LineComment || kind === Token.BlockComment;

/** Rules and patterns by their first token. */
function declarationStarts(tree: SyntaxTree): Map<number, Span> {
  const starts = new Map<number, Span>();
  for (let node = 0; node < tree.nodeCount; node++) {
    const kind = tree.kind(node);
    if (kind === NodeKind.Rule || kind === NodeKind.Pattern)
      starts.set(tree.firstToken(node), tree.span(node));
  }
  return starts;
}

function scopeOf(tree: SyntaxTree, comment: number, starts: ReadonlyMap<number, Span>): Span | undefined {
  const { start } = tree.tokenSpan(comment);
  const lineStart = lineStartBefore(tree, start);
  if (hasCode(tree, lineStart, comment)) return { start: lineStart, end: start };
  const next = nextCode(tree, comment);
  if (next === undefined) return undefined;
  const declaration = starts.get(next);
  if (declaration !== undefined) return declaration;
  const code = tree.tokenSpan(next).start;
  const end = tree.source.bytes.indexOf("\n", code);
  return { start: lineStartBefore(tree, code), end: end === -1 ? tree.source.byteLength : end };
}

const lineStartBefore = (tree: SyntaxTree, offset: number): number =>
  tree.source.bytes.lastIndexOf("\n", offset - 1) + 1;

/** Whether anything but blanks and comments stands between `from` and the comment. */
function hasCode(tree: SyntaxTree, from: number, comment: number): boolean {
  for (let token = comment - 1; token >= 0 && tree.tokenSpan(token).end > from; token--)
    if (!isTrivia(tree.tokenKind(token))) return true;
  return false;
}

function nextCode(tree: SyntaxTree, token: number): number | undefined {
  for (let next = token + 1; next < tree.tokenCount; next++) if (!isTrivia(tree.tokenKind(next))) return next;
  return undefined;
}
