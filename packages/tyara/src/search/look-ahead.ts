/**
 * How far the search looks ahead while it is in the midst of the data. Scanners copy the data into the memory only that
 * far before it, so that it finds them in the nearest cache.
 */
import { maxLength } from "../regex/index.ts";
import { CHUNK_SIZE, SubPatternFlag } from "./layout.ts";
import type { SearchPlan, SubPatternPlan } from "./plan.ts";

// What filters load beyond the places that they look at, neighbours of words, groups of base64.
const MARGIN = 512;

/** Bytes behind the start of a chunk that must be there when it is searched; `Infinity`: all. */
export function lookAhead({ subPatterns }: SearchPlan): number {
  return subPatterns.reduce((most, plan) => Math.max(most, reach(plan)), 0) + CHUNK_SIZE + MARGIN;
}

function reach(plan: SubPatternPlan): number {
  // Around the hits of long regexps the search looks as far as it likes.
  if (plan.flags & SubPatternFlag.deferred) return Number.POSITIVE_INFINITY;
  const run = plan.runs.reduce((most, { run }) => Math.max(most, run.values.length), 0);
  const match = plan.regexp === undefined ? plan.length : maxLength(plan.regexp.hir);
  return (plan.anchor ?? 0) + Math.max(run, match);
}
