/**
 * Alternations offer what each branch requires, and often one run holds another (`aaa` and `aa`): where the longer one is,
 * the shorter one is found anyway, so it alone will do, for the matches of both.
 */
import { spendWork } from "@tyara/base";
import { ByteSet } from "@tyara/language/regexp";
import { type ByteRun, placeAt } from "./byte-run.ts";
import type { RequiredRun } from "./required-runs.ts";

/** Limit: each run is compared with each other. */
const MAX_RUNS = 32;

/** A set of required runs without those that hold another one of it. */
export function withoutAbsorbed(runs: readonly RequiredRun[]): readonly RequiredRun[] {
  if (runs.length < 2 || runs.length > MAX_RUNS) return runs;
  const kept: RequiredRun[] = [];
  for (const required of [...runs].sort((a, b) => a.run.values.length - b.run.values.length)) {
    const index = kept.findIndex((shorter) => offsetWithin(required, shorter) !== undefined);
    if (index < 0) kept.push(required);
    else kept[index] = absorb(kept[index]!, required, offsetWithin(required, kept[index]!)!);
  }
  return kept;
}

/** Where in the run the other one is, if it can stand for it: what is rarer for having a companion cannot. */
function offsetWithin({ run }: RequiredRun, { run: shorter, companion }: RequiredRun): number | undefined {
  if (companion !== undefined || run.classes.length > 0 || shorter.classes.length > 0) return undefined;
  spendWork(run.values.length);
  for (let offset = 0; offset + shorter.values.length <= run.values.length; offset++)
    if (holdsAt(run, shorter, offset)) return offset;
  return undefined;
}

function holdsAt(run: ByteRun, shorter: ByteRun, offset: number): boolean {
  return shorter.values.every(
    (value, i) => run.values[offset + i] === value && run.masks[offset + i] === shorter.masks[i],
  );
}

/** The shorter run, for its own matches and for those of the longer one that has it at `offset`. */
function absorb(shorter: RequiredRun, longer: RequiredRun, offset: number): RequiredRun {
  let prefixBytes = shorter.prefixBytes.union(longer.prefixBytes);
  for (let i = 0; i < offset; i++)
    prefixBytes = prefixBytes.union(ByteSet.from(placeAt(longer.run, i).bytes));
  return {
    run: shorter.run,
    prefixMin: Math.min(shorter.prefixMin, longer.prefixMin + offset),
    prefixMax: Math.max(shorter.prefixMax, longer.prefixMax + offset),
    prefixBytes,
    companion: undefined,
  };
}
