/** Paths of included files, which can be followed. */
import type { DocumentLink, Position } from "vscode-languageserver";
import type { RuleDocument } from "../document.ts";
import type { IncludedPath, RuleFile } from "../workspace/rule-file.ts";
import type { Workspace } from "../workspace/workspace.ts";

export function documentLinks(workspace: Workspace, document: RuleDocument): DocumentLink[] {
  return workspace.file(document).includes.flatMap((include) => {
    const file = workspace.included(include, document.uri);
    return file === undefined ? [] : [{ range: include.range, target: file.uri }];
  });
}

/** The include whose path is at a position. */
export function includeAt(file: RuleFile, { line, character }: Position): IncludedPath | undefined {
  return file.includes.find(
    ({ range: { start, end } }) =>
      (start.line < line || (start.line === line && start.character <= character)) &&
      (end.line > line || (end.line === line && end.character >= character)),
  );
}
