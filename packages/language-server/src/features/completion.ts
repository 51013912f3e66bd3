/** What may be written at a position. */
import { type SyntaxTree, Token, WARNING_CODES } from "tyara/editor";
import type { CompletionItem, Position } from "vscode-languageserver";
import type { Place, RuleDocument } from "../document.ts";
import { typeOfValueEndingAt } from "../meaning/types.ts";
import { CompletionItemKind } from "../protocol.ts";
import { type Section, sectionBefore } from "../syntax/section.ts";
import { isPatternToken, isWord, tokenBefore } from "../syntax/tokens.ts";
import type { Workspace } from "../workspace/workspace.ts";
import {
  conditionItems,
  fieldItems,
  fileItems,
  importableModules,
  includableFiles,
  metaItems,
  modifierItems,
  type PatternKind,
  patternItems,
  ruleModifierItems,
  sectionItems,
  tagItems,
} from "./completion-items.ts";

/** What is asked, with the token before the word that is being written. */
export interface CompletionContext {
  readonly workspace: Workspace;
  readonly document: RuleDocument;
  readonly place: Place;
  readonly tree: SyntaxTree;
  /** The word that ends at the position; -1 when there is none. */
  readonly word: number;
  /** The token before that word, or before the position; -1 when there is none. */
  readonly before: number;
  readonly section: Section;
}

export function completion(
  workspace: Workspace,
  document: RuleDocument,
  position: Position,
): CompletionItem[] {
  const place = placeToComplete(document, position);
  if (place === undefined) return fileItems();
  const { tree } = place.segment;
  const token = tokenEndingAt(tree, place.offset);
  const kind = token < 0 ? Token.EndOfFile : tree.tokenKind(token);
  const isInside = token >= 0 && tree.tokenSpan(token).end > place.offset;
  if (kind === Token.LineComment || kind === Token.BlockComment)
    return isInside || kind === Token.LineComment ? suppressions(tree, token, place.offset) : [];
  const word = token >= 0 && isWord(kind) ? token : -1;
  const before = word >= 0 ? tokenBefore(tree, word) : isVisible(kind) ? token : tokenBefore(tree, token);
  if (isText(kind) && (isInside || kind === Token.UnclosedString)) {
    return textItems(workspace, document, tree, tokenBefore(tree, token));
  }
  const section = sectionBefore(tree, word >= 0 ? word : token + 1);
  return itemsIn({ workspace, document, place, tree, word, before, section });
}

/** The segment that is being written: behind the last one there is none yet, but it may be unfinished. */
function placeToComplete(document: RuleDocument, position: Position): Place | undefined {
  const place = document.place(position);
  if (place === undefined || place.index === 0 || place.offset > 0) return place;
  const segment = document.source.segments[place.index - 1]!;
  if (!segment.isBroken) return place;
  return { index: place.index - 1, segment, offset: segment.content.byteLength };
}

/** The token that ends at an offset or holds it; -1 at the very begin. */
function tokenEndingAt(tree: SyntaxTree, offset: number): number {
  return offset === 0 ? -1 : tree.tokenAtOffset(offset - 1);
}

const isVisible = (kind: Token): boolean => kind > Token.EndOfFile;

const isText = (kind: Token): boolean => kind === Token.String || kind === Token.UnclosedString;

/** Inside quotes: the names of modules, or of files. */
function textItems(
  workspace: Workspace,
  document: RuleDocument,
  tree: SyntaxTree,
  before: number,
): CompletionItem[] {
  const kind = before < 0 ? Token.EndOfFile : tree.tokenKind(before);
  if (kind === Token.Import) return importableModules(workspace);
  return kind === Token.Include ? includableFiles(workspace, document) : [];
}

/** Behind `suppress:` in a comment: the names of warnings. */
function suppressions(tree: SyntaxTree, token: number, offset: number): CompletionItem[] {
  const { start } = tree.tokenSpan(token);
  const written = tree.tokenText(token).slice(0, offset - start);
  if (!/suppress: [\w\s,]*$/.test(written)) return [];
  return WARNING_CODES.map((label) => ({ label, kind: CompletionItemKind.EnumMember }));
}

function itemsIn(context: CompletionContext): CompletionItem[] {
  const { tree, before, workspace, document } = context;
  const previous = before < 0 ? Token.EndOfFile : tree.tokenKind(before);
  switch (context.section) {
    case "file":
      return previous === Token.Private || previous === Token.Global
        ? ruleModifierItems(previous)
        : fileItems();
    case "name":
    case "hex":
      return [];
    case "tags":
      return tagItems(workspace);
    case "body":
      return sectionItems("body");
    case "meta":
      return previous === Token.Equal ? [] : [...metaItems(workspace), ...sectionItems("meta")];
    case "strings":
      return stringsItems(context, previous);
    case "condition":
      return conditionItemsAt(context, previous, () => workspace.namesIn(document));
  }
}

function stringsItems({ tree, before }: CompletionContext, previous: Token): CompletionItem[] {
  const kind = patternKindAt(tree, before);
  if (kind !== undefined) return modifierItems(kind);
  return previous === Token.Colon ? sectionItems("strings") : [];
}

/** Which kind of pattern a token ends, or is a modifier of. */
function patternKindAt(tree: SyntaxTree, token: number): PatternKind | undefined {
  for (let at = token; at >= 0; at = tokenBefore(tree, at)) {
    const kind = tree.tokenKind(at);
    if (kind === Token.String) {
      // Not the alphabet of a base64 modifier.
      if (tree.tokenKind(Math.max(0, tokenBefore(tree, at))) === Token.Equal) return "text";
    } else if (kind === Token.Regexp) return "regexp";
    else if (kind === Token.RightBrace) return "hex";
    else if (kind === Token.Equal || kind === Token.Colon || isPatternToken(kind)) return undefined;
  }
  return undefined;
}

function conditionItemsAt(
  context: CompletionContext,
  previous: Token,
  names: () => ReturnType<Workspace["namesIn"]>,
): CompletionItem[] {
  const { tree, word, before, workspace, document } = context;
  const isRich = workspace.client.completion;
  if (word >= 0 && isPatternToken(tree.tokenKind(word))) return patternItems(context, tree.tokenText(word));
  if (previous === Token.Dot) {
    const owner = typeOfValueEndingAt(tree, tokenBefore(tree, before), names());
    return owner === undefined ? [] : fieldItems(workspace, owner.type);
  }
  if (isNumber(previous) && word < 0 && tree.tokenText(before).endsWith(".")) return [];
  return conditionItems(workspace, document, context, word >= 0 || isRich);
}

const isNumber = (kind: Token): boolean => kind === Token.Integer || kind === Token.Float;
