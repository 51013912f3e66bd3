/**
 * Splits a pattern at its large gaps: parts that match any bytes, more than people skip within one structure. The
 * pieces are then found on their own and chained by distance, so that a gap costs nothing per byte.
 */
import type { Hir } from "./hir.ts";
import { concat } from "./hir-build.ts";
import { hasEvenBranches, maxLength, minLength } from "./measure.ts";

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

/**
 * A gap stays inside when nothing of fixed length stands before it, or less than two bytes behind it.
 * Compat: that is where the reference splits; `fullword`, which chains test per end, tells the difference.
 */
export function splitAtGaps(hir: Hir): GapSplit {
  return split(hir, () => true);
}

/** The same, but a gap that the search could not chain without losing matches stays inside as well. */
export function splitAtChainableGaps(hir: Hir): GapSplit {
  return split(hir, isChainable);
}

/**
 * A search finds one end of a piece for each start. Before a bounded gap that is enough when all ends lie at one distance; before
 * an unbounded one when it is the nearest, which is what lazy repetitions prefer, but not alternatives of different lengths.
 */
function isChainable(piece: Hir, gap: Gap): boolean {
  return gap.max === undefined ? hasEvenBranches(piece) : minLength(piece) === maxLength(piece);
}

function split(hir: Hir, isAllowed: (previous: Hir, gap: Gap) => boolean): GapSplit {
  const pieces: Hir[] = [];
  const gaps: Gap[] = [];
  for (const { gap, items } of sections(hir.kind === "concat" ? hir.items : [hir])) {
    const piece = concat(items);
    const previous = pieces.pop();
    if (gap === undefined || previous === undefined) pieces.push(piece);
    else if (minLength(previous) === 0 || minLength(piece) < MIN_TAIL || !isAllowed(previous, gap)) {
      pieces.push(concat([previous, gap, piece]));
    } else {
      pieces.push(previous, piece);
      gaps.push({ min: gap.min, max: gap.max });
    }
  }
  return { pieces, gaps };
}

const MIN_TAIL = 2;

interface Section {
  /** What separates the section from the one before. */
  readonly gap: RepeatHir | undefined;
  readonly items: Hir[];
}

type RepeatHir = Extract<Hir, { kind: "repeat" }>;

function sections(items: readonly Hir[]): Section[] {
  const found: Section[] = [{ gap: undefined, items: [] }];
  for (const item of items) {
    if (isLargeGap(item)) found.push({ gap: item, items: [] });
    else found[found.length - 1]!.items.push(item);
  }
  return found;
}

function isLargeGap(hir: Hir): hir is RepeatHir {
  if (hir.kind !== "repeat" || hir.item.kind !== "class" || hir.item.set.size !== 256) return false;
  return hir.max === undefined || hir.max > MAX_INNER_GAP;
}
