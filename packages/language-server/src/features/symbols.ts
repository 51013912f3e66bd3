/** What a document declares, as a tree; and the rules of the workspace by a part of their name. */
import { NodeKind, type SourceSegment, type SyntaxTree, TOKEN_TEXT, Token } from "tyara/editor";
import type { DocumentSymbol, WorkspaceSymbol } from "vscode-languageserver";
import type { RuleDocument, Span } from "../document.ts";
import { SymbolKind } from "../protocol.ts";
import { tokenBehind } from "../syntax/tokens.ts";
import { fileNameOf } from "../workspace/include-paths.ts";
import { indexOf } from "../workspace/segment-index.ts";
import { type IsCancelled, never, Slices } from "../workspace/slices.ts";
import type { Workspace } from "../workspace/workspace.ts";

export function documentSymbols({ client }: Workspace, document: RuleDocument): DocumentSymbol[] {
  return document.source.segments.flatMap((segment, index) => {
    const symbol = symbolOf(segment, (span) => document.range(index, span), !client.symbols);
    return symbol === undefined ? [] : [symbol];
  });
}

type ToRange = (span: Span) => DocumentSymbol["range"];

function symbolOf(segment: SourceSegment, toRange: ToRange, isPlain: boolean): DocumentSymbol | undefined {
  const { item } = segment;
  if (item?.kind === "import" && item.module !== "")
    return leaf(item.module, SymbolKind.Module, toRange(item.span), "import");
  if (item?.kind === "include" && item.path !== "")
    return leaf(item.path, SymbolKind.File, toRange(item.span), "include");
  const { rule } = indexOf(segment);
  if (rule === undefined) return undefined;
  const { tree } = segment;
  const nameRange = toRange(rule.span);
  const children = partsOf(tree).map(({ name, kind, span }) => leaf(name, kind, toRange(span)));
  return {
    name: rule.name,
    detail: isPlain ? "rule" : detailOf(rule.isGlobal, rule.isPrivate),
    kind: SymbolKind.Function,
    // Compat: the range of a rule is that of its name.
    range: isPlain ? nameRange : toRange(rule.whole),
    selectionRange: nameRange,
    children,
  };
}

function detailOf(isGlobal: boolean, isPrivate: boolean): string {
  return `${isGlobal ? "global " : ""}${isPrivate ? "private " : ""}rule`;
}

function leaf(
  name: string,
  kind: DocumentSymbol["kind"],
  range: DocumentSymbol["range"],
  detail?: string,
): DocumentSymbol {
  return { name, kind, range, selectionRange: range, ...(detail !== undefined && { detail }) };
}

interface Part {
  readonly name: string;
  readonly kind: DocumentSymbol["kind"];
  readonly span: Span;
}

/** Metadata, patterns and the condition of the rule in a segment. */
function partsOf(tree: SyntaxTree): Part[] {
  const parts: Part[] = [];
  for (let node = 0; node < tree.nodeCount; node++) {
    const kind = tree.kind(node);
    const name = tree.tokenText(tree.firstToken(node));
    if (kind === NodeKind.Meta) parts.push({ name, kind: SymbolKind.Constant, span: tree.span(node) });
    else if (kind === NodeKind.Pattern) parts.push({ name, kind: SymbolKind.String, span: tree.span(node) });
    else if (kind === NodeKind.ConditionSection) {
      const span = contentOf(tree, node);
      if (span !== undefined)
        parts.push({ name: TOKEN_TEXT[Token.Condition]!, kind: SymbolKind.Boolean, span });
    }
  }
  return parts.sort((a, b) => a.span.start - b.span.start);
}

/** What stands behind the colon of a section. */
function contentOf(tree: SyntaxTree, section: number): Span | undefined {
  const first = tokenBehind(tree, tokenBehind(tree, tree.firstToken(section)));
  if (first >= tree.endToken(section)) return undefined;
  return { start: tree.tokenSpan(first).start, end: tree.span(section).end };
}

/** Limit: rules that are found for one query. */
const MAX_FOUND = 1000;

/** Rules whose names hold the letters of the query in this order; all of them for an empty one. */
export async function workspaceSymbols(
  workspace: Workspace,
  query: string,
  isCancelled: IsCancelled = never,
): Promise<WorkspaceSymbol[]> {
  const found: WorkspaceSymbol[] = [];
  const slices = new Slices(isCancelled);
  const letters = query.toLowerCase();
  for (const file of workspace.knownFiles()) {
    await slices.between();
    for (const { name, nameRange, uri } of file.rules.values()) {
      if (!isSubsequence(letters, name.toLowerCase())) continue;
      const containerName = fileNameOf(uri);
      found.push({ name, kind: SymbolKind.Function, containerName, location: { uri, range: nameRange } });
      if (found.length === MAX_FOUND) return found;
    }
  }
  return found;
}

function isSubsequence(letters: string, text: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
