// Kernels spend fuel as loops of rule code do. When it is gone the host looks at the clock, and gives more or ends the
// scan by an exception that leaves the kernels wherever they are: what they have in memory then is forgotten when the
// next scan begins. The fuel is no part of the memory, which rules and damaged tables may make the kernels write to.

// @ts-ignore: decorator
@external("tyara", "interrupt")
declare function interrupt(): u32;

let fuel: u32 = 0;

/** A scan begins, with so much fuel. */
export function setFuel(units: u32): void {
  fuel = units;
}

/** Spends fuel, about a unit for each turn of a short loop. May not return. */
export function spendFuel(units: u32): void {
  if (units < fuel) fuel -= units;
  else fuel = interrupt();
}

const RECORDS_A_LOOK: u32 = 2048;

/** Spends fuel on a walk over records of 16 bytes; to be called with the address of each. */
// @ts-ignore: decorator
@inline
export function spendOnRecord(record: usize): void {
  if ((record & (RECORDS_A_LOOK * 16 - 1)) == 0) spendFuel(RECORDS_A_LOOK);
}
