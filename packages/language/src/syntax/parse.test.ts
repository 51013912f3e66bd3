import { describe, expect, test } from "vitest";
import type { Rule } from "./ast.ts";
import { type ParseResult, parse } from "./parse.ts";

function mistakesOf({ diagnostics }: ParseResult): string[] {
  return diagnostics.map(({ code, labels: [label] }) => `${code} ${label!.span.start}-${label!.span.end}`);
}

function namesOf({ ast }: ParseResult): string[] {
  return ast.items.map((item) => {
    if (item.kind === "rule") return item.name.name;
    return item.kind === "import" ? item.module : item.path;
  });
}

function parseRule(source: string): Rule {
  const result = parse(source);
  expect(mistakesOf(result)).toEqual([]);
  const rule = result.ast.items[0];
  if (rule?.kind !== "rule") throw new Error("not a rule");
  return rule;
}

describe("files", () => {
  test("items come in order, whatever stands between them", () => {
    const result = parse(
      'import "pe" /* x */ rule a { condition: true }include "b.yar"\n\nrule c{condition:true}',
    );
    expect(namesOf(result)).toEqual(["pe", "a", "b.yar", "c"]);
    expect(result.diagnostics).toEqual([]);
    expect(result.brokenRules).toEqual([]);
  });

  test.each(["", " \n", "// nothing"])("an empty file has no items: %j", (source) => {
    const { ast, diagnostics } = parse(source);
    expect(ast.items).toEqual([]);
    expect(diagnostics).toEqual([]);
  });

  test("CRLF, tabs and no final newline", () => {
    expect(namesOf(parse("rule a\r\n{\r\n\tcondition:\r\n\t\ttrue\r\n}\r\n// end"))).toEqual(["a"]);
  });

  test("bytes that are not UTF-8 are one mistake and no items", () => {
    const result = parse(
      Uint8Array.from([...new TextEncoder().encode("rule a { condition: true } // "), 0xff]),
    );
    expect(mistakesOf(result)).toEqual(["E032 30-31"]);
    expect(namesOf(result)).toEqual([]);
  });

  test("bytes and text give the same", () => {
    const source = 'rule a { strings: $a = "é" condition: $a and }';
    const fromBytes = parse(new TextEncoder().encode(source));
    expect(mistakesOf(fromBytes)).toEqual(mistakesOf(parse(source)));
    expect(fromBytes.tree.text()).toBe(source);
  });
});

describe("rules", () => {
  test("modifiers, tags, metadata", () => {
    const rule = parseRule(
      'private global rule a : t1 t2 { meta: i = -1 f = - 1.5 b = true s = "é" e = "\\x41" s = """x""" condition: true }',
    );
    expect([rule.isPrivate, rule.isGlobal]).toEqual([true, true]);
    expect(rule.tags.map(({ name }) => name)).toEqual(["t1", "t2"]);
    expect(rule.meta.map(({ name, value }) => [name.name, value])).toEqual([
      ["i", { kind: "integer", value: -1n }],
      ["f", { kind: "float", value: -1.5 }],
      ["b", { kind: "bool", value: true }],
      ["s", { kind: "string", value: "é" }],
      ["e", { kind: "bytes", value: Uint8Array.of(0x41) }],
      ["s", { kind: "string", value: "x" }],
    ]);
  });

  test("text patterns and modifiers", () => {
    const { patterns } = parseRule(
      'rule a { strings: $a = "x\\n" ascii wide xor(1-0x10) private $ = "y" xor base64("abc") base64wide condition: $a }',
    );
    expect(patterns.map(({ name }) => name.name)).toEqual(["$a", "$"]);
    expect(patterns[0]).toMatchObject({ kind: "text", value: Uint8Array.of(0x78, 0x0a) });
    const modifiers = patterns.map((pattern) =>
      pattern.modifiers.map(({ span: _, ...modifier }) => modifier),
    );
    expect(modifiers[0]).toEqual([
      { kind: "ascii" },
      { kind: "wide" },
      { kind: "xor", start: 1, end: 16 },
      { kind: "private" },
    ]);
    expect(modifiers[1]).toMatchObject([
      { kind: "xor", start: 0, end: 255 },
      { kind: "base64", alphabet: { value: "abc" } },
      { kind: "base64wide", alphabet: undefined },
    ]);
  });

  test("regular expressions stay as written", () => {
    const source = "rule a { strings: $a = /é\\/[a-z]{2}/is nocase condition: $a }";
    const [pattern] = parseRule(source).patterns;
    if (pattern?.kind !== "regexp") throw new Error("not a regular expression");
    expect(pattern.regexp).toMatchObject({
      source: "é\\/[a-z]{2}",
      caseInsensitive: true,
      dotMatchesNewline: true,
    });
    expect(pattern.regexp.sourceSpan).toEqual({ start: 24, end: 36 });
    expect(pattern.valueSpan).toEqual({ start: 23, end: 39 });
  });

  test("hex patterns", () => {
    const source = "rule a { strings: $a = { a? ~?F [2-] ( 01 [-] 02 | (03) ) [4] ?? } condition: $a }";
    const [pattern] = parseRule(source).patterns;
    if (pattern?.kind !== "hex") throw new Error("not a hex pattern");
    expect(pattern.tokens).toMatchObject([
      { kind: "byte", value: 0xa0, mask: 0xf0, negated: false },
      { kind: "byte", value: 0x0f, mask: 0x0f, negated: true },
      { kind: "jump", start: 2, end: undefined },
      {
        kind: "alternative",
        alternatives: [
          [{ kind: "bytes" }, { kind: "jump", start: undefined, end: undefined }, { kind: "bytes" }],
          [{ kind: "alternative", alternatives: [[{ kind: "bytes", value: Uint8Array.of(3) }]] }],
        ],
      },
      { kind: "jump", start: 4, end: 4 },
      { kind: "byte", value: 0, mask: 0 },
    ]);
  });

  test("rows of bytes in hex patterns", () => {
    const source = "rule a { strings: $a = { 4D 5a /* or */00 ~01 02} condition: $a }";
    const [pattern] = parseRule(source).patterns;
    if (pattern?.kind !== "hex") throw new Error("not a hex pattern");
    expect(pattern.tokens).toEqual([
      { kind: "bytes", value: Uint8Array.of(0x4d, 0x5a, 0), span: { start: 25, end: 41 } },
      { kind: "byte", value: 1, mask: 0xff, negated: true, span: { start: 42, end: 45 } },
      { kind: "bytes", value: Uint8Array.of(2), span: { start: 46, end: 48 } },
    ]);
  });
});

