/** Mistakes of people who come from other languages, other tools and other files: what the diagnostic helps them with. */

import { Compiler } from "tyara";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";

const first = (source: string | Uint8Array): Diagnostic => new Compiler().addSource(source).errors[0]!;
const said = ({ footers, labels }: Diagnostic): string =>
  [...footers, ...labels].map(({ text }) => text).join("\n");

/** The source with the replacements of its first diagnostic. */
function mended(source: string): string {
  return first(source)
    .replacements.slice()
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((text, { span, text: by }) => text.slice(0, span.start) + by + text.slice(span.end), source);
}

const rule = (condition: string): string =>
  `rule r { strings: $a = "abcd" condition: $a and (${condition}) }`;

describe("what other languages write", () => {
  it.each([
    ["$a && filesize > 1", "$a and filesize > 1"],
    ["$a || filesize > 1", "$a or filesize > 1"],
    ["filesize>1&&$a", "filesize>1and$a"],
    ["!$a", "not $a"],
    ["!(filesize > 1)", "not (filesize > 1)"],
    ["! $a", "not $a"],
    ["filesize > 2GB", "filesize > 2048MB"],
    ["filesize > 3kb", "filesize > 3KB"],
    ["filesize > 10M", "filesize > 10MB"],
    ["filesize > 100B", "filesize > 100"],
  ])("%s becomes %s", (wrong, right) => {
    expect(first(rule(wrong)).severity).toBe("error");
    expect(mended(rule(wrong))).toBe(rule(right));
  });

  it("knows that `!name` may be a negation", () => {
    const source = `rule b { condition: filesize > 1 } ${rule("!b")}`;
    expect(first(source).code).toBe("E025");
    expect(mended(source)).toBe(`rule b { condition: filesize > 1 } ${rule("not b")}`);
    expect(new Compiler().addSource(mended(source)).errors).toEqual([]);
  });

  it("gives no hint where none is needed", () => {
    for (const source of [rule("filesize >"), rule("$a != 1 2"), "rule { condition: true }"])
      expect([first(source).footers, first(source).replacements]).toEqual([[], []]);
  });
});

describe("names", () => {
  it("says that a rule may not be called like a keyword", () => {
    expect(said(first("rule all { condition: true }"))).toContain("`all` is a keyword");
  });

  it("says that a rule is declared later", () => {
    const source = "rule a { condition: b }\nrule b { condition: true }";
    expect(said(first(source))).toContain("rule `b` is declared here");
    expect(first(source).labels[1]?.span).toEqual({ start: 29, end: 30 });
  });

  it("does not take the rule itself, or one of another namespace, for one that is declared later", () => {
    const compiler = new Compiler().addSource("rule a { condition: a or b }").newNamespace("other");
    compiler.addSource("rule a { condition: true } rule b { condition: true }");
    expect(compiler.errors[0]?.labels.length).toBe(1);
  });

  it.each(["filename", "filepath", "extension", "filetype", "owner"])("says how `%s` is defined", (name) => {
    expect(said(first(rule(`${name} == "x"`)))).toContain(`-d ${name}=`);
  });
});

describe("files", () => {
  const text = 'rule r { strings: $a = "ä" condition: $a or x }';

  it("may begin with a byte-order mark, which counts as three bytes", () => {
    for (const source of [`\ufeff${text}`, new TextEncoder().encode(`\ufeff${text}`)]) {
      const { code, labels } = first(source);
      expect([code, labels[0]!.span.start]).toEqual(["E009", 3 + text.indexOf("x }") + 1]);
    }
  });

  it.each([
    ["little-endian", (bytes: Buffer) => Buffer.concat([Buffer.of(0xff, 0xfe), bytes])],
    ["big-endian", (bytes: Buffer) => Buffer.concat([Buffer.of(0xfe, 0xff), Buffer.from(bytes).swap16()])],
  ])("in UTF-16 are told by their mark, %s", (_, encode) => {
    const diagnostic = first(encode(Buffer.from(text, "utf16le")));
    expect(diagnostic.code).toBe("E032");
    expect(said(diagnostic)).toContain("UTF-16");
  });

  it("of compiled rules are told by how they begin", () => {
    const compiled = first(Buffer.from("TYARA\0\x09\0\xff\xfe", "latin1"));
    expect([compiled.code, said(compiled)]).toEqual(["E204", expect.stringContaining("`-C`")]);
    for (const start of ["YARA-X\0\0\xff", "YARA\x0b\xff"])
      expect(said(first(Buffer.from(start, "latin1")))).toContain("another program");
  });
});
