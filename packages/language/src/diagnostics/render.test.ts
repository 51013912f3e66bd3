import { isPrintable } from "@tyara/base";
import { describe, expect, it } from "vitest";
import { everyCharacter } from "../../../tyara/test/every-character.ts";
import { buildDiagnostic } from "./build-diagnostic.ts";
import type { Diagnostic, Source } from "./diagnostic.ts";
import { errors, warnings } from "./generated/messages.ts";
import { LineIndex, lineIndexOf } from "./line-index.ts";
import { DiagnosticRenderer } from "./render.ts";
import { ansiStyle } from "./style.ts";
import { visibleText } from "./visible-text.ts";

/** Sets the source of every label, as the compiler does. */
function place(diagnostic: Diagnostic, source: Source): Diagnostic {
  return {
    ...diagnostic,
    labels: diagnostic.labels.map((label) => ({ source, ...label })),
    replacements: diagnostic.replacements.map((replacement) => ({ source, ...replacement })),
  };
}

const render = (diagnostic: Diagnostic, source: Source, width?: number): string =>
  new DiagnosticRenderer(width === undefined ? {} : { width }).render(place(diagnostic, source));

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** The span of the first occurrence of `what`. */
function spanOf(text: string, what: string): { start: number; end: number } {
  const start = bytes(text.slice(0, text.indexOf(what)));
  return { start, end: start + bytes(what) };
}

it("a source's lines are looked for once, however many reports there are of it", () => {
  const source = { text: "rule a\nrule b\n" };
  expect(lineIndexOf(source)).toBe(lineIndexOf(source));
  expect(lineIndexOf({ text: source.text })).not.toBe(lineIndexOf(source));
});

describe("positions", () => {
  const cases: [string, string, number, number][] = [
    ["abc x", "x", 1, 5],
    ["a\nb\n\tx", "x", 3, 2],
    ["a\r\nbx", "x", 2, 2],
    ["a\rx", "x", 1, 3],
    ["é日😀x", "x", 1, 4],
    ["é\n😀é\nx", "x", 3, 1],
    ["a\u2028x", "x", 1, 3],
    ["e\u0301x", "x", 1, 3],
    ["\ud800x", "x", 1, 2],
  ];
  it.each(cases)("of %j %s is %d:%d", (text, what, line, column) => {
    expect(new LineIndex(text).position(spanOf(text, what).start)).toEqual({ line, column });
  });

  it("gives offsets behind the text the last place", () => {
    expect(new LineIndex("ab\nc").position(99)).toEqual({ line: 2, column: 2 });
  });
});

