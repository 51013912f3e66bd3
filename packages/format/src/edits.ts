import { Token } from "@tyara/language/syntax";
import type { Page } from "./page.ts";
import { widthOf } from "./token-list.ts";

/** A replacement of white space by white space; `start` and `end` count bytes of the source. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const BYTE_ORDER_MARK = "\xef\xbb\xbf";

/** The edits that bring about what was decided, in order. What stays the same has none. */
export function editsOf(page: Page): TextEdit[] {
  return new EditWriter(page).write();
}

class EditWriter {
  readonly #page: Page;
  readonly #edits: TextEdit[] = [];
  readonly #newLines: readonly [string, string];
  /** White space of each level. */
  readonly #indents: string[] = [];

  constructor(page: Page) {
    const { lineEnding, indentation } = page.style;
    const unit = indentation === "tabs" ? "\t" : " ".repeat(indentation);
    this.#page = page;
    this.#newLines = [lineEnding, lineEnding + lineEnding];
    for (let level = 0; level <= 64; level++) this.#indents.push(unit.repeat(level));
  }

  write(): TextEdit[] {
    const { tokens, gaps } = this.#page;
    let end = tokens.bytes.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
    for (let token = 0; token < tokens.count; token++) {
      const start = tokens.starts[token]!;
      if (gaps.isKept(token)) this.#replaceLineEnds(token - 1, end, start);
      else this.#replaceGap(token - 1, end, start, this.#gap(token));
      end = tokens.ends[token]!;
      const kind = tokens.kinds[token];
      if (kind === Token.BlockComment && gaps.isKept(token)) this.#replaceLineEnds(token, start, end);
      else if (kind === Token.BlockComment) this.#writeBlockComment(token, start, end);
      else if (kind === Token.LineComment && !gaps.isKept(token))
        this.#replace(endOfText(tokens.bytes, start, end), end, "");
    }
    this.#replaceGap(tokens.count - 1, end, tokens.bytes.length, this.#lastGap());
    return this.#edits;
  }

  /** Replaces a gap behind a token. */
  #replaceGap(token: number, start: number, end: number, text: string): void {
    this.#replace(start, end, this.#isOpen(token) ? text.replace(/^\r\n/, "\n") : text);
  }

  /** Whether a token is a literal without an end. It reaches to the next line feed, and would take in a carriage return. */
  #isOpen(token: number): boolean {
    const kind = token < 0 ? undefined : this.#page.tokens.kinds[token];
    return kind === Token.UnclosedString || kind === Token.UnclosedRegexp;
  }

  /** Replaces the line ends in a gap behind a token, or in a comment, that is kept otherwise. */
  #replaceLineEnds(token: number, start: number, end: number): void {
    const { bytes } = this.#page.tokens;
    for (let at = nextLineEnd(bytes, start, end); at < end; ) {
      const next = at + (bytes.startsWith("\r\n", at) ? 2 : 1);
      if (at > start || !this.#isOpen(token)) this.#replace(at, next, this.#page.style.lineEnding);
      at = nextLineEnd(bytes, next, end);
    }
  }

  #replace(start: number, end: number, text: string): void {
    if (this.#page.tokens.bytes.slice(start, end) !== text) this.#edits.push({ start, end, text });
  }

  #gap(token: number): string {
    const { gaps } = this.#page;
    const amount = gaps.amount(token);
    if (token === 0) return "";
    if (!gaps.beginsLine(token)) return spaces(amount);
    return this.#newLines[gaps.isAfterEmptyLine(token) ? 1 : 0] + this.#indents[amount]!;
  }

  #lastGap(): string {
    const { tokens, style } = this.#page;
    const last = tokens.count - 1;
    const reachesToEnd =
      last >= 0 && (tokens.kinds[last] === Token.UnclosedComment || tokens.kinds[last] === Token.Excess);
    return last < 0 || reachesToEnd || !style.finalNewline ? "" : style.lineEnding;
  }

  /** Cuts spaces at the ends of a comment's lines, and moves its lines as far as its first one. */
  #writeBlockComment(token: number, start: number, end: number): void {
    const { tokens, gaps, style } = this.#page;
    const { bytes } = tokens;
    let lineEnd = nextLineEnd(bytes, start, end);
    if (lineEnd === end) return;
    const moves = gaps.beginsLine(token);
    const shift = moves ? this.#column(token) - tokens.column(token, style.inputTabSize) : 0;
    let textStart = start;
    while (lineEnd < end) {
      const lineStart = lineEnd + (bytes.startsWith("\r\n", lineEnd) ? 2 : 1);
      const textEnd = endOfText(bytes, textStart, lineEnd);
      lineEnd = nextLineEnd(bytes, lineStart, end);
      textStart = moves ? startOfText(bytes, lineStart, lineEnd) : lineStart;
      const width = widthOf(bytes, lineStart, textStart, style.inputTabSize) + shift;
      const indent = moves && textStart < lineEnd ? this.#indent(width) : "";
      this.#replace(textEnd, textStart, style.lineEnding + indent);
    }
  }

  #column(token: number): number {
    const { gaps, style } = this.#page;
    const level = token === 0 ? 0 : gaps.amount(token);
    return level * (style.indentation === "tabs" ? style.inputTabSize : style.indentation);
  }

  #indent(width: number): string {
    const { style } = this.#page;
    if (style.indentation !== "tabs") return spaces(Math.max(0, width));
    const tabs = Math.max(0, Math.floor(width / style.inputTabSize));
    return "\t".repeat(tabs) + spaces(Math.max(0, width - tabs * style.inputTabSize));
  }
}

const SOME_SPACES = Array.from({ length: 64 }, (_, count) => " ".repeat(count));

function spaces(count: number): string {
  return SOME_SPACES[count] ?? " ".repeat(count);
}

function nextLineEnd(bytes: string, start: number, end: number): number {
  let i = start;
  while (i < end && bytes.charCodeAt(i) !== 10 && bytes.charCodeAt(i) !== 13) i++;
  return i;
}

function isSpace(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 13;
}

/** Where the text of a line ends, without the spaces behind it. */
function endOfText(bytes: string, start: number, end: number): number {
  let i = end;
  while (i > start && isSpace(bytes.charCodeAt(i - 1))) i--;
  return i;
}

function startOfText(bytes: string, start: number, end: number): number {
  let i = start;
  while (i < end && isSpace(bytes.charCodeAt(i))) i++;
  return i;
}
