/**
 * The sight of the search: how far from a chunk it reads data. While a chunk is searched, a scanner has only the chunk and its
 * sight in memory. So the data stays in a near cache, and the memory need not hold all of it.
 *
 * This is the complete list of places where the kernels read data, and how far from the chunk:
 *
 * - Filters read the chunk and up to `DATA_SLACK` bytes around it. Keys and checks of candidates do the same (`MAX_CENTRE`,
 *   `MAX_DISTANCE`, `MAX_OFFSET` and strides bound them). A run begins at most `DATA_SLACK` bytes before the chunk, and at most
 *   one byte after its last byte.
 * - A run is compared up to its end, in blocks of 16. `fullword`, base64 and assertions read a few bytes beside a match.
 * - Around a run of a regexp, the kernels read the companion, and all bytes from the first possible start of the match to its
 *   last possible end: the backward probes, and the sweeps, which the program's reach bounds. Windows grow ahead of hits, up to
 *   the end of the chunk. In compatible mode the reach of the reference bounds this instead.
 * - Probes read as many bytes as their credit, at most `PROBE_SLACK`. The forward probe may read past the end of the longest
 *   match, where memory may hold anything. This is harmless: a match would have ended before, and without one any answer is right.
 * - Chains, sorting and rounds read offsets only. Regexps with long matches wait for the end of the search and then read
 *   anywhere; until then only their probes read data. If a regexp waits from a fixed offset, whatever the data, all data is needed.
 */

import type { Sight } from "@tyara/contract";
import { DATA_SLACK, PROBE_SLACK, SubPatternFlag } from "@tyara/contract";
import { maxLength } from "@tyara/language/regexp";
import type { SearchPlan, SubPatternPlan } from "./plan.ts";
import type { RequiredRun } from "./required-runs.ts";

// Blocks of 16, the neighbours of words, the rest of a group of wide base64.
const BESIDE = 32;

/** The sight of a search for these patterns. */
export function sightOf({ subPatterns }: SearchPlan): Sight {
  let [head, behind, ahead] = [0, 0, 0];
  for (const plan of subPatterns) {
    if (plan.anchor === undefined) {
      for (const required of plan.runs) {
        const { before, beyond } = aroundRun(plan, required);
        behind = Math.max(behind, before);
        ahead = Math.max(ahead, beyond);
      }
    } else head = Math.max(head, plan.anchor + beyondAnchor(plan) + BESIDE);
  }
  return { head, behind: behind + DATA_SLACK + BESIDE, ahead: Math.max(ahead, DATA_SLACK) + BESIDE };
}

/** How far the search reads after a run that can only be at one offset. */
function beyondAnchor(plan: SubPatternPlan): number {
  const [required] = plan.runs;
  if (required !== undefined) return aroundRun(plan, required).beyond;
  if (plan.length > 0) return plan.length;
  return isDeferred(plan) ? Number.POSITIVE_INFINITY : longestMatch(plan);
}

/** How far the search reads before and after the start of a run. */
interface Surroundings {
  readonly before: number;
  readonly beyond: number;
}

function aroundRun(plan: SubPatternPlan, { run, prefixMax, companion }: RequiredRun): Surroundings {
  const { before, beyond } = aroundMatch(plan, prefixMax);
  return {
    before: Math.max(before, -(companion?.from ?? 0)),
    beyond: Math.max(run.values.length, beyond, companion?.to ?? 0),
  };
}

/** The first start and the last end of a match, as distances from its run, as far as the search reads them at once. */
function aroundMatch(plan: SubPatternPlan, prefixMax: number): Surroundings {
  const { regexp, length, startDelta } = plan;
  if (regexp === undefined) return { before: 0, beyond: 0 };
  if (length > 0) return { before: length, beyond: startDelta + length };
  if (isDeferred(plan)) return { before: Math.min(prefixMax, PROBE_SLACK), beyond: PROBE_SLACK };
  return { before: prefixMax, beyond: longestMatch(plan) };
}

function longestMatch({ regexp }: SubPatternPlan): number {
  return regexp === undefined ? 0 : maxLength(regexp.hir);
}

function isDeferred({ flags }: SubPatternPlan): boolean {
  return (flags & SubPatternFlag.deferred) !== 0;
}
