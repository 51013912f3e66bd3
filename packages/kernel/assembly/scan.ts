// What the host does with the kernels before each scan, in one call: small data are scanned in less than a microsecond.
import { setFuel } from "./fuel";
import { limitHeap } from "./heap";
import { clearPatterns } from "./matches";

/** Forgets the last scan; `fuel` is what may be spent until the first look, `heapEnd` a multiple of the size of a page. */
export function beginScan(fuel: u32, heapEnd: u32): void {
  setFuel(fuel);
  limitHeap(heapEnd);
  clearPatterns();
}
