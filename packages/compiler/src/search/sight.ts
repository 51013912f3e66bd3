/**
 * How much of the data the search looks at from one place. Scanners have only that much in the memory when they search a
 * chunk, so that it is found in a near cache, and the memory need not hold all data.
 *
 * Every place of the kernels that reads data is named here, with how far it goes:
 *
 * - Filters read at offsets of the chunk and up to `DATA_SLACK` around it; so do the candidates' keys and checks
 *   (`MAX_CENTRE`, `MAX_DISTANCE`, `MAX_OFFSET` and strides bound them). A run begins at most `DATA_SLACK` before the
 *   chunk, and at most one byte behind its last.
 * - A run is compared to its end, in blocks of 16; `fullword`, base64 and assertions look at a few bytes beside a match.
 * - Around a run of a regexp: the companion, and the bytes from where the match may start to where it may end at most
 *   (the probes back, the sweeps, which go by the program's reach). Windows grow ahead of hits, to the chunk's end. What the
 *   compatible mode follows is bounded by its reach instead.
 * - Probes go as far as their credit, `PROBE_SLACK`. The one ahead may go beyond the longest match and read whatever lies
 *   there; that changes nothing: a match had reached its end before, and where there is none any answer will do.
 * - Chains, sorting and rounds look at offsets only. Regexps with long matches wait for the end and then look anywhere;
 *   until then probes look around their runs. Where one waits from a fixed place on, whatever the data, all is needed.
 */

import type { Sight } from "@tyara/contract";
import { DATA_SLACK, PROBE_SLACK, SubPatternFlag } from "@tyara/contract";
import { maxLength } from "@tyara/language/regexp";
import type { SearchPlan, SubPatternPlan } from "./plan.ts";
import type { RequiredRun } from "./required-runs.ts";

// Blocks of 16, words' neighbours, the rest of a group of wide base64.
const BESIDE = 32;

/** What the search of these patterns looks at. */
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

/** How far beyond its only place one looks. */
function beyondAnchor(plan: SubPatternPlan): number {
  const [required] = plan.runs;
  if (required !== undefined) return aroundRun(plan, required).beyond;
  if (plan.length > 0) return plan.length;
  return isDeferred(plan) ? Number.POSITIVE_INFINITY : longestMatch(plan);
}

/** Distances from the start of a run: how far before it and how far beyond it one looks. */
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

/** Where a match may start and end, seen from its run, as far as one looks at once. */
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
