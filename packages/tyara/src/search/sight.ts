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
 * - The probe ahead goes by its credit, up to `PROBE_SLACK` behind the run, and may read whatever lies there. Bytes
 *   behind the longest match change nothing: a match had reached its end before, and no match makes no match.
 * - Chains, sorting and rounds look at offsets only. Regexps with long matches wait for the end and then look at all.
 */
import { DATA_SLACK } from "../base/index.ts";
import { maxLength } from "../regex/index.ts";
import { SubPatternFlag } from "./layout.ts";
import type { SearchPlan, SubPatternPlan } from "./plan.ts";
import type { RequiredRun } from "./required-runs.ts";

/** All distances are in bytes; `Infinity`: everything must be there. */
export interface Sight {
  /** From the start of the data: what is looked at before the first chunk. */
  readonly head: number;
  /** Before the start of a chunk. */
  readonly behind: number;
  /** Behind the end of a chunk. */
  readonly ahead: number;
}

// Blocks of 16, words' neighbours, the rest of a group of wide base64.
const BESIDE = 32;

/** What the search of these patterns looks at. */
export function sightOf({ subPatterns }: SearchPlan): Sight {
  let [head, behind, ahead] = [0, 0, 0];
  for (const plan of subPatterns) {
    const { before, beyond } = plan.runs.length === 0 ? aroundStart(plan) : aroundRuns(plan);
    if (plan.anchor === undefined) behind = Math.max(behind, before);
    else head = Math.max(head, plan.anchor + beyond + BESIDE);
    // What is deferred from a fixed place on looks at all data in the end.
    if (plan.anchor === undefined || beyond === Number.POSITIVE_INFINITY) ahead = Math.max(ahead, beyond);
  }
  return { head, behind: behind + DATA_SLACK + BESIDE, ahead: Math.max(ahead, DATA_SLACK) + BESIDE };
}

/** Distances from the start of a run: how far before it and how far beyond it one looks. */
interface Surroundings {
  readonly before: number;
  readonly beyond: number;
}

/** Looked for at one place: distances from there. */
function aroundStart(plan: SubPatternPlan): Surroundings {
  return { before: 0, beyond: plan.length > 0 ? plan.length : longestMatch(plan) };
}

function longestMatch(plan: SubPatternPlan): number {
  if (isDeferred(plan)) return Number.POSITIVE_INFINITY;
  return plan.regexp === undefined ? 0 : maxLength(plan.regexp.hir);
}

function aroundRuns(plan: SubPatternPlan): Surroundings {
  const surroundings = plan.runs.map((required) => aroundRun(plan, required));
  return {
    before: Math.max(...surroundings.map(({ before }) => before)),
    beyond: Math.max(...surroundings.map(({ beyond }) => beyond)),
  };
}

function aroundRun(plan: SubPatternPlan, { run, prefixMax, companion }: RequiredRun): Surroundings {
  const { before, beyond } = aroundMatch(plan, prefixMax);
  return {
    before: Math.max(before, -(companion?.from ?? 0)),
    beyond: Math.max(run.values.length, beyond, companion?.to ?? 0),
  };
}

/** Where a match may start and end, seen from its run. */
function aroundMatch(plan: SubPatternPlan, prefixMax: number): Surroundings {
  const { regexp, length, startDelta } = plan;
  if (regexp === undefined) return { before: 0, beyond: 0 };
  if (length > 0) return { before: length, beyond: startDelta + length };
  return { before: isDeferred(plan) ? Number.POSITIVE_INFINITY : prefixMax, beyond: longestMatch(plan) };
}

function isDeferred({ flags }: SubPatternPlan): boolean {
  return (flags & SubPatternFlag.deferred) !== 0;
}
