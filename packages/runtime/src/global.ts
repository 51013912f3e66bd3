import type { AsContext } from "./as-context.ts";
import type { GlobalType } from "./descriptor.ts";
import { LinkError } from "./errors.ts";
import type { Store } from "./store.ts";
import type { JsTypes, JsValue, ValType } from "./value.ts";

/** A global variable. */
export abstract class Global {
  readonly kind = "global";
  readonly store: Store<unknown>;
  readonly type: GlobalType;

  constructor(store: Store<unknown>, type: GlobalType) {
    this.store = store;
    this.type = type;
  }

  /** Makes a global that instances of the store can import. */
  static create<Type extends ValType>(
    context: AsContext<unknown>,
    type: GlobalType & { readonly type: Type },
    value: JsTypes[Type],
  ): Global {
    return context.asContext().backend.createGlobal(type, value);
  }

  /** Its value in JavaScript: a bigint for an i64. */
  abstract get(): JsValue;

  /** Sets the value. Throws LinkError on a constant. */
  set(value: JsValue): void {
    if (this.type.mutability === "const") throw new LinkError("incompatibleExport", "the global is constant");
    this.write(value);
  }

  protected abstract write(value: JsValue): void;
}
