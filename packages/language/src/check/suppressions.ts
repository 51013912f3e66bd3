/**
 * Comments that silence warnings: `// suppress: id, id` (SM-16).
 *
 * Before a rule such a comment speaks for the whole rule, before a pattern for that pattern, alone on its line for the
 * next line of code, and behind code for what stands before it on that line.
 */
import type { Span } from "@tyara/base";
import type { Diagnostic } from "../diagnostics/index.ts";
import { isTrivia, NodeKind, parse, type SourceText, type SyntaxTree, Token } from "../syntax/index.ts";

/** Where warnings of one id are silenced: starts in order, and the furthest end of all ranges up to each. */
interface Silence {
  readonly starts: number[];
  readonly furthestEnds: number[];
}

/** Which warnings are silenced where, in one source. Built in one pass over the tokens; a question is a binary search. */
export class Suppressions {
  private readonly silences = new Map<string, Silence>();

  constructor(source: SourceText) {
    // Perf: nearly no file has such comments, and searching its text is far cheaper than a tree with all its tokens.
    if (!source.bytes.includes("suppress:")) return;
    const scopes = findScopes(parse(source.text).tree).sort((a, b) => a.span.start - b.span.start);
    for (const { ids, span } of scopes) for (const id of ids) this.add(id, span);
  }

  private add(id: string, { start, end }: Span): void {
    let silence = this.silences.get(id);
    if (silence === undefined) this.silences.set(id, (silence = { starts: [], furthestEnds: [] }));
    silence.starts.push(start);
    silence.furthestEnds.push(Math.max(end, silence.furthestEnds.at(-1) ?? 0));
  }

  /** Whether a comment silences the warning: one of its places lies wholly in what the comment speaks for. */
  isSuppressed({ code, labels }: Diagnostic): boolean {
    const silence = this.silences.get(code);
    return silence !== undefined && labels.some(({ span }) => isWithin(silence, span));
  }
}

function isWithin({ starts, furthestEnds }: Silence, { start, end }: Span): boolean {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= start) low = middle + 1;
    else high = middle;
  }
  return low > 0 && furthestEnds[low - 1]! >= end;
}

/** A comment that silences warnings, and the span that it speaks for. */
interface Scope {
  readonly ids: readonly string[];
  readonly span: Span;
}

function findScopes(tree: SyntaxTree): Scope[] {
  const declarations = declarationStarts(tree);
  const scopes: Scope[] = [];
  /** Comments with no code before them on their line, whose code is still to come. */
  let waiting: string[] = [];
  let lineStart = 0;
  let codeEnd = 0;
  for (let token = 0; token < tree.tokenCount; token++) {
    const kind = tree.tokenKind(token);
    const { start, end } = tree.tokenSpan(token);
    if (isComment(kind)) {
      const ids = suppressedIds(tree.tokenText(token));
      if (codeEnd <= lineStart) waiting.push(...ids);
      else if (ids.length > 0) scopes.push({ ids, span: { start: lineStart, end: start } });
    } else if (!isTrivia(kind)) {
      if (waiting.length > 0)
        scopes.push({ ids: waiting, span: declarations.get(token) ?? lineAround(tree, start, lineStart) });
      waiting = [];
      codeEnd = end;
    }
    const lastBreak = mayBreakLine(kind) ? tree.source.bytes.slice(start, end).lastIndexOf("\n") : -1;
    if (lastBreak !== -1) lineStart = start + lastBreak + 1;
  }
  return scopes;
}

const isComment = (kind: Token): boolean => kind === Token.LineComment || kind === Token.BlockComment;

const mayBreakLine = (kind: Token): boolean =>
  kind === Token.Newline || kind === Token.BlockComment || kind === Token.String;

function suppressedIds(comment: string): string[] {
  const list = /suppress: ([\w\s,]+)/.exec(comment)?.[1];
  return list === undefined ? [] : list.split(",").map((id) => id.trim());
}

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

/** The line of code that a comment before it speaks for. */
function lineAround(tree: SyntaxTree, code: number, lineStart: number): Span {
  const end = tree.source.bytes.indexOf("\n", code);
  return { start: lineStart, end: end === -1 ? tree.source.byteLength : end };
}
