// Kernels spend fuel as loops of rule code do. When it is gone the host looks at the clock, and refills it or ends the
// scan by an exception that leaves the kernels wherever they are: what they have in memory then is forgotten when the
// next scan begins.
import { MemoryMap_fuel } from "./generated/memory-map";

// @ts-ignore: decorator
@external("tyara", "interrupt")
declare function interrupt(): void;

/** Spends fuel, about a unit for each turn of a short loop. May not return. */
export function spendFuel(units: u32): void {
  const left = load<i32>(MemoryMap_fuel) - <i32>units;
  store<i32>(MemoryMap_fuel, left);
  if (left <= 0) interrupt();
}

const RECORDS_A_LOOK: u32 = 2048;

/** Spends fuel on a walk over records of 16 bytes; to be called with the address of each. */
// @ts-ignore: decorator
@inline
export function spendOnRecord(record: usize): void {
  if ((record & (RECORDS_A_LOOK * 16 - 1)) == 0) spendFuel(RECORDS_A_LOOK);
}
