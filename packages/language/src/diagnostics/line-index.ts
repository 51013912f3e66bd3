/**
 * From byte offsets to lines, columns and indices into the text.
 *
 * Spans count UTF-8 bytes; JavaScript strings count UTF-16 units. Lines end with "\n" only, and columns count code points
 * from 1, as YARA-X does. Texts of plain ASCII need no translation; in others only the line in question is walked.
 * One index is one pass over the text, so it is made once for each source, whoever asks.
 */
import { assert } from "@tyara/base";
import type { Source } from "./diagnostic.ts";

/** Where something is, counted from 1. */
export interface Position {
  readonly line: number;
  /** In code points; a tab is one. */
  readonly column: number;
}

/** A line without its terminator, as a range of UTF-16 indices. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

const indexes = new WeakMap<Source, LineIndex>();

/** The index of a source's text. */
export function lineIndexOf(source: Source): LineIndex {
  let index = indexes.get(source);
  if (index === undefined) indexes.set(source, (index = new LineIndex(source.text)));
  return index;
}

export class LineIndex {
  readonly text: string;
  private readonly starts: number[] = [0];
  /** Byte offsets of the line starts; absent for ASCII, where they are the indices. */
  private readonly byteStarts: number[] | undefined;

  constructor(text: string) {
    this.text = text;
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) this.starts.push(at + 1);
    // Perf: the expression stops at the first character that is not ASCII, and has no captures to keep.
    if (/[^\0-\x7f]/.test(text)) this.byteStarts = this.measureLines();
  }

  get lineCount(): number {
    return this.starts.length;
  }

  position(offset: number): Position {
    const line = this.lineAt(offset);
    const start = this.starts[line]!;
    const index = this.indexInLine(line, offset);
    let column = index - start + 1;
    if (this.byteStarts !== undefined)
      for (let at = start; at < index; at++) if (isLowSurrogate(this.text, at)) column--;
    return { line: line + 1, column };
  }

  /** The UTF-16 index of a byte offset; inside a character, that of the character. */
  index(offset: number): number {
    return this.indexInLine(this.lineAt(offset), offset);
  }

  /** The zero-based line that holds a byte offset; offsets behind the text belong to the last line. */
  lineAt(offset: number): number {
    const starts = this.byteStarts ?? this.starts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  lineRange(line: number): LineRange {
    const start = this.starts[line];
    assert(start !== undefined, "the line exists");
    let end = line + 1 < this.starts.length ? this.starts[line + 1]! - 1 : this.text.length;
    if (end > start && this.text.charCodeAt(end - 1) === 0x0d) end--;
    return { start, end };
  }

  private indexInLine(line: number, offset: number): number {
    const start = this.starts[line]!;
    if (this.byteStarts === undefined) return Math.min(offset, this.text.length);
    let bytes = this.byteStarts[line]!;
    let index = start;
    while (index < this.text.length) {
      const units = isLowSurrogate(this.text, index + 1) ? 2 : 1;
      bytes += units === 2 ? 4 : utf8Length(this.text.charCodeAt(index));
      if (bytes > offset) break;
      index += units;
    }
    return index;
  }

  private measureLines(): number[] {
    const byteStarts = [0];
    let bytes = 0;
    let line = 1;
    for (let index = 0; index < this.text.length; index++) {
      if (index === this.starts[line]) byteStarts[line++] = bytes;
      bytes += isLowSurrogate(this.text, index) ? 1 : utf8Length(this.text.charCodeAt(index));
    }
    if (line < this.starts.length) byteStarts[line] = bytes;
    return byteStarts;
  }
}

/** Bytes of a UTF-16 unit; halves of a pair count 3 and 1, lone ones 3 as the replacement character. */
function utf8Length(unit: number): number {
  return unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
}

/** Whether the second half of a surrogate pair stands at `index`. */
function isLowSurrogate(text: string, index: number): boolean {
  const isLow = (text.charCodeAt(index) & 0xfc00) === 0xdc00;
  return isLow && index > 0 && (text.charCodeAt(index - 1) & 0xfc00) === 0xd800;
}
