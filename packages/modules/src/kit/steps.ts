/** Walking over all the data without keeping the scan from ending in time. */
import { spendWork } from "@tyara/base";
import type { ModuleInput } from "@tyara/language/modules";

/** Bytes of a step: well below a millisecond for whatever looks at each byte; a multiple of the points of `math`. */
const STEP = 3 << 15;

/**
 * The bytes in pieces, with a checkpoint before each but the first. All pieces but the last are of one length, a multiple
 * of 192. Perf: functions ask for short ranges in loops, which are one piece without a generator.
 */
export function inSteps(
  { checkpoint }: Pick<ModuleInput, "checkpoint">,
  bytes: Uint8Array,
): Iterable<Uint8Array> {
  if (bytes.length > STEP) return longSteps(checkpoint, bytes);
  spendWork(bytes.length >>> 4);
  return bytes.length === 0 ? [] : [bytes];
}

/** The bytes as they are where {@link inSteps} would give one piece, for those who take either. */
export function atOnceOrInSteps(
  input: Pick<ModuleInput, "checkpoint">,
  bytes: Uint8Array,
): Uint8Array | Iterable<Uint8Array> {
  if (bytes.length > STEP) return inSteps(input, bytes);
  spendWork(bytes.length >>> 4);
  return bytes;
}

function* longSteps(checkpoint: ModuleInput["checkpoint"], bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += STEP) {
    if (start > 0) checkpoint?.();
    const piece = bytes.subarray(start, start + STEP);
    spendWork(piece.length >>> 4);
    yield piece;
  }
}
