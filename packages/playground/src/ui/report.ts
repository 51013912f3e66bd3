import { renderScan } from "tyara/report";
import type { Outcome } from "../model/engine.ts";

declare const __VERSION__: string;

/** Results as files that other programs read, in the forms of the command line. */
export function reportOf(outcomes: readonly Outcome[], format: "JSON" | "NDJSON" | "SARIF"): string {
  const files = outcomes.flatMap(({ sample, result }) =>
    result === undefined ? [] : [{ path: sample.name, rules: result.matches }],
  );
  const name = format.toLowerCase() as "json" | "ndjson" | "sarif";
  return renderScan(files, {
    format: name,
    version: __VERSION__,
    meta: true,
    tags: true,
    namespace: true,
    strings: 120,
  });
}
