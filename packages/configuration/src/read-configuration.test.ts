import { describe, expect, it } from "vitest";
import { emptyConfiguration, readConfiguration } from "./read-configuration.ts";

const messages = (text: string) =>
  readConfiguration(text).problems.map(({ line, column, message }) => `${line}:${column}: ${message}`);

describe("a configuration", () => {
  it("of the reference is read", () => {
    const { configuration, problems } = readConfiguration(`
[fmt.rule]
indent_section_headers = false
indent_spaces = 0
newline_before_curly_brace = true
[fmt.meta]
align_values = false
[check.metadata]
author = { type = "string", required = true, error = true }
sha256 = { type = "sha256" }
[check.rule_name]
regexp = "^[A-Z]"
[check.tags]
allowed = ["APT", "crime"]
[warnings.slow_pattern]
disabled = true
[warnings.text_as_hex]
disabled = false
`);
    expect(problems).toEqual([]);
    expect(configuration.format).toEqual({
      indentSectionHeaders: false,
      indentSpaces: 0,
      newlineBeforeCurlyBrace: true,
      alignMetadata: false,
    });
    expect(configuration.linters).toEqual([
      { kind: "rule-name", regexp: "^[A-Z]", isError: false },
      { kind: "tags-allowed", tags: ["APT", "crime"], isError: false },
      { kind: "metadata", identifier: "author", type: "string", isRequired: true, isError: true },
      { kind: "metadata", identifier: "sha256", type: "sha256", isRequired: false, isError: false },
    ]);
    expect(configuration.disabledWarnings).toEqual(["slow_pattern"]);
  });

  it("has what programs on top want", () => {
    const { configuration, problems } = readConfiguration(`
rules.include_dirs = ["common"]
rules.variables = { filename = "", size = 9223372036854775807, ratio = 0.5, "x y" = true }
scan = { threads = 2, print_strings = 40, recursive = true, output_format = "ndjson" }
[language_server]
cache_workspace = false
`);
    expect(problems).toEqual([]);
    expect(configuration.rules.includeDirs).toEqual(["common"]);
    expect([...configuration.rules.variables]).toEqual([
      ["filename", ""],
      ["size", 9223372036854775807n],
      ["ratio", 0.5],
      ["x y", true],
    ]);
    expect(configuration.scan).toEqual({
      threads: 2,
      printStrings: 40,
      recursive: true,
      outputFormat: "ndjson",
    });
    expect(configuration.languageServer).toEqual({ cacheWorkspace: false });
  });

  it("may be empty", () => {
    expect(readConfiguration("# nothing\n")).toEqual({ configuration: emptyConfiguration, problems: [] });
  });

  it("knows dates", () => {
    const { configuration } = readConfiguration('[check.metadata.date]\ntype = "date"\nformat = "%d %b %Y"');
    const [linter] = configuration.linters;
    if (linter?.kind !== "metadata") throw new Error("not the linter that was asked for");
    expect(
      ["1 Feb 2024", "29 feb 2024", "29 Feb 2023", "1.2.2024", 20240201].map((one) =>
        linter.validate!(one as never),
      ),
    ).toEqual([true, true, false, false, false]);
    expect(linter.message).toContain("%d %b %Y");
  });
});

describe("what is wrong is told with its place, and the rest is in force", () => {
  it.each([
    ["[fmt.rules]\n", "1:6: unknown key `rules`; `fmt` has `input_tab_size`, `rule`, `meta`, `patterns`"],
    [
      "scann.threads = 1",
      "1:1: unknown key `scann`; a configuration has `fmt`, `check`, `warnings`, `rules`, `scan`, `language_server`",
    ],
    ["\n[scan]\n  threads = 0", "3:13: `scan.threads` must be a whole number, 1 or more"],
    ["scan.threads = 1.5", "1:16: `scan.threads` must be a whole number, 1 or more"],
    ['scan.color = "blue"', "1:14: `scan.color` must be one of `auto`, `always`, `never`"],
    ['scan.recursive = "yes"', "1:18: `scan.recursive` must be true or false, or a whole number, 0 or more"],
    ["fmt = 1", "1:7: `fmt` must be a table"],
    ["rules.include_dirs = [1]", "1:23: `rules.include_dirs` must be a string"],
    ['rules.include_dirs = "x"', "1:22: `rules.include_dirs` must be a list, each of it a string"],
    [
      "rules.variables.day = 2024-01-01",
      "1:23: `rules.variables.day` must be a string, a number, true or false",
    ],
    [
      'check.rule_name.regexp = "("',
      "1:26: `check.rule_name.regexp`: Invalid regular expression: /(/: Unterminated group",
    ],
    [
      'check.metadata.d = { type = "date", format = "%Q" }',
      "1:46: `check.metadata.d.format`: `%Q` is not known",
    ],
    ["[[fmt.rule]]\nindent_spaces = 2", "1:3: `fmt.rule` must be a table"],
    ["__proto__.x = 1", "1:1: unknown key `__proto__`"],
    ["warnings.slow_patern.disabled = true", "1:10: unknown key `slow_patern`; `warnings` has "],
    ["a = \n", "not TOML: "],
    ["[scan]\nthreads = 1\nthreads = 2", "not TOML: "],
    [`a = ${"[".repeat(100_000)}`, "not TOML: "],
  ])("%#: %s", (text, message) => {
    const found = messages(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  it("in several places", () => {
    const { configuration, problems } = readConfiguration("[scan]\nx = 1\nthreads = 3\ny = 2\n");
    expect(configuration.scan).toEqual({ threads: 3 });
    expect(problems.map(({ line, start, end }) => [line, start, end])).toEqual([
      [2, 7, 8],
      [4, 25, 26],
    ]);
  });
});
