/** What is written to a terminal or a log holds nothing that steers it, whatever files, rules and their metadata are called. */
import { printable, type RuleMatch } from "tyara";
import { describe, expect, it } from "vitest";
import { everyCharacter } from "../../tyara/test/every-character.ts";
import { jsonWriter, ndjsonWriter } from "../src/output/json.ts";
import type { PrintOptions, ReportWriter } from "../src/output/report.ts";
import { plainStyle } from "../src/output/style.ts";
import { textWriter } from "../src/output/text.ts";
import { Output } from "../src/terminal/output.ts";
import { startProgress } from "../src/terminal/progress.ts";

const options: PrintOptions = { namespace: true, tags: true, meta: true, strings: 300, count: false };

function ruleMatch(text: string, data: Uint8Array): RuleMatch {
  const match = { offset: 1, length: data.length, xorKey: 1, data };
  const pattern = (kind: "text" | "hex") => ({ identifier: "$a", kind, isPrivate: false, matches: [match] });
  return {
    identifier: "rule",
    namespace: text,
    isGlobal: false,
    isPrivate: false,
    tags: ["tag"],
    metadata: [
      { identifier: "text", kind: "string", value: text },
      { identifier: "bytes", kind: "bytes", value: data },
    ],
    patterns: [pattern("text"), pattern("hex")],
  };
}

function written(
  makeWriter: (output: Output) => ReportWriter,
  report: (writer: ReportWriter) => void,
): string {
  const blocks: Buffer[] = [];
  const writer = makeWriter(new Output((block) => blocks.push(Buffer.from(block))));
  report(writer);
  writer.end();
  return Buffer.concat(blocks).toString();
}

const allBytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const writers: readonly (readonly [name: string, make: (output: Output) => ReportWriter])[] = [
  ["text", (output) => textWriter(options, plainStyle, output)],
  ["text, counts", (output) => textWriter({ ...options, count: true }, plainStyle, output)],
  ["NDJSON", (output) => ndjsonWriter(options, output)],
  ["JSON", (output) => jsonWriter(options, "1", output)],
];

describe("results", () => {
  const text = everyCharacter();

  it.each(writers)("as %s are printable", (_, makeWriter) => {
    const result = written(makeWriter, (writer) =>
      writer.file({ path: text, rules: [ruleMatch(text, allBytes)] }),
    );
    const unbroken = result.replaceAll("\n", "");
    expect(printable(unbroken) === unbroken).toBe(true);
  });

  it("as text have no more lines than rules and matches", () => {
    const result = written(writers[0]![1], (writer) =>
      writer.file({ path: text, rules: [ruleMatch(text, allBytes)] }),
    );
    expect(result.split("\n").length).toBe(4);
  });

  it("as JSON are what was given", () => {
    const rules = [ruleMatch(text, allBytes), ruleMatch("", new Uint8Array())];
    const document = JSON.parse(written(writers[3]![1], (writer) => writer.file({ path: text, rules })));
    const line = JSON.parse(written(writers[2]![1], (writer) => writer.file({ path: text, rules })));
    expect(document.version).toBe("1");
    expect(document.matches.length).toBe(2);
    expect(document.matches[0].file === text).toBe(true);
    expect(line.path === text).toBe(true);
    for (const rule of [document.matches[0], line.rules[0]]) {
      expect(rule.namespace === text).toBe(true);
      expect(rule.meta[0][1] === text).toBe(true);
      expect(rule.meta[1]).toEqual(["bytes", [...allBytes]]);
      expect(rule.strings[0]).toMatchObject({ identifier: "$a", offset: 1, xor_key: 1 });
      expect(unescaped(rule.strings[0].match)).toEqual(allBytes);
      expect(unescaped(rule.strings[0].plaintext)).toEqual(allBytes.map((byte) => byte ^ 1));
    }
  });

  it("tell how many bytes of a match are not shown, whatever the reason", () => {
    const rule = ruleMatch("", allBytes);
    const cut = { offset: 0, length: 300, xorKey: undefined, data: allBytes };
    const rules = [{ ...rule, patterns: [{ ...rule.patterns[0]!, matches: [cut] }] }];
    const shown = (strings: number) =>
      written(
        (output) => textWriter({ ...options, strings }, plainStyle, output),
        (writer) => writer.file({ path: "", rules }),
      ).split(" ... ")[1];
    expect(shown(1000)).toBe("44 more bytes\n");
    expect(shown(10)).toBe("290 more bytes\n");
  });

  it("as JSON of nothing are a document too", () => {
    expect(written(writers[3]![1], () => {})).toBe('{\n  "matches": [],\n  "version": "1"\n}\n');
  });

  it("of any length are written in blocks", () => {
    const blocks: number[] = [];
    const output = new Output((block) => blocks.push(block.length));
    output.text("ä".repeat(100_000));
    output.text("🙂".repeat(100_001));
    output.bytes(new Uint8Array(100_000), "json");
    output.flush();
    expect(Math.max(...blocks)).toBeLessThanOrEqual(1 << 16);
    expect(blocks.reduce((sum, length) => sum + length)).toBe(200_000 + 400_004 + 500_000);
  });
});

/** The bytes that `\n`, `\x00` and so on stand for. */
function unescaped(text: string): Uint8Array {
  const bytes: number[] = [];
  const letters: Record<string, number> = { n: 10, r: 13, t: 9, "\\": 92 };
  for (const [, hex, letter, plain] of text.matchAll(/\\x(..)|\\(.)|(.)/g)) {
    if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else bytes.push(letter === undefined ? plain!.charCodeAt(0) : letters[letter]!);
  }
  return Uint8Array.from(bytes);
}

describe("the progress line", () => {
  it("is printable, fits the terminal, and comes late and seldom", () => {
    const lines: string[] = [];
    let time = 0;
    const progress = startProgress({
      columns: () => 60,
      isTerminal: true,
      write: (line) => lines.push(line),
      now: () => time,
    });
    for (; time < 2000; time += 50)
      progress.update({ files: 1, matches: 0, path: "\x1b[31m\u202e日本語".repeat(20) });
    progress.clear();
    progress.clear();
    expect(lines.length).toBe(6);
    expect(lines.at(-1)).toBe("\r\x1b[2K");
    expect(lines[0]).toBe("\r\x1b[2Kscanned 1 files, 0 matching, 1 s: \\x1b[31m\\u202e日本語\\x1b[");
  });
});
