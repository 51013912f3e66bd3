import { refillImport } from "../../instrument.ts";
import type { Store } from "../../store.ts";

/** What an instrumented module imports: where it gets its next ration of fuel. */
export function interruptImports(store: Store<unknown>): WebAssembly.Imports {
  return { [refillImport.module]: { [refillImport.name]: () => store.interrupt() } };
}
