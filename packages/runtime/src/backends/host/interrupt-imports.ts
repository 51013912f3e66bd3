import { refillImport } from "../../instrument.ts";
import type { Store } from "../../store.ts";
import type { ImportObject } from "./import-object.ts";

/** Sets what an instrumented module imports: where it gets its next ration of fuel. */
export function setInterruptImports(imports: ImportObject, store: Store<unknown>): void {
  imports.set(refillImport.module, refillImport.name, () => store.interrupt());
}
