/** What is written to a terminal or a log holds nothing that steers it, whatever files, rules and their metadata are called. */
import { printable } from "@tyara/base";
import { describe, expect, it } from "vitest";
import { everyCharacter } from "../../../tyara/test/every-character.ts";
import { collectText, Output } from "../output.ts";
import type { PrintOptions, ReportedRule, ReportWriter } from "./file-report.ts";
import { renderScan, SCAN_FORMATS, scanReportWriter } from "./scan-report.ts";

const options: PrintOptions = { namespace: true, tags: true, meta: true, strings: 300, count: false };

function ruleMatch(text: string, data: Uint8Array): ReportedRule {
  const match = { offset: 1, length: data.length, xorKey: 1, data };
  const pattern = (kind: "text" | "hex") => ({ identifier: "$a", kind, isPrivate: false, matches: [match] });
  return {
    identifier: "rule",
    namespace: text,
    tags: ["tag"],
    metadata: [
      { identifier: "text", value: text },
      { identifier: "bytes", value: data },
    ],
    patterns: [pattern("text"), pattern("hex")],
  };
}

const written = (
  format: (typeof SCAN_FORMATS)[number],
  report: (writer: ReportWriter) => void,
  more: Partial<PrintOptions> = {},
): string =>
  collectText((output) => {
    const writer = scanReportWriter({ format, version: "1", ...options, ...more }, output);
    report(writer);
    writer.end();
  });

const allBytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
describe("results", () => {
  const text = everyCharacter();

  it.each(SCAN_FORMATS.flatMap((format) => [false, true].map((count) => [format, count] as const)))(
    "as %s are printable, counts: %s",
    (format, count) => {
      const files = [{ path: text, rules: [ruleMatch(text, allBytes)] }];
      const result = renderScan(files, { format, version: "1", ...options, count });
      const unbroken = result.replaceAll(format === "csv" ? "\r\n" : "\n", "");
      expect(printable(unbroken) === unbroken).toBe(true);
    },
  );

  it("as text have no more lines than rules and matches", () => {
    const result = written("text", (writer) =>
      writer.file({ path: text, rules: [ruleMatch(text, allBytes)] }),
    );
    expect(result.split("\n").length).toBe(4);
  });

  it("as JSON are what was given", () => {
    const rules = [ruleMatch(text, allBytes), ruleMatch("", new Uint8Array())];
    const document = JSON.parse(written("json", (writer) => writer.file({ path: text, rules })));
    const line = JSON.parse(written("ndjson", (writer) => writer.file({ path: text, rules })));
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
      written("text", (writer) => writer.file({ path: "", rules }), { strings }).split(" ... ")[1];
    expect(shown(1000)).toBe("44 more bytes\n");
    expect(shown(10)).toBe("290 more bytes\n");
  });

  it("as JSON of nothing are a document too", () => {
    expect(written("json", () => {})).toBe('{\n  "matches": [],\n  "version": "1"\n}\n');
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
