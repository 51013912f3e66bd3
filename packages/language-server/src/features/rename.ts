/** Other names for what is named at a position, everywhere at once. */
import { KEYWORDS } from "tyara/editor";
import type { Position, Range, TextEdit, WorkspaceEdit } from "vscode-languageserver";
import type { RuleDocument } from "../document.ts";
import { type IsCancelled, never } from "../workspace/slices.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { placesOf } from "./references.ts";

/** The client asked for what cannot be; the message is for its user. */
export class RequestError extends Error {
  override readonly name = "RequestError";
}

/** Throws {@link RequestError} for a name that nothing can have. */
export async function rename(
  workspace: Workspace,
  document: RuleDocument,
  position: Position,
  newName: string,
  isCancelled: IsCancelled = never,
): Promise<WorkspaceEdit> {
  const named = await placesOf(workspace, document, position, "workspace", isCancelled);
  if (named === undefined || named.name === "") return {};
  const name = named.kind === "pattern" ? newName.replace(/^[$#@!]/, "") : newName;
  if (!/^[A-Za-z_]\w{0,127}$/.test(name) && !(named.kind === "pattern" && /^\w{1,127}$/.test(name)))
    throw new RequestError(`\`${newName}\` is no name: use letters, digits and underscores`);
  if (named.kind !== "pattern" && KEYWORDS.has(name)) throw new RequestError(`\`${name}\` is a keyword`);
  const changes = new Map<string, TextEdit[]>();
  for (const { uri, nameRange } of named.places) {
    const edits = changes.get(uri);
    const edit = { range: nameRange, newText: name };
    if (edits === undefined) changes.set(uri, [edit]);
    else edits.push(edit);
  }
  return { changes: Object.fromEntries(changes) };
}

/** What would be renamed at a position, before the user is asked for another name. */
export async function prepareRename(
  workspace: Workspace,
  document: RuleDocument,
  position: Position,
): Promise<{ range: Range; placeholder: string } | null> {
  const named = await placesOf(workspace, document, position, "document");
  if (named === undefined || named.name === "") return null;
  const { lines } = document;
  const at = lines.offset(position);
  const place = named.places.find(
    ({ uri, range }) =>
      uri === document.uri && lines.offset(range.start) <= at && at <= lines.offset(range.end),
  );
  return place === undefined ? null : { range: place.nameRange, placeholder: named.name };
}
