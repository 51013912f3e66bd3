import { NodeKind, Token } from "@tyara/language/syntax";
import { alignEquals } from "./align.ts";
import { layOutHexPattern } from "./lay-out-hex.ts";
import type { Page } from "./page.ts";

/** Decides the gaps between and inside the entries of a `meta` section; `token` has been placed. */
export function layOutMetadata(page: Page, section: number, token: number): void {
  const { tokens, contentLevel, style } = page;
  layOutEntries(page, section, token, style.alignMetadata, (entry) => {
    const end = tokens.end(entry);
    for (let i = tokens.first(entry) + 1; i < end; i++) page.join(i, contentLevel + 1);
  });
}

/** The same for a `strings` section. */
export function layOutPatterns(page: Page, section: number, token: number): void {
  const { style } = page;
  layOutEntries(page, section, token, style.alignPatterns, (entry) => layOutPattern(page, entry));
}

function layOutEntries(
  page: Page,
  section: number,
  placed: number,
  isAligned: boolean,
  layOutEntry: (entry: number) => void,
): void {
  const { tree, tokens, contentLevel } = page;
  let token = placed;
  let equals: number[] = [];
  for (const entry of tree.childNodes(section)) {
    const first = tokens.first(entry);
    let isBehindEmptyLine = false;
    for (; token <= first; token++) {
      if (token > placed) placeBetweenEntries(page, token, first);
      isBehindEmptyLine ||= page.gaps.isAfterEmptyLine(token);
    }
    if (isBehindEmptyLine) {
      alignEquals(page, equals);
      equals = [];
    }
    layOutEntry(entry);
    token = tokens.end(entry);
    if (isAligned) equals.push(indexOfEqual(page, first));
  }
  alignEquals(page, equals);

  function placeBetweenEntries(p: Page, at: number, first: number): void {
    if (at < first) p.placeComment(at, contentLevel, true);
    // A block comment may begin the line of an entry.
    else if (tokens.lineEnds[at] === 0 && tokens.isComment(at - 1) && p.gaps.beginsLine(at - 1))
      p.gaps.onLine(at, 1, contentLevel);
    else p.gaps.onNewLine(at, contentLevel, tokens.lineEnds[at]! > 1);
  }
}

function indexOfEqual({ tokens }: Page, first: number): number {
  let token = first;
  while (tokens.kinds[token] !== Token.Equal) token++;
  return token;
}

function layOutPattern(page: Page, pattern: number): void {
  const { tree, tokens, contentLevel } = page;
  const hex = tree.childNodes(pattern).find((node) => tree.kind(node) === NodeKind.HexPattern);
  const end = tokens.end(pattern);
  let token = tokens.first(pattern) + 1;
  if (hex !== undefined) {
    const first = tokens.first(hex);
    for (; token <= first; token++) page.join(token, contentLevel + 1);
    layOutHexPattern(page, hex);
    token = tokens.end(hex);
  }
  for (; token < end; token++)
    page.join(token, contentLevel + 1, isTight(page, token) ? 0 : page.spaces(token));
}

/** A `-` in a pattern is that of `xor(1-255)`. */
function isTight({ tokens }: Page, token: number): boolean {
  return (
    tokens.kinds[token] === Token.Minus ||
    (tokens.kinds[token - 1] === Token.Minus && !tokens.isComment(token))
  );
}
