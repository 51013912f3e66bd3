import type { Position } from "vscode-languageserver";

/** What one unit of `Position.character` is; client and server agree on it when they meet. */
export type PositionEncoding = "utf-16" | "utf-8";

/**
 * Offsets in UTF-16 units, and positions as the protocol has them. Lines end with `\n`, `\r\n` or `\r`. Positions beyond a line
 * mean its end, those beyond the text the text's end, and such inside a character the place before it.
 */
export class LineTable {
  readonly text: string;
  readonly encoding: PositionEncoding;
  readonly #starts: readonly number[];

  constructor(text: string, encoding: PositionEncoding) {
    this.text = text;
    this.encoding = encoding;
    this.#starts = lineStarts(text);
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** Where a line begins; for lines that there are not, the end of the text. */
  lineStart(line: number): number {
    return this.#starts[line] ?? this.text.length;
  }

  /** Where a line's text ends, its terminator not counted. */
  lineEnd(line: number): number {
    if (line + 1 >= this.#starts.length) return this.text.length;
    let end = this.#starts[line + 1]!;
    while (end > this.lineStart(line) && isLineBreak(this.text.charCodeAt(end - 1))) end--;
    return end;
  }

  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  position(offset: number): Position {
    const line = this.lineAt(offset);
    const start = this.lineStart(line);
    const end = Math.min(offset, this.lineEnd(line));
    if (this.encoding === "utf-16") return { line, character: end - start };
    return { line, character: utf8Length(this.text, start, end) };
  }

  offset({ line, character }: Position): number {
    if (!(line >= 0) || !(character >= 0)) return 0;
    const start = this.lineStart(line);
    const end = this.lineEnd(line);
    const offset =
      this.encoding === "utf-16" ? start + character : utf8Index(this.text, start, end, character);
    const bounded = Math.min(Math.trunc(offset), end);
    return isInsidePair(this.text, bounded) ? bounded - 1 : bounded;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (text.includes("\r")) {
    for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + end.length);
    return starts;
  }
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

const isLineBreak = (unit: number): boolean => unit === 0x0a || unit === 0x0d;

/** Whether a place lies between the halves of a surrogate pair. */
function isInsidePair(text: string, offset: number): boolean {
  if (offset <= 0 || offset >= text.length) return false;
  return (text.charCodeAt(offset) & 0xfc00) === 0xdc00 && (text.charCodeAt(offset - 1) & 0xfc00) === 0xd800;
}

/** Bytes in UTF-8 of a part of a text; lone halves of a pair count as U+FFFD. */
export function utf8Length(text: string, start: number, end: number): number {
  let bytes = 0;
  for (let at = start; at < end; at++) {
    const point = text.codePointAt(at)!;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
    if (point >= 0x1_0000) at++;
  }
  return bytes;
}

/** The index so many bytes behind `start`; inside a character, that of the character. */
function utf8Index(text: string, start: number, end: number, bytes: number): number {
  let left = bytes;
  let at = start;
  while (at < end) {
    const point = text.codePointAt(at)!;
    left -= point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
    if (left < 0) break;
    at += point < 0x1_0000 ? 1 : 2;
  }
  return at;
}
