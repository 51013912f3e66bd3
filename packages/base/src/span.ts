/**
 * A half-open range of byte offsets `[start, end)` into a source text, counted in UTF-8 bytes.
 * Lines and columns exist only at the edge, where a diagnostic is rendered.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The smallest span that covers both. */
export function joinSpans(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}
