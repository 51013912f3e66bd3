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

/** The time and the signal that bound one scan, and how much is done between two looks at them. Reused for every scan. */
export class Deadline {
  readonly #fuel = new Ration(...fuelRations);
  readonly #chunk = new Ration(...chunkRations);
  #end = Number.POSITIVE_INFINITY;
  #signal: AbortSignalLike | undefined;
  #now = 0;

  /** Starts the clock; 0 and `Infinity` set no bound. */
  start(timeoutMs: number, signal: AbortSignalLike | undefined): void {
    const isBounded = timeoutMs > 0 && timeoutMs < Number.POSITIVE_INFINITY;
    this.#signal = signal;
    this.#end = Number.POSITIVE_INFINITY;
    if (isBounded || signal !== undefined) this.#now = performance.now();
    if (isBounded) this.#end = this.#now + timeoutMs;
    this.#fuel.begin(this.#now);
    this.#chunk.begin(this.#now);
  }

  /** Gives so many milliseconds more, from now on and whatever the signal says, to put in order what was found. */
  extend(milliseconds: number): void {
    this.start(milliseconds, undefined);
  }

  /** Gives so many milliseconds more, after the end or from now on if that is over, for what has no signal to look at. */
  prolong(milliseconds: number): void {
    this.#signal = undefined;
    if (this.#end !== Number.POSITIVE_INFINITY)
      this.#end = Math.max(this.#end, performance.now()) + milliseconds;
  }

  /** Throws {@link ScanStop} when the scan must stop now. */
  check(): void {
    if (!this.#isBounded) return;
    if (this.#signal?.aborted) throw new ScanStop("aborted");
    this.#now = performance.now();
    if (this.#now >= this.#end) throw new ScanStop("timeout");
  }

  /** Fuel for the time until the first look. */
  get firstFuel(): number {
    return this.#isBounded ? this.#fuel.size : unbounded;
  }

  /** Fuel for the time until the next look. Throws like {@link check}. */
  nextFuel(): number {
    this.check();
    return this.#isBounded ? this.#fuel.next(this.#now) : unbounded;
  }

  /** Bytes to search until the next look, a multiple of 64. Throws like {@link check}. */
  nextChunk(): number {
    this.check();
    return this.#isBounded ? this.#chunk.next(this.#now) & -64 : chunkRations[2];
  }

  get #isBounded(): boolean {
    return this.#end !== Number.POSITIVE_INFINITY || this.#signal !== undefined;
  }
}
