/** Other ways to write what stands at a place. */
import type { CodeAction, Range } from "vscode-languageserver";
import type { RuleDocument } from "../document.ts";
import type { Workspace } from "../workspace/workspace.ts";

export function refactorings(_workspace: Workspace, _document: RuleDocument, _range: Range): CodeAction[] {
  return [];
}
