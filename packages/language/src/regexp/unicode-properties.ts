/**
 * What the flag `u` needs of Unicode: properties and simple case folding, asked of the host's own tables, so that
 * none are carried along. The host's version of Unicode decides about recently added characters.
 */
import type { CodePointRange, CodePointSet } from "./code-point-set.ts";
import { codePointSet, complement } from "./code-point-set.ts";

const LAST_CODE_POINT = 0x10ffff;

/** The members of `\p{name}`; undefined when the host knows no such property. */
export function propertySet(name: string): CodePointSet | undefined {
  for (const candidate of propertyNames(name)) {
    const members = membersOf(candidate);
    if (members !== undefined) return members;
  }
  return undefined;
}

function propertyNames(name: string): string[] {
  const [key, value] = name.split(/[:=]/);
  const spelt = (text: string) =>
    text.replace(/[\s_-]+/g, "_").replace(/(^|_)([a-z])/g, (_, gap, letter) => gap + letter.toUpperCase());
  if (value === undefined) {
    const names = [name, spelt(name)];
    return [...names, ...names.map((text) => `Script=${text}`)];
  }
  return [`${key}=${value}`, `${spelt(key!)}=${spelt(value)}`];
}

function membersOf(property: string): CodePointSet | undefined {
  let expression: RegExp;
  try {
    expression = new RegExp(`^\\p{${property}}$`, "u");
  } catch {
    return undefined;
  }
  return collect((codePoint) => expression.test(String.fromCodePoint(codePoint)));
}

function collect(isMember: (codePoint: number) => boolean): CodePointSet {
  const ranges: CodePointRange[] = [];
  let first = -1;
  for (let codePoint = 0; codePoint <= LAST_CODE_POINT; codePoint++) {
    const isIn = isMember(codePoint);
    if (isIn && first < 0) first = codePoint;
    if (!isIn && first >= 0) {
      ranges.push([first, codePoint - 1]);
      first = -1;
    }
  }
  if (first >= 0) ranges.push([first, LAST_CODE_POINT]);
  return codePointSet(ranges);
}

/** Adds the characters that differ from members in case only. */
export function foldUnicode(set: CodePointSet): CodePointSet {
  const added: CodePointRange[] = [];
  for (const [key, members] of caseOrbits()) {
    if ([key, ...members].some((codePoint) => contains(set, codePoint))) {
      for (const codePoint of [key, ...members]) added.push([codePoint, codePoint]);
    }
  }
  return codePointSet([...set, ...added]);
}

function contains(set: CodePointSet, codePoint: number): boolean {
  return set.some(([first, last]) => first <= codePoint && codePoint <= last);
}

/** Characters that fold to the same one, by that one. Folding in the sense of single characters only. */
function caseOrbits(): Map<number, number[]> {
  const orbits = new Map<number, number[]>();
  const LAST_CASED = 0x1ffff;
  for (let codePoint = 0; codePoint <= LAST_CASED; codePoint++) {
    const folded = single(single(codePoint, "toUpperCase"), "toLowerCase");
    if (folded === codePoint) continue;
    const members = orbits.get(folded);
    if (members === undefined) orbits.set(folded, [codePoint]);
    else members.push(codePoint);
  }
  return orbits;
}

function single(codePoint: number, mapping: "toUpperCase" | "toLowerCase"): number {
  const text = String.fromCodePoint(codePoint)[mapping]();
  const mapped = text.codePointAt(0)!;
  return text.length === String.fromCodePoint(mapped).length ? mapped : codePoint;
}

/** The Perl classes in the sense of Unicode. */
export function unicodePerlClass(name: "digit" | "space" | "word"): CodePointSet {
  const property = {
    digit: "\\p{Nd}",
    space: "\\p{White_Space}",
    word: "[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]",
  };
  const expression = new RegExp(`^${property[name]}$`, "u");
  return collect((codePoint) => expression.test(String.fromCodePoint(codePoint)));
}

export function unicodeComplement(set: CodePointSet): CodePointSet {
  return complement(set, LAST_CODE_POINT);
}
