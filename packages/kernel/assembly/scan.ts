// Prepares the kernels for a scan in one call, because small inputs are scanned in less than a microsecond.
import { setFuel } from "./memory/fuel";
import { limitHeap } from "./memory/heap";
import { clearPatterns } from "./matches/matches";

/**
 * Forgets the last scan. `fuel`: units until the first call of `interrupt`. `heapEnd`: the address up to which the heap may
 * grow, a multiple of the page size.
 */
export function beginScan(fuel: u32, heapEnd: u32): void {
  setFuel(fuel);
  limitHeap(heapEnd);
  clearPatterns();
}
