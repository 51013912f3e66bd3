/** Where what a word names is declared. */
import type { Location, LocationLink, Position, Range } from "vscode-languageserver";
import type { RuleDocument } from "../document.ts";
import { meaningOf, patternNode } from "../meaning/meaning.ts";
import { wordAt } from "../syntax/tokens.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { includeAt } from "./document-links.ts";

/** A declaration: the whole of it, and the name in it. */
export interface Declaration {
  readonly uri: string;
  readonly range: Range;
  readonly nameRange: Range;
}

export function definition(
  workspace: Workspace,
  document: RuleDocument,
  position: Position,
): Location | LocationLink[] | null {
  const found = declarationAt(workspace, document, position);
  if (found === undefined) return null;
  const { uri, range, nameRange } = found;
  if (!workspace.client.definitionLinks) return { uri, range };
  return [{ targetUri: uri, targetRange: range, targetSelectionRange: nameRange }];
}

/** The declaration of the word at a position. */
export function declarationAt(
  workspace: Workspace,
  document: RuleDocument,
  position: Position,
): Declaration | undefined {
  const place = document.place(position);
  if (place === undefined) return undefined;
  const { index, segment, offset } = place;
  const { tree } = segment;
  const token = wordAt(tree, offset);
  if (token === undefined) return includedFile(workspace, document, position);
  const meaning = meaningOf(tree, token, workspace.namesIn(document));
  const { uri } = document;
  switch (meaning?.kind) {
    case "pattern": {
      const node = patternNode(tree, meaning.name);
      if (node === undefined) return undefined;
      const nameRange = document.range(index, tree.tokenSpan(tree.firstToken(node)));
      return { uri, range: document.range(index, tree.span(node)), nameRange };
    }
    case "variable": {
      const range = document.range(index, tree.tokenSpan(meaning.variable.token));
      return { uri, range, nameRange: range };
    }
    case "rule":
      return workspace.findRule(workspace.file(document), meaning.name);
    default:
      return undefined;
  }
}

const fileStart: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function includedFile(
  workspace: Workspace,
  document: RuleDocument,
  position: Position,
): Declaration | undefined {
  const include = includeAt(workspace.file(document), position);
  const file = include && workspace.included(include, document.uri);
  return file && { uri: file.uri, range: fileStart, nameRange: fileStart };
}
