/** What a selection grows to: the word, then every part of the rule around it, then the rule. */
import { isTrivia, NodeKind, type SyntaxTree } from "tyara/editor";
import type { Position, SelectionRange } from "vscode-languageserver";
import type { RuleDocument, Span } from "../document.ts";

export function selectionRanges(document: RuleDocument, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => {
    const place = document.place(position);
    const spans = place === undefined ? [] : spansAround(place.segment.tree, place.offset);
    let selection: SelectionRange | undefined;
    for (const span of spans.reverse()) {
      const range = document.range(place!.index, span);
      selection = { range, ...(selection && { parent: selection }) };
    }
    return selection ?? { range: { start: position, end: position } };
  });
}

/** The spans around a byte, the smallest first. */
function spansAround(tree: SyntaxTree, offset: number): Span[] {
  let token = tree.tokenAtOffset(offset);
  const isBehind = token > 0 && tree.tokenSpan(token).start === offset && isTrivia(tree.tokenKind(token));
  if (isBehind) token--;
  const spans: Span[] = isTrivia(tree.tokenKind(token)) ? [] : [tree.tokenSpan(token)];
  for (let node: number | undefined = tree.nodeOfToken(token); node !== undefined; node = tree.parent(node)) {
    if (tree.kind(node) === NodeKind.SourceFile) break;
    const span = tree.span(node);
    const last = spans.at(-1);
    if (last === undefined || span.start < last.start || span.end > last.end) spans.push(span);
  }
  return spans;
}