describe("rendering", () => {
  it("shows one label", () => {
    const text = "rule a {\n  condition: pe.x\n}";
    expect(
      render(errors.unknownIdentifier(spanOf(text, "pe"), { name: "pe" }), { text, origin: "a.yar" }),
    ).toBe(
      [
        "error[E009]: unknown identifier `pe`",
        " --> a.yar:2:14",
        "  |",
        "2 |   condition: pe.x",
        "  |              ^^ nothing of this name is declared",
      ].join("\n"),
    );
  });

  it("hangs further labels below and adds footers and changes", () => {
    const text = "\tfoo == 2";
    const extra = {
      labels: [{ span: spanOf(text, "2"), text: "this is integer" }],
      footers: [{ kind: "note", text: "one\ntwo" } as const],
      replacements: [{ span: spanOf(text, "2"), text: '"2"' }],
    };
    const diagnostic = errors.mismatchingTypes(
      spanOf(text, "foo"),
      { left: "string", right: "integer" },
      extra,
    );
    expect(render(diagnostic, { text })).toBe(
      [
        "error[E003]: mismatching types",
        " --> line:1:2",
        "  |",
        "1 |     foo == 2",
        "  |     ^^^    - this is integer",
        "  |     |",
        "  |     this is string",
        "  |",
        "  = note: one",
        "          two",
        "help: consider this change",
        "  |",
        "1 - \tfoo == 2".replace("\t", "    "),
        '1 + \tfoo == "2"'.replace("\t", "    "),
        "  |",
      ].join("\n"),
    );
  });

  it("aligns marks under wide characters and hides what would steer a terminal", () => {
    const text = "日本\x1b[0m\u202e x";
    expect(
      render(errors.syntaxError(spanOf(text, "x"), { found: "no" }), { text })
        .split("\n")
        .slice(3),
    ).toEqual(["1 | 日本␛[0m\ufffd x", "  |           ^ no"]);
  });

  it("gives a terminal nothing that steers it, wherever it comes from", () => {
    const hostile = "\x1b]0;x\x07\x9b1m\u202e\u2028\u200b\ufeff\ud800\u{e0041}";
    const text = `rule ${hostile} { }`;
    const diagnostic: Diagnostic = {
      severity: "error",
      code: "E009",
      title: hostile,
      labels: [{ kind: "primary", span: { start: 5, end: 9 }, text: hostile }],
      footers: [{ kind: "note", text: `${hostile}\n${hostile}` }],
      replacements: [{ span: { start: 0, end: 4 }, text: hostile }],
    };
    const rendered = render(diagnostic, { text, origin: `${hostile}.yar` });
    expect(isPrintable(rendered.replaceAll("\n", ""))).toBe(true);
    expect(isPrintable(visibleText(everyCharacter()))).toBe(true);
  });

  it("marks the first and the last line of a long place, and several sources", () => {
    const text = `a {\n${"x\n".repeat(12)}  } b`;
    const span = { start: 2, end: text.indexOf("}") + 1 };
    const other: Source = { text: "zz", origin: "other.yar" };
    const diagnostic = errors.duplicateRule(
      span,
      { name: "n" },
      { labels: [{ span: { start: 0, end: 2 }, text: "first", source: other }] },
    );
    expect(render(diagnostic, { text }).split("\n").slice(1)).toEqual([
      "  --> line:1:3",
      "   |",
      " 1 | a {",
      "   |   ^",
      "...",
      "14 |   } b",
      "   |   ^ declared here a second time",
      "  ::: other.yar:1:1",
      "   |",
      " 1 | zz",
      "   | -- first",
    ]);
  });

  it("shows a window of a line of 100 MB", () => {
    const text = `${"é ".repeat(25_000_000)}x${" y".repeat(12_500_000)}`;
    const lines = render(errors.syntaxError({ start: 75_000_000, end: 75_000_001 }, { found: "no" }), {
      text,
    }).split("\n");
    expect(lines[1]).toBe(" --> line:1:50000001");
    expect(lines[3]!.length).toBeLessThan(160);
    expect(lines[3]![lines[4]!.indexOf("^")]).toBe("x");
  });

  it("never breaks on spans outside the text", () => {
    expect(render(errors.syntaxError({ start: 50, end: 90 }, { found: "no" }), { text: "a" })).toContain(
      "line:1:2",
    );
    expect(render(errors.syntaxError({ start: 0, end: 0 }, { found: "no" }), { text: "" })).toContain(
      "line:1:1",
    );
  });

  it("colours errors and warnings differently, and only the dressed parts differ from plain text", () => {
    const diagnostic = place(warnings.slowPattern({ start: 0, end: 1 }), { text: "x" });
    const coloured = new DiagnosticRenderer({ style: ansiStyle }).render(diagnostic);
    expect(coloured).toContain("\x1b[1;33mwarning[slow_pattern]\x1b[0m");
    expect(coloured.replace(/\x1b\[[\d;]*m/g, "")).toBe(new DiagnosticRenderer().render(diagnostic));
  });

  it("gives the same as JSON", () => {
    const diagnostic = place(errors.unknownIdentifier({ start: 3, end: 4 }, { name: "x" }), {
      text: "é\nx",
      origin: "f",
    });
    expect(new DiagnosticRenderer().json(diagnostic)).toEqual({
      type: "UnknownIdentifier",
      code: "E009",
      title: "unknown identifier `x`",
      line: 2,
      column: 1,
      labels: [
        {
          level: "error",
          code_origin: "f",
          line: 2,
          column: 1,
          span: { start: 3, end: 4 },
          text: "nothing of this name is declared",
        },
      ],
      footers: [],
      text: new DiagnosticRenderer().render(diagnostic),
    });
  });

  it("gives a diagnostic without source its headline", () => {
    const diagnostic = buildDiagnostic("error", "E001", "syntax error", { start: 0, end: 0 }, "", {});
    expect(new DiagnosticRenderer().render(diagnostic)).toBe("error[E001]: syntax error");
  });
});
