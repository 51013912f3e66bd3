/** Lines and columns of labels and replacements, counted from 1, columns in code points. */
import { type Diagnostic, type Label, lineIndexOf, type Replacement } from "@tyara/language/diagnostics";

export interface Place {
  /** The file; undefined for a source without a name. */
  readonly path: string | undefined;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Undefined when the compiler gave no source. */
export function placeOf({ span, source }: Label | Replacement): Place | undefined {
  if (source === undefined) return undefined;
  const index = lineIndexOf(source);
  const start = index.position(span.start);
  const end = index.position(span.end);
  return {
    path: source.origin,
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}

/** Title and what the label says, as one sentence. */
export function messageOf({ title, labels }: Diagnostic): string {
  const text = labels[0]?.text ?? "";
  return text === "" || text === title ? title : `${title}: ${text}`;
}