/** Literals in a condition; `text` decodes to `bytes`, or is refused with a code and a place. */
const STRINGS: readonly (readonly [text: string, bytes: string])[] = [
  ['"a\\\\\\"\\n\\r\\t\\0\\x7f"', 'a\\"\n\r\t\0\x7f'],
  ['"""two\nlines\\""""', 'two\nlines"'],
  ['""', ""],
];

const BAD_LITERALS: readonly (readonly [condition: string, mistake: string])[] = [
  ['"a\\z"', "E029 22-24"],
  ['"\\x4"', "E029 21-23"],
  ['"\\é"', "E029 21-24"],
  ["9223372036854775808", "E027 20-39"],
  ["-9223372036854775808", "E027 21-40"],
  ["9007199254740992KB", "E027 20-38"],
  ["0x8000000000000000", "E027 20-38"],
  [`1${"0".repeat(100_000)}`, "E027 20-100021"],
  ["/a/ia", "E030 24-25"],
];

const GOOD_INTEGERS: readonly (readonly [text: string, value: bigint])[] = [
  ["9223372036854775807", 9223372036854775807n],
  ["0x7fff_ffff_ffff_ffff", 9223372036854775807n],
  ["0o17", 15n],
  ["1_0KB", 10240n],
  ["8MB", 8388608n],
  ["08", 8n],
  [`${"0".repeat(100_000)}7`, 7n],
];

describe("literals", () => {
  test.each(STRINGS)("%j", (text, bytes) => {
    const { condition } = parseRule(`rule a { condition: ${text} }`);
    expect(condition).toMatchObject({ kind: "string", value: new TextEncoder().encode(bytes) });
  });

  test.each(GOOD_INTEGERS)("%.20s", (text, value) => {
    expect(parseRule(`rule a { condition: ${text} }`).condition).toMatchObject({ kind: "integer", value });
  });

  test.each(BAD_LITERALS)("refused: %.20s", (condition, mistake) => {
    const result = parse(`rule a { condition: ${condition} } rule b { condition: true }`);
    expect(mistakesOf(result)).toEqual([mistake]);
    expect(namesOf(result)).toEqual(["b"]);
  });

  test("paths and alphabets take no escapes", () => {
    expect(mistakesOf(parse('import "p\\x65"'))).toEqual(["E031 7-14"]);
    expect(mistakesOf(parse('include "\\\\"'))).toEqual(["E031 8-12"]);
    expect(mistakesOf(parse('rule a { strings: $a = "x" base64("\\n") condition: $a }'))).toEqual([
      "E031 34-38",
    ]);
  });

  test("bounds of jumps and keys of xor have their own limits", () => {
    expect(mistakesOf(parse("rule a { strings: $a = {00 [4294967296] 00} condition: $a }"))).toEqual([
      "E027 28-38",
    ]);
    expect(mistakesOf(parse('rule a { strings: $a = "x" xor(256) condition: $a }'))).toEqual(["E027 31-34"]);
  });
});

