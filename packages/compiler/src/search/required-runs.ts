/**
 * Extracts the atoms of a regexp: a set of byte runs such that every match contains at least one of them. Each run comes
 * with the range of its distance from the start of the match.
 *
 * One walk over the HIR collects candidates and keeps the cheapest set:
 *
 * - Every part of a concatenation must match, so one part is enough. Neighbouring parts of fixed length form one run.
 * - A repetition has at least `min` copies. They extend the run on its left, and they start the run on its right:
 *   `ab(cd){2,5}ef` gives `abcdcd` and `cdcdef`.
 * - An alternation needs one run from every branch: `foo|bar` gives the set `foo`, `bar`.
 *
 * The cost of a set is the expected number of candidates per scanned byte, as the frequency model estimates it. Every
 * pattern that does not match the empty string has such a set.
 */
import { ByteSet, type Hir, maxLength, minLength } from "@tyara/language/regexp";
import { withoutAbsorbed } from "./absorb-runs.ts";
import { type ByteRun, RunBuilder, runOf, sliceRun } from "./byte-run.ts";
import { pairProbability } from "./frequencies.ts";
import { runCost } from "./pair-items.ts";

export interface RequiredRun {
  readonly run: ByteRun;
  /** The least and the greatest distance in bytes from the start of the match to the run; `prefixMax` may be `Infinity`. */
  readonly prefixMin: number;
  readonly prefixMax: number;
  /** Every byte that may occur between the start of the match and the run. */
  readonly prefixBytes: ByteSet;
  /** Two bytes that every match with this run also contains, near the run. */
  readonly companion: Companion | undefined;
}

/** Two neighbouring bytes. The first of them lies `from` to `to` bytes after the start of the run; both may be negative. */
export interface Companion {
  readonly first: number;
  readonly second: number;
  readonly from: number;
  readonly to: number;
}

// Limit: a longer run costs more to compare than it saves.
const MAX_RUN_LENGTH = 128;
// Limit: larger sets count only if there is no other.
const MAX_RUNS = 512;

// Limit: the number of places where a companion may lie, and the probability that one of them holds it by chance.
const MAX_COMPANION_WIDTH = 512;
const MAX_COMPANION_CHANCE = 0.1;

interface Choice {
  readonly runs: readonly RequiredRun[];
  readonly cost: number;
}

/** The cheapest set of required runs; empty for a pattern that cannot match. `hir` must not match the empty string. */
export function requiredRuns(hir: Hir): readonly RequiredRun[] {
  const choice = chooseRuns(hir);
  return choice === undefined ? [] : choice.runs;
}

// If a match may start anywhere before its run, the matcher sweeps all data: cost per byte, in candidates.
const SWEEP_COST = 0.02;
// Verifying this many possible starts of a match costs as much as one candidate.
const STARTS_PER_CANDIDATE = 32;
/** Limit: with more possible prefix bytes than this, walking back from a run to the start of the match does not pay. */
export const MAX_PREFIX_BYTES = 192;

/** The cost of searching for this run, in candidates per scanned byte. */
function verificationCost({ run, prefixMin, prefixMax, prefixBytes }: RequiredRun): number {
  const cost = runCost(run) * comparisonCost(run);
  const isWalkable = prefixBytes.size <= MAX_PREFIX_BYTES;
  if (prefixMax === Number.POSITIVE_INFINITY && !isWalkable) return cost + SWEEP_COST;
  const starts = prefixMax - prefixMin;
  return cost * (1 + (isWalkable ? Math.min(starts, STARTS_PER_CANDIDATE) : starts) / STARTS_PER_CANDIDATE);
}

/** A run of one repeated class such as `[0-9]{8}` matches at every byte of a stretch of digits, and each time in full length. */
function comparisonCost({ classes, values }: ByteRun): number {
  const [first] = classes;
  const isUniform = classes.length === values.length && classes.every(({ set }) => set.equals(first!.set));
  return isUniform ? values.length : 1;
}

function bytesIn(hir: Hir): ByteSet {
  switch (hir.kind) {
    case "empty":
    case "assertion":
      return ByteSet.empty;
    case "literal":
      return ByteSet.from(hir.bytes);
    case "class":
      return hir.set;
    case "concat":
      return hir.items.reduce((set, item) => set.union(bytesIn(item)), ByteSet.empty);
    case "alternation":
      return hir.branches.reduce((set, branch) => set.union(bytesIn(branch)), ByteSet.empty);
    case "repeat":
      return bytesIn(hir.item);
  }
}

/** The expected number of candidates per scanned byte. */
export function requiredRunsCost(runs: readonly RequiredRun[]): number {
  return runs.reduce((sum, { run }) => sum + runCost(run), 0);
}

