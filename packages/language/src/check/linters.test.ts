import { Compiler } from "tyara";
import { describe, expect, it } from "vitest";
import type { Linter } from "./linters.ts";

const SOURCE = `rule Good : apt {
  meta:
    author = "somebody"
    hash = "d41d8cd98f00b204e9800998ecf8427e"
    score = 70
    raw = "a\\x00"
  condition: filesize > 1
}`;

const codesOf = (linter: Linter): string[] => {
  const compiler = new Compiler({ linters: [linter] }).addSource(SOURCE);
  return [...compiler.errors, ...compiler.warnings].map(({ code }) => code);
};

describe("linters", () => {
  const cases: [Linter, string[]][] = [
    [{ kind: "rule-name", regexp: "^[A-Z]" }, []],
    [{ kind: "rule-name", regexp: "^[a-z]" }, ["invalid_rule_name"]],
    [{ kind: "rule-name", regexp: "^[a-z]", isError: true }, ["E039"]],
    [{ kind: "tag-regexp", regexp: "^a" }, []],
    [{ kind: "tag-regexp", regexp: "^b" }, ["invalid_tag"]],
    [{ kind: "tag-regexp", regexp: "^b", isError: true }, ["E041"]],
    [{ kind: "tags-allowed", tags: ["apt", "crime"] }, []],
    [{ kind: "tags-allowed", tags: ["crime"] }, ["unknown_tag"]],
    [{ kind: "tags-allowed", tags: [], isError: true }, ["E040"]],
    [{ kind: "metadata", identifier: "author", isRequired: true, type: "string" }, []],
    [{ kind: "metadata", identifier: "date" }, []],
    [{ kind: "metadata", identifier: "date", isRequired: true }, ["missing_metadata"]],
    [{ kind: "metadata", identifier: "date", isRequired: true, isError: true }, ["E038"]],
    [{ kind: "metadata", identifier: "score", type: "integer" }, []],
    [{ kind: "metadata", identifier: "score", type: "float" }, ["invalid_metadata"]],
    [{ kind: "metadata", identifier: "score", type: "bool", isError: true }, ["E037"]],
    [{ kind: "metadata", identifier: "hash", type: "md5" }, []],
    [{ kind: "metadata", identifier: "hash", type: "hash" }, []],
    [{ kind: "metadata", identifier: "hash", type: "sha256" }, ["invalid_metadata"]],
    [{ kind: "metadata", identifier: "raw", type: "string" }, []],
    [{ kind: "metadata", identifier: "author", regexp: "^some" }, []],
    [{ kind: "metadata", identifier: "author", regexp: "^any" }, ["invalid_metadata"]],
    [{ kind: "metadata", identifier: "score", validate: (value) => value === 70n }, []],
    [{ kind: "metadata", identifier: "score", validate: (value) => value === 71n }, ["invalid_metadata"]],
  ];
  it.each(cases)("%j: %j", (linter, codes) => {
    expect(codesOf(linter)).toEqual(codes);
  });

  it("say what a validator's author says", () => {
    const linter: Linter = {
      kind: "metadata",
      identifier: "score",
      validate: () => false,
      message: "must be below 50",
    };
    const compiler = new Compiler().addLinter(linter).addSource(SOURCE);
    expect(compiler.warnings[0]!.labels[0]!.text).toBe("must be below 50");
  });

  it("reject the rule when they are errors", () => {
    const compiler = new Compiler({
      linters: [{ kind: "rule-name", regexp: "^x", isError: true }],
    }).addSource(SOURCE);
    expect(compiler.check().rules).toEqual([]);
  });
});

describe("relaxed regular expressions", () => {
  const source = String.raw`rule a { strings: $a = /ab\Rc{/ condition: $a and "x" matches /\Ra{/ }`;

  it("are refused unless asked for", () => {
    expect(new Compiler().addSource(source).errors.map(({ code }) => code)).toEqual(["E014"]);
    expect(new Compiler({ relaxedReSyntax: true }).addSource(source).errors).toEqual([]);
    expect(new Compiler().relaxedReSyntax(true).addSource(source).errors).toEqual([]);
  });
});
