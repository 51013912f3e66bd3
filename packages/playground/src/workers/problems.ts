import { type Diagnostic, LineIndex } from "tyara/language";
import type { Problem } from "./protocol.ts";

/** Turns diagnostics into what editors show. Diagnostics of included files keep their own paths. */
export function problemsOf(
  diagnostics: readonly Diagnostic[],
  files: ReadonlyMap<string, string>,
  path: string,
): Problem[] {
  const indexes = new Map<string, LineIndex>();
  const indexOf = (origin: string): LineIndex => {
    const known = indexes.get(origin);
    if (known !== undefined) return known;
    const index = new LineIndex(files.get(origin) ?? "");
    indexes.set(origin, index);
    return index;
  };
  return diagnostics.flatMap((diagnostic) => {
    const [label] = diagnostic.labels;
    if (label === undefined) return [];
    const origin = label.source?.origin ?? path;
    const index = indexOf(origin);
    return [
      {
        path: origin,
        severity: diagnostic.severity,
        code: diagnostic.code,
        message: describe(diagnostic),
        from: index.index(label.span.start),
        to: index.index(label.span.end),
        ...index.position(label.span.start),
        fixes: diagnostic.replacements
          .filter(({ source }) => (source?.origin ?? origin) === origin)
          .map(({ span, text }) => ({ from: index.index(span.start), to: index.index(span.end), text })),
      },
    ];
  });
}

function describe({ title, labels, footers }: Diagnostic): string {
  const [label] = labels;
  const lines = [label?.text ? `${title}: ${label.text}` : title];
  for (const { kind, text } of footers) lines.push(`${kind}: ${text}`);
  return lines.join("\n");
}
