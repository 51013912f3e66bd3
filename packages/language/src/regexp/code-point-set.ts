/**
 * Sets of code points (or of bytes, where no code point exceeds FF) as sorted, disjoint, non-adjacent ranges: what
 * bracketed classes are computed with before they become bytes.
 */

export type CodePointRange = readonly [first: number, last: number];
export type CodePointSet = readonly CodePointRange[];

/** Sorts and merges; ranges whose first exceeds their last are dropped. */
export function codePointSet(ranges: Iterable<CodePointRange>): CodePointSet {
  const sorted = [...ranges].filter(([first, last]) => first <= last).sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [first, last] of sorted) {
    const previous = merged[merged.length - 1];
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

export function union(a: CodePointSet, b: CodePointSet): CodePointSet {
  return codePointSet([...a, ...b]);
}

export function intersection(a: CodePointSet, b: CodePointSet): CodePointSet {
  const common: CodePointRange[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [aFirst, aLast] = a[i]!;
    const [bFirst, bLast] = b[j]!;
    if (Math.max(aFirst, bFirst) <= Math.min(aLast, bLast)) {
      common.push([Math.max(aFirst, bFirst), Math.min(aLast, bLast)]);
    }
    if (aLast < bLast) i++;
    else j++;
  }
  return common;
}

/** What is not in the set, of the numbers up to `maximum`. */
export function complement(set: CodePointSet, maximum: number): CodePointSet {
  const gaps: CodePointRange[] = [];
  let next = 0;
  for (const [first, last] of set) {
    if (first > next) gaps.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= maximum) gaps.push([next, maximum]);
  return gaps;
}

export function difference(a: CodePointSet, b: CodePointSet): CodePointSet {
  return intersection(a, complement(b, 0x10ffff));
}

/** Adds the other case of each ASCII letter. */
export function foldAscii(set: CodePointSet): CodePointSet {
  const upper = intersection(set, [[0x41, 0x5a]]).map(
    ([first, last]): CodePointRange => [first + 32, last + 32],
  );
  const lower = intersection(set, [[0x61, 0x7a]]).map(
    ([first, last]): CodePointRange => [first - 32, last - 32],
  );
  return codePointSet([...set, ...upper, ...lower]);
}
