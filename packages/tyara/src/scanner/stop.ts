/** Why a scan is stopped before its end, and the clock that decides it. */

export type StopReason = "timeout" | "aborted";

/** Thrown by host functions to leave rule code; caught by the scanner and told in the result. Not an error: it has no stack. */
export class ScanStop {
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    this.reason = reason;
  }
}

/** The time and the signal that bound one scan. Reused for every scan. */
export class Deadline {
  #end = Number.POSITIVE_INFINITY;
  #signal: AbortSignal | undefined;

  /** Starts the clock; 0 and `Infinity` set no bound. */
  start(timeoutMs: number, signal: AbortSignal | undefined): void {
    const isBounded = timeoutMs > 0 && timeoutMs < Number.POSITIVE_INFINITY;
    this.#end = isBounded ? performance.now() + timeoutMs : Number.POSITIVE_INFINITY;
    this.#signal = signal;
  }

  /** Why the scan must stop now, if it must. */
  check(): StopReason | undefined {
    if (this.#signal?.aborted) return "aborted";
    return this.#end !== Number.POSITIVE_INFINITY && performance.now() >= this.#end ? "timeout" : undefined;
  }
}
