import { describe, expect, it } from "vitest";
import { widen } from "../../../compiler/src/regexp-programs/widen.ts";
import { ByteSet } from "./byte-set.ts";
import { splitAtGaps } from "./gaps.ts";
import type { Hir } from "./hir.ts";
import { fixedRun, hasLeadingStartAnchor, maxLength, minLength } from "./measure.ts";
import { parseRegexp } from "./parse-regexp.ts";

function hirOf(source: string, flags = ""): Hir {
  const result = parseRegexp(source, {
    caseInsensitive: flags.includes("i"),
    dotMatchesNewline: flags.includes("s"),
    context: "matches",
  });
  if ("error" in result) throw new Error(result.error.message);
  return result.regexp.hir;
}

/** HIR as one writes it down: literals quoted, classes as the bytes they have. */
function show(hir: Hir): string {
  switch (hir.kind) {
    case "empty":
      return "ε";
    case "literal":
      return JSON.stringify(String.fromCharCode(...hir.bytes));
    case "class":
      return hir.set.size > 8 ? `[${hir.set.size}]` : `[${String.fromCharCode(...hir.set.bytes())}]`;
    case "assertion":
      return `<${hir.assertion}>`;
    case "concat":
      return `(${hir.items.map(show).join(" ")})`;
    case "alternation":
      return `(${hir.branches.map(show).join(" | ")})`;
    case "repeat":
      return `${show(hir.item)}{${hir.min},${hir.max ?? ""}}${hir.isGreedy ? "" : "?"}`;
  }
}

const FORMS: readonly (readonly [source: string, flags: string, form: string])[] = [
  ["abc", "", '"abc"'],
  ["a(b(?:c))d", "", '"abcd"'],
  ["aB1", "i", '([Aa] [Bb] "1")'],
  ["(?i)a(?-i)b", "", '([Aa] "b")'],
  ["(?i:a)b", "", '([Aa] "b")'],
  ["a(?i)b|c", "", '(("a" [Bb]) | [Cc])'],
  [".", "", "[255]"],
  [".", "s", "[256]"],
  ["(?R).", "", "[254]"],
  ["a|b|c", "", "[abc]"],
  ["a|bc|d", "", '("a" | "bc" | "d")'],
  ["[a-c&&[^b]]", "", "[ac]"],
  ["[a-d--b~~e]", "", "[acde]"],
  ["[^\\x00-\\x5f\\x62-\\xff]", "", "[`a]"],
  ["é", "", '"Ã©"'],
  ["\\xe9\\x{e9}", "", '"éÃ©"'],
  ["(?u)[éè]", "", '("Ã" [¨©])'],
  ["(?iu)k", "", '([Kk] | "â\x84ª")'],
  ["(a*)*", "", '"a"{0,}'],
  ["(a?)*", "", '"a"{0,}'],
  ["(a?)+", "", '"a"{0,}'],
  ["(a|b?)+", "", '("a" | "b"{0,1}){1,}'],
  ["(a?b?)*", "", '("a"{0,1} "b"{0,1}){0,}'],
  ["((a?b?)+)?", "", '("a"{0,1} "b"{0,1}){1,}{0,1}'],
  ["(\\b|a)*", "", '(<word-boundary> | "a"){0,}'],
  ["(a+)?", "", '"a"{0,}'],
  ["a{1}b{0}", "", '"a"'],
  ["a{2,5}?", "", '"a"{2,5}?'],
  ["(?U)a+b*?", "", '("a"{1,}? "b"{0,})'],
  ["\\b*a", "", '"a"'],
  ["(?m)^a$", "", '(<line-start> "a" <line-end>)'],
  ["^a$", "", '(<start> "a" <end>)'],
];

describe("HIR", () => {
  it.each(FORMS)("of /%s/%s", (source, flags, form) => {
    expect(show(hirOf(source, flags))).toBe(form);
  });

  it.each([
    ["abc", 3, 3],
    ["a?b+", 1, Number.POSITIVE_INFINITY],
    ["(ab|c){2,3}", 2, 6],
    ["^a\\b", 1, 1],
    ["(|a)", 0, 1],
    ["()*", 0, 0],
  ])("measures /%s/", (source, min, max) => {
    expect([minLength(hirOf(source)), maxLength(hirOf(source))]).toEqual([min, max]);
  });

  it("is widened byte by byte", () => {
    expect(show(widen(hirOf("ab[cd]+$")))).toBe('("a\\u0000b\\u0000" ([cd] "\\u0000"){1,} <end>)');
  });

  it("knows rows of byte sets", () => {
    expect(fixedRun(hirOf("a[bc]{2}"))?.map((set) => set.bytes())).toEqual([[97], [98, 99], [98, 99]]);
    expect(fixedRun(hirOf("ab?"))).toBeUndefined();
    expect(fixedRun(hirOf("a{9000}"))).toBeUndefined();
    expect(fixedRun(hirOf("."))![0]!.equals(ByteSet.of(10).complement())).toBe(true);
  });

  it.each([
    ["ab.{0,201}cd", '"ab" "cd"', "0-201"],
    ["ab.*cd.{300}ef", '"ab" "cd" "ef"', "0- 300-300"],
    ["ab.{0,200}cd", '("ab" [256]{0,200} "cd")', ""],
    ["ab.*c", '("ab" [256]{0,} "c")', ""],
    ["a.*bc", '"a" "bc"', "0-"],
    ["a?.*bc", '("a"{0,1} [256]{0,} "bc")', ""],
    ["ab.*", '("ab" [256]{0,})', ""],
    ["ab.*c.*de", '("ab" [256]{0,} "c") "de"', "0-"],
    ["(ab.*cd)", '"ab" "cd"', "0-"],
    ["ab.*cd|e", '(("ab" [256]{0,} "cd") | "e")', ""],
  ])("is split at large gaps: /%s/s", (source, pieces, gaps) => {
    const split = splitAtGaps(hirOf(source, "s"));
    expect(split.pieces.map(show).join(" ")).toBe(pieces);
    expect(split.gaps.map(({ min, max }) => `${min}-${max ?? ""}`).join(" ")).toBe(gaps);
  });

  it.each([
    ["^a", true],
    ["^a|^b", true],
    ["(^a|b)", false],
    ["a^", false],
    ["(?m)^a", false],
  ])("knows whether /%s/ is bound to the start", (source, isBound) => {
    expect(hasLeadingStartAnchor(hirOf(source))).toBe(isBound);
  });
});
