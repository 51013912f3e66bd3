import type { Span } from "@tyara/base";
import type { TextEdit } from "./edits.ts";

/** Cuts from each edit what it does not change, and leaves out those that touch no line of the range. */
export function minimise(bytes: string, edits: readonly TextEdit[], range: Span | undefined): TextEdit[] {
  const start =
    range === undefined ? 0 : bytes.lastIndexOf("\n", range.start - 1) + (range.start > 0 ? 1 : 0);
  const lineEnd = range === undefined ? -1 : bytes.indexOf("\n", range.end);
  const end = lineEnd < 0 ? bytes.length : lineEnd;
  return edits.map((edit) => cut(bytes, edit)).filter((edit) => edit.start <= end && edit.end >= start);
}

function cut(bytes: string, { start, end, text }: TextEdit): TextEdit {
  const old = bytes.slice(start, end);
  const most = Math.min(old.length, text.length);
  let head = 0;
  while (head < most && old[head] === text[head]) head++;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail++;
  return { start: start + head, end: end - tail, text: text.slice(head, text.length - tail) };
}
