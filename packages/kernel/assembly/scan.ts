// What the host does with the kernels before each scan, in one call: small data are scanned in less than a microsecond.
import { setFuel } from "./memory/fuel";
import { limitHeap } from "./memory/heap";
import { clearPatterns } from "./matches/matches";

/** Forgets the last scan; `fuel` is what may be spent until the first look, `heapEnd` a multiple of the size of a page. */
export function beginScan(fuel: u32, heapEnd: u32): void {
  setFuel(fuel);
  limitHeap(heapEnd);
  clearPatterns();
}
