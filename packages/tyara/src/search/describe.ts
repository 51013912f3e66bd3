/** Facts about how patterns are looked for, for people: `debug` output and the `slow_pattern` warning. */
import type { ByteRun } from "./byte-run.ts";
import type { SubPatternPlan } from "./plan.ts";
import { requiredRunsCost } from "./required-runs.ts";
import type { PatternFacts, SubPatternKind } from "./tables.ts";

// Limit: with more expected candidates a scanned byte, a pattern is called slow.
const SLOW_COST = 1 / 64;
// Limit: longer runs are cut in descriptions, and of more runs the first are shown.
const SHOWN_BYTES = 16;
const SHOWN_RUNS = 16;

export function describePatterns(
  patternCount: number,
  subPatterns: readonly SubPatternPlan[],
): PatternFacts[] {
  const byPattern = new Map<number, SubPatternPlan[]>();
  for (const plan of subPatterns) {
    const plans = byPattern.get(plan.pattern);
    if (plans === undefined) byPattern.set(plan.pattern, [plan]);
    else plans.push(plan);
  }
  return Array.from({ length: patternCount }, (_, id) => describe(byPattern.get(id) ?? []));
}

function describe(plans: readonly SubPatternPlan[]): PatternFacts {
  const searched = plans.filter((plan) => plan.anchor === undefined);
  const kinds = new Set<SubPatternKind>(
    plans.map((plan) => (plan.anchor === undefined ? plan.kind : "anchored")),
  );
  const runs = searched.flatMap((plan) => plan.runs);
  return {
    kinds: [...kinds],
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
  return mask === 0 ? "?" : "0123456789abcdef"[value]!;
}
