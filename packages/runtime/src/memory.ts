import type { AsContext } from "./as-context.ts";
import type { MemoryType } from "./descriptor.ts";
import { checkMemoryType, lowered, maxMemoryPages, maxMemoryPages64, mayGrow } from "./limits.ts";
import type { Store } from "./store.ts";

/** A linear memory. */
export abstract class Memory {
  readonly kind = "memory";
  readonly store: Store<unknown>;

  constructor(store: Store<unknown>) {
    this.store = store;
  }

  /**
   * Makes a memory of zeros that instances of the store can import. Throws LinkError: `invalidLimits` for a type that
   * cannot be, `limitExceeded`, `instantiationFailed` where the host has no room.
   */
  static create(context: AsContext<unknown>, type: MemoryType): Memory {
    checkMemoryType(type);
    const store = context.asContext();
    store.keeper.addMemory(type.minimum);
    return store.backend.createMemory({ ...type, ...lowered(type, store.keeper.maxPages) });
  }

  /** Its type, with the current size as minimum. */
  abstract get type(): MemoryType;

  /**
   * The bytes themselves, not a copy. The view is valid until the memory grows: ask again after every call
   * that may grow it. Asking costs a comparison.
   */
  abstract data(): Uint8Array;

  /** Current size in pages of 64 KiB. */
  abstract get pages(): number;

  /**
   * Grows by `pages`; returns the size before in pages, or -1 if the maximum or the host does not allow it or if `pages`
   * is no whole number. Views of what is not shared are detached: their length is 0.
   */
  grow(pages: number): number {
    const { maximum, is64 } = this.type;
    if (this.pages + pages > this.store.keeper.maxPages) return -1;
    if (!mayGrow(pages, this.pages, maximum, is64 ? maxMemoryPages64 : maxMemoryPages)) return -1;
    return this.growBy(pages);
  }

  /** Grows by a number of pages that the limits allow. */
  protected abstract growBy(pages: number): number;
}
