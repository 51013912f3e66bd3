/** Facts about how patterns are looked for, for people: `debug` output and the `slow_pattern` warning. */

import type { PatternFacts } from "@tyara/contract";
import type { PatternSpec } from "@tyara/language/ir";
import type { ByteRun } from "./byte-run.ts";
import { planPatterns } from "./plan.ts";
import { requiredRunsCost } from "./required-runs.ts";

// Limit: with more expected candidates a scanned byte, a pattern is called slow.
const SLOW_COST = 1 / 64;
// Limit: longer runs are cut in descriptions, and of more runs the first are shown.
const SHOWN_BYTES = 16;
const SHOWN_RUNS = 16;

/** How one pattern would be looked for. */
export function describePattern(spec: PatternSpec): PatternFacts {
  const { subPatterns } = planPatterns([spec]);
  const runs = subPatterns.flatMap((plan) => (plan.anchor === undefined ? plan.runs : []));
  const kinds = subPatterns.map((plan) => (plan.anchor === undefined ? plan.kind : "anchored"));
  return {
    kinds: [...new Set(kinds)],
    atoms: [...new Set(runs.slice(0, SHOWN_RUNS).map(({ run }) => hex(run)))],
    isSlow: requiredRunsCost(runs) > SLOW_COST,
  };
}

function hex(run: ByteRun): string {
  let text = "";
  for (let i = 0; i < Math.min(run.values.length, SHOWN_BYTES); i++) {
    text += digit(run.values[i]! >> 4, run.masks[i]! >> 4) + digit(run.values[i]! & 15, run.masks[i]! & 15);
  }
  return run.values.length > SHOWN_BYTES ? `${text}…` : text;
}

function digit(value: number, mask: number): string {
  return mask === 15 ? "0123456789abcdef"[value]! : "?";
}
