import type { Diagnostic, Source } from "../diagnostics/index.ts";

/** The diagnostic with its source in every label and replacement that names none. */
export function attach(diagnostic: Diagnostic, source: Source): Diagnostic {
  return {
    ...diagnostic,
    labels: diagnostic.labels.map((label) => ({ source, ...label })),
    replacements: diagnostic.replacements.map((replacement) => ({ source, ...replacement })),
  };
}
