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
import { Caller } from "./caller.ts";
import type { Engine } from "./engine.ts";
import { Trap } from "./errors.ts";

/** Called when the deadline passed: how many epochs more the guest gets, or undefined to stop it. */
export type EpochDeadlineCallback<T> = (caller: Caller<T>) => number | undefined;

/** The first, the smallest and the largest ration, in units of fuel. */
const rations = [4096, 1, 1_000_000] as const;

export class Store<T> implements AsContext<T> {
  readonly engine: Engine;
  /** The host's data, which callbacks reach as `caller.data`. */
  data: T;
  /** @internal The backend's part. */
  readonly backend: BackendStore;
  #deadline = Number.POSITIVE_INFINITY;
  // Typed loosely so that a Store<T> is a Store<unknown>: what the callback is given is made from this store.
  #onDeadline: EpochDeadlineCallback<never> | undefined;
  #fuel = Number.POSITIVE_INFINITY;
  readonly #ration = new Ration(...rations);

  constructor(engine: Engine, data: T) {
    this.engine = engine;
    this.data = data;
    this.backend = engine.backend.createStore(this as Store<unknown>);
  }

  asContext(): Store<T> {
    return this;
  }

  /**
   * Stops guests once the epoch has advanced by `ticks` from now; by default they may run for ever. Needs
   * `Config.epochInterruption`.
   */
  setEpochDeadline(ticks: number): void {
    this.#deadline = this.engine.epoch + ticks;
  }

  /** Asks `callback` when the deadline passed, instead of stopping with a Trap; what it throws stops too. */
  epochDeadlineCallback(callback: EpochDeadlineCallback<T> | undefined): void {
    this.#onDeadline = callback;
  }

  /**
   * How much fuel guests have left; `Infinity` at first. It bounds work where no clock can be trusted: a unit
   * is a few instructions. Guests take it in rations, so what is left is exact to within one ration.
   */
  get fuel(): number {
    return this.#fuel;
  }

  set fuel(units: number) {
    this.#fuel = units;
  }

  /** Hands out the next ration of fuel, or throws what stops the guest. Called by guest code through a backend. */
  interrupt(): number {
    if (this.#fuel <= 0) throw new Trap("outOfFuel");
    if (this.engine.epoch >= this.#deadline) this.#meetDeadline();
    const granted = Math.min(this.#ration.next(performance.now()), Math.max(1, Math.floor(this.#fuel)));
    this.#fuel -= granted;
    return granted;
  }

  #meetDeadline(): void {
    const extension = this.#onDeadline?.(new Caller<never>(this as Store<unknown> as Store<never>));
    if (extension === undefined) throw new Trap("interrupt");
    this.setEpochDeadline(extension);
  }

  /** Lets go of everything that guests hold, so that the store can be dropped or used for something else. */
  reset(): void {
    this.#deadline = Number.POSITIVE_INFINITY;
    this.#fuel = Number.POSITIVE_INFINITY;
    this.#onDeadline = undefined;
    this.backend.reset();
  }

  [Symbol.dispose](): void {
    this.reset();
  }
}
