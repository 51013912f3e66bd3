import { pairProbability } from "./frequencies.ts";
import type { CheckWindow, PairItem } from "./pair-items.ts";

// Limit: the four bytes lie so near the candidate that reading them stays inside the readable space around the data.
const MAX_DISTANCE = 120;

/**
 * The four bytes of a run that are compared before anything else when its key was found: the rarest that are not part
 * of the key.
 */
export function checkWindow(item: PairItem): CheckWindow {
  item.window ??= findWindow(item);
  return item.window;
}

function findWindow(item: PairItem): CheckWindow {
  const { run, centre } = item;
  if (run.xor !== undefined) return { value: 0, mask: 0, offset: centre };
  const { values, masks } = run;
  const last = Math.max(0, Math.min(run.values.length - 4, centre + MAX_DISTANCE));
  let best = Math.max(0, centre - MAX_DISTANCE);
  let least = Number.POSITIVE_INFINITY;
  // Perf: the probabilities of the pairs at the offset and the two behind it are handed on from turn to turn.
  let [here, next] = [probability(values, masks, best), probability(values, masks, best + 1)];
  for (let offset = best; offset <= last; offset++) {
    const afterNext = probability(values, masks, offset + 2);
    const isKey =
      item.kind === "next"
        ? Math.abs(offset - centre) < 4
        : item.kind === "around" && Math.abs(offset - centre + 2) < 4;
    const weight = here * afterNext * (isKey ? 1000 : 1);
    if (weight < least) {
      least = weight;
      best = offset;
    }
    here = next;
    next = afterNext;
  }
  return { value: fourBytes(values, best), mask: fourBytes(masks, best), offset: best };
}

/** Partly known pairs count as common. */
function probability(values: Uint8Array, masks: Uint8Array, offset: number): number {
  if (offset + 1 >= masks.length || masks[offset] !== 0xff || masks[offset + 1] !== 0xff) return 0.05;
  return pairProbability(values[offset]! | (values[offset + 1]! << 8));
}

/** Little-endian; zeros beyond the end. */
function fourBytes(bytes: Uint8Array, offset: number): number {
  let value = 0;
  for (let i = Math.min(3, bytes.length - 1 - offset); i >= 0; i--) value = (value << 8) | bytes[offset + i]!;
  return value >>> 0;
}
