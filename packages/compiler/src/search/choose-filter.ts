/**
 * Chooses how the runs of a rule set are looked for, by what each way costs for a byte of ordinary data:
 *
 * - rare pairs, a pass for each run (rare-pairs.ts);
 * - the pair table, one pass for all (pair-filter.ts in the kernel), which looks at every second, fourth or eighth byte:
 *   the fewer, the faster, but short runs then show less of themselves and let more candidates through;
 * - both: of the runs that would let through most, a few get a pass of their own.
 */

import type { Prefilter } from "@tyara/contract";
import {
  type Centres,
  findCentres,
  isLongEnough,
  type PairItem,
  pairItems,
  type Stride,
} from "./pair-items.ts";
import { buildPairTable, type PairTable } from "./pair-table.ts";
import { MAX_RARE_PAIRS, type RareBytes, rareBytes } from "./rare-pairs.ts";
import type { AddressedRun } from "./write-pair-filter.ts";

export interface FilterChoice {
  readonly prefilter: Prefilter;
  readonly reason: string;
  /** Expected candidates for each scanned byte. */
  readonly load: number;
  readonly rare: readonly RareRun[];
  readonly paired: PairFilter | undefined;
}

export interface RareRun {
  readonly placed: AddressedRun;
  readonly bytes: RareBytes;
}

export interface PairFilter {
  readonly stride: Stride;
  readonly runs: readonly AddressedRun[];
  /** As many for each run as the stride has bytes. */
  readonly items: readonly PairItem[];
  readonly table: PairTable;
}

/** Nanoseconds a byte, measured (docs/search.md); only the proportions count. */
const RARE_PAIR_COST = 0.024;
const PAIR_TABLE_COST: Readonly<Record<Stride, number>> = { 2: 0.19, 4: 0.1, 8: 0.06 };
/** Nanoseconds, for a candidate that the model expects: binary data takes 15, text 70, for it has more of them. */
const CANDIDATE_COST = 30;

// Limit: above, long strides let through too much, and trying them would only take time.
const MAX_LONG_STRIDE_RUNS = 3000;

/** Limit: with fewer runs, a search for some of them would find hardly less. */
export const MIN_SELECTED_RUNS = 64;

const STRIDES: readonly Stride[] = [8, 4, 2];

/**
 * There must be runs. `forced`: the filter to take if it can be taken; the next better one otherwise. `wantedShare`: which
 * part of the patterns a search in rounds looks for. `crowded`: keys that too many runs would have.
 */
export function chooseFilter(
  runs: readonly AddressedRun[],
  forced?: Prefilter,
  wantedShare: () => number = () => 1,
  crowded?: ReadonlySet<number>,
): FilterChoice {
  const ways: Way[] = [];
  const told: string[] = [];
  for (const { prefilter, leastCost, plan } of plansFor(runs, wantedShare, crowded)) {
    const best = Math.min(...ways.map(({ cost }) => cost));
    // Perf: planning a pair table takes most of the time of compiling a few thousand texts.
    if (leastCost >= best && prefilter !== forced) {
      told.push(`${prefilter} at least ${leastCost.toFixed(3)}`);
      continue;
    }
    const way = plan();
    if (way === undefined) continue;
    ways.push(way);
    told.push(`${prefilter} ${way.cost.toFixed(3)}`);
  }
  ways.sort((x, y) => x.cost - y.cost);
  const way = ways.find(({ prefilter }) => prefilter === forced) ?? ways[0]!;
  return { ...way, reason: `it costs least; expected nanoseconds a byte: ${told.join(", ")}` };
}

interface Way extends Omit<FilterChoice, "reason"> {
  /** Expected nanoseconds for each scanned byte. */
  readonly cost: number;
}

/** A way that has not been looked at closely. */
interface Plan {
  readonly prefilter: Prefilter;
  /** What it costs where it finds nothing. */
  readonly leastCost: number;
  /** Undefined when some run is too short. */
  readonly plan: () => Way | undefined;
}