function chooseRuns(hir: Hir): Choice | undefined {
  const walk = new Walk();
  walk.visit(hir);
  walk.closeRun();
  return walk.best && walk.withCompanion(walk.best);
}

/** A run and its position in a concatenation. Two runs with equal `unboundedCount` have a bounded distance. */
interface PositionedRun {
  readonly required: RequiredRun;
  /** The least distance from the start of the concatenation. */
  readonly min: number;
  /** The greatest distance, not counting unbounded parts. */
  readonly finiteMax: number;
  /** The number of unbounded parts before the run. */
  readonly unboundedCount: number;
}

/**
 * Walks the parts of one concatenation from left to right.
 *
 * It has two positions: the current one, and the start of the open run, which `builder` collects. Each position is a range
 * of distances from the start of the match (see {@link PositionedRun}).
 */
class Walk {
  best: Choice | undefined;
  private builder = new RunBuilder();
  /** The start of the open run. */
  private runMin = 0;
  private runMax = 0;
  private runFiniteMax = 0;
  private runUnboundedCount = 0;
  /** Every byte that may occur before the open run. */
  private runPrefix = ByteSet.empty;
  /** The current position. */
  private min = 0;
  private max = 0;
  private finiteMax = 0;
  private unboundedCount = 0;
  /** Every byte that may occur before the current position. */
  private seen = ByteSet.empty;
  private readonly placed: PositionedRun[] = [];

  visit(hir: Hir): void {
    switch (hir.kind) {
      case "empty":
      case "assertion":
        return;
      case "concat":
        for (const item of hir.items) this.visit(item);
        return;
      case "repeat":
        this.visitRepeat(hir);
        return;
      case "literal":
      case "class":
        this.extend(runOf(hir)!, bytesIn(hir));
        return;
      case "alternation":
        this.visitAlternation(hir);
        return;
    }
  }

  /** Offers the open run as a candidate and opens the next one. */
  closeRun(): void {
    const run = trim(this.builder.build());
    if (run !== undefined) {
      const kept = sliceRun(run.run, 0, MAX_RUN_LENGTH);
      const required = {
        run: kept,
        prefixMin: this.runMin + run.start,
        prefixMax: this.runMax + run.start,
        prefixBytes: run.start === 0 ? this.runPrefix : ByteSet.all,
        companion: undefined,
      };
      this.offer({ runs: [required], cost: verificationCost(required) });
      this.placed.push({
        required,
        min: required.prefixMin,
        finiteMax: this.runFiniteMax + run.start,
        unboundedCount: this.runUnboundedCount,
      });
    }
    this.openRun();
  }

  /** Adds the rarest companion to a choice that is a single run of this concatenation. */
  withCompanion(choice: Choice): Choice {
    const own = this.placed.find(({ required }) => choice.runs.length === 1 && required === choice.runs[0]);
    if (own === undefined) return choice;
    let companion: Companion | undefined;
    let leastChance = MAX_COMPANION_CHANCE;
    for (const other of this.placed) {
      if (other === own || other.unboundedCount !== own.unboundedCount) continue;
      const least = other.min - own.min;
      const most = other.finiteMax - own.finiteMax;
      // A companion before the run has negative distances: the greatest length of the parts between gives the least one.
      const from = Math.min(least, most);
      const to = Math.max(least, most);
      if (to - from >= MAX_COMPANION_WIDTH) continue;
      const { offset, probability } = rarestPair(other.required.run);
      const chance = probability * (to - from + 1);
      if (chance >= leastChance) continue;
      leastChance = chance;
      const { values } = other.required.run;
      companion = {
        first: values[offset]!,
        second: values[offset + 1]!,
        from: from + offset,
        to: to + offset,
      };
    }
    return companion === undefined ? choice : { ...choice, runs: [{ ...own.required, companion }] };
  }

  /** Opens an empty run at the current position. */
  private openRun(): void {
    this.builder = new RunBuilder();
    this.runMin = this.min;
    this.runMax = this.max;
    this.runFiniteMax = this.finiteMax;
    this.runUnboundedCount = this.unboundedCount;
    this.runPrefix = this.seen;
  }

  /** Keeps a choice if it is the cheapest so far. */
  private offer(choice: Choice): void {
    if (choice.runs.length > MAX_RUNS && this.best !== undefined) return;
    if (this.best === undefined || choice.cost < this.best.cost) this.best = choice;
  }

  /** Adds a part of fixed length to the open run and moves past it. */
  private extend(run: ByteRun, bytes: ByteSet): void {
    if (this.builder.length + run.values.length > MAX_RUN_LENGTH && this.builder.length > 0) this.closeRun();
    this.builder.addRun(run);
    this.min += run.values.length;
    this.max += run.values.length;
    this.finiteMax += run.values.length;
    this.seen = this.seen.union(bytes);
  }

