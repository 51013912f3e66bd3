/**
 * An exhaustive small world: all patterns up to a size over a small alphabet against all short texts. The kernel (through
 * the whole search) and its TypeScript twin must agree with the reference matcher on every start and every end.
 */

import type { RegexpSpec } from "@tyara/language/ir";
import {
  alternation,
  assertion,
  ByteSet,
  byteClass,
  concat,
  type Hir,
  literal,
  minLength,
  repeat,
} from "@tyara/language/regexp";
import { describe, expect, it } from "vitest";
import { compileProgram } from "../../../compiler/src/regexp-programs/program.ts";
import { BareSearch } from "../differential/bare-search.ts";
import { matchAt } from "./reference-matcher.ts";
import { ProgramMatcher } from "./twin/program-matcher.ts";

const A = literal(Uint8Array.of(0x61));
const B = literal(Uint8Array.of(0x62));
const ANY_LETTER = byteClass(ByteSet.of(0x61, 0x62));
const LEAVES: readonly Hir[] = [
  A,
  B,
  ANY_LETTER,
  assertion("start"),
  assertion("end"),
  assertion("word-boundary"),
];
const BOUNDS: readonly (readonly [number, number | undefined])[] = [
  [0, undefined],
  [1, undefined],
  [0, 1],
  [2, 3],
  [0, 6],
  [5, undefined],
];

/** All HIR made of `size` operators and leaves. */
function patternsOfSize(size: number, isGreedy: boolean): Hir[] {
  if (size === 1) return [...LEAVES];
  const found: Hir[] = [];
  for (const item of patternsOfSize(size - 1, isGreedy)) {
    for (const [min, max] of BOUNDS) found.push(repeat(item, min, max, isGreedy));
  }
  for (let left = 1; left < size - 1; left++) {
    for (const first of patternsOfSize(left, isGreedy)) {
      for (const second of patternsOfSize(size - 1 - left, isGreedy)) {
        found.push(concat([first, second]), alternation([first, second]));
      }
    }
  }
  return found;
}

function distinctPatterns(maxSize: number, isGreedy: boolean): Hir[] {
  const byText = new Map<string, Hir>();
  for (let size = 1; size <= maxSize; size++) {
    for (const hir of patternsOfSize(size, isGreedy))
      if (minLength(hir) > 0) byText.set(JSON.stringify(hir, plainSets), hir);
  }
  return [...byText.values()];
}

function plainSets(_: string, value: unknown): unknown {
  return value instanceof ByteSet ? value.bytes() : value;
}

function textsUpTo(length: number): Uint8Array[] {
  const texts = [new Uint8Array(0)];
  for (let from = 0; texts[from]!.length < length; from++) {
    texts.push(Uint8Array.of(...texts[from]!, 0x61), Uint8Array.of(...texts[from]!, 0x62));
  }
  return texts;
}

function expectedMatches(hir: Hir, text: Uint8Array): string {
  const found: string[] = [];
  for (let start = 0; start < text.length; start++) {
    const end = matchAt(hir, text, start);
    if (end !== undefined) found.push(`${start}+${end - start}`);
  }
  return found.join(" ");
}

function twinMatches(matcher: ProgramMatcher, text: Uint8Array): string {
  const found: string[] = [];
  matcher.findMatches(text, [{ low: 0, high: text.length }], (start, length) =>
    found.unshift(`${start}+${length}`),
  );
  return found.join(" ");
}

const SIZE = 4;
/** Other builds of the kernel are for what one of them may do otherwise. */
const isOtherKernel = process.env.TYARA_KERNEL !== undefined;
const TEXT_LENGTH = isOtherKernel ? 7 : 8;

describe.each([true, false])(
  `all patterns of up to ${SIZE} nodes, greedy: %s, all texts of up to ${TEXT_LENGTH} letters`,
  (isGreedy) => {
    const patterns = distinctPatterns(SIZE, isGreedy);
    const texts = textsUpTo(TEXT_LENGTH);
    const expected = patterns.map((hir) => texts.map((text) => expectedMatches(hir, text)));

    it("has a world worth the name", () => {
      expect(patterns.length).toBeGreaterThan(400);
      expect(texts.length).toBe(2 ** (TEXT_LENGTH + 1) - 1);
    });

    it.runIf(!isOtherKernel)("agrees with the TypeScript matcher", () => {
      const wrong: string[] = [];
      patterns.forEach((hir, i) => {
        const matcher = new ProgramMatcher(compileProgram(hir, { isWide: false }));
        texts.forEach((text, j) => {
          const found = twinMatches(matcher, text);
          if (found !== expected[i]![j]) wrong.push(`${JSON.stringify(hir, plainSets)} on ${text}: ${found}`);
        });
      });
      expect(wrong.slice(0, 5)).toEqual([]);
    });

    it("agrees with the kernel", () => {
      expect(disagreements(patterns, texts, expected)).toEqual([]);
    });

    // With a branch that matches none of the texts the patterns have too many positions for one machine word.
    it("agrees with the kernel's matcher for large programs", () => {
      const large = patterns.map((hir) => alternation([hir, LONG_LITERAL]));
      expect(disagreements(large, texts, expected)).toEqual([]);
    });
  },
);

const LONG_LITERAL = literal(new Uint8Array(70).fill(0x63));

/** Where the whole search finds something else than expected, at most five. */
function disagreements(
  patterns: readonly Hir[],
  texts: readonly Uint8Array[],
  expected: string[][],
): string[] {
  const search = new BareSearch(patterns.map(specOf));
  const wrong: string[] = [];
  texts.forEach((text, j) => {
    search.scan(text).forEach((matches, i) => {
      const found = matches.map(({ offset, length }) => `${offset}+${length}`).join(" ");
      if (found !== expected[i]![j]) {
        wrong.push(`${JSON.stringify(patterns[i], plainSets)} on ${text}: ${found}, not ${expected[i]![j]}`);
      }
    });
  });
  return wrong.slice(0, 5);
}

function specOf(hir: Hir): RegexpSpec {
  const forms = { ascii: true, wide: false, nocase: false, fullword: false };
  return { kind: "regexp", hir, preference: "hex", ...forms, isExistenceEnough: false };
}
