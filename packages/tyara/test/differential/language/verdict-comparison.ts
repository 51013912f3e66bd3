/** What Tyara's compiler and the reference say of the same rules, one rule a line, so that many are compared at once. */

import { type Diagnostic, DiagnosticRenderer } from "@tyara/language/diagnostics";
import { Compiler } from "tyara";
import { type NativePeer, type NativeReport, reportPlaces } from "../../peers.ts";

/** A rule of which the two do not say the same: codes with columns, sorted. */
export interface Difference {
  readonly rule: string;
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

type Globals = Readonly<Record<string, number | string | boolean>>;

/** The rules, a line each, that get different verdicts. */
export function compareVerdicts(
  peer: NativePeer,
  preamble: string,
  rules: readonly string[],
  globals: Globals = {},
): Difference[] {
  const source = preamble + rules.join("\n");
  const compiler = new Compiler({ globals }).addSource(source);
  const verdict = peer.validate(source, { defineVariables: globals });
  const ours = byLine([...compiler.errors, ...compiler.warnings].map(place));
  const theirs = byLine(reportPlaces([...verdict.errors, ...verdict.warnings] as readonly NativeReport[]));
  const firstLine = preamble.split("\n").length;
  return rules.flatMap((rule, i) => {
    const difference = { rule, ours: ours.get(firstLine + i) ?? [], theirs: theirs.get(firstLine + i) ?? [] };
    return difference.ours.join() === difference.theirs.join() ? [] : [difference];
  });
}

const renderer = new DiagnosticRenderer();

function place({ code, labels }: Diagnostic): string {
  const { line, column } = renderer.position(labels[0]!)!;
  return `${code}@${line}:${column}`;
}

/** `code@column` by line. */
function byLine(places: readonly string[]): Map<number, string[]> {
  const lines = new Map<number, string[]>();
  for (const text of places) {
    const [, code, line, column] = /^(\w+)@(\d+):(\d+)$/.exec(text)!;
    const key = Number(line);
    lines.set(key, [...(lines.get(key) ?? []), `${code}@${column}`].sort());
  }
  return lines;
}