  /** Moves past a part that is not of fixed length and opens an empty run. */
  private skip(hir: Hir): void {
    this.min += minLength(hir);
    const most = maxLength(hir);
    this.max += most;
    if (most === Number.POSITIVE_INFINITY) this.unboundedCount++;
    else this.finiteMax += most;
    this.seen = this.seen.union(bytesIn(hir));
    this.openRun();
  }

  private visitRepeat(hir: Hir & { kind: "repeat" }): void {
    const run = hir.min === 0 ? undefined : runOf(hir.item);
    if (run === undefined) {
      this.closeRun();
      if (hir.min > 0) this.offerInner(hir.item);
      this.skip(hir);
      return;
    }
    const copies = Math.min(hir.min, Math.ceil(MAX_RUN_LENGTH / run.values.length));
    if (copies === hir.min && hir.min === hir.max) {
      for (let i = 0; i < copies; i++) this.extend(run, bytesIn(hir));
      return;
    }
    this.appendCopies(run, copies);
    this.closeRun();
    this.reopenAfter(hir, run, copies);
  }

  /** Extends the open run by the first copies of a repetition. The position does not move. */
  private appendCopies(run: ByteRun, copies: number): void {
    for (let i = 0; i < copies && this.builder.length + run.values.length <= MAX_RUN_LENGTH; i++)
      this.builder.addRun(run);
  }

  /** Moves past a repetition and opens a run that starts with its last copies. */
  private reopenAfter(hir: Hir & { kind: "repeat" }, run: ByteRun, copies: number): void {
    this.skip(hir);
    this.runMin = this.min - copies * run.values.length;
    this.runMax = this.max - copies * run.values.length;
    this.runFiniteMax = this.finiteMax - copies * run.values.length;
    for (let i = 0; i < copies; i++) this.builder.addRun(run);
  }

  private visitAlternation(hir: Hir & { kind: "alternation" }): void {
    this.closeRun();
    const choices = hir.branches.map((branch) => (minLength(branch) === 0 ? undefined : chooseRuns(branch)));
    if (choices.every((choice) => choice !== undefined))
      this.offerShifted(choices.flatMap((choice) => choice.runs));
    this.skip(hir);
  }

  /** Offers the runs of the body of a repetition, which occurs at least once. */
  private offerInner(hir: Hir): void {
    const inner = minLength(hir) === 0 ? undefined : chooseRuns(hir);
    if (inner !== undefined) this.offerShifted(inner.runs);
  }

  /** Offers runs of a part. Their prefixes, and so their costs, grow by everything before the part. */
  private offerShifted(runs: readonly RequiredRun[]): void {
    const shifted = withoutAbsorbed(runs.map((required) => this.shift(required)));
    this.offer({
      runs: shifted,
      cost: shifted.reduce((sum, required) => sum + verificationCost(required), 0),
    });
  }

  private shift(required: RequiredRun): RequiredRun {
    return {
      ...required,
      prefixMin: this.min + required.prefixMin,
      prefixMax: this.max + required.prefixMax,
      prefixBytes: this.seen.union(required.prefixBytes),
    };
  }
}

/** The rarest pair of neighbouring exact bytes; probability 1 if there is none. */
function rarestPair({ values, masks }: ByteRun): { offset: number; probability: number } {
  let offset = 0;
  let least = 1;
  for (let i = 0; i + 1 < values.length; i++) {
    if (masks[i] !== 0xff || masks[i + 1] !== 0xff) continue;
    const probability = pairProbability(values[i]! | (values[i + 1]! << 8));
    if (probability < least) {
      least = probability;
      offset = i;
    }
  }
  return { offset, probability: least };
}

/** Removes leading and trailing places that match any byte. Keeps one place if all do; undefined for an empty run. */
function trim(run: ByteRun): { run: ByteRun; start: number } | undefined {
  let start = 0;
  let end = run.values.length;
  while (start < end && run.masks[start] === 0 && !hasClassAt(run, start)) start++;
  while (end > start && run.masks[end - 1] === 0 && !hasClassAt(run, end - 1)) end--;
  if (run.values.length === 0) return undefined;
  if (start === end) return { run: sliceRun(run, 0, 1), start: 0 };
  return { run: sliceRun(run, start, end), start };
}

function hasClassAt(run: ByteRun, offset: number): boolean {
  return run.classes.some((place) => place.offset === offset);
}

/** Whether some place of the run matches no byte. */
export function isImpossible(run: ByteRun): boolean {
  return run.classes.some(({ set }) => set.equals(ByteSet.empty));
}
