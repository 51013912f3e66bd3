/**
 * One line of source with marks under it.
 *
 * Only a window of a long line is shown, chosen around the labels, and only that window is ever looked at, so that a line
 * of 100 MB costs no more than a short one. Marks: `^` under the primary place, `-` under others. The rightmost label's
 * text stands beside its mark; the others hang below on rulers, from right to left.
 */
import type { LineRange } from "./line-index.ts";
import { visibleCharacter } from "./visible-text.ts";

/** A label's part on one line; UTF-16 indices into the source text. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly isPrimary: boolean;
  readonly text: string;
}

/** Dresses the marks and texts of a label. */
export type MarkStyle = (text: string, isPrimary: boolean) => string;

const ELLIPSIS = "...";

/** The line as shown, then the lines of marks below it; none longer than `width` columns, label texts aside. */
export function renderLine(
  text: string,
  line: LineRange,
  marks: readonly Mark[],
  width: number,
  style: MarkStyle,
): string[] {
  const window = chooseWindow(line, marks, width);
  const { shown, columns } = showWindow(text, line, window);
  const placed = marks.map((mark) => place(mark, window, columns)).sort((a, b) => a.column - b.column);
  return [shown, ...markLines(placed, style)];
}

function chooseWindow(line: LineRange, marks: readonly Mark[], width: number): LineRange {
  if (line.end - line.start <= width) return line;
  const room = Math.max(width - 2 * ELLIPSIS.length, 20);
  const primary = marks.find((mark) => mark.isPrimary) ?? marks[0];
  const first = Math.min(...marks.map((mark) => mark.start));
  const last = Math.max(...marks.map((mark) => mark.end));
  if (primary === undefined) return { start: line.start, end: line.start + room };
  const [from, to] =
    last - first <= room ? [first, last] : [primary.start, Math.min(primary.end, primary.start + room)];
  const before = (room - (to - from)) >> 1;
  const start = Math.max(line.start, Math.min(from - before, line.end - room));
  return { start, end: Math.min(line.end, start + room) };
}

/** The window made visible, and for each UTF-16 index of it (and the end) the column where it stands. */
function showWindow(text: string, line: LineRange, window: LineRange): { shown: string; columns: number[] } {
  let shown = window.start > line.start ? ELLIPSIS : "";
  let column = shown.length;
  const columns: number[] = [];
  for (let index = window.start; index < window.end; ) {
    const codePoint = text.codePointAt(index)!;
    const character = visibleCharacter(codePoint);
    for (const next = index + (codePoint > 0xffff ? 2 : 1); index < next; index++) columns.push(column);
    shown += character.text;
    column += character.width;
  }
  columns.push(column);
  return { shown: window.end < line.end ? shown + ELLIPSIS : shown, columns };
}

interface PlacedMark {
  readonly column: number;
  readonly length: number;
  readonly isPrimary: boolean;
  readonly text: string;
}

function place(mark: Mark, window: LineRange, columns: readonly number[]): PlacedMark {
  const at = (index: number) =>
    columns[Math.min(Math.max(index, window.start), window.end) - window.start] ?? columns.at(-1)!;
  const column = at(mark.start);
  return { column, length: Math.max(1, at(mark.end) - column), isPrimary: mark.isPrimary, text: mark.text };
}

function markLines(marks: readonly PlacedMark[], style: MarkStyle): string[] {
  const underline = new Line(style);
  for (const mark of [...marks].sort((a, b) => Number(a.isPrimary) - Number(b.isPrimary)))
    underline.put(mark.column, (mark.isPrimary ? "^" : "-").repeat(mark.length), mark.isPrimary);
  const hanging = marks.filter((mark) => mark.text !== "");
  const last = hanging.at(-1);
  if (last !== undefined && isClear(last, marks)) {
    underline.put(last.column + last.length + 1, last.text, last.isPrimary);
    hanging.pop();
  }
  const lines = [underline.render()];
  if (hanging.length > 0) lines.push(rulers(hanging, style).render());
  for (let mark = hanging.pop(); mark !== undefined; mark = hanging.pop()) {
    const line = rulers(
      hanging.filter((other) => other.column < mark!.column),
      style,
    );
    line.put(mark.column, mark.text, mark.isPrimary);
    lines.push(line.render());
  }
  return lines;
}

const isClear = (mark: PlacedMark, marks: readonly PlacedMark[]): boolean =>
  marks.every((other) => other === mark || other.column + other.length <= mark.column + mark.length);

function rulers(marks: readonly PlacedMark[], style: MarkStyle): Line {
  const line = new Line(style);
  for (const mark of marks) line.put(mark.column, "|", mark.isPrimary);
  return line;
}

/** A line being put together from pieces at columns; later pieces hide earlier ones. */
class Line {
  private readonly cells: { readonly character: string; readonly isPrimary: boolean }[] = [];
  private readonly style: MarkStyle;

  constructor(style: MarkStyle) {
    this.style = style;
  }

  put(column: number, text: string, isPrimary: boolean): void {
    while (this.cells.length < column) this.cells.push({ character: " ", isPrimary: false });
    let at = column;
    for (const character of text) this.cells[at++] = { character, isPrimary };
  }

  render(): string {
    let out = "";
    for (let start = 0; start < this.cells.length; ) {
      const { isPrimary, character } = this.cells[start]!;
      const isBlank = character === " ";
      let run = "";
      while (start < this.cells.length) {
        const cell = this.cells[start]!;
        if (cell.isPrimary !== isPrimary || (cell.character === " ") !== isBlank) break;
        run += cell.character;
        start++;
      }
      out += isBlank ? run : this.style(run, isPrimary);
    }
    return out;
  }
}
