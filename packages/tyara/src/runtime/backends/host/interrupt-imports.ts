import type { Store } from "../../store.ts";

/** Module name of what instrumented modules import besides their own imports. */
export const interruptModule = "tyara:interrupt";

/** What an instrumented module imports: where it gets its next ration of fuel. */
export function interruptImports(store: Store<unknown>): WebAssembly.Imports {
  return { [interruptModule]: { refill: () => store.interrupt() } };
}
