/** Which rules name which. */
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  Position,
  Range,
} from "vscode-languageserver";
import type { RuleDocument } from "../document.ts";
import { SymbolKind } from "../protocol.ts";
import { fileNameOf } from "../workspace/include-paths.ts";
import type { RuleFile, RuleSymbol } from "../workspace/rule-file.ts";
import { type IsCancelled, Slices } from "../workspace/slices.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { placesOf } from "./references.ts";

export async function prepareCallHierarchy(
  workspace: Workspace,
  document: RuleDocument,
  position: Position,
): Promise<CallHierarchyItem[] | null> {
  const named = await placesOf(workspace, document, position, "document");
  const rule = named?.kind === "rule" ? workspace.findRule(workspace.file(document), named.name) : undefined;
  return rule === undefined ? null : [itemOf(rule)];
}

function itemOf({ name, uri, range, nameRange }: RuleSymbol): CallHierarchyItem {
  return { name, kind: SymbolKind.Function, detail: fileNameOf(uri), uri, range, selectionRange: nameRange };
}

/** The rules whose conditions name a rule. */
export async function incomingCalls(
  workspace: Workspace,
  { name, uri }: CallHierarchyItem,
  isCancelled: IsCancelled,
): Promise<CallHierarchyIncomingCall[]> {
  const rule = workspace.knownFile(uri)?.rules.get(name);
  if (rule === undefined) return [];
  const slices = new Slices(isCancelled);
  const calls: CallHierarchyIncomingCall[] = [];
  for (const file of workspace.knownFiles()) {
    await slices.between();
    const named = file.references.get(name);
    if (named === undefined || workspace.findRule(file, name) !== rule) continue;
    for (const [from, ranges] of byRule(file, named)) calls.push({ from: itemOf(from), fromRanges: ranges });
  }
  return calls;
}

/** The rules that the condition of a rule names. */
export function outgoingCalls(
  workspace: Workspace,
  { name, uri }: CallHierarchyItem,
): CallHierarchyOutgoingCall[] {
  const file = workspace.knownFile(uri);
  const rule = file?.rules.get(name);
  if (file === undefined || rule === undefined) return [];
  const calls: CallHierarchyOutgoingCall[] = [];
  for (const [other, ranges] of file.references) {
    const inside = ranges.filter((range) => isInside(range, rule.range));
    const to = inside.length === 0 ? undefined : workspace.findRule(file, other);
    if (to !== undefined) calls.push({ to: itemOf(to), fromRanges: inside });
  }
  return calls;
}

function byRule(file: RuleFile, ranges: readonly Range[]): Map<RuleSymbol, Range[]> {
  const found = new Map<RuleSymbol, Range[]>();
  for (const rule of file.rules.values()) {
    const inside = ranges.filter((range) => isInside(range, rule.range));
    if (inside.length > 0) found.set(rule, inside);
  }
  return found;
}

function isInside({ start }: Range, outer: Range): boolean {
  const isBehindStart =
    start.line > outer.start.line ||
    (start.line === outer.start.line && start.character >= outer.start.character);
  return (
    isBehindStart &&
    (start.line < outer.end.line || (start.line === outer.end.line && start.character < outer.end.character))
  );
}
