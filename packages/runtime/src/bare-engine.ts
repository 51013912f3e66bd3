import type { RuntimeBackend } from "./backend.ts";
import type { Config } from "./config.ts";

/**
 * What modules, stores and linkers have in common: the backend, the options and the epoch. Cheap to keep, made
 * once; independent engines share nothing.
 *
 * This one is given its backend, and brings no other along; `Engine` finds one.
 */
export class BareEngine {
  readonly config: Config;
  readonly backend: RuntimeBackend;
  /** Why this backend, in a sentence. */
  readonly backendReason: string;
  #increments = 0;
  readonly #startedAt = performance.now();

  constructor(
    config: Config & { readonly backend: RuntimeBackend },
    backendReason = "the configuration names it",
  ) {
    this.config = config;
    this.backend = config.backend;
    this.backendReason = backendReason;
  }

  /** Names of the configured options that the backend cannot honour. */
  get unsupportedOptions(): readonly string[] {
    return this.backend.unsupportedOptions(this.config);
  }

  /**
   * Advances the epoch by one. Stores whose deadline is reached stop their guests at the next check. JavaScript
   * cannot run this while a guest runs, except in a host function: for that there are `epochIntervalMs` and
   * `epochCounter`.
   */
  incrementEpoch(): void {
    this.#increments += 1;
  }

  /** The epoch: calls of `incrementEpoch`, ticks of the clock and counts of other threads together. */
  get epoch(): number {
    const { epochIntervalMs, epochCounter } = this.config;
    const ticks = epochIntervalMs ? Math.floor((performance.now() - this.#startedAt) / epochIntervalMs) : 0;
    return this.#increments + ticks + (epochCounter ? Atomics.load(epochCounter, 0) : 0);
  }
}
