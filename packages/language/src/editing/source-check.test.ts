/** What an edit leaves of a source, and of its check, is what reading and checking the text anew gives. */
import { expect, it } from "vitest";
import { RuleChecker } from "../check/index.ts";
import { SegmentedSource, SourceCheck, type SourceReport } from "./index.ts";

const pieces = [
  'import "pe"\n',
  'import "math"\n',
  "rule a {\n  condition: true\n}\n",
  'private rule b : tag {\n  strings:\n    $a = "foo"\n  condition:\n    $a and a\n}\n',
  "rule c { strings: $x = { 01 02 [2-4] ?? } $y = /ab+c/ condition: any of them and b }\n",
  "rule d { condition: a and b and c }\n",
  "rule a { condition: false }\n",
  "rule e { condition: pe.number_of_sections > 3 and not_there }\n",
  "// suppress: invariant_expr\nrule f { condition: true } // behind\n",
  "rule broken { condition: }\n",
  'rule über { strings: $a = "ü€𝄞" condition: $a }\n',
  'rule g { strings: $a = "ü€𝄞" condition: $a } /* 𝄞 */ rule h { condition: g and not a }\n',
  "global rule i { condition: for any k in (1..3) : ( k == 2 ) }\n",
  "/* open ",
  "*/",
  "}",
  "{",
  '"',
  "$",
  "rule",
  " private ",
  "\n",
  "condition",
  "/",
  "é",
  "\u{1d11e}",
  "\ud834",
] as const;

function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function summary({ source, reports }: SourceReport): unknown {
  const place = (from: unknown, start: number, end: number) => {
    const index = source.indexOf(from);
    return `${index}:${start}-${end}`;
  };
  return reports.map(({ diagnostics, entry }, i) => ({
    text: source.segments[i]!.text,
    entry: entry?.name,
    diagnostics: diagnostics.map(({ code, labels, replacements }) => [
      code,
      ...labels.map((label) => `${place(label.source, label.span.start, label.span.end)} ${label.text}`),
      ...replacements.map((one) => `${place(one.source, one.span.start, one.span.end)} → ${one.text}`),
    ]),
  }));
}

it("an edited source is what reading the text anew gives, in segments and in reports", () => {
  const next = random(7);
  const checker = new RuleChecker();
  for (let round = 0; round < 60; round++) {
    const pick = () => pieces[next(pieces.length)]!;
    let text = Array.from({ length: next(12) }, pick).join("");
    const check = new SourceCheck(checker);
    let source = SegmentedSource.read(text);
    check.check(source);
    for (let edit = 0; edit < 12; edit++) {
      const start = next(text.length + 1);
      const end = Math.min(text.length, start + next(3) * next(20));
      text = text.slice(0, start) + (next(3) === 0 ? "" : pick()) + text.slice(end);
      source = source.edited(text);
      const fresh = SegmentedSource.read(text);
      expect(source.segments.map((one) => one.text).join("").length).toBe(text.length);
      expect(summary(check.check(source))).toEqual(summary(new SourceCheck(checker).check(fresh)));
    }
  }
});

it("an edit checks the rules again that it touches, and those that they change something for", () => {
  const rules = Array.from({ length: 100 }, (_, i) => `rule r${i} { condition: filesize > ${i} }\n`);
  const text = `${rules.join("")}rule last { condition: r50 }\n`;
  const check = new SourceCheck(new RuleChecker());
  let source = SegmentedSource.read(text);
  check.check(source);
  expect(check.checkedCount).toBe(101);
  source = source.edited(text.replace("filesize > 50", "filesize > 51"));
  check.check(source);
  expect(check.checkedCount).toBe(102);
  source = source.edited(source.text.replace("filesize > 51", "unknown > 51"));
  const { reports } = check.check(source);
  expect(check.checkedCount).toBe(104);
  expect(reports.flatMap((one) => one.diagnostics.map(({ code }) => code))).toEqual(["E009", "E009"]);
});
