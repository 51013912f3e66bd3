import type { AsContext } from "./as-context.ts";
import { CallbackSync } from "./callback-sync.ts";
import { Caller } from "./caller.ts";
import { describeType, type FuncType, sameFuncType } from "./descriptor.ts";
import { LinkError } from "./errors.ts";
import type { Store } from "./store.ts";
import type { ValRaw } from "./val-raw.ts";
import type { JsResult, JsValue, JsValues, Val, ValType } from "./value.ts";

/** A guest function with known types. Throws Trap, or what a host function threw that it called. */
export type TypedFunc<Params extends readonly ValType[], Results extends readonly ValType[]> = (
  ...values: JsValues<Params>
) => JsResult<Results>;

/** A host function with known types; several results are returned as an array (`[…] as const`). */
export type HostCallback<T, Params extends readonly ValType[], Results extends readonly ValType[]> = (
  caller: Caller<T>,
  ...values: JsValues<Params>
) => Readonly<JsResult<Results>>;

/** A host function on raw slots: arguments come in from slot 0 on, results go back the same way. */
export type RawCallback<T> = (caller: Caller<T>, slots: ValRaw) => void;

/** A function, of a guest or of the host. */
export abstract class Func {
  readonly kind = "func";
  readonly store: Store<unknown>;

  constructor(store: Store<unknown>) {
    this.store = store;
  }

  /** The index of a guest's function in its module, as text; empty where it is not known. */
  abstract get name(): string;

  /** Its parameters and results. Throws LinkError where the host does not tell them. */
  abstract get type(): FuncType;

  /** Makes a host function into a handle, for tables and for `Linker.define`. */
  static wrap<T, const Params extends readonly ValType[], const Results extends readonly ValType[]>(
    context: AsContext<T>,
    params: Params,
    results: Results,
    callback: HostCallback<T, Params, Results>,
    sync: CallbackSync = CallbackSync.both,
  ): Func {
    const store = context.asContext();
    return store.backend.createFunc({
      kind: "host",
      form: "typed",
      type: { params, results },
      sync,
      caller: new Caller(store) as Caller<unknown>,
      call: callback as unknown as (caller: Caller<unknown>, ...values: never[]) => unknown,
    });
  }

  /** The function as plain JavaScript, types unchecked: arguments and results as in {@link JsValue}. */
  abstract get invoke(): (...values: never[]) => unknown;

  /** Calls on raw slots. References do not cross this way. */
  abstract callUnchecked(slots: ValRaw): void;

  /** The function as typed JavaScript. Throws LinkError unless its type is just this one. */
  typed<const Params extends readonly ValType[], const Results extends readonly ValType[]>(
    params: Params,
    results: Results,
  ): TypedFunc<Params, Results> {
    const wanted: FuncType = { params, results };
    if (!sameFuncType(this.type, wanted)) {
      const is = describeType({ kind: "func", type: this.type });
      throw new LinkError(
        "incompatibleExport",
        `the function is ${is}, not ${describeType({ kind: "func", type: wanted })}`,
      );
    }
    return this.invoke as TypedFunc<Params, Results>;
  }

  /** Calls with tagged values. Throws LinkError if their types are not the parameters'. */
  call(...values: readonly Val[]): Val[] {
    const { params, results } = this.type;
    if (values.length !== params.length || values.some((value, index) => value.type !== params[index])) {
      throw new LinkError(
        "incompatibleExport",
        `arguments do not fit ${describeType({ kind: "func", type: this.type })}`,
      );
    }
    const invoke = this.invoke as (...values: JsValue[]) => unknown;
    const returned = invoke(...values.map((value) => value.value));
    const list = results.length === 1 ? [returned] : ((returned ?? []) as unknown[]);
    return results.map((type, index) => ({ type, value: list[index] }) as Val);
  }
}
