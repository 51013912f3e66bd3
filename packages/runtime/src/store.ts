/// <reference lib="esnext.disposable" preserve="true" />
// A store owns what guests own: instances, memories, globals, and the host's data that callbacks see. It also
// decides how long guests may run.
//
// Interruption: code that a backend made interruptible spends fuel at loops and calls, and asks `interrupt`
// for another ration when it has none. That is where the epoch, the deadline and the fuel limit are looked at:
// once per ration, so looking is free compared with running.
import { Ration } from "@tyara/base";
import type { AsContext } from "./as-context.ts";
import type { BackendStore } from "./backend.ts";
import type { BareEngine } from "./bare-engine.ts";
import { Caller } from "./caller.ts";
import { Trap } from "./errors.ts";
import { throwUnchanged } from "./host-errors.ts";
import { LimitKeeper, type StoreLimits } from "./store-limits.ts";

/** Called when the deadline passed: how many epochs more the guest gets, or undefined to stop it. */
export type EpochDeadlineCallback<T> = (caller: Caller<T>) => number | undefined;

/** The first, the smallest and the largest ration, in units of fuel. */
const rations = [4096, 1, 1_000_000] as const;

/**
 * The ration where fuel is limited, with a deadline to look at and without: always the same, so that what a call costs
 * depends on no clock.
 */
const limitedRation = 1024;
const wholeRation = 2 ** 30;

export class Store<T> implements AsContext<T> {
  readonly engine: BareEngine;
  /** The host's data, which callbacks reach as `caller.data`. */
  data: T;
  /** @internal The backend's part. */
  readonly backend: BackendStore;
  #deadline = Number.POSITIVE_INFINITY;
  // Typed loosely so that a Store<T> is a Store<unknown>: what the callback is given is made from this store.
  #onDeadline: EpochDeadlineCallback<never> | undefined;
  #fuel = Number.POSITIVE_INFINITY;
  #keeper = new LimitKeeper();
  readonly #ration = new Ration(...rations);

  constructor(engine: BareEngine, data: T) {
    this.engine = engine;
    this.data = data;
    this.backend = engine.backend.createStore(this as Store<unknown>);
  }

  asContext(): Store<T> {
    return this;
  }

  /** What guests may hold; nothing is bounded at first. */
  get limits(): StoreLimits {
    return this.#keeper.limits;
  }

  /**
   * Bounds what is made in the store from now on, and how far it grows. Set it before instances are made: what an instance
   * of the host backend may grow to is decided then. Throws RangeError for what is no limit.
   */
  set limits(limits: StoreLimits) {
    this.#keeper = new LimitKeeper(limits, this.#keeper);
  }

  /** @internal Counts what is made. */
  get keeper(): LimitKeeper {
    return this.#keeper;
  }

  /**
   * Stops guests once the epoch has advanced by `ticks` from now; by default they may run for ever. Throws TypeError
   * without `Config.epochInterruption`.
   */
  setEpochDeadline(ticks: number): void {
    this.#needInterruption("a deadline");
    this.#deadline = this.engine.epoch + ticks;
    // Rations end here: guests that run take their next one at once, and look at the deadline.
    this.#fuel = this.fuel;
    this.backend.unspentFuel = 0;
  }

  /** Asks `callback` when the deadline passed, instead of stopping with a Trap; what it throws stops too. */
  epochDeadlineCallback(callback: EpochDeadlineCallback<T> | undefined): void {
    this.#onDeadline = callback;
  }

  /**
   * How much fuel guests have left; `Infinity` at first. It bounds work where no clock can be trusted. What costs how many
   * units is the same on every backend: docs/runtime.md says it. What a guest cannot pay stops it with Trap `outOfFuel`,
   * and nothing is left then.
   */
  get fuel(): number {
    return this.#fuel + this.backend.unspentFuel;
  }

  /**
   * Sets what is left. Throws RangeError for what is neither a whole number from 0 nor `Infinity`, TypeError without
   * `Config.epochInterruption`.
   */
  set fuel(units: number) {
    if (!(units >= 0) || (Number.isFinite(units) && !Number.isSafeInteger(units))) {
      throw new RangeError(`fuel is a whole number from 0 or Infinity, not ${units}`);
    }
    this.#needInterruption("fuel");
    this.#fuel = units;
    this.backend.unspentFuel = 0;
  }

  /**
   * @internal Called by guest code through a backend when it cannot pay: `left` is what it has, less than zero. Returns
   * what it has with the next ration, or throws what stops it.
   */
  interrupt(left: number): number {
    this.#fuel += left;
    this.backend.unspentFuel = 0;
    if (this.#fuel < 0) {
      this.#fuel = 0;
      throw new Trap("outOfFuel");
    }
    if (this.engine.epoch >= this.#deadline) this.#meetDeadline();
    const ration = this.#nextRation();
    const granted = Math.min(ration, this.#fuel);
    this.#fuel -= granted;
    return granted;
  }

  #nextRation(): number {
    if (this.#fuel === Number.POSITIVE_INFINITY) return this.#ration.next(performance.now());
    return this.#deadline === Number.POSITIVE_INFINITY ? wholeRation : limitedRation;
  }

  #needInterruption(what: string): void {
    if (this.engine.config.epochInterruption) return;
    throw new TypeError(`${what} needs an engine with epochInterruption: no guest would ever be stopped`);
  }

  #meetDeadline(): void {
    const extension = this.#askOnDeadline();
    if (extension === undefined) throw new Trap("interrupt");
    this.setEpochDeadline(extension);
  }

  #askOnDeadline(): number | undefined {
    try {
      return this.#onDeadline?.(new Caller<never>(this as Store<unknown> as Store<never>));
    } catch (error) {
      return throwUnchanged(error);
    }
  }

  /** Lets go of everything that guests hold, so that the store can be dropped or used for something else. */
  reset(): void {
    this.#keeper = new LimitKeeper(this.#keeper.limits);
    this.#deadline = Number.POSITIVE_INFINITY;
    this.#fuel = Number.POSITIVE_INFINITY;
    this.backend.unspentFuel = 0;
    this.#onDeadline = undefined;
    this.backend.reset();
  }

  [Symbol.dispose](): void {
    this.reset();
  }
}
