/** What is written nowhere: the types of variables, and what hex patterns look like as text. */
import { type SourceSegment, typeName } from "tyara/editor";
import type { InlayHint, Range } from "vscode-languageserver";
import type { RuleDocument } from "../document.ts";
import { type KnownNames, typeOfVariable } from "../meaning/types.ts";
import { InlayHintKind } from "../protocol.ts";
import { variablesOf } from "../syntax/scopes.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { factsOf, textOfHex } from "./pattern-notes.ts";

/** Limit: bytes of a segment that is looked at. */
const MAX_SEGMENT = 1 << 20;

export function inlayHints(workspace: Workspace, document: RuleDocument, range: Range): InlayHint[] {
  const { types, patterns } = workspace.settings.inlayHints;
  const names = workspace.namesIn(document);
  const hints: InlayHint[] = [];
  for (const index of document.segmentsIn(range)) {
    const segment = document.source.segments[index]!;
    if (segment.isEmpty || segment.text.length > MAX_SEGMENT) continue;
    if (types) hints.push(...variableHints(document, index, segment, names));
    if (patterns) hints.push(...patternHints(document, index, segment));
  }
  return hints.filter(({ position }) => isWithin(position, range));
}

function isWithin({ line, character }: InlayHint["position"], { start, end }: Range): boolean {
  const isBefore = line < start.line || (line === start.line && character < start.character);
  return !isBefore && (line < end.line || (line === end.line && character <= end.character));
}

function variableHints(
  document: RuleDocument,
  index: number,
  { tree }: SourceSegment,
  names: KnownNames,
): InlayHint[] {
  return variablesOf(tree).flatMap((variable) => {
    const type = typeOfVariable(tree, variable, names);
    if (type === undefined) return [];
    const position = document.position(index, tree.tokenSpan(variable.token).end);
    return [{ position, label: `: ${typeName(type)}`, kind: InlayHintKind.Type }];
  });
}

function patternHints(document: RuleDocument, index: number, { item }: SourceSegment): InlayHint[] {
  if (item?.kind !== "rule") return [];
  return item.patterns.flatMap((pattern) => {
    const text = pattern.kind === "hex" ? textOfHex(pattern.tokens) : undefined;
    const isSlow = factsOf(pattern)?.isSlow ?? false;
    const label = [...(text === undefined ? [] : [`"${text}"`]), ...(isSlow ? ["slow"] : [])].join(", ");
    if (label === "") return [];
    const position = document.position(index, pattern.valueSpan.end);
    return [{ position, label, paddingLeft: true }];
  });
}
