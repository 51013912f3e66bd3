/** Facts about how patterns are looked for, for people: `debug` output and the `slow_pattern` warning. */
import type { ByteRun } from "./byte-run.ts";
import type { SubPatternPlan } from "./plan.ts";
import { requiredRunsCost } from "./required-runs.ts";
import type { PatternFacts, SubPatternKind } from "./tables.ts";

// Limit: with more expected candidates a scanned byte, a pattern is called slow.
const SLOW_COST = 1 / 64;
// Limit: longer runs are cut in descriptions.
const SHOWN_BYTES = 32;

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
    atoms: [...new Set(runs.map(({ run }) => hex(run)))],
    isSlow: requiredRunsCost(runs) > SLOW_COST,
  };
}

function hex(run: ByteRun): string {
  const digits = [...run.values.subarray(0, SHOWN_BYTES)].map((value, i) => {
    const text = value.toString(16).padStart(2, "0");
    const mask = run.masks[i]!;
    return (mask & 0xf0 ? text[0]! : "?") + (mask & 0x0f ? text[1]! : "?");
  });
  return digits.join("") + (run.values.length > SHOWN_BYTES ? "…" : "");
}
