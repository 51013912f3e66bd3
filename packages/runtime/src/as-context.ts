import type { Store } from "./store.ts";

/** Whatever leads to a store: the store itself, or the caller that a host function is given. */
export interface AsContext<T> {
  asContext(): Store<T>;
}
