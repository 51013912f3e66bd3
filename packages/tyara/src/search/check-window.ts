import { pairProbability } from "./frequencies.ts";
import type { PairItem } from "./pair-items.ts";

export interface CheckWindow {
  /** Little-endian. */
  readonly value: number;
  readonly mask: number;
  /** Of the four bytes inside the run. */
  readonly offset: number;
}

// Limit: the four bytes lie so near the candidate that reading them stays inside the readable space around the data.
const MAX_DISTANCE = 120;

/**
 * The four bytes of a run that are compared before anything else when its key was found: the rarest that are not part
 * of the key.
 */
export function checkWindow(item: PairItem): CheckWindow {
  const { run, centre } = item;
  if (run.xor !== undefined) return { value: 0, mask: 0, offset: centre };
  const last = Math.max(0, Math.min(run.values.length - 4, centre + MAX_DISTANCE));
  let best = Math.max(0, centre - MAX_DISTANCE);
  let least = Number.POSITIVE_INFINITY;
  for (let offset = best; offset <= last; offset++) {
    const isKey =
      item.kind === "next"
        ? Math.abs(offset - centre) < 4
        : item.kind === "around" && Math.abs(offset - centre + 2) < 4;
    const weight = probability(item, offset) * probability(item, offset + 2) * (isKey ? 1000 : 1);
    if (weight < least) {
      least = weight;
      best = offset;
    }
  }
  return { ...window(run.values, run.masks, best), offset: best };
}

/** Partly known pairs count as common. */
function probability({ run }: PairItem, offset: number): number {
  if (run.masks[offset] !== 0xff || run.masks[offset + 1] !== 0xff) return 0.05;
  return pairProbability(run.values[offset]! | (run.values[offset + 1]! << 8));
}

function window(values: Uint8Array, masks: Uint8Array, offset: number): { value: number; mask: number } {
  let value = 0;
  let mask = 0;
  for (let i = 0; i < 4; i++) {
    value |= (values[offset + i] ?? 0) << (8 * i);
    mask |= (masks[offset + i] ?? 0) << (8 * i);
  }
  return { value: value >>> 0, mask: mask >>> 0 };
}
