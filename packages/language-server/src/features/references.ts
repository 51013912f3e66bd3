/** Where a declaration is named: in the document, and in every file that knows it. */
import type { DocumentHighlight, Location, Position, Range } from "vscode-languageserver";
import type { RuleDocument, Span } from "../document.ts";
import { meaningOf, patternNode, patternTokens, variableTokens } from "../meaning/meaning.ts";
import { DocumentHighlightKind } from "../protocol.ts";
import { wordAt } from "../syntax/tokens.ts";
import type { RuleFile, RuleSymbol } from "../workspace/rule-file.ts";
import { type IsCancelled, never, Slices } from "../workspace/slices.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** Where a name stands. */
export interface NamePlace {
  readonly uri: string;
  /** Of the name without `$` and the like. */
  readonly nameRange: Range;
  /** Of the name as it is written. */
  readonly range: Range;
  /** Of the whole declaration, where this is its name. */
  readonly declaration?: Range;
}

export interface NamedThing {
  readonly kind: "pattern" | "variable" | "rule";
  readonly name: string;
  /** The declaration first, where it is known. */
  readonly places: readonly NamePlace[];
}

/** The places of what is named at a position; `scope` says whether other files matter. */
export async function placesOf(
  workspace: Workspace,
  document: RuleDocument,
  position: Position,
  scope: "document" | "workspace",
  isCancelled: IsCancelled = never,
): Promise<NamedThing | undefined> {
  const place = document.place(position);
  if (place === undefined) return undefined;
  const { index, segment, offset } = place;
  const { tree } = segment;
  const token = wordAt(tree, offset);
  const meaning = token === undefined ? undefined : meaningOf(tree, token, workspace.namesIn(document));
  const inSegment = (span: Span, sigil: number, declaration?: Span): NamePlace => ({
    uri: document.uri,
    range: document.range(index, span),
    nameRange: document.range(index, { start: span.start + sigil, end: span.end }),
    ...(declaration && { declaration: document.range(index, declaration) }),
  });
  switch (meaning?.kind) {
    case "pattern": {
      const { name } = meaning;
      const node = patternNode(tree, name);
      if (node === undefined) return undefined;
      const declared = tree.firstToken(node);
      const places = patternTokens(tree, name).map((one) =>
        inSegment(tree.tokenSpan(one), 1, one === declared ? tree.span(node) : undefined),
      );
      return { kind: "pattern", name, places };
    }
    case "variable": {
      const { variable } = meaning;
      const places = variableTokens(tree, variable).map((one) => {
        const span = tree.tokenSpan(one);
        return inSegment(span, 0, one === variable.token ? span : undefined);
      });
      return { kind: "variable", name: variable.name, places };
    }
    case "rule": {
      const { name } = meaning;
      const file = workspace.file(document);
      const rule = workspace.findRule(file, name);
      if (rule === undefined && !file.references.has(name)) return undefined;
      const places = await placesOfRule(workspace, file, name, rule, scope, isCancelled);
      return { kind: "rule", name, places };
    }
    default:
      return undefined;
  }
}

async function placesOfRule(
  workspace: Workspace,
  file: RuleFile,
  name: string,
  rule: RuleSymbol | undefined,
  scope: "document" | "workspace",
  isCancelled: IsCancelled,
): Promise<NamePlace[]> {
  const places: NamePlace[] = [];
  if (rule !== undefined && (scope === "workspace" || rule.uri === file.uri))
    places.push({
      uri: rule.uri,
      range: rule.nameRange,
      nameRange: rule.nameRange,
      declaration: rule.range,
    });
  const slices = new Slices(isCancelled);
  const files = scope === "document" ? [file] : new Set([file, ...workspace.knownFiles()]);
  for (const one of files) {
    await slices.between();
    const named = one.references.get(name);
    // The same name means another rule in files that do not know this one.
    if (named === undefined || workspace.findRule(one, name) !== rule) continue;
    places.push(...named.map((range) => ({ uri: one.uri, range, nameRange: range })));
  }
  return places;
}

export async function references(
  workspace: Workspace,
  document: RuleDocument,
  position: Position,
  includeDeclaration: boolean,
  isCancelled: IsCancelled = never,
): Promise<Location[] | null> {
  const named = await placesOf(workspace, document, position, "workspace", isCancelled);
  if (named === undefined) return null;
  const isPlain = !workspace.client.references;
  return named.places
    .filter((place) => includeDeclaration || place.declaration === undefined)
    .map(({ uri, range, declaration }) => ({ uri, range: isPlain ? (declaration ?? range) : range }));
}

export async function documentHighlights(
  workspace: Workspace,
  document: RuleDocument,
  position: Position,
): Promise<DocumentHighlight[] | null> {
  const named = await placesOf(workspace, document, position, "document");
  if (named === undefined) return null;
  const isPlain = !workspace.client.highlights;
  return named.places.map(({ range, declaration }) => ({
    range: isPlain ? (declaration ?? range) : range,
    kind: declaration === undefined ? DocumentHighlightKind.Read : DocumentHighlightKind.Write,
  }));
}
