/** Scans as SARIF and CSV. */
import { describe, expect, it } from "vitest";
import type { FileReport, ReportedRule } from "./file-report.ts";
import { renderScan } from "./scan-report.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const rule: ReportedRule = {
  identifier: "mail",
  namespace: "web",
  tags: ["a", "b"],
  metadata: [
    { identifier: "description", value: 'says "hello", once' },
    { identifier: "score", value: 80n },
    { identifier: "large", value: 2n ** 60n },
  ],
  patterns: [
    { identifier: "$none", kind: "text", isPrivate: false, matches: [] },
    {
      identifier: "$secret",
      kind: "text",
      isPrivate: true,
      matches: [{ offset: 9, length: 1, data: bytes("s") }],
    },
    {
      identifier: "$a",
      kind: "text",
      isPrivate: false,
      matches: [
        { offset: 4, length: 5, data: bytes("hello") },
        { offset: 20, length: 3, data: bytes('a,"'), xorKey: 1 },
      ],
    },
    {
      identifier: "$h",
      kind: "hex",
      isPrivate: false,
      matches: [{ offset: 1, length: 2, data: bytes("MZ") }],
    },
  ],
};
const bare: ReportedRule = { identifier: "bare", namespace: "default", tags: [], metadata: [], patterns: [] };
const files: readonly FileReport[] = [
  { path: "./dir/a b#c%.txt", rules: [rule, bare] },
  { path: "/tmp/é\ud800", rules: [rule] },
  { path: "clean", rules: [] },
];
const render = (format: "sarif" | "csv", options: object = {}) =>
  renderScan(files, { format, version: "1.2", ...options });

interface SarifPlace {
  readonly message: { readonly text: string };
  readonly physicalLocation: { readonly region: { readonly snippet: { readonly text: string } } };
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly locations: readonly SarifPlace[];
}

describe("SARIF", () => {
  const parse = (options: object = {}) => JSON.parse(render("sarif", options));

  it("has a result for each rule of a file, and describes each rule once", () => {
    const log = parse();
    expect(log.version).toBe("2.1.0");
    const [run] = log.runs;
    expect(run.tool.driver).toMatchObject({ name: "tyara", version: "1.2" });
    expect(run.tool.driver.rules).toEqual([
      {
        id: "web:mail",
        shortDescription: { text: 'mail: says "hello", once' },
        properties: {
          tags: ["a", "b"],
          metadata: [
            ["description", 'says "hello", once'],
            ["score", 80],
            ["large", "1152921504606846976"],
          ],
        },
      },
      { id: "bare", shortDescription: { text: "bare" }, properties: { tags: [], metadata: [] } },
    ]);
    expect(
      run.results.map((one: SarifResult) => [one.ruleId, one.ruleIndex, one.locations[0]!.physicalLocation]),
    ).toEqual([
      [
        "web:mail",
        0,
        { artifactLocation: { uri: "dir/a%20b%23c%25.txt" }, region: { byteOffset: 4, byteLength: 5 } },
      ],
      ["bare", 1, { artifactLocation: { uri: "dir/a%20b%23c%25.txt" } }],
      [
        "web:mail",
        0,
        {
          artifactLocation: { uri: "file:///tmp/%C3%A9%EF%BF%BD" },
          region: { byteOffset: 4, byteLength: 5 },
        },
      ],
    ]);
  });

  it("has all places and their bytes where these are asked for", () => {
    const [result] = parse({ strings: 3 }).runs[0].results;
    const shown = (place: SarifPlace) => [place.message.text, place.physicalLocation.region.snippet.text];
    expect(shown(result.locations[0])).toEqual(["$a", "hel ... 2 more bytes"]);
    expect(result.relatedLocations.map(shown)).toEqual([
      ["$a", 'a,"'],
      ["$h", "MZ"],
    ]);
  });

  it("of nothing is a log", () => {
    expect(JSON.parse(renderScan([], { format: "sarif", version: "1" })).runs[0].results).toEqual([]);
  });
});

describe("CSV", () => {
  it("has a row for each rule", () => {
    expect(render("csv")).toBe(
      "path,namespace,rule,tags\r\n./dir/a b#c%.txt,web,mail,a b\r\n./dir/a b#c%.txt,default,bare,\r\n/tmp/é\ufffd,web,mail,a b\r\n".replace(
        "\ufffd",
        "\\ud800",
      ),
    );
  });

  it("has a row for each match", () => {
    const table = renderScan([{ path: "x", rules: [rule, bare] }], {
      format: "csv",
      version: "1",
      strings: 9,
      meta: true,
    });
    const meta = '"description=says ""hello"", once; score=80; large=1152921504606846976"';
    expect(table.split("\r\n")).toEqual([
      "path,namespace,rule,tags,meta,pattern,offset,length,xor_key,match",
      `x,web,mail,a b,${meta},$a,4,5,,hello`,
      `x,web,mail,a b,${meta},$a,20,3,1,"a,"""`,
      `x,web,mail,a b,${meta},$h,1,2,,4d 5a`,
      "x,default,bare,,,,,,,",
      "",
    ]);
  });

  it("counts, and has no cell that a spreadsheet would run", () => {
    const paths = ["=cmd|'/C calc'!A0", "+1", "-1", "@x", "a=b"];
    const table = renderScan(
      paths.map((path) => ({ path, rules: [bare] })),
      { format: "csv", version: "1", count: true },
    );
    expect(table).toBe("path,count\r\n'=cmd|'/C calc'!A0,1\r\n'+1,1\r\n'-1,1\r\n'@x,1\r\na=b,1\r\n");
  });
});
