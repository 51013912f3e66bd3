/**
 * Atoms of a regexp: a set of byte runs of which every match contains at least one, each with the distance that may
 * lie between the start of the match and the run.
 *
 * One walk over the HIR. In a concatenation every part must match, so the rarest part will do: neighbouring parts of
 * fixed length grow into one run, repetitions end the run on their left with their least copies and begin the next
 * with them, alternations offer the union of what each branch requires. What is rare is the frequency model's opinion
 * (`cost`, in expected candidates for each byte scanned). A pattern that matches no empty string always has such a set.
 */
import { ByteSet, type Hir, maxLength, minLength } from "@tyara/language/regexp";
import { withoutAbsorbed } from "./absorb-runs.ts";
import { type ByteRun, RunBuilder, runOf, sliceRun } from "./byte-run.ts";
import { pairProbability } from "./frequencies.ts";
import { runCost } from "./pair-items.ts";

export interface RequiredRun {
  readonly run: ByteRun;
  /** Bytes between the start of the match and the run; `prefixMax` may be `Infinity`. */
  readonly prefixMin: number;
  readonly prefixMax: number;
  /** All bytes that may lie there. */
  readonly prefixBytes: ByteSet;
  /** What else is in every match that contains the run, near it. */
  readonly companion: Companion | undefined;
}

/** Two neighbouring bytes at a distance from the run's start (of the first of them) of `from` to `to`. */
export interface Companion {
  readonly first: number;
  readonly second: number;
  readonly from: number;
  readonly to: number;
}

// Limit: a longer run costs more to compare than it saves.
const MAX_RUN_LENGTH = 128;
// Limit: with more branches than this (the product over nested ones) something else is looked for, if there is anything.
const MAX_RUNS = 512;

// Limit: a companion is looked for in so many places at most, and only if it is there by chance at most this often.
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

// A hit whose match may start almost anywhere before it makes the matcher sweep all of the data: for each byte about
// this much of what a candidate costs.
const SWEEP_COST = 0.02;
// So many bytes in which a match may start cost as much as a candidate.
const WINDOW_COST = 32;
/** Limit: the bytes before a run are worth walking over when so few different ones may be there. */
export const MAX_PREFIX_BYTES = 192;

/** What looking for this run costs for each byte scanned, in candidates. */
function verificationCost({ run, prefixMin, prefixMax, prefixBytes }: RequiredRun): number {
  const cost = runCost(run) * comparisonCost(run);
  const isWalkable = prefixBytes.size <= MAX_PREFIX_BYTES;
  if (prefixMax === Number.POSITIVE_INFINITY && !isWalkable) return cost + SWEEP_COST;
  const window = isWalkable ? Math.min(prefixMax - prefixMin, WINDOW_COST) : prefixMax - prefixMin;
  return cost * (1 + window / WINDOW_COST);
}

/** A row of one class is found at each byte of a stretch of such bytes, and compared to its end each time. */
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

/** Expected candidates for each byte scanned. */
export function requiredRunsCost(runs: readonly RequiredRun[]): number {
  return runs.reduce((sum, { run }) => sum + runCost(run), 0);
}

function chooseRuns(hir: Hir): Choice | undefined {
  const walk = new Walk();
  walk.visit(hir);
  walk.closeRun();
  return walk.best && walk.withCompanion(walk.best);
}

/** A run of a concatenation, with its place relative to the others. */
interface PlacedRun {
  readonly required: RequiredRun;
  /** Its distance from the start without what is unbounded, and how many unbounded parts are before it. */
  readonly min: number;
  readonly finiteMax: number;
  readonly unboundedCount: number;
}

/** Walks the parts of one concatenation from left to right. */
class Walk {
  best: Choice | undefined;
  private builder = new RunBuilder();
  /** Where the open run starts, relative to the start of the match. */
  private runMin = 0;
  private runMax = 0;
  private runFiniteMax = 0;
  private runUnboundedCount = 0;
  private runPrefix = ByteSet.empty;
  /** Where we are, and what was before. */
  private min = 0;
  private max = 0;
  private finiteMax = 0;
  private unboundedCount = 0;
  private seen = ByteSet.empty;
  private readonly placed: PlacedRun[] = [];

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

  /** The choice with what else must lie near its run, if it is one run of this very concatenation. */
  withCompanion(choice: Choice): Choice {
    const own = this.placed.find(({ required }) => choice.runs.length === 1 && required === choice.runs[0]);
    if (own === undefined) return choice;
    let companion: Companion | undefined;
    let leastChance = MAX_COMPANION_CHANCE;
    for (const other of this.placed) {
      if (other === own || other.unboundedCount !== own.unboundedCount) continue;
      const least = other.min - own.min;
      const most = other.finiteMax - own.finiteMax;
      // What comes before the run lies the farther away the longer the parts between them are.
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

  private openRun(): void {
    this.builder = new RunBuilder();
    this.runMin = this.min;
    this.runMax = this.max;
    this.runFiniteMax = this.finiteMax;
    this.runUnboundedCount = this.unboundedCount;
    this.runPrefix = this.seen;
  }

  private offer(choice: Choice): void {
    if (choice.runs.length > MAX_RUNS && this.best !== undefined) return;
    if (this.best === undefined || choice.cost < this.best.cost) this.best = choice;
  }

  private extend(run: ByteRun, bytes: ByteSet): void {
    if (this.builder.length + run.values.length > MAX_RUN_LENGTH && this.builder.length > 0) this.closeRun();
    this.builder.addRun(run);
    this.min += run.values.length;
    this.max += run.values.length;
    this.finiteMax += run.values.length;
    this.seen = this.seen.union(bytes);
  }

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
    this.reopenBehind(hir, run, copies);
  }

  /** The first copies of a repetition continue the run on its left, without moving on. */
  private appendCopies(run: ByteRun, copies: number): void {
    for (let i = 0; i < copies && this.builder.length + run.values.length <= MAX_RUN_LENGTH; i++)
      this.builder.addRun(run);
  }

  /** The last copies of a repetition begin the run on its right. */
  private reopenBehind(hir: Hir & { kind: "repeat" }, run: ByteRun, copies: number): void {
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

  private offerInner(hir: Hir): void {
    const inner = minLength(hir) === 0 ? undefined : chooseRuns(hir);
    if (inner !== undefined) this.offerShifted(inner.runs);
  }

  /** Offers runs of a part, whose prefixes (and so their costs) grow by what is before the part. */
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

/** The rarest two neighbouring places that are one byte each; probability 1 when there are none. */
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

/** The run without leading and trailing places that any byte fits; undefined when nothing is left or it never matches. */
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

/** Whether some place of the run allows no byte at all. */
export function isImpossible(run: ByteRun): boolean {
  return run.classes.some(({ set }) => set.equals(ByteSet.empty));
}
