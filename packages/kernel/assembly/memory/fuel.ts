// Kernels spend fuel as loops of rule code do. When it is used up, the host looks at the clock. Then it gives more, or ends the scan
// by an exception, which leaves the kernels in the middle of their work; the next scan resets whatever they have in
// memory. The fuel is a global and not in memory, where rules and damaged tables could change it.

// @ts-ignore: decorator
@external("tyara", "interrupt")
declare function interrupt(): u32;

let fuel: u32 = 0;

/** Sets the fuel at the start of a scan. */
export function setFuel(units: u32): void {
  fuel = units;
}

/** Spends fuel, about a unit for each turn of a short loop. May not return. */
export function spendFuel(units: u32): void {
  if (units < fuel) fuel -= units;
  else fuel = interrupt();
}

const RECORDS_A_LOOK: u32 = 2048;

/** Spends fuel on a walk over records of 16 bytes. Call it with the address of each record. */
// @ts-ignore: decorator
@inline
export function spendOnRecord(record: usize): void {
  if ((record & (RECORDS_A_LOOK * 16 - 1)) == 0) spendFuel(RECORDS_A_LOOK);
}
