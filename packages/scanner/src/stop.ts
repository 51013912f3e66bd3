/** Why a scan is stopped before its end, and the clock that decides it. */
import { type AbortSignalLike, Interruption, Ration } from "@tyara/base";

export type StopReason = "timeout" | "aborted";

/** Thrown by host functions to leave rule code; caught by the scanner and told in the result. Not an error: it has no stack. */
export class ScanStop extends Interruption {
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super();
    this.reason = reason;
  }
}

/** Leaves the rules where they ask for the search, which an asynchronous scan runs by itself before it begins them anew. */
export class SearchDue extends Interruption {}

/** Carries what a function of the caller threw through the code that called it, out of the scan. */
export class CallerFailure extends Interruption {
  readonly error: unknown;

  constructor(error: unknown) {
    super();
    this.error = error;
  }
}

/** What a scan may do in one go that nothing bounds. */
const unbounded = 0x7fff_ffff;

/**
 * Fuel at first, at least and at most; a unit is about a turn of a loop, and some are far longer than others: at most so
 * few that a scan whose turns suddenly take a hundred times as long still ends in time.
 */
const fuelRations = [1 << 12, 1 << 8, 1 << 16] as const;

/** Bytes of data searched in one go at first, at least and at most. */
const chunkRations = [1 << 12, 1 << 9, 1 << 15] as const;

/**
 * Fuel and bytes in one go where steps are counted: always as much, so that the same scan ends at the same place, however fast
 * the host is.
 */
const countedFuel = 1 << 12;
const countedChunk = 1 << 15;

/** Bytes of data that are searched or compared for a step. */
const bytesAStep = 16;

/**
 * Steps in a millisecond at most, on any host. A clock that has not gone on after so many stands still, as those of some edge
 * workers do while code runs.
 */
const stepsAMillisecond = 2_000_000;

/** The time, the signal and the steps that bound one scan, and how much is done between two looks at them. Reused for every scan. */
export class Deadline {
  readonly #fuel = new Ration(...fuelRations);
  readonly #chunk = new Ration(...chunkRations);
  #start = 0;
  #end = Number.POSITIVE_INFINITY;
  #signal: AbortSignalLike | undefined;
  #now = 0;
  #steps = 0;
  #maxSteps = Number.POSITIVE_INFINITY;
  /** Steps after which a clock that shows the time of the start stands still. */
  #frozenSteps = Number.POSITIVE_INFINITY;
  #isBounded = false;
  /** Whether the steps were used up since the start. */
  hasNoSteps = false;

  /** Starts the clock; 0 and `Infinity` set no bound. */
  start(
    timeoutMs: number,
    signal: AbortSignalLike | undefined,
    maxSteps: number = Number.POSITIVE_INFINITY,
  ): void {
    this.#signal = signal;
    this.#steps = 0;
    this.#maxSteps = maxSteps;
    this.hasNoSteps = false;
    this.#setTime(timeoutMs > 0 ? timeoutMs : Number.POSITIVE_INFINITY);
    this.#fuel.begin(this.#now);
    this.#chunk.begin(this.#now);
  }

  /** Gives so many milliseconds more, from now on and whatever the signal says, to put in order what was found. */
  extend(milliseconds: number): void {
    this.#signal = undefined;
    if (this.#maxSteps !== Number.POSITIVE_INFINITY)
      this.#maxSteps = this.#steps + milliseconds * stepsAMillisecond;
    if (this.#end !== Number.POSITIVE_INFINITY || this.#maxSteps === Number.POSITIVE_INFINITY)
      this.#setTime(milliseconds);
  }

  /** Gives so many milliseconds more, after the end or from now on if that is over, for what has no signal and no steps to look at. */
  prolong(milliseconds: number): void {
    this.#signal = undefined;
    this.#maxSteps = Number.POSITIVE_INFINITY;
    this.#frozenSteps = Number.POSITIVE_INFINITY;
    if (this.#end !== Number.POSITIVE_INFINITY)
      this.#end = Math.max(this.#end, performance.now()) + milliseconds;
    this.#isBounded = this.#end !== Number.POSITIVE_INFINITY;
  }

  /** Throws {@link ScanStop} when the scan must stop now. */
  check(): void {
    if (!this.#isBounded) return;
    if (this.#signal?.aborted) throw new ScanStop("aborted");
    if (this.#steps > this.#maxSteps) {
      this.hasNoSteps = true;
      throw new ScanStop("timeout");
    }
    if (this.#end === Number.POSITIVE_INFINITY && this.#signal === undefined) return;
    this.#now = performance.now();
    const isFrozen = this.#steps > this.#frozenSteps && this.#now === this.#start;
    if (this.#now >= this.#end || isFrozen) throw new ScanStop("timeout");
  }

  /** Counts so many steps, and throws like {@link check}. */
  spend(steps: number): void {
    this.#steps += steps;
    this.check();
  }

  /** Counts the steps of looking at so many bytes, and throws like {@link check}. */
  spendBytes(byteLength: number): void {
    this.spend(1 + Math.floor(byteLength / bytesAStep));
  }

  /** Fuel for the time until the first look. */
  get firstFuel(): number {
    if (!this.#isBounded) return unbounded;
    return this.#countsSteps ? countedFuel : this.#fuel.size;
  }

  /** Fuel for the time until the next look; what was given before is spent. Throws like {@link check}. */
  nextFuel(): number {
    if (!this.#isBounded) return unbounded;
    this.spend(this.firstFuel);
    return this.#countsSteps ? countedFuel : this.#fuel.next(this.#now);
  }

  /** Bytes to search until the next look, a multiple of 64. Throws like {@link check}. */
  nextChunk(): number {
    if (!this.#isBounded) return chunkRations[2];
    this.check();
    const size = this.#countsSteps ? countedChunk : this.#chunk.next(this.#now) & -64;
    this.#steps += size / bytesAStep;
    return size;
  }

  get #countsSteps(): boolean {
    return this.#maxSteps !== Number.POSITIVE_INFINITY;
  }

  #setTime(milliseconds: number): void {
    const isTimed = milliseconds < Number.POSITIVE_INFINITY;
    this.#isBounded = isTimed || this.#signal !== undefined || this.#countsSteps;
    this.#end = Number.POSITIVE_INFINITY;
    this.#frozenSteps = Number.POSITIVE_INFINITY;
    if (isTimed || this.#signal !== undefined) this.#start = this.#now = performance.now();
    if (!isTimed) return;
    this.#end = this.#now + milliseconds;
    this.#frozenSteps = this.#steps + milliseconds * stepsAMillisecond;
  }
}
