import type { AsContext } from "./as-context.ts";
import type { FuncType } from "./descriptor.ts";
import type { Store } from "./store.ts";
import type { ValType } from "./value.ts";

/** A kind of exception that guests throw and catch. */
export class Tag {
  readonly kind = "tag";
  readonly store: Store<unknown>;
  /** What an exception of this kind carries, as parameters; there are no results. */
  readonly type: FuncType;
  /** @internal What the backend has for it. */
  readonly native: unknown;

  /** @internal */
  constructor(store: Store<unknown>, type: FuncType, native: unknown) {
    this.store = store;
    this.type = type;
    this.native = native;
  }

  /**
   * Makes a tag that instances of the store can import; exceptions of it carry values of these types. Throws LinkError
   * `instantiationFailed` where the host has no exceptions.
   */
  static create(context: AsContext<unknown>, params: readonly ValType[]): Tag {
    return context.asContext().backend.createTag({ params, results: [] });
  }
}
