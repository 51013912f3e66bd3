/**
 * The parser against recorded verdicts of the reference: golden sources with the span of the first syntax error, the golden
 * reports of errors that the parser finds, and the files of two public rule collections, all of which are well-formed.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LineIndex } from "@tyara/language/diagnostics";
import { parse } from "@tyara/language/syntax";
import { describe, expect, test } from "vitest";
import { readCollections } from "../collections.ts";

const shared = fileURLToPath(new URL("../../../../../shared/conformance/", import.meta.url));
const isPresent = existsSync(join(shared, "parser"));
if (!isPresent) console.log("../shared/conformance is absent: the parser's golden files are not compared");

type Spans = readonly (readonly [start: number, end: number])[];

const goldens: readonly (readonly [name: string, spans: Spans])[] = isPresent
  ? Object.entries(
      JSON.parse(readFileSync(join(shared, "parser/expected.json"), "utf8")) as Record<string, Spans>,
    )
  : [];

describe.skipIf(!isPresent)("golden sources", () => {
  test.each(goldens)("%s", (name, spans) => {
    const { diagnostics, tree } = parse(readFileSync(join(shared, "parser", `${name}.in`)));
    const found = diagnostics
      .filter(({ code }) => code === "E001")
      .map(({ labels: [label] }) => [label!.span.start, label!.span.end]);
    expect(found[0]).toEqual(spans[0]);
    expect(tree.text()).toBe(readFileSync(join(shared, "parser", `${name}.in`), "utf8"));
  });
});

/** Codes that only the parser gives; E001 is also given for a nameless pattern outside of loops, by the compiler. */
const PARSER_CODES = /^error\[(E001|E027|E028|E029|E030|E031)\]/;
const NOT_THE_PARSER = /outside of the body of a `for \.\. of`/;

const reports = isPresent
  ? readdirSync(join(shared, "compiler/errors"))
      .filter((name) => name.endsWith(".out"))
      .map((name) => ({
        name: name.slice(0, -4),
        report: readFileSync(join(shared, "compiler/errors", name), "utf8"),
      }))
      // A report with an origin is about an included file, which the parser alone does not see.
      .filter(
        ({ report }) =>
          PARSER_CODES.test(report) && !NOT_THE_PARSER.test(report) && / --> line:/.test(report),
      )
  : [];

describe.skipIf(!isPresent)("golden reports", () => {
  test("there are some", () => expect(reports.length).toBeGreaterThan(20));

  test.each(reports)("$name", ({ name, report }) => {
    const source = readFileSync(join(shared, "compiler/errors", `${name}.in`), "utf8");
    const lines = new LineIndex(source);
    const found = parse(source).diagnostics.map(({ code, labels: [label] }) => {
      const { line, column } = lines.position(label!.span.start);
      return `${code} ${line}:${column}`;
    });
    const [, code, place] = /^error\[(\w+)\].*\n +--> line:(\d+:\d+)/.exec(report)!;
    expect(found[0]).toBe(`${code} ${place}`);
  });
});

const collections = readCollections();

describe.skipIf(collections.length === 0).each(collections)("collection $name", ({ files }) => {
  test("is well-formed, and printed as it was", () => {
    const differing = files.filter(({ source }) => {
      const { diagnostics, tree } = parse(source);
      return diagnostics.length > 0 || tree.text() !== source;
    });
    expect(differing.map(({ path }) => path)).toEqual([]);
  });
});
