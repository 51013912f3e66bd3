/**
 * The filter for a handful of runs: of each run the two bytes that are rarest by the frequency model, compared at their
 * distance, 64 offsets at a time. Each run costs a pass over the chunk (which lies in the cache), at about 40 GB/s, so
 * a few, and short ones, beat the pair table, which takes any number at 5 to 25 GB/s.
 */
import type { ByteRun } from "./byte-run.ts";
import { byteProbability } from "./frequencies.ts";

export interface RareBytes {
  readonly first: number;
  readonly second: number;
  /** That both are found at some place. */
  readonly probability: number;
}

/** Limit: with more runs the pair table is faster. */
export const MAX_RARE_PAIRS = 6;

// Limit: the bytes lie near the run's start, so that reads stay inside the readable space after the data.
const MAX_OFFSET = 128;
// Limit: bytes that are together this frequent would make too many candidates.
const MAX_PROBABILITY = 1 / 512;

/** The offsets of the two rarest exact bytes of a run (one twice if there is only one); undefined when they are frequent. */
export function rareBytes(run: ByteRun): RareBytes | undefined {
  if (run.xor !== undefined) return undefined;
  const offsets: number[] = [];
  for (let offset = 0; offset < Math.min(run.values.length, MAX_OFFSET); offset++) {
    if (run.masks[offset] === 0xff) offsets.push(offset);
  }
  const rarity = (offset: number) => byteProbability(run.values[offset]!);
  const [first, ...others] = offsets.sort((x, y) => rarity(x) - rarity(y));
  if (first === undefined) return undefined;
  // Two equal bytes tell less than two different ones.
  const second = others.find((offset) => run.values[offset] !== run.values[first]) ?? others[0] ?? first;
  const probability = second === first ? rarity(first) : rarity(first) * rarity(second);
  return probability > MAX_PROBABILITY ? undefined : { first, second, probability };
}
