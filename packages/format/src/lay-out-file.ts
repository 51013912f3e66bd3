import { NodeKind } from "@tyara/language/syntax";
import { layOutRule } from "./lay-out-rule.ts";
import type { Page } from "./page.ts";

/** Something at the top of a file, over the tokens `[first, end)`. */
interface Item {
  /** `unknown`: what the parser could make nothing of. */
  readonly kind: "rule" | "directive" | "unknown";
  readonly node: number;
  readonly first: number;
  readonly end: number;
}

/** Decides all gaps of a file. */
export function layOutFile(page: Page): void {
  const { tokens, gaps } = page;
  let behind = 0;
  let before: Item | undefined;
  for (const item of itemsOf(page)) {
    placeOuterComments(page, behind, item.first, before, item);
    placeItem(page, item, before);
    layOutItem(page, item);
    behind = item.end;
    before = item;
  }
  placeOuterComments(page, behind, tokens.count, before, undefined);
  gaps.endLine(tokens.count);
  page.keepRegions();
}

function itemsOf({ tree, tokens }: Page): Item[] {
  const items: Item[] = [];
  let behind = 0;
  const addUnknown = (end: number): void => {
    const first = tokens.skipComments(behind);
    if (first >= end) return;
    let last = end - 1;
    while (tokens.isComment(last)) last--;
    items.push({ kind: "unknown", node: -1, first, end: last + 1 });
  };
  for (const node of tree.childNodes(tree.root)) {
    const kind = tree.kind(node);
    if (kind !== NodeKind.Rule && kind !== NodeKind.Import && kind !== NodeKind.Include) continue;
    const first = tokens.first(node);
    const end = tokens.end(node);
    addUnknown(first);
    items.push({ kind: kind === NodeKind.Rule ? "rule" : "directive", node, first, end });
    behind = end;
  }
  addUnknown(tokens.count);
  return items;
}

function layOutItem(page: Page, { kind, node, first, end }: Item): void {
  if (kind === "unknown") page.keepInside(first, end);
  else if (kind === "rule") layOutRule(page, node);
  else for (let token = first + 1; token < end; token++) page.join(token, 0);
}

/** A rule has an empty line in front of it, or in front of the comments that lead to it. */
function placeItem({ tokens, gaps }: Page, { kind, first }: Item, before: Item | undefined): void {
  if (first === 0) return;
  if (isBesideUnknown(first, kind, before)) gaps.keep(first);
  else {
    const isBehindItem = before !== undefined && endsItsLine(tokens, first - 1, before);
    gaps.onNewLine(first, 0, tokens.lineEnds[first]! > 1 || (kind === "rule" && isBehindItem));
  }
}

function isBesideUnknown(token: number, kind: Item["kind"], before: Item | undefined): boolean {
  return kind === "unknown" || (before?.kind === "unknown" && token === before.end);
}

/** Whether a token is the last of an item, or a comment behind that on the same line. */
function endsItsLine(tokens: Page["tokens"], token: number, item: Item): boolean {
  let i = token;
  while (i >= item.end && tokens.lineEnds[i] === 0) i--;
  return i < item.end;
}

/** Places the comments `[first, end)` between two items. */
function placeOuterComments(
  page: Page,
  first: number,
  end: number,
  before: Item | undefined,
  next: Item | undefined,
): void {
  const { tokens, gaps } = page;
  const leading = next?.kind === "rule" ? firstLeadingComment(page, first, end) : end;
  let isBehindItem = before !== undefined;
  for (let token = first; token < end; token++) {
    if (token === 0) continue;
    if (isBesideUnknown(token, "directive", before)) gaps.keep(token);
    else if (isBehindItem && tokens.lineEnds[token]! > 0 && token >= leading) gaps.onNewLine(token, 0, true);
    else page.placeComment(token, 0, true);
    if (tokens.lineEnds[token]! > 0) isBehindItem = false;
  }
}

/** The first of the comments that lead to the rule behind them without an empty line. */
function firstLeadingComment({ tokens }: Page, first: number, end: number): number {
  let leading = end;
  while (leading > first && tokens.lineEnds[leading]! < 2) leading--;
  return leading;
}
