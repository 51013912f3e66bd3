import type { Diagnostic } from "@tyara/language/diagnostics";
import { describe, expect, it } from "vitest";
import { DIAGNOSTIC_FORMATS, type DiagnosticFormat, renderDiagnostics } from "./diagnostic-report.ts";

const source = { origin: "rules/a,b:c.yar", text: 'rule ä { condition:\n  true and\n  "x" }\n' };
const warning: Diagnostic = {
  severity: "warning",
  code: "non_bool_expr",
  title: "not a boolean",
  labels: [
    { kind: "primary", span: { start: 34, end: 37 }, text: "a string, 100% sure\n::error::forged", source },
    { kind: "secondary", span: { start: 23, end: 31 }, text: "used here", source },
  ],
  footers: [{ kind: "help", text: "compare it" }],
  replacements: [{ span: { start: 34, end: 37 }, text: "true", source }],
};
const error: Diagnostic = {
  severity: "error",
  code: "E001",
  title: "syntax error",
  labels: [{ kind: "primary", span: { start: 5, end: 31 }, text: "", source }],
  footers: [],
  replacements: [],
};
const nowhere: Diagnostic = { ...error, labels: [{ kind: "primary", span: { start: 0, end: 0 }, text: "" }] };
const render = (format: DiagnosticFormat) =>
  renderDiagnostics([warning, error, nowhere], { format, version: "1" });

describe("diagnostics", () => {
  it("as annotations are one line each, and forge none", () => {
    expect(render("github").split("\n")).toEqual([
      "::warning file=rules/a%2Cb%3Ac.yar,line=3,endLine=3,title=non_bool_expr,col=3,endColumn=6::not a boolean: a string, 100%25 sure%0A::error::forged%0Ahelp: compare it",
      "::error file=rules/a%2Cb%3Ac.yar,line=1,endLine=2,title=E001::syntax error",
      "::error title=E001::syntax error",
      "",
    ]);
  });

  it("as SARIF have places and fixes", () => {
    const [run] = JSON.parse(render("sarif")).runs;
    expect(run.columnKind).toBe("unicodeCodePoints");
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(["non_bool_expr", "E001"]);
    const [first, second, third] = run.results;
    const region = { startLine: 3, startColumn: 3, endLine: 3, endColumn: 6 };
    expect(first).toMatchObject({
      level: "warning",
      ruleIndex: 0,
      locations: [{ physicalLocation: { artifactLocation: { uri: "rules/a%2Cb%3Ac.yar" }, region } }],
      relatedLocations: [{ message: { text: "used here" } }],
      fixes: [
        {
          artifactChanges: [{ replacements: [{ deletedRegion: region, insertedContent: { text: "true" } }] }],
        },
      ],
    });
    expect(second.locations[0].physicalLocation.region).toMatchObject({ startColumn: 6, endLine: 2 });
    expect(third.locations).toEqual([]);
  });

  it("as JSON and text are those of the renderer", () => {
    expect(
      JSON.parse(render("json")).map((one: { severity: string; code: string; line: number | null }) => [
        one.severity,
        one.code,
        one.line,
      ]),
    ).toEqual([
      ["warning", "non_bool_expr", 3],
      ["error", "E001", 1],
      ["error", "E001", null],
    ]);
    expect(render("text")).toContain("warning[non_bool_expr]: not a boolean\n --> rules/a,b:c.yar:3:3\n");
  });

  it.each(DIAGNOSTIC_FORMATS)("of nothing are empty, or an empty document, as %s", (format) => {
    const text = renderDiagnostics([], { format, version: "1" });
    if (format === "sarif") expect(JSON.parse(text).runs[0].results).toEqual([]);
    else expect(text).toBe(format === "json" ? "[]\n" : "");
  });
});
