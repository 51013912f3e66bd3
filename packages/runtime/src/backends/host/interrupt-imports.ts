import { fuelImports, fuelModule } from "../../instrument.ts";
import type { Module } from "../../module.ts";
import type { Store } from "../../store.ts";
import type { ImportObject } from "./import-object.ts";

/** Sets what an instrumented module imports: the fuel, and where it gets its next ration. */
export function setInterruptImports(
  imports: ImportObject,
  module: Module,
  store: Store<unknown>,
  fuel: WebAssembly.Global,
): void {
  const from = fuelModule(module.imports);
  imports.set(from, fuelImports.refill, (left: number) => store.interrupt(left));
  imports.set(from, fuelImports.fuel, fuel);
}
