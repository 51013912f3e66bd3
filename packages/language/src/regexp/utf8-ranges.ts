/**
 * Sets of code points as HIR over their UTF-8 bytes: a range becomes few rows of byte ranges, by splitting it where
 * the encoded length changes and where the trailing bytes do not run through all of 80…BF.
 */
import { ByteSet } from "./byte-set.ts";
import type { CodePointSet } from "./code-point-set.ts";
import { codePointSet, difference } from "./code-point-set.ts";
import type { Hir } from "./hir.ts";
import { alternation, byteClass, concat } from "./hir-build.ts";

const SURROGATES: CodePointSet = codePointSet([[0xd800, 0xdfff]]);
/** The last code point of each encoded length. */
const LENGTH_LIMITS = [0x7f, 0x7ff, 0xffff, 0x10ffff];
const LEAD_MARKS = [0, 0xc0, 0xe0, 0xf0];

/** Matches the UTF-8 form of each member; surrogates have none. */
export function utf8Class(set: CodePointSet): Hir {
  return alternation(difference(set, SURROGATES).flatMap(([first, last]) => encodeRange(first, last)));
}

export function encodeUtf8(codePoint: number): Uint8Array {
  if (codePoint < 0x80) return Uint8Array.of(codePoint);
  return new TextEncoder().encode(String.fromCodePoint(codePoint));
}

function encodeRange(first: number, last: number): Hir[] {
  const rows: Hir[] = [];
  let from = first;
  for (let length = 1; length <= 4 && from <= last; length++) {
    const limit = LENGTH_LIMITS[length - 1]!;
    if (from > limit) continue;
    splitTrailing(from, Math.min(last, limit), length, rows);
    from = limit + 1;
  }
  return rows;
}

/** Splits until each row's bytes vary independently of each other. */
function splitTrailing(first: number, last: number, length: number, rows: Hir[]): void {
  const middle = splitPoint(first, last, length);
  if (middle === undefined) rows.push(byteRow(first, last, length));
  else {
    splitTrailing(first, middle - 1, length, rows);
    splitTrailing(middle, last, length, rows);
  }
}

function splitPoint(first: number, last: number, length: number): number | undefined {
  for (let trailing = 1; trailing < length; trailing++) {
    const mask = (1 << (6 * trailing)) - 1;
    if ((first & ~mask) === (last & ~mask)) return undefined;
    if ((first & mask) !== 0) return (first | mask) + 1;
    if ((last & mask) !== mask) return last & ~mask;
  }
  return undefined;
}

function byteRow(first: number, last: number, length: number): Hir {
  const items: Hir[] = [];
  for (let i = 0; i < length; i++) {
    const shift = 6 * (length - 1 - i);
    const mark = i === 0 ? LEAD_MARKS[length - 1]! : 0x80;
    const bits = i === 0 ? 0xff : 0x3f;
    items.push(byteClass(ByteSet.range(mark | ((first >> shift) & bits), mark | ((last >> shift) & bits))));
  }
  return concat(items);
}