/** One mistake each; the other rules of the file stay, and only the broken one is missing. */
const BROKEN: readonly (readonly [name: string, broken: string, mistake: string])[] = [
  ["no name", "rule { condition: true }", "E001 5-6"],
  ["a bad name", "rule 1b { condition: true }", "E001 5-6"],
  ["a keyword as name", "rule them { condition: true }", "E001 5-9"],
  ["no opening brace", "rule b condition: true }", "E001 7-16"],
  ["no closing brace", "rule b { condition: true", "E001 25-29"],
  ["no condition", "rule b { }", "E001 9-10"],
  ["no expression", "rule b { condition: }", "E001 20-21"],
  ["empty metadata", "rule b { meta: condition: true }", "E001 15-24"],
  ["empty strings", "rule b { strings: condition: true }", "E001 18-27"],
  ["sections out of order", 'rule b { strings: $a = "x" meta: a = 1 condition: $a }', "E001 27-31"],
  ["a bad metadata value", "rule b { meta: a = b c = 1 condition: true }", "E001 19-20"],
  ["a bad pattern", 'rule b { strings: $a = 1 $b = "x" condition: $b }', "E001 23-24"],
  ["an unclosed string", 'rule b { strings: $a = "x\n condition: $a }', "E001 23-25"],
  ["an unclosed regular expression", "rule b { strings: $a = /x\n condition: $a }", "E001 23-25"],
  ["an unclosed hex pattern", "rule b { strings: $a = { 00 condition: $a }", "E001 28-37"],
  ["an unclosed jump", "rule b { strings: $a = { 00 [1 } condition: $a }", "E001 31-32"],
  ["a jump at the end", "rule b { strings: $a = { 00 [1] } condition: $a }", "E001 32-33"],
  [
    "a private pattern in a broken section",
    'rule b { strings: $a = x "y" private condition: $a }',
    "E001 23-24",
  ],
  ["an unclosed parenthesis", "rule b { condition: (true }", "E001 26-27"],
  ["an unclosed loop", "rule b { condition: for any i in (1..2) : (i }", "E001 45-46"],
  ["a modifier twice", "private private rule b { condition: true }", "E001 8-15"],
  ["a tag that is none", "rule b : 1 { condition: true }", "E001 9-10"],
  ["two mistakes in one condition", "rule b { condition: and or }", "E001 20-23"],
  ["something between rules", "foo bar", "E001 0-3"],
  ["a brace too many", "}", "E001 0-1"],
  ["an import of nothing", "import 1", "E001 7-8"],
  ["an include of nothing", "include", "E001 8-12"],
];

/** Well-formed, though the compiler will refuse them: it looks at a rule's parts in an order of its own. */
const MISTAKES_OF_MEANING: readonly string[] = [
  'rule b { strings: $a = "x" wide wide condition: $a }',
  'rule b { strings: $a = "x" xor(2-1) condition: $a }',
  'rule b { strings: $a = "" $a = { ~?? [0] 00 [2-1] 00 } condition: $b }',
  "rule b : t t { condition: $ and #c in (2..1) or none of them }",
];

test.each(MISTAKES_OF_MEANING)("left to the compiler: %s", (source) => {
  const result = parse(source);
  expect(result.diagnostics).toEqual([]);
  expect(namesOf(result)).toEqual(["b"]);
});

describe("recovery", () => {
  const after = " rule z { condition: true }";

  test.each(BROKEN)("%s", (_, broken, mistake) => {
    const result = parse(broken + after);
    expect(mistakesOf(result)).toEqual([mistake]);
    expect(namesOf(result)).toEqual(["z"]);
    expect(result.brokenRules.every(({ name }) => name === "b")).toBe(true);
  });

  test("each section has its own mistakes", () => {
    const result = parse(
      'import "pe" rule b { meta: a = strings: $a = 1 condition: and } rule z { condition: true }',
    );
    expect(mistakesOf(result)).toEqual(["E001 31-38", "E001 45-46", "E001 58-61"]);
    expect(namesOf(result)).toEqual(["pe", "z"]);
    expect(result.brokenRules).toEqual([{ name: "b", span: { start: 17, end: 18 } }]);
  });

  test("every broken rule is listed", () => {
    const result = parse('rule a { condition: and } rule b { condition: "\\z" } rule c { condition: true }');
    expect(mistakesOf(result)).toEqual(["E001 20-23", "E029 47-49"]);
    expect(result.brokenRules.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(namesOf(result)).toEqual(["c"]);
  });

  test("the end of the file is a place", () => {
    expect(mistakesOf(parse("rule a { condition: true\n\n"))).toEqual(["E001 26-26"]);
    expect(mistakesOf(parse("rule"))).toEqual(["E001 4-4"]);
  });

  test("an unclosed comment is one mistake", () => {
    expect(mistakesOf(parse("rule a { condition: true } /* rule b { condition: true }"))).toEqual([
      "E001 27-56",
    ]);
  });

  test("messages quote what was found, unless it is long", () => {
    const message = (source: string): string => parse(source).diagnostics[0]!.labels[0]!.text;
    expect(message("rule a { condition: ) }")).toBe("expected an expression, found `)`");
    expect(message(`rule a { condition: ${"é".repeat(50)} }`)).toBe("expected an expression");
    expect(message("rule a {")).toBe("expected `meta`, `strings` or `condition`, but the file ends here");
    expect(message('rule a { strings: $a = "x')).toBe("this string is not closed on its line");
  });
});
