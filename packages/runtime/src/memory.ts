import type { AsContext } from "./as-context.ts";
import type { MemoryType } from "./descriptor.ts";
import type { Store } from "./store.ts";

/** A linear memory. */
export abstract class Memory {
  readonly kind = "memory";
  readonly store: Store<unknown>;

  constructor(store: Store<unknown>) {
    this.store = store;
  }

  /** Makes a memory of zeros that instances of the store can import. */
  static create(context: AsContext<unknown>, type: MemoryType): Memory {
    return context.asContext().backend.createMemory(type);
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

  /** Grows by `pages`; returns the size before in pages, or -1 if the maximum or the host does not allow it. */
  abstract grow(pages: number): number;
}
