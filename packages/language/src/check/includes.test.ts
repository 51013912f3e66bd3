import { describe, expect, it } from "vitest";
import { looksLikeRules } from "./includes.ts";

describe("the beginning of included files", () => {
  it.each([
    "",
    " \n\t",
    "// only words",
    "/* words",
    "rule a { condition: true }",
    "\ufeff// root:x:0:0\n/* * / **/ private rule a",
    "global rule",
    'import "pe"',
    'include\t"a.yar"',
    'import/**/"pe"',
    "rule/**/a",
  ])("%j is that of rules", (text) => {
    expect(looksLikeRules(text)).toBe(true);
  });

  it.each([
    "root:x:0:0:root:/root:/bin/bash",
    "{}",
    "rules",
    "import os",
    "/* rule a */ password",
    "// rule a\nrule1",
  ])("%j is not", (text) => {
    expect(looksLikeRules(text)).toBe(false);
  });

  it("is found behind a megabyte of comments", () => {
    expect(looksLikeRules(`${"/**/ // x\n".repeat(100_000)}rule a`)).toBe(true);
    expect(looksLikeRules(`${"// ".repeat(300_000)}\nx`)).toBe(false);
  });
});
