import { pairProbability } from "./frequencies.ts";
import type { PairItem, QuickCheck } from "./pair-items.ts";

// Limit: the distance of the four bytes from the centre. Reads stay within the readable space around the data.
const MAX_DISTANCE = 120;

/**
 * Chooses the four bytes of a run that the kernel compares first after it has found the key: the rarest ones that the key
 * does not contain already.
 */
export function quickCheck(item: PairItem): QuickCheck {
  item.quickCheck ??= findQuickCheck(item);
  return item.quickCheck;
}

function findQuickCheck(item: PairItem): QuickCheck {
  const { run, centre } = item;
  if (run.xor !== undefined) return { value: 0, mask: 0, offset: centre };
  const { values, masks } = run;
  const last = Math.max(0, Math.min(run.values.length - 4, centre + MAX_DISTANCE));
  let best = Math.max(0, centre - MAX_DISTANCE);
  let least = Number.POSITIVE_INFINITY;
  // Perf: each probability is computed once and moves on with the offset.
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

/** The probability of a pair. A pair that is not exact counts as common. */
function probability(values: Uint8Array, masks: Uint8Array, offset: number): number {
  if (offset + 1 >= masks.length || masks[offset] !== 0xff || masks[offset + 1] !== 0xff) return 0.05;
  return pairProbability(values[offset]! | (values[offset + 1]! << 8));
}

/** Four bytes as a little-endian number, padded with zeros. */
function fourBytes(bytes: Uint8Array, offset: number): number {
  let value = 0;
  for (let i = Math.min(3, bytes.length - 1 - offset); i >= 0; i--) value = (value << 8) | bytes[offset + i]!;
  return value >>> 0;
}
