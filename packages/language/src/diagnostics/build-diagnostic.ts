import type { Span } from "@tyara/base";
import type { Diagnostic, Footer, Label, Replacement } from "./diagnostic.ts";

/** What may be put into the placeholders of a message. */
export type Text = string | number | bigint;

/** What a diagnostic carries beyond its catalogue entry. */
export interface Extra {
  /** Replaces the catalogue's text at the primary place. */
  readonly label?: string;
  /** Further places; their kind is `secondary`. */
  readonly labels?: readonly Omit<Label, "kind">[];
  readonly footers?: readonly Footer[];
  readonly replacements?: readonly Replacement[];
}

/** Puts a diagnostic together; called by the generated constructors only. */
export function buildDiagnostic(
  severity: Diagnostic["severity"],
  code: string,
  title: string,
  span: Span,
  label: string,
  extra: Extra,
): Diagnostic {
  const primary: Label = { kind: "primary", span, text: extra.label ?? label };
  const secondary = (extra.labels ?? []).map((other): Label => ({ kind: "secondary", ...other }));
  return {
    severity,
    code,
    title,
    labels: [primary, ...secondary],
    footers: extra.footers ?? [],
    replacements: extra.replacements ?? [],
  };
}
