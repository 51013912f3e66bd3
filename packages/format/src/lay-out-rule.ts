import { NodeKind, Token } from "@tyara/language/syntax";
import { layOutCondition } from "./lay-out-condition.ts";
import { layOutMetadata, layOutPatterns } from "./lay-out-entries.ts";
import type { Page } from "./page.ts";

/** Decides the gaps inside a rule. */
export function layOutRule(page: Page, rule: number): void {
  const { tree, tokens, gaps, style, headerLevel } = page;
  const brace = layOutHead(page, rule);
  const closing = tokens.end(rule) - 1;
  let behind = brace + 1;
  let isFirst = true;
  let commentLevels: CommentLevels = () => headerLevel;
  for (const section of tree.childNodes(rule)) {
    if (!isSection(tree.kind(section))) continue;
    const header = tokens.first(section);
    isFirst = placeInnerComments(page, behind, header, brace, isFirst, commentLevels);
    gaps.onNewLine(header, headerLevel, !isFirst && style.emptyLineBeforeSectionHeader);
    layOutSection(page, section);
    isFirst = false;
    behind = tokens.end(section);
    commentLevels = levelsBehind(page, header);
  }
  placeInnerComments(page, behind, closing, brace, isFirst, commentLevels);
  gaps.onNewLine(closing, 0, tokens.lineEnds[closing]! > 1);
}

function isSection(kind: NodeKind): boolean {
  return (
    kind === NodeKind.MetaSection || kind === NodeKind.StringsSection || kind === NodeKind.ConditionSection
  );
}

/** Everything up to the opening brace, whose index is returned. */
function layOutHead(page: Page, rule: number): number {
  const { tree, tokens, gaps, style } = page;
  const first = tokens.first(rule);
  let behindMistake = first;
  let tags = -1;
  for (const node of tree.childNodes(rule)) {
    const kind = tree.kind(node);
    if (kind === NodeKind.RuleTags) tags = tokens.first(node);
    else if (kind === NodeKind.Error) behindMistake = tokens.end(node);
  }
  let brace = behindMistake;
  while (tokens.kinds[brace] !== Token.LeftBrace) brace++;
  if (behindMistake > first) page.keepInside(first, behindMistake + 1);
  for (let token = behindMistake + 1; token < brace; token++)
    page.join(token, 0, token === tags ? 1 : page.spaces(token));
  if (style.newlineBeforeCurlyBrace) gaps.onNewLine(brace, 0, false);
  else page.join(brace, 0);
  return brace;
}

/** The level of a comment on a line of its own. */
type CommentLevels = (comment: number) => number;

/** Behind a section a comment belongs to it when it is indented more than its header, provided that moves with it. */
function levelsBehind(page: Page, header: number): CommentLevels {
  const { tokens, style, headerLevel, contentLevel } = page;
  if (page.isOff(header)) return () => headerLevel;
  const columnOf = (token: number): number =>
    tokens.lineEnds[token] === 0 ? 0 : tokens.column(token, style.inputTabSize);
  const headerColumn = columnOf(header);
  return (comment) => (columnOf(comment) > headerColumn ? contentLevel : headerLevel);
}

/** Places comments between sections. Returns whether nothing has been on a line of its own in the rule so far. */
function placeInnerComments(
  page: Page,
  first: number,
  end: number,
  brace: number,
  isFirst: boolean,
  levels: CommentLevels,
): boolean {
  const { tokens, gaps } = page;
  let nothingYet = isFirst;
  for (let token = first; token < end; token++) {
    if (token === brace + 1 && !tokens.isTailComment(token)) gaps.onNewLine(token, levels(token), false);
    else page.placeComment(token, levels(token), !nothingYet);
    if (gaps.beginsLine(token)) nothingYet = false;
  }
  return nothingYet;
}

/** Decides the gaps inside a section; the one in front of its header has been decided. */
function layOutSection(page: Page, section: number): void {
  const { tree, tokens, gaps, style, contentLevel } = page;
  const header = tokens.first(section);
  const end = tokens.end(section);
  if (!isWhole(page, section)) {
    page.keepInside(header, end);
    return;
  }
  let token = header + 1;
  while (tokens.kinds[token] !== Token.Colon) page.join(token++, contentLevel);
  page.join(token++, contentLevel);
  if (tokens.isTailComment(token)) gaps.onLine(token++, 1, contentLevel);
  gaps.onNewLine(token, contentLevel, style.emptyLineAfterSectionHeader);
  switch (tree.kind(section)) {
    case NodeKind.MetaSection:
      layOutMetadata(page, section, token);
      break;
    case NodeKind.StringsSection:
      layOutPatterns(page, section, token);
      break;
    default:
      layOutCondition(page, section, token);
  }
}

/** Whether the parser understood all of a section: behind its colon are nodes only, and in a condition a single one. */
function isWhole({ tree, tokens }: Page, section: number): boolean {
  const header = tokens.first(section);
  const end = tokens.end(section);
  let behind = tokens.skipComments(header + 1);
  if (behind >= end || tokens.kinds[behind] !== Token.Colon) return false;
  behind++;
  const nodes = tree.childNodes(section);
  if (nodes.length === 0 || (tree.kind(section) === NodeKind.ConditionSection && nodes.length !== 1))
    return false;
  for (const node of nodes) {
    if (tree.kind(node) === NodeKind.Error || tokens.first(node) !== tokens.skipComments(behind))
      return false;
    behind = tokens.end(node);
  }
  return behind === end;
}
