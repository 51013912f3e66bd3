/** Diagnostics as plain data with places that people and editors count in, and without the text of their sources. */
import type { Span } from "@tyara/base";
import type { Diagnostic, Footer, Label, Replacement, Source } from "./diagnostic.ts";
import { lineIndexOf } from "./line-index.ts";

/** A diagnostic that says itself where everything is: it may be sent anywhere, and written as JSON. */
export interface DiagnosticData {
  readonly severity: Diagnostic["severity"];
  readonly code: string;
  readonly title: string;
  /** The primary one comes first. */
  readonly labels: readonly LabelData[];
  readonly footers: readonly Footer[];
  readonly replacements: readonly ReplacementData[];
}

/** Where something is in a source. */
export interface PlaceData {
  /** What the source is called; null when it came without a name. */
  readonly origin: string | null;
  /** Counted from 1. */
  readonly line: number;
  /** In code points, counted from 1. */
  readonly column: number;
  readonly endLine: number;
  /** The column behind the last character. */
  readonly endColumn: number;
  /** UTF-16 units: `text.slice(start, end)` of a JavaScript string. */
  readonly range: { readonly start: number; readonly end: number };
  /** The same in bytes of UTF-8. */
  readonly span: Span;
}

export interface LabelData {
  readonly kind: Label["kind"];
  readonly text: string;
  /** Null where the diagnostic is about no source. */
  readonly place: PlaceData | null;
}

export interface ReplacementData {
  readonly text: string;
  readonly place: PlaceData | null;
}

/** What a diagnostic says, and where. */
export function diagnosticData(diagnostic: Diagnostic): DiagnosticData {
  const { severity, code, title, labels, footers, replacements } = diagnostic;
  return {
    severity,
    code,
    title,
    labels: labels.map((label) => ({ kind: label.kind, text: label.text, place: placeOf(label) })),
    footers: footers.map(({ kind, text }) => ({ kind, text })),
    replacements: replacements.map((one) => ({ text: one.text, place: placeOf(one) })),
  };
}

function placeOf({ span, source }: Label | Replacement): PlaceData | null {
  return source === undefined ? null : placeIn(source, span);
}

function placeIn(source: Source, span: Span): PlaceData {
  const index = lineIndexOf(source);
  const start = index.position(span.start);
  const end = index.position(span.end);
  return {
    origin: source.origin ?? null,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    range: { start: index.index(span.start), end: index.index(span.end) },
    span: { start: span.start, end: span.end },
  };
}
