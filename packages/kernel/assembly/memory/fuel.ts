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

/** A walk spends fuel once in this many bytes, so a shorter walk may spend none. */
const STRETCH: u32 = 1 << 15;

/**
 * Spends fuel on a walk in steps of `size` bytes, a unit for each step. Call it with the address of each step. It compares no
 * exact address, because damaged tables may lead to addresses of any alignment.
 */
// @ts-ignore: decorator
@inline
export function spendOnWalk(address: usize, size: u32): void {
  if ((<u32>address & (STRETCH - 1)) >= STRETCH - size) spendFuel(STRETCH / size);
}

/** Spends fuel on a walk over records of 16 bytes. Call it with the address of each record. */
// @ts-ignore: decorator
@inline
export function spendOnRecord(record: usize): void {
  spendOnWalk(record, 16);
}
