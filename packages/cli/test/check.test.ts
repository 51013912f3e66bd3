/** `check` and `fix`, and the configuration that they read. */
import { chmodSync, lstatSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { isBuilt, Workplace } from "./command.ts";

const sound = "rule sound { condition: filesize > 2 }\n";
const doubtful = "rule doubtful { strings: $a = { 41 42 43 44 } condition: $a }\n";
const wrong = "rule wrong { condition: x }\n";

describe.skipIf(!isBuilt)("commands on rules", () => {
  let place = new Workplace();
  const tyara = (line: string) => place.tyara(...line.split(" "));
  beforeEach(() => {
    place.remove();
    place = new Workplace();
  });
  afterAll(() => place.remove());

  describe("check", () => {
    it("tells of each file what it is like, and ends by the worst", () => {
      place.write("rules/sound.yar", sound);
      expect(tyara("check rules")).toEqual({
        status: 0,
        out: "PASS rules/sound.yar\n",
        err: "1 passed, 0 with warnings, 0 with errors\n",
      });
      place.write("rules/sub/doubtful.YARA", doubtful);
      place.write("rules/notes.txt", "no rules");
      const doubts = tyara("check rules");
      expect(doubts.status).toBe(2);
      expect(doubts.out).toContain(
        "PASS rules/sound.yar\nWARN rules/sub/doubtful.YARA\nwarning[text_as_hex]",
      );
      expect(tyara("check -r=0 rules").status).toBe(0);
      expect(tyara("check --filter sound.* rules").status).toBe(0);
      expect(tyara("check -w rules").status).toBe(0);
      place.write("rules/wrong.yar", wrong);
      const faults = tyara("check rules");
      expect(faults.status).toBe(1);
      expect(faults.out).toContain("FAIL rules/wrong.yar\nerror[E009]: unknown identifier `x`");
      expect(faults.err).toBe("1 passed, 1 with warnings, 1 with errors\n");
    });

    it("reports to programs", () => {
      place.write("rules/doubtful.yar", doubtful);
      place.write("rules/wrong.yar", wrong);
      const github = tyara("check --reporter github rules");
      expect(github.out.split("\n").map((line) => line.split(",")[0])).toEqual([
        "::warning file=rules/doubtful.yar",
        "::error file=rules/wrong.yar",
        "",
      ]);
      const codes = (text: string) => JSON.parse(text).map(({ code }: { readonly code: string }) => code);
      expect(codes(tyara("check --reporter json rules").out)).toEqual(["text_as_hex", "E009"]);
      expect(JSON.parse(tyara("check --reporter sarif rules").out).runs[0].results).toHaveLength(2);
      expect(github).toMatchObject({ status: 1, err: "" });
    });

    it("goes on behind what cannot be read", () => {
      place.write("rules/sound.yar", sound);
      symlinkSync("nowhere", join(place.path, "rules/link.yar"));
      expect(tyara("check rules").status).toBe(0);
      expect(tyara("check rules/sound.yra")).toMatchObject({
        status: 1,
        err: "error: cannot read rules/sound.yra: no such file or directory; did you mean rules/sound.yar?\n",
      });
    });
  });

  describe("the configuration", () => {
    const conventions =
      '[check.rule_name]\nregexp = "^[A-Z]"\n[check.metadata.author]\nrequired = true\nerror = true\n';

    it("is found above, or named, or left aside", () => {
      place.write("rules/sound.yar", sound);
      place.write("tyara.toml", conventions);
      const { status, out } = tyara("check rules");
      expect(status).toBe(1);
      expect(out).toContain("warning[invalid_rule_name]");
      expect(out).toContain("error[E038]");
      expect(place.shell("cd rules && tyara check .").status).toBe(1);
      expect(tyara("check --no-config rules").status).toBe(0);
      place.write("other.toml", "[warnings.text_as_hex]\ndisabled = true\n");
      place.write("rules/doubtful.yar", doubtful);
      expect(tyara("check --config other.toml rules").status).toBe(0);
    });

    it("must be sound", () => {
      place.write("sound.yar", sound);
      place.write(".yara-x.toml", '[check.rule_names]\nregexp = "x"\n[scan]\nthreads = "two"');
      const { status, err } = tyara("check sound.yar");
      expect(status).toBe(1);
      expect(err).toMatch(
        /^error: .*\.yara-x\.toml:1:8: unknown key `rule_names`; .*\n.*:4:11: `scan.threads` must be/,
      );
      expect(tyara("check --config missing.toml sound.yar").err).toContain("missing.toml: no such file");
    });

    it("gives scans their defaults, and says how rules are compiled only where it is the user's own", () => {
      place.write("rule.yar", 'rule r : t { strings: $a = "hello" condition: $a and name == "x" }');
      place.write("target.txt", "hello");
      place.write(
        "tyara.toml",
        '[scan]\nprint_strings = 2\nprint_tags = true\n[rules.variables]\nname = "x"\n',
      );
      const refused = tyara("scan rule.yar target.txt");
      expect(refused.status).toBe(1);
      expect(refused.err).toMatch(/^warning: \[rules\] of .*tyara\.toml is not used/);
      expect(tyara("scan --config tyara.toml rule.yar target.txt")).toEqual({
        status: 0,
        out: "r [t] target.txt\n0x0:5:$a: he ... 3 more bytes\n",
        err: "",
      });
      expect(tyara("scan --config tyara.toml -s=5 rule.yar target.txt").out).toContain("$a: hello\n");
      const own = place.shell(
        "mv tyara.toml .config-tyara && mkdir -p xdg/tyara && mv .config-tyara xdg/tyara/tyara.toml && tyara scan rule.yar target.txt",
        {
          XDG_CONFIG_HOME: join(place.path, "xdg"),
        },
      );
      expect(own).toMatchObject({ status: 0, err: "" });
    });
  });

  describe("fix", () => {
    it("does what warnings suggest, or shows it", () => {
      place.write("rules/two.yar", `// é\n${doubtful}${doubtful.replace("doubtful", "again")}`);
      const shown = tyara("fix warnings --dry-run rules");
      expect(shown.status).toBe(0);
      expect(shown.out).toContain("-rule doubtful { strings: $a = { 41 42 43 44 } condition: $a }\n");
      expect(shown.out).toContain('+rule doubtful { strings: $a = "ABCD" condition: $a }\n');
      expect(tyara("fix warnings rules")).toEqual({
        status: 0,
        out: "fixed 2 warnings in rules/two.yar\n",
        err: "1 file changed\n",
      });
      expect(readFileSync(join(place.path, "rules/two.yar"), "utf8")).toBe(
        '// é\nrule doubtful { strings: $a = "ABCD" condition: $a }\nrule again { strings: $a = "ABCD" condition: $a }\n',
      );
      expect(tyara("fix warnings rules")).toMatchObject({ out: "", err: "0 files changed\n" });
    });

    it("keeps the mode of a file, and a link a link", () => {
      const file = join(place.path, "rules/two.yar");
      place.write("rules/two.yar", doubtful);
      chmodSync(file, 0o640);
      symlinkSync("two.yar", join(place.path, "rules/a-link.yar"));
      tyara("fix warnings rules/a-link.yar");
      expect(readFileSync(file, "utf8")).toContain('"ABCD"');
      expect(lstatSync(join(place.path, "rules/a-link.yar")).isSymbolicLink()).toBe(true);
      place.write("rules/two.yar", doubtful);
      tyara("fix warnings rules/two.yar");
      expect(readFileSync(file, "utf8")).toContain('"ABCD"');
      expect(statSync(file).mode & 0o777).toBe(0o640);
    });

    it("turns other encodings into UTF-8", () => {
      const text = 'rule r { meta: author = "Jörg Müller, Köln, für Bärbel" condition: true }\n';
      place.write("latin.yar", Buffer.from(text, "latin1"));
      place.write("wide.yar", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]));
      place.write("fine.yar", text);
      expect(tyara("fix encoding --dry-run .").out).toContain(`+${text}`);
      const { status, out } = tyara("fix encoding .");
      expect({ status, out }).toEqual({
        status: 0,
        out: "fixed the encoding (ISO-8859-1) in latin.yar\nfixed the encoding (utf-16le) in wide.yar\n",
      });
      for (const name of ["latin.yar", "wide.yar", "fine.yar"])
        expect(readFileSync(join(place.path, name), "utf8")).toBe(text);
    });
  });
});
