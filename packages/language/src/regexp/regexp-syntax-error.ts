import type { Span } from "@tyara/base";

/** Leaves the parser at the first mistake; caught by `parseRegexp`, never seen outside this room. */
export class RegexpSyntaxError extends Error {
  readonly span: Span;
  readonly note: string | undefined;

  constructor(message: string, span: Span, note?: string) {
    super(message);
    this.span = span;
    this.note = note;
  }
}
