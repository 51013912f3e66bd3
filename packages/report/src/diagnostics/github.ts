/** Annotations of GitHub Actions: commands that a log may hold, one a line. */
import { printable } from "@tyara/base";
import type { Diagnostic } from "@tyara/language/diagnostics";
import { messageOf, placeOf } from "./place.ts";

export function githubAnnotation(diagnostic: Diagnostic): string {
  const { severity, code, labels, footers } = diagnostic;
  const place = labels[0] === undefined ? undefined : placeOf(labels[0]);
  const properties = [`title=${property(code)}`];
  if (place?.path !== undefined) {
    const { path, startLine, startColumn, endLine, endColumn } = place;
    properties.unshift(`file=${property(path)}`, `line=${startLine}`, `endLine=${endLine}`);
    // Columns are shown for places within one line only.
    if (startLine === endLine) properties.push(`col=${startColumn}`, `endColumn=${endColumn}`);
  }
  const lines = [messageOf(diagnostic), ...footers.map(({ kind, text }) => `${kind}: ${text}`)];
  return `::${severity} ${properties.join(",")}::${data(lines.join("\n"))}`;
}

/** A line break within the message is written as `%0A`; everything else that steers is made visible. */
function data(text: string): string {
  return text.replaceAll("%", "%25").split("\n").map(printable).join("%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
