/**
 * Splits a pattern at its large gaps: parts that match any bytes, more than people skip within one structure. The
 * pieces are then found on their own and chained by distance, so that a gap costs nothing per byte.
 */
import type { Hir } from "./hir.ts";
import { concat } from "./hir-build.ts";
import { minLength } from "./measure.ts";

/** Limit: the reference's. A gap with this maximum or less stays inside a piece. */
export const MAX_INNER_GAP = 200;

/** How many bytes lie between the end of one piece and the beginning of the next; `max` undefined: any number. */
export interface Gap {
  readonly min: number;
  readonly max: number | undefined;
}

/** `gaps[i]` lies between `pieces[i]` and `pieces[i + 1]`. A pattern without large gaps is its own only piece. */
export interface GapSplit {
  readonly pieces: readonly Hir[];
  readonly gaps: readonly Gap[];
}

/** A gap next to an edge, or next to a piece that can be empty, stays inside: a chain needs something on both sides. */
export function splitAtGaps(hir: Hir): GapSplit {
  const pieces: Hir[][] = [[]];
  const gaps: Gap[] = [];
  for (const item of hir.kind === "concat" ? hir.items : [hir]) {
    const gap = largeGap(item);
    const current = pieces[pieces.length - 1]!;
    if (gap === undefined || minLength(concat(current)) === 0) current.push(item);
    else {
      gaps.push(gap);
      pieces.push([]);
    }
  }
  const whole = { pieces: [hir], gaps: [] };
  return pieces.every((piece) => minLength(concat(piece)) > 0) ? { pieces: pieces.map(concat), gaps } : whole;
}

function largeGap(hir: Hir): Gap | undefined {
  if (hir.kind !== "repeat" || hir.item.kind !== "class" || hir.item.set.size !== 256) return undefined;
  if (hir.max !== undefined && hir.max <= MAX_INNER_GAP) return undefined;
  return { min: hir.min, max: hir.max };
}
