import { chmodSync, linkSync, lstatSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isBuilt, Workplace } from "./command.ts";

const UGLY = "rule a{condition:true}";
const NEAT = "rule a {\n  condition:\n    true\n}\n";

describe.skipIf(!isBuilt)("tyara fmt", () => {
  let place: Workplace;
  beforeEach(() => {
    place = new Workplace();
  });
  afterEach(() => place.remove());

  const read = (path: string): string => readFileSync(join(place.path, path), "utf8");

  it("formats files and directories in place, and tells by its status that it did", () => {
    place.write("a.yar", UGLY);
    place.write("rules/deep/b.yara", UGLY);
    place.write("rules/notes.txt", UGLY);
    expect(place.tyara("fmt", "a.yar", "rules")).toEqual({
      status: 1,
      out: "formatted a.yar\nformatted rules/deep/b.yara\n",
      err: "2 files formatted, 0 files left as they are\n",
    });
    expect([read("a.yar"), read("rules/deep/b.yara"), read("rules/notes.txt")]).toEqual([NEAT, NEAT, UGLY]);
    expect(place.tyara("fmt", "a.yar", "rules")).toMatchObject({ status: 0, out: "" });
  });

  it("only says what would change with --check and --diff", () => {
    place.write("a.yar", UGLY);
    expect(place.tyara("fmt", "--check", "a.yar")).toMatchObject({ status: 1, out: "would format a.yar\n" });
    const { status, out } = place.tyara("fmt", "--diff", "a.yar");
    expect(status).toBe(1);
    expect(out).toContain("--- a/a.yar\n+++ b/a.yar\n@@ -1,1 +1,4 @@\n-rule a{condition:true}\n");
    expect(place.tyara("fmt", "--diff", "--color", "always", "a.yar").out).toContain(
      "\x1b[32m+rule a {\x1b[0m\n",
    );
    expect(read("a.yar")).toBe(UGLY);
  });

  it("filters the standard input", () => {
    expect(place.reading(UGLY, "fmt", "-")).toEqual({ status: 0, out: NEAT, err: "" });
    expect(place.reading(UGLY, "fmt", "--check", "-").status).toBe(1);
    expect(place.reading(NEAT, "fmt", "--check", "-").status).toBe(0);
    expect(place.tyara("fmt", "-", "a.yar")).toMatchObject({ status: 1, out: "" });
  });

  it("gives back what it cannot format, and says why", () => {
    const { status, out, err } = place.reading(Buffer.from("rule a { // \xff", "latin1"), "fmt", "-");
    expect({ status, out, err }).toEqual({
      status: 1,
      out: "rule a { // \ufffd",
      err: expect.stringContaining("- is left as it is: at byte 12, "),
    });
    place.write("latin.yar", Buffer.from("rule a{condition:true} // \xe9", "latin1"));
    place.write("b.yar", UGLY);
    expect(place.tyara("fmt", "latin.yar", "b.yar")).toMatchObject({ status: 1, out: "formatted b.yar\n" });
    expect(readFileSync(join(place.path, "latin.yar")).at(-1)).toBe(0xe9);
  });

  it("goes by .editorconfig, by tyara.toml before that, and by the command line before both", () => {
    place.write(
      ".editorconfig",
      "root = true\n[*.yar]\nindent_style = tab\nend_of_line = crlf\n[sub/*]\nindent_style = space\nindent_size = 4\n",
    );
    place.write("a.yar", UGLY);
    place.write("sub/b.yar", UGLY);
    place.tyara("fmt", ".");
    expect(read("a.yar")).toBe("rule a {\r\n\tcondition:\r\n\t\ttrue\r\n}\r\n");
    expect(read("sub/b.yar")).toContain("\r\n        true\r\n");
    expect(place.reading(UGLY, "fmt", "--stdin-path", "sub/c.yar", "-").out).toContain("        true\r\n");
    place.write("tyara.toml", "[fmt.rule]\nindent_spaces = 1\nnewline_before_curly_brace = true\n");
    place.tyara("fmt", ".");
    expect(read("a.yar")).toBe("rule a\r\n{\r\n condition:\r\n  true\r\n}\r\n");
    place.write("c.yar", "rule a {\n\t/*\n\t\tx\n\t*/\n\tcondition: true }");
    place.tyara("fmt", "-t", "8", "c.yar");
    expect(read("c.yar")).toContain(" /*\r\n         x\r\n */");
    expect(place.tyara("fmt", "-t", "0", "c.yar").status).toBe(1);
  });

  it("keeps permissions, links and other names of a file", () => {
    for (const name of ["mode.yar", "target.yar", "one.yar"]) place.write(name, UGLY);
    chmodSync(join(place.path, "mode.yar"), 0o640);
    symlinkSync("target.yar", join(place.path, "link.yar"));
    linkSync(join(place.path, "one.yar"), join(place.path, "other.yar"));
    place.tyara("fmt", "mode.yar", "link.yar", "one.yar");
    expect(statSync(join(place.path, "mode.yar")).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(place.path, "link.yar")).isSymbolicLink()).toBe(true);
    expect([read("mode.yar"), read("target.yar"), read("other.yar")]).toEqual([NEAT, NEAT, NEAT]);
  });

  it("leaves read-only files alone and goes on with the others", () => {
    place.write("a.yar", UGLY);
    place.write("b.yar", UGLY);
    chmodSync(join(place.path, "a.yar"), 0o444);
    const { status, err } = place.tyara("fmt", "a.yar", "b.yar");
    expect(status).toBe(1);
    expect(err).toMatch(/^error: cannot write a\.yar: (the file is read-only|permission denied)\n/);
    expect([read("a.yar"), read("b.yar")]).toEqual([UGLY, NEAT]);
  });
});