/** The cheapest first, as far as that can be told. */
function* plansFor(
  runs: readonly AddressedRun[],
  wantedShare: () => number,
  crowded?: ReadonlySet<number>,
): Generator<Plan> {
  const rare = runs.length > MAX_RARE_PAIRS ? [undefined] : runs.map(rareRun);
  if (rare.every((run) => run !== undefined))
    yield { prefilter: "rare-pairs", leastCost: 0, plan: () => rarePairs(rare) };
  const strides = runs.length > MAX_LONG_STRIDE_RUNS ? [2 as const] : STRIDES;
  // Without a choice, or where all is looked for, the share does not matter.
  const share = strides.length === 1 || runs.length < MIN_SELECTED_RUNS ? 1 : wantedShare();
  for (const stride of strides)
    yield {
      prefilter: stride === 2 ? "pair-table" : `pair-table-${stride}`,
      leastCost: PAIR_TABLE_COST[stride],
      plan: () => pairTable(runs, stride, share, crowded),
    };
}

function rareRun(placed: AddressedRun): RareRun | undefined {
  const bytes = rareBytes(placed.run);
  return bytes && { placed, bytes };
}

function rarePairs(rare: readonly RareRun[]): Way {
  const load = rareLoad(rare);
  const cost = rare.length * RARE_PAIR_COST + load * CANDIDATE_COST;
  return { prefilter: "rare-pairs", cost, load, rare, paired: undefined };
}

function rareLoad(rare: readonly RareRun[]): number {
  return rare.reduce((sum, { bytes }) => sum + bytes.probability, 0);
}

/** Undefined when some run is too short. */
function pairTable(
  runs: readonly AddressedRun[],
  stride: Stride,
  share: number,
  crowded?: ReadonlySet<number>,
): Way | undefined {
  const centres = runs.map(({ run }) => findCentres(run, stride, crowded));
  const worst = runsForRarePairs(runs, centres, stride);
  const rare = worst.length < runs.length ? worst : [];
  const passes = new Set(rare.map(({ placed }) => placed));
  const others = runs.filter((run) => !passes.has(run));
  if (!others.every(({ run }) => isLongEnough(run, stride))) return undefined;
  const items: PairItem[] = [];
  runs.forEach((one, i) => {
    if (!passes.has(one)) items.push(...pairItems(one.run, centres[i]!));
  });
  const table = buildPairTable(items);
  const load = table.load / stride + rareLoad(rare);
  const candidates = share * (rare.length * RARE_PAIR_COST + load * CANDIDATE_COST);
  const cost = PAIR_TABLE_COST[stride] + candidates + crowdCost(items, crowded);
  const paired = { stride, runs: others, items, table };
  return { prefilter: stride === 2 ? "pair-table" : `pair-table-${stride}`, cost, load, rare, paired };
}

/** What a crowded key costs is not what data cost on the average, but what they may cost. */
function crowdCost(items: readonly PairItem[], crowded: ReadonlySet<number> | undefined): number {
  if (crowded === undefined) return 0;
  return items.reduce((sum, { keys }) => sum + (keys.some((key) => crowded.has(key)) ? 1 : 0), 0);
}

/** The runs for which a pass of their own is cheaper than the candidates that the table would find. */
function runsForRarePairs(
  runs: readonly AddressedRun[],
  centres: readonly Centres[],
  stride: Stride,
): RareRun[] {
  const found: { rare: RareRun; saving: number }[] = [];
  for (let i = 0; i < runs.length; i++) {
    const placed = runs[i]!;
    const cost = isLongEnough(placed.run, stride) ? centres[i]!.cost * CANDIDATE_COST : 1;
    if (cost < RARE_PAIR_COST) continue;
    const rare = rareRun(placed);
    const saving = cost - RARE_PAIR_COST - (rare?.bytes.probability ?? 1) * CANDIDATE_COST;
    if (rare !== undefined && saving > 0) found.push({ rare, saving });
  }
  found.sort((x, y) => y.saving - x.saving);
  return found.slice(0, MAX_RARE_PAIRS).map(({ rare }) => rare);
}
