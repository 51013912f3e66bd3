/** What can be done about a place: fixes and other ways to write it, and what comes of them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CodeAction, Diagnostic, TextEdit } from "vscode-languageserver";
import { LineTable } from "../src/text/line-table.ts";
import { editorCapabilities, startClient, type TestClient } from "./client.ts";

let client: TestClient;
let count = 0;

beforeAll(async () => {
  client = await startClient(editorCapabilities);
});

afterAll(() => client.close());

/** The document with the edits of the action of a title, at the place of the mark `¦`. */
async function afterAction(marked: string, title: string | RegExp, only?: string): Promise<string> {
  const at = marked.indexOf("¦");
  const text = marked.replace("¦", "");
  const uri = `file:///actions/${++count}.yar`;
  client.open(uri, text);
  const lines = new LineTable(text, "utf-16");
  const { items } = await client.request<{ items: Diagnostic[] }>("textDocument/diagnostic", {
    textDocument: { uri },
  });
  const position = lines.position(Math.max(0, at));
  const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
    textDocument: { uri },
    range: { start: position, end: position },
    context: { diagnostics: items, ...(only !== undefined && { only: [only] }) },
  });
  const action = actions.find((one) =>
    typeof title === "string" ? one.title === title : title.test(one.title),
  );
  expect(action, `one of ${actions.map((one) => one.title).join(" | ")}`).toBeDefined();
  return applied(text, action?.edit?.changes?.[uri] ?? [], lines);
}

function applied(text: string, edits: readonly TextEdit[], lines: LineTable): string {
  const placed = edits
    .map(({ range, newText }) => ({
      start: lines.offset(range.start),
      end: lines.offset(range.end),
      newText,
    }))
    .sort((a, b) => b.start - a.start);
  return placed.reduce(
    (now, { start, end, newText }) => now.slice(0, start) + newText + now.slice(end),
    text,
  );
}

const rule = (strings: string, condition: string) =>
  `rule a {\n  strings:\n    ${strings}\n  condition:\n    ${condition}\n}`;

const cases: readonly (readonly [title: string, before: string, after: string])[] = [
  ["Escape `{`, which would begin a repetition", rule("$a = /a{b/", "$a"), rule("$a = /a\\{b/", "$a")],
  ["Take the backslash literally", rule("$a = /a\\Rb/", "$a"), rule("$a = /a\\\\Rb/", "$a")],
  ["Remove `wide`", rule('$a = "abcd" wide ascii wide', "$a"), rule('$a = "abcd" wide ascii', "$a")],
  ["Ask for the last match", rule('$a = "abcd"', "@a[-1] > 2"), rule('$a = "abcd"', "@a[#a] > 2")],
  [
    "Ask for the last item",
    'import "pe" rule a { condition: pe.sections[-1].name == "x" }',
    'import "pe" rule a { condition: pe.sections[pe.sections.len() - 1].name == "x" }',
  ],
  ["Remove `$b`", rule('$a = "abcd"\n    $b = "efgh"', "$a"), rule('$a = "abcd"', "$a")],
  [
    "Rename to `$_b`, which need not be used",
    rule('$a = "abcd"\n    $b = "efgh"', "$a"),
    rule('$a = "abcd"\n    $_b = "efgh"', "$a"),
  ],
  ["Write as a hex pattern", rule('$a = ¦"ab\\x00"', "$a"), rule("$a = { 61 62 00 }", "$a")],
  ["Write as text", rule("$a = ¦{ 61 22 5C 00 } private", "$a"), rule('$a = "a\\"\\\\\\x00" private', "$a")],
  [
    "Write as `any of them`",
    rule('$a = "abcd" $b = "efgh"', "¦$a or $b"),
    rule('$a = "abcd" $b = "efgh"', "any of them"),
  ],
  [
    "Write as `all of ($a, $b)`",
    rule('$a = "abcd" $b = "efgh" $c = "ijkl"', "¦$a and $b or $c"),
    rule('$a = "abcd" $b = "efgh" $c = "ijkl"', "all of ($a, $b) or $c"),
  ],
  ["Make the rule private", "rule ¦a { condition: true }", "private rule a { condition: true }"],
  ["Make the rule public", "global private rule ¦a { condition: true }", "global rule a { condition: true }"],
  [
    "Sort metadata by name",
    "rule a {\n  meta:\n    ¦b = 1\n    a = 2\n  condition:\n    true\n}",
    "rule a {\n  meta:\n    a = 2\n    b = 1\n  condition:\n    true\n}",
  ],
  [
    "Look for it in the whole file, as `$s1`",
    'import "pe"\nrule a {\n  condition:\n    pe.dll_name icontains "¦evil"\n}',
    'import "pe"\nrule a {\n  strings:\n    $s1 = "evil" nocase\n  condition:\n    $s1\n}',
  ],
  [
    "Suppress invariant_expr here",
    "rule a {\n  condition:\n    true\n}",
    "rule a {\n  condition:\n    // suppress: invariant_expr\n    true\n}",
  ],
];

describe("an action", () => {
  it.each(cases)("%s", async (title, before, after) => {
    expect(await afterAction(before, title)).toBe(after);
  });

  it("adds a missing import in front of everything", async () => {
    const text = "rule b { condition: filesize > 1 }\nrule a { condition: pe.is_dll() }";
    expect(await afterAction(text, /^Fix: unknown identifier/)).toBe(`import "pe"\n${text}`);
  });

  it("fixes all that can be fixed, and each thing once", async () => {
    const text =
      'import "pe"\nimport "pe"\nrule a { condition: math.abs(1) == 1 }\nrule b { condition: math.abs(2) == 2 }';
    const fixed = await afterAction(text, "Fix all that can be fixed", "source.fixAll");
    expect(fixed.match(/import "pe"/g)).toHaveLength(1);
    expect(fixed.match(/import "math"/g)).toHaveLength(1);
  });

  it("turns text into hex and back", async () => {
    const hex = await afterAction(rule('$a = ¦"a\\\\\\"\\t\\xff~"', "$a"), "Write as a hex pattern");
    const text = await afterAction(hex.replace("{ 61", "¦{ 61"), "Write as text");
    expect(text).toBe(rule('$a = "a\\\\\\"\\t\\xff~"', "$a"));
  });
});
