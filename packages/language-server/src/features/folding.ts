/** What can be folded: rules, their sections, hex patterns and comments of several lines, rows of imports. */
import { NodeKind, type SourceSegment, Token } from "tyara/editor";
import type { FoldingRange } from "vscode-languageserver";
import type { RuleDocument, Span } from "../document.ts";

const foldedNodes: ReadonlySet<NodeKind> = new Set([
  NodeKind.Rule,
  NodeKind.MetaSection,
  NodeKind.StringsSection,
  NodeKind.ConditionSection,
  NodeKind.HexPattern,
  NodeKind.ForIn,
  NodeKind.ForOf,
  NodeKind.With,
]);

export function foldingRanges(document: RuleDocument): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const fold = (start: number, end: number, kind?: FoldingRange["kind"]) => {
    if (end > start) ranges.push({ startLine: start, endLine: end, ...(kind && { kind }) });
  };
  const imports = new LineRun((start, end) => fold(start, end, "imports"));
  document.source.segments.forEach((segment, index) => {
    const lines = (span: Span): [number, number] => {
      const { start, end } = document.range(index, span);
      return [start.line, end.line];
    };
    const { item } = segment;
    if (item?.kind === "import" || item?.kind === "include") imports.add(...lines(item.span));
    for (const span of nodeSpans(segment)) fold(...lines(span));
    const comments = new LineRun((start, end) => fold(start, end, "comment"));
    for (const span of commentSpans(segment)) comments.add(...lines(span));
    comments.end();
  });
  imports.end();
  return ranges;
}

function nodeSpans({ tree, isEmpty }: SourceSegment): Span[] {
  if (isEmpty) return [];
  const spans: Span[] = [];
  for (let node = 0; node < tree.nodeCount; node++)
    if (foldedNodes.has(tree.kind(node))) spans.push(tree.span(node));
  return spans;
}

function commentSpans({ tree }: SourceSegment): Span[] {
  const spans: Span[] = [];
  for (let token = 0; token < tree.tokenCount; token++) {
    const kind = tree.tokenKind(token);
    if (kind === Token.LineComment || kind === Token.BlockComment) spans.push(tree.tokenSpan(token));
  }
  return spans;
}

/** Gathers what stands on lines that follow each other. */
class LineRun {
  readonly #tell: (start: number, end: number) => void;
  #start = -1;
  #last = -2;

  constructor(tell: (start: number, end: number) => void) {
    this.#tell = tell;
  }

  add(start: number, end: number): void {
    if (start > this.#last + 1) {
      this.end();
      this.#start = start;
    }
    this.#last = end;
  }

  end(): void {
    if (this.#start >= 0) this.#tell(this.#start, this.#last);
    this.#start = -1;
  }
}
