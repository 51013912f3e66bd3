/** Walking over all the data without keeping the scan from ending in time. */
import { spendWork } from "../base/index.ts";
import type { ModuleInput } from "./module.ts";

/** Bytes of a step: well below a millisecond for whatever looks at each byte; a multiple of the points of `math`. */
const STEP = 3 << 15;

/** The bytes in pieces, with a checkpoint before each. All pieces but the last are of one length, a multiple of 192. */
export function* inSteps(
  { checkpoint }: Pick<ModuleInput, "checkpoint">,
  bytes: Uint8Array,
): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += STEP) {
    if (start > 0) checkpoint?.();
    const piece = bytes.subarray(start, start + STEP);
    spendWork(piece.length >>> 4);
    yield piece;
  }
}
