/** The built command, run as its users run it: in a process of its own, on files in a temporary folder. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isBuilt, script, Workplace } from "./command.ts";

const isRoot = process.getuid?.() === 0;

let place: Workplace;
const write = (path: string, content: string | Uint8Array) => place.write(path, content);
const tyara = (...args: readonly string[]) => place.tyara(...args);

describe.skipIf(!isBuilt)("tyara scan", () => {
  beforeAll(() => {
    place = new Workplace();
    write(
      "rules/hello.yar",
      'rule hello : greeting en { meta: author = "me" n = 1 strings: $a = "hello" $h = { 77 6F ?? 6C } condition: $a or $h }\n',
    );
    write("rules/deep/big.yara", "rule big { condition: filesize > 100 }\n");
    write("targets/one.txt", "hello world");
    write("targets/two.txt", "nothing");
    write("targets/sub/three.txt", "well, hello".padEnd(200));
  });
  afterAll(() => place.remove());

  it("prints one line a matching rule and exits with 0", () => {
    expect(tyara("scan", "rules", "targets")).toEqual({ status: 0, out: "hello targets/one.txt\n", err: "" });
  });

  it("enters sub-directories when asked to", () => {
    expect(tyara("scan", "-r", "rules", "targets").out).toBe(
      "hello targets/one.txt\nbig targets/sub/three.txt\nhello targets/sub/three.txt\n",
    );
  });

  it("shows matches, tags, metadata and namespaces", () => {
    expect(tyara("scan", "-sgme", "mine:rules/hello.yar", "targets/one.txt").out).toBe(
      'mine:hello [greeting,en] [author="me",n=1] targets/one.txt\n0x0:5:$a: hello\n0x6:4:$h: 77 6f 72 6c\n',
    );
  });

  it("cuts long matches", () => {
    expect(tyara("scan", "-s=2", "rules/hello.yar", "targets/one.txt").out).toContain(
      "0x0:5:$a: he ... 3 more bytes\n",
    );
  });

  it("keeps to the number of bytes and of matches asked for", () => {
    write("long.yar", "rule long { strings: $a = /a+/ condition: $a }");
    write("long.bin", `b${"a".repeat(6000)}`);
    const { status, out, err } = tyara(
      "scan",
      "-w",
      "--max-matches-per-pattern",
      "2",
      "-s=5500",
      "long.yar",
      "long.bin",
    );
    expect({ status, err }).toEqual({ status: 0, err: "" });
    const shown = "a".repeat(5500);
    expect(out).toBe(
      `long long.bin\n0x1:6000:$a: ${shown} ... 500 more bytes\n0x2:5999:$a: ${shown} ... 499 more bytes\n`,
    );
  });

  it("gives modules the data they are meant to have", () => {
    write("cuckoo.yar", 'import "cuckoo" rule c { condition: cuckoo.sync.mutex(/evil/) == 1 }');
    write("report.json", JSON.stringify({ behavior: { summary: { mutexes: ["evil", "good"] } } }));
    expect(tyara("scan", "-x", "cuckoo=report.json", "cuckoo.yar", "targets/one.txt").out).toBe(
      "c targets/one.txt\n",
    );
  });

  it("shows the key and the plain text of xor matches", () => {
    write("xor.yar", 'rule x { strings: $a = "attack" xor(1-255) condition: $a }');
    write(
      "xored.bin",
      Buffer.from("--attack--").map((byte) => byte ^ 0x20),
    );
    expect(tyara("scan", "-s", "xor.yar", "xored.bin").out).toBe(
      "x xored.bin\n0x2:6:$a xor(0x20,attack): ATTACK\n",
    );
  });

  it("counts, negates, and selects by tag", () => {
    expect(tyara("scan", "-c", "rules", "targets").out).toBe("targets/one.txt: 1\ntargets/two.txt: 0\n");
    expect(tyara("scan", "-n", "rules", "targets/one.txt").out).toBe("big targets/one.txt\n");
    expect(tyara("scan", "-t", "en", "rules", "targets/sub/three.txt").out).toBe(
      "hello targets/sub/three.txt\n",
    );
  });

  it("writes NDJSON and JSON", () => {
    const line = JSON.parse(tyara("scan", "-o", "ndjson", "-s", "rules/hello.yar", "targets/one.txt").out);
    expect(line).toEqual({
      path: "targets/one.txt",
      rules: [
        {
          identifier: "hello",
          strings: [
            { identifier: "$a", offset: 0, match: "hello" },
            { identifier: "$h", offset: 6, match: "worl" },
          ],
        },
      ],
    });
    const document = JSON.parse(tyara("scan", "-o", "json", "-g", "rules/hello.yar", "targets").out);
    expect(document.matches).toEqual([{ rule: "hello", file: "targets/one.txt", tags: ["greeting", "en"] }]);
  });

  it("defines external variables", () => {
    write("defined.yar", 'rule d { condition: wanted == "x y" and limit > 9007199254740993 and deep.flag }');
    const args = ["-d", "wanted=x y", "-d", "limit=9007199254740994", "-d", 'deep={"flag":true}'];
    expect(tyara("scan", ...args, "defined.yar", "targets/one.txt")).toEqual({
      status: 0,
      out: "d targets/one.txt\n",
      err: "",
    });
  });

  it("takes a number that is written as a float for one", () => {
    write("float.yar", "rule f { condition: x \\ 4 == 0.5 }");
    expect(tyara("scan", "-d", "x=2.0", "float.yar", "targets/one.txt").out).toBe("f targets/one.txt\n");
    expect(tyara("scan", "-d", "x=2", "float.yar", "targets/one.txt").out).toBe("");
  });

  it.skipIf(process.platform === "win32")("scans files whose names are not text", () => {
    const name = Buffer.concat([
      Buffer.from(`${place.path}/odd/ä`),
      Buffer.from([0xff, 0xc3]),
      Buffer.from(".bin"),
    ]);
    mkdirSync(join(place.path, "odd"));
    writeFileSync(name, "hello");
    writeFileSync(join(place.path, "odd-list"), name);
    const shown = `hello ${join("odd", "ä\\xff\\xc3.bin")}\n`;
    expect(tyara("scan", "rules/hello.yar", "odd")).toEqual({ status: 0, out: shown, err: "" });
    expect(tyara("scan", "--scan-list", "rules/hello.yar", "odd-list").out).toMatch(/ä\\xff\\xc3\.bin\n$/);
  });

  it("reads the standard input and pipes", () => {
    expect(place.reading("oh hello", "scan", "rules", "-").out).toBe("hello -\n");
    const piped = execFileSync(
      "bash",
      ["-c", `"${process.execPath}" "${script}" scan rules/hello.yar <(printf 'say hello')`],
      {
        cwd: place.path,
        encoding: "utf8",
      },
    );
    expect(piped).toMatch(/^hello \/dev\/fd\/\d+\n$/);
  });

  it("scans what a list names", () => {
    write("list", "targets/one.txt\n\ntargets/gone.txt\r\ntargets/sub/three.txt\n");
    const { status, out, err } = tyara("scan", "--scan-list", "rules/hello.yar", "list");
    expect(out).toBe("hello targets/one.txt\nhello targets/sub/three.txt\n");
    expect(err).toBe("error: cannot scan targets/gone.txt: no such file or directory\n");
    expect(status).toBe(2);
  });

  it("reports a rule that does not compile, with excerpt and caret, and scans nothing", () => {
    write("broken.yar", "rule fine { condition: true }\nrule broken { condition: unknown }\n");
    const { status, out, err } = tyara("scan", "-w", "broken.yar", "targets/one.txt");
    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(err).toContain("error[E009]: unknown identifier `unknown`");
    expect(err).toContain("--> broken.yar:2:26");
    expect(err).toMatch(/\^{7}/);
    expect(err).toContain("1 error in rules: nothing was done");
  });

  it("includes files, from beside the including one and from include directories", () => {
    write(
      "including/main.yar",
      'include "parts/part.yar" include "elsewhere.yar" rule main { condition: part and elsewhere }',
    );
    write("including/parts/part.yar", "rule part { condition: true }");
    write("more/elsewhere.yar", "rule elsewhere { condition: true }");
    const { out, err } = tyara(
      "scan",
      "-w",
      "--include-dir",
      "more",
      "including/main.yar",
      "targets/one.txt",
    );
    expect({ out, err }).toEqual({
      out: "part targets/one.txt\nelsewhere targets/one.txt\nmain targets/one.txt\n",
      err: "",
    });
    expect(tyara("scan", "including/main.yar", "targets/one.txt").err).toContain("error[E043]");
  });

  it("scans with compiled rules as with their sources", () => {
    expect(tyara("compile", "mine:rules/hello.yar", "-o", "hello.yarc")).toEqual({
      status: 0,
      out: "",
      err: "",
    });
    const args = ["-sgme", "targets/one.txt"];
    expect(tyara("scan", "-C", "hello.yarc", ...args)).toEqual(
      tyara("scan", "mine:rules/hello.yar", ...args),
    );
    write("variable.yar", "rule v { condition: limit == 2 }");
    tyara("compile", "-d", "limit=1", "-o", "variable.yarc", "variable.yar");
    expect(tyara("scan", "-C", "-d", "limit=2", "variable.yarc", "targets/one.txt").out).toBe(
      "v targets/one.txt\n",
    );
    expect(tyara("scan", "-C", "-d", "unknown=2", "variable.yarc", "targets/one.txt").status).toBe(1);
    expect(tyara("scan", "-C", "rules/hello.yar", "targets/one.txt")).toMatchObject({ status: 1, out: "" });
  });

  it("tells how patterns are looked for", () => {
    expect(tyara("debug", "search", "rules/hello.yar").out).toMatch(
      /^prefilter: .+\nreason: .+\n[\s\S]*\nkernels: simd, for the host[\s\S]*hello \$a: literal/,
    );
  });

  it("goes on without broken rules when told to", () => {
    write("broken.yar", "rule fine { condition: true }\nrule broken { condition: unknown }\n");
    const { status, out, err } = tyara(
      "scan",
      "-w",
      "--ignore-invalid-rules",
      "broken.yar",
      "targets/one.txt",
    );
    expect({ status, out }).toEqual({ status: 0, out: "fine targets/one.txt\n" });
    expect(err).toContain("error[E009]");
  });

  describe("given bad input", () => {
    const rejected: readonly (readonly [name: string, content: string | Uint8Array, code: string])[] = [
      ["a binary rules file", Uint8Array.from({ length: 5000 }, (_, i) => (i * 73) & 0xff), "E032"],
      [
        "rules with invalid UTF-8",
        Buffer.from([...Buffer.from('rule a { strings: $a = "'), 0xff, ...Buffer.from('" condition: $a }')]),
        "E032",
      ],
      ["text that is no rule", "these are no rules", "E001"],
    ];

    it.each(rejected)("refuses %s with one message", (_, content, code) => {
      write("bad.yar", content);
      const { status, out, err } = tyara("scan", "bad.yar", "targets");
      expect({ status, out }).toEqual({ status: 1, out: "" });
      expect(err.match(/^error\[/gm)?.length).toBe(1);
      expect(err).toContain(`error[${code}]`);
      expect(err.length).toBeLessThan(2000);
    });

    it("accepts an empty rules file and an empty target", () => {
      write("empty.yar", "");
      write("empty.bin", "");
      write("any.yar", "rule nothing { condition: filesize == 0 }");
      expect(tyara("scan", "empty.yar", "targets/one.txt")).toEqual({ status: 0, out: "", err: "" });
      expect(tyara("scan", "any.yar", "empty.bin")).toEqual({
        status: 0,
        out: "nothing empty.bin\n",
        err: "",
      });
    });

    it("refuses a directory without rules, and lets no file name pass for a line", () => {
      write("no-rules/readme.txt", "");
      expect(tyara("scan", "no-rules", "targets")).toEqual({
        status: 1,
        out: "",
        err: "error: there are no rules (*.yar, *.yara) in no-rules\n",
      });
      write("forged/two\nlines.txt", "hello");
      expect(tyara("scan", "rules/hello.yar", "forged").out).toBe("hello forged/two\\x0alines.txt\n");
    });

    it("says which file is missing", () => {
      expect(tyara("scan", "rules", "absent")).toEqual({
        status: 2,
        out: "",
        err: "error: cannot scan absent: no such file or directory\n",
      });
      expect(tyara("scan", "absent.yar", "targets")).toEqual({
        status: 1,
        out: "",
        err: "error: cannot read rules from absent.yar: no such file or directory\n",
      });
    });

    it.skipIf(isRoot)("passes a directory that may not be opened, and scans the others", () => {
      write("guarded/a/hello.txt", "hello");
      write("guarded/b/hello.txt", "hello");
      chmodSync(join(place.path, "guarded/a"), 0);
      const { status, out, err } = tyara("scan", "-r", "rules/hello.yar", "guarded");
      chmodSync(join(place.path, "guarded/a"), 0o700);
      expect(out).toBe("hello guarded/b/hello.txt\n");
      expect(err).toBe("error: cannot open guarded/a: permission denied\n");
      expect(status).toBe(1);
    });

    it("answers 3,000 nested parentheses with a match or one diagnostic", () => {
      write("nested.yar", `rule nested { condition: ${"(".repeat(3000)}true${")".repeat(3000)} }`);
      const { status, out, err } = tyara("scan", "-w", "nested.yar", "targets/one.txt");
      if (status === 0) expect({ out, err }).toEqual({ out: "nested targets/one.txt\n", err: "" });
      else expect(err.match(/^error\[/gm)?.length).toBe(1);
    });

    it("scans a sparse file of 3 GB", { timeout: 180_000 }, () => {
      write("sparse.bin", "MZ");
      truncateSync(join(place.path, "sparse.bin"), 3_000_000_000);
      write(
        "sparse.yar",
        'rule sparse { strings: $mz = "MZ" $end = "the end" condition: $mz at 0 and not $end and filesize == 3000000000 }',
      );
      const outcome = tyara("scan", "sparse.yar", "sparse.bin");
      rmSync(join(place.path, "sparse.bin"));
      expect(outcome).toEqual({ status: 0, out: "sparse sparse.bin\n", err: "" });
    });

    it("explains wrong usage", () => {
      expect(tyara("scan", "rules").err).toContain("name at least one file of rules and the target to scan");
      expect(tyara("scan", "-o", "xml", "rules", "targets").status).toBe(1);
      expect(tyara("scan", "-d", "novalue", "rules", "targets").err).toContain("write it as NAME=VALUE");
    });
  });
});
