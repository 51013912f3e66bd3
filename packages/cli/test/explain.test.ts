/** Commands that explain rules, watch a directory, and the manual pages. */
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../src/commands/index.ts";
import { manualPages } from "../src/manual/manual-page.ts";
import { isBuilt, Workplace } from "./command.ts";

describe.skipIf(!isBuilt)("commands that explain", () => {
  let place: Workplace;
  const tyara = (line: string) => place.tyara(...line.split(" "));
  beforeAll(() => {
    place = new Workplace();
    place.write(
      "rules.yar",
      `import "pe"
private rule base { strings: $a = "abcd" condition: $a and filesize > 100 }
rule mid { condition: base and pe.is_pe }
rule top { condition: mid and base }
rule alone { condition: true }
`,
    );
    // Trees of shared rules double at each level unless each is unfolded once.
    const ladder = Array.from({ length: 60 }, (_, n) => `rule r${n + 1} { condition: r${n} or not r${n} }`);
    place.write("ladder.yar", `rule r0 { condition: filesize > 1 }\n${ladder.join("\n")}`);
  });
  afterAll(() => place.remove());

  it("deps draws what rules need", () => {
    expect(tyara("deps rules.yar")).toEqual({
      status: 0,
      out: "base\nmid\n├─ mod: pe\n└─ base\ntop\n├─ mid\n│  ├─ mod: pe\n│  └─ base\n└─ base\nalone\n",
      err: "",
    });
    expect(tyara("deps -r mid --format dot rules.yar").out).toContain(
      '  "mid" -> "base";\n  "mid" -> "mod: pe";\n',
    );
    expect(JSON.parse(tyara("deps -r top --format json rules.yar").out)).toMatchObject([
      { rule: "base", rules: [], modules: [] },
      { rule: "mid", namespace: "default", rules: [{ rule: "base" }], modules: ["pe"] },
      { rule: "top", rules: [{ rule: "mid" }, { rule: "base" }] },
    ]);
    expect(tyara("deps -r tpo rules.yar")).toMatchObject({
      status: 1,
      err: "error: there is no rule tpo; did you mean top?\n",
    });
    expect(tyara("deps -r r60 ladder.yar").out.split("\n").length).toBeLessThan(200);
  });

  it("debug shows each stage", () => {
    expect(tyara("debug cst rules.yar").out).toMatch(/^SourceFile@0\.\.\d+\n {2}Import@0\.\.11\n/);
    expect(JSON.parse(tyara("debug ast rules.yar").out)[1]).toMatchObject({
      kind: "rule",
      isPrivate: true,
      name: { name: "base" },
      patterns: [{ kind: "text", value: "abcd" }],
    });
    expect(tyara("debug ir rules.yar").out).toContain(
      "rule default:base\n  checked: (and $0 (> filesize 100))\n  patterns: $a is $0\n  facts: filesize >= 101;",
    );
    expect(tyara("debug wasm rules.yar").out).toContain('export "main" func');
    expect(tyara("debug rule mid rules.yar").out).toMatch(
      /checked: \(and rule 0 pe\.is_pe\)\n[\s\S]*code:\n {2}func \d+ /,
    );
    expect(tyara("debug rule nid rules.yar").err).toContain("did you mean mid?");
    expect(tyara("debug modules").out.split("\n")).toEqual(expect.arrayContaining(["dotnet", "pe", "time"]));
    expect(tyara("debug search rules.yar").out).toContain("base $a: ");
  });

  it("completion refuses shells that it does not know", () => {
    expect(tyara("completion fsh").err).toContain("did you mean fish?");
    expect(tyara("completion bash").out).toContain("complete -F _tyara tyara");
  });

  it("watch scans what is written, with the rules as they are then", async () => {
    place.write("watched/first.txt", "hello");
    place.write("watching.yar", 'rule hello { strings: $a = "hello" condition: $a }');
    const path = (name: string) => join(place.path, name);
    let step = 0;
    const ended = await place.during(["watch", "--existing", "watching.yar", "watched"], (child) => {
      const next = (text: string) => {
        if (step === 0 && text.includes("hello watched/first.txt")) {
          step++;
          writeFileSync(path("watched/second.txt"), "say hello");
        } else if (step === 1 && text.includes("hello watched/second.txt")) {
          step++;
          writeFileSync(path("watching.yar"), "rule broken { condition: nothing }");
        } else if (step === 2 && text.includes("E009")) {
          step++;
          writeFileSync(path("watching.yar"), "rule large { condition: filesize > 9 }");
        } else if (step === 3 && text.includes("compiled again")) {
          step++;
          appendFileSync(path("watched/second.txt"), ", please");
        } else if (step === 4 && text.includes("large watched/second.txt")) child.kill("SIGINT");
      };
      for (const stream of [child.stdout, child.stderr])
        stream!.on("data", (data: Buffer) => next(data.toString()));
    });
    expect(ended.out).toBe("hello watched/first.txt\nhello watched/second.txt\nlarge watched/second.txt\n");
    expect(ended.signal).toBe("SIGINT");
  });
});

it("manual pages are there for every command, and no text in them is taken for a request", () => {
  const pages = manualPages(commands, "1.2.3");
  expect(pages.map(({ fileName }) => fileName)).toEqual(
    expect.arrayContaining(["tyara.1", "tyara-scan.1", "tyara-fix-encoding.1"]),
  );
  const scan = pages.find(({ fileName }) => fileName === "tyara-scan.1")!.text;
  expect(scan).toContain(".B \\-o, \\-\\-output\\-format <FORMAT>\n");
  const requests = new Set(pages.flatMap(({ text }) => text.match(/^\.\w+/gm) ?? []));
  expect([...requests].sort()).toEqual(
    [".B", ".BR", ".EE", ".EX", ".I", ".PP", ".RE", ".RS", ".SH", ".SS", ".TH", ".TP"].sort(),
  );
});
