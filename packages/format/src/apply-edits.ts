import type { SourceText } from "@tyara/language/syntax";
import type { TextEdit } from "./edits.ts";

/** A source after its edits, as text and with one character for each byte. */
export interface EditedSource {
  readonly text: string;
  readonly bytes: string;
}

/** Applies edits that lie in order and do not overlap. Lone surrogates of the source survive. */
export function applyEdits(source: SourceText, edits: readonly TextEdit[]): EditedSource {
  const bytes = splice(source.bytes, edits, (offset) => offset);
  if (source.bytes === source.text) return { text: bytes, bytes };
  return { text: splice(source.text, edits, unitCounter(source.bytes)), bytes };
}

function splice(text: string, edits: readonly TextEdit[], indexOf: (offset: number) => number): string {
  const parts: string[] = [];
  let copied = 0;
  for (const edit of edits) {
    parts.push(text.slice(copied, indexOf(edit.start)), edit.text);
    copied = indexOf(edit.end);
  }
  parts.push(text.slice(copied));
  return parts.join("");
}

/** Translates ascending byte offsets into indexes of a JavaScript string. */
function unitCounter(bytes: string): (offset: number) => number {
  let at = 0;
  let units = 0;
  return (offset) => {
    for (; at < offset; at++) {
      const byte = bytes.charCodeAt(at);
      if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
    }
    return units;
  };
}
