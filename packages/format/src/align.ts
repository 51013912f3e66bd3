import { Token } from "@tyara/language/syntax";
import type { Page } from "./page.ts";

/**
 * What is wider than this takes no part in an alignment.
 * Limit: one name of a megabyte must not push a thousand lines that far.
 */
const MAX_WIDTH = 256;

/** Something to move to the column of its neighbours: a token, and the width of what stands before it on its line. */
interface Column {
  readonly token: number;
  readonly width: number;
}

/** Puts the `=` of neighbouring entries into one column. */
export function alignEquals(page: Page, equals: readonly number[]): void {
  const { tokens, gaps } = page;
  // Where a comment stands before the `=`, the author has something else in mind.
  const isAligned = (token: number): boolean =>
    gaps.beginsLine(token - 1) && !gaps.beginsLine(token) && !tokens.isComment(token - 1);
  const columns = equals.filter(isAligned).map((token) => ({ token, width: tokens.length(token - 1) }));
  align(page, columns, 1);
}

/** Puts the comments at the ends of the lines `[first, end)` into one column; an empty line begins another one. */
export function alignTailComments(page: Page, first: number, end: number): void {
  const { tokens, gaps } = page;
  let columns: Column[] = [];
  let width = 0;
  for (let token = first; token < end; token++) {
    if (gaps.isAfterEmptyLine(token)) {
      align(page, columns, 2);
      columns = [];
    }
    if (gaps.beginsLine(token)) width = 0;
    else if (tokens.isComment(token) && gaps.beginsLine(token + 1)) columns.push({ token, width });
    else width += gaps.amount(token);
    width += isOneLine(page, token) ? tokens.length(token) : MAX_WIDTH;
  }
  align(page, columns, 2);
}

function isOneLine({ tokens }: Page, token: number): boolean {
  return tokens.kinds[token] !== Token.BlockComment || !/[\r\n]/.test(tokens.text(token));
}

function align({ gaps }: Page, columns: readonly Column[], distance: number): void {
  let widest = 0;
  for (const { width } of columns) if (width < MAX_WIDTH && width > widest) widest = width;
  for (const { token, width } of columns)
    if (width < MAX_WIDTH) gaps.setSpaces(token, widest - width + distance);
}
