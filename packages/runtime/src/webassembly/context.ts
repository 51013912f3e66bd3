// The store that all objects of this namespace live in. The JavaScript interface of WebAssembly has one for a program.

import { InterpreterBackend } from "../backends/interpreter/interpreter-backend.ts";
import { BareEngine } from "../bare-engine.ts";
import { Store } from "../store.ts";

let store: Store<undefined> | undefined;

/** Has the namespace run guests on another engine; before it is used first. */
export function useEngine(engine: BareEngine): void {
  store = new Store(engine, undefined);
}

/** The store, on the interpreter unless another engine was given. */
export function theStore(): Store<undefined> {
  store ??= new Store(new BareEngine({ backend: new InterpreterBackend() }), undefined);
  return store;
}
