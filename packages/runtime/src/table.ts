import type { AsContext } from "./as-context.ts";
import type { TableType } from "./descriptor.ts";
import type { Func } from "./func.ts";
import { checkTableType, lowered, maxTableElements, mayGrow } from "./limits.ts";
import type { Store } from "./store.ts";

/** A table of references. */
export abstract class Table {
  readonly kind = "table";
  readonly store: Store<unknown>;

  constructor(store: Store<unknown>) {
    this.store = store;
  }

  /**
   * Makes a table filled with `value` that instances of the store can import. Throws LinkError: `invalidLimits` for a
   * type that cannot be, `limitExceeded`, `instantiationFailed` where the host has no room.
   */
  static create(context: AsContext<unknown>, type: TableType, value: Func | unknown = null): Table {
    checkTableType(type);
    const store = context.asContext();
    store.keeper.addTable(type.minimum);
    return store.backend.createTable({ ...type, ...lowered(type, store.keeper.maxElements) }, value);
  }

  /** Its type, with the current size as minimum. */
  abstract get type(): TableType;

  /** Number of elements. */
  abstract get size(): number;

  /** An element. Throws Trap `tableOutOfBounds`. */
  abstract get(index: number): unknown;

  /** Sets an element. Throws Trap `tableOutOfBounds`. */
  abstract set(index: number, value: unknown): void;

  /** Grows by `count` elements of `value`; returns the size before, or -1 if that is not allowed or no whole number. */
  grow(count: number, value: unknown): number {
    if (this.size + count > this.store.keeper.maxElements) return -1;
    if (!mayGrow(count, this.size, this.type.maximum, maxTableElements)) return -1;
    return this.growBy(count, value);
  }

  /** Grows by a number of elements that the limits allow. */
  protected abstract growBy(count: number, value: unknown): number;
}
