import type { Span } from "@tyara/base";

/** One text of rules: where it came from and its bytes' text. Several may take part in one compilation. */
export interface Source {
  /** A file path or any name the caller gave; absent when the text came without one. */
  readonly origin?: string;
  readonly text: string;
}

/** A place in a source that a diagnostic points at. */
export interface Label {
  /** `primary` is the place the message is about; there is exactly one, and it comes first. */
  readonly kind: "primary" | "secondary";
  readonly span: Span;
  /** What to say at this place; may be empty. */
  readonly text: string;
  /** Set by the compiler when it collects the diagnostic. */
  readonly source?: Source;
}

/** A sentence under the excerpt: a fact (`note`) or an advice (`help`). */
export interface Footer {
  readonly kind: "note" | "help";
  readonly text: string;
}

/** A change of the source text that mends what the diagnostic is about. */
export interface Replacement {
  readonly span: Span;
  readonly text: string;
  readonly source?: Source;
}

/**
 * What was wrong, or doubtful, in the author's rules: data, collected by the compiler, never thrown.
 * Errors carry YARA-X's codes (`E009`), warnings its ids (`slow_pattern`).
 */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly title: string;
  readonly labels: readonly Label[];
  readonly footers: readonly Footer[];
  readonly replacements: readonly Replacement[];
}
