/** The places of a pattern's name, which change together while one of them is typed in. */
import type { LinkedEditingRanges, Position } from "vscode-languageserver";
import type { RuleDocument } from "../document.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { placesOf } from "./references.ts";

export async function linkedEditingRanges(
  workspace: Workspace,
  document: RuleDocument,
  position: Position,
): Promise<LinkedEditingRanges | null> {
  const named = await placesOf(workspace, document, position, "document");
  if (named === undefined || named.kind === "rule" || named.places.length < 2) return null;
  return { ranges: named.places.map(({ nameRange }) => nameRange), wordPattern: "\\w+" };
}
