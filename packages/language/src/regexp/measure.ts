/** Facts about HIR that others plan with. All of them recurse as deep as the HIR, which its parsers bound. */
import { ByteSet } from "./byte-set.ts";
import type { Hir } from "./hir.ts";

/** The least number of bytes a match has; of what never matches, any number. */
export function minLength(hir: Hir): number {
  switch (hir.kind) {
    case "empty":
    case "assertion":
      return 0;
    case "literal":
      return hir.bytes.length;
    case "class":
      return 1;
    case "concat":
      return hir.items.reduce((sum, item) => sum + minLength(item), 0);
    case "alternation":
      return hir.branches.reduce(
        (least, branch) => Math.min(least, minLength(branch)),
        Number.POSITIVE_INFINITY,
      );
    case "repeat":
      return hir.min === 0 ? 0 : hir.min * minLength(hir.item);
  }
}

/** The greatest number of bytes a match can have; `Infinity` when there is none. */
export function maxLength(hir: Hir): number {
  switch (hir.kind) {
    case "empty":
    case "assertion":
      return 0;
    case "literal":
      return hir.bytes.length;
    case "class":
      return 1;
    case "concat":
      return hir.items.reduce((sum, item) => sum + maxLength(item), 0);
    case "alternation":
      return hir.branches.reduce((most, branch) => Math.max(most, maxLength(branch)), 0);
    case "repeat": {
      const most = maxLength(hir.item);
      return most === 0 ? 0 : most * (hir.max ?? Number.POSITIVE_INFINITY);
    }
  }
}

/** Whether the branches of every alternation in it have one length, the same for all. */
export function hasEvenBranches(hir: Hir): boolean {
  switch (hir.kind) {
    case "concat":
      return hir.items.every(hasEvenBranches);
    case "repeat":
      return hasEvenBranches(hir.item);
    case "alternation":
      return minLength(hir) === maxLength(hir);
    default:
      return true;
  }
}

/** Limit: a longer run is better off as a program with counted repetitions. */
const MAX_FIXED_RUN = 8192;

/** The sets of a pattern that is nothing but a row of byte sets; undefined for any other. */
export function fixedRun(hir: Hir): ByteSet[] | undefined {
  const run: ByteSet[] = [];
  return appendRun(hir, run) ? run : undefined;
}

function appendRun(hir: Hir, run: ByteSet[]): boolean {
  if (run.length > MAX_FIXED_RUN) return false;
  switch (hir.kind) {
    case "empty":
      return true;
    case "literal":
      for (const byte of hir.bytes) run.push(ByteSet.single(byte));
      return true;
    case "class":
      run.push(hir.set);
      return true;
    case "concat":
      return hir.items.every((item) => appendRun(item, run));
    case "repeat":
      return hir.min === hir.max && appendRepeatedRun(hir.item, hir.min, run);
    default:
      return false;
  }
}

function appendRepeatedRun(item: Hir, count: number, run: ByteSet[]): boolean {
  const one = fixedRun(item);
  if (one === undefined || run.length + one.length * count > MAX_FIXED_RUN) return false;
  for (let i = 0; i < count; i++) run.push(...one);
  return true;
}

/** Whether every match lies at the very beginning of the data. */
export function hasLeadingStartAnchor(hir: Hir): boolean {
  switch (hir.kind) {
    case "assertion":
      return hir.assertion === "start";
    case "concat":
      return hir.items[0] !== undefined && hasLeadingStartAnchor(hir.items[0]);
    case "alternation":
      return hir.branches.every(hasLeadingStartAnchor);
    case "repeat":
      return hir.min > 0 && hasLeadingStartAnchor(hir.item);
    default:
      return false;
  }
}
