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

/** Perf: engines join a few long strings much faster than a million short ones. */
const CHUNK_LENGTH = 1 << 14;

function splice(text: string, edits: readonly TextEdit[], indexOf: (offset: number) => number): string {
  const chunks: string[] = [];
  let chunk = "";
  let copied = 0;
  for (const edit of edits) {
    chunk += text.slice(copied, indexOf(edit.start)) + edit.text;
    copied = indexOf(edit.end);
    if (chunk.length < CHUNK_LENGTH) continue;
    // Perf: looking at a character makes the pieces one string, so that they can be forgotten.
    chunk.charCodeAt(0);
    chunks.push(chunk);
    chunk = "";
  }
  return chunks.join("") + chunk + text.slice(copied);
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
