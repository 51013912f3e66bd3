/**
 * The compiler's verdicts against recorded and live behaviour of the reference: codes, warning ids and primary places of
 * the golden files, and of every file of the two public rule collections.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Diagnostic, DiagnosticRenderer } from "@tyara/language/diagnostics";
import { Compiler } from "tyara";
import { describe, expect, it } from "vitest";
import { readCollections } from "../collections.ts";
import { native, reportPlaces } from "../peers.ts";

const shared = fileURLToPath(new URL("../../../../../shared/conformance/", import.meta.url));
const isPresent = existsSync(join(shared, "compiler"));
if (!isPresent) console.log("../shared/conformance is absent: the compiler's golden files are not compared");

/** A diagnostic as `code line:column`. */
function verdict(diagnostic: Diagnostic): string {
  const { line, column } = new DiagnosticRenderer().position(diagnostic.labels[0]!)!;
  return `${diagnostic.code} ${line}:${column}`;
}

/** The same of a rendered report. */
function recordedVerdicts(report: string): string[] {
  const pattern = /^(?:error|warning)\[(\w+)\]:.*\n +--> .*?:(\d+:\d+)$/gm;
  return [...report.matchAll(pattern)].map(([, code, place]) => `${code} ${place}`);
}

function goldens(folder: string): { name: string; source: string; report: string }[] {
  if (!isPresent) return [];
  const path = join(shared, "compiler", folder);
  return readdirSync(path)
    .filter((name) => name.endsWith(".in"))
    .map((name) => ({
      name: name.slice(0, -3),
      source: readFileSync(join(path, name), "utf8"),
      report: readFileSync(join(path, `${name.slice(0, -3)}.out`), "utf8"),
    }));
}

/** The file that one of the cases includes: its report shows all of it. */
const includeReader = {
  read: (path: string): string | undefined =>
    path.endsWith("/included_error.yar") ? "rule included {" : undefined,
};

describe.skipIf(!isPresent)("golden errors", () => {
  it.each(goldens("errors"))("$name", ({ source, report }) => {
    const compiler = new Compiler({ includeReader }).addSource(source);
    // The reference recorded the first error only.
    expect(compiler.errors.map(verdict)).toContain(recordedVerdicts(report)[0]);
  });
});

/** The changed lines that a recorded report offers: `+` lines of its help sections. */
const recordedChanges = (report: string): string[] =>
  [...report.matchAll(/^ *\d+ \+ (.*)$/gm)].map(([, line]) => line!.replaceAll(/\s/g, ""));

/** The first line that a replacement changes, after the change. */
function changedLine(source: string, { span, text }: Diagnostic["replacements"][number]): string {
  const bytes = Buffer.from(source);
  const start = bytes.lastIndexOf("\n", Math.max(0, span.start - 1)) + 1;
  const end = bytes.indexOf("\n", span.end);
  const line = Buffer.concat([
    bytes.subarray(start, span.start),
    Buffer.from(text),
    bytes.subarray(span.end, end === -1 ? bytes.length : end),
  ]);
  return line.toString().replaceAll(/\s/g, "");
}

describe.skipIf(!isPresent)("golden warnings", () => {
  it.each(goldens("warnings"))("$name", ({ source, report }) => {
    const compiler = new Compiler({ ignoredModules: ["unsupported_module"] });
    compiler.addSource(source);
    expect(compiler.errors.map(verdict)).toEqual([]);
    expect(compiler.warnings.map(verdict).sort()).toEqual(recordedVerdicts(report).sort());
    const changes = compiler.warnings.flatMap(({ replacements }) =>
      replacements.map((one) => changedLine(source, one)),
    );
    expect(changes.sort()).toEqual(recordedChanges(report).sort());
  });
});

const collections = native === undefined ? [] : readCollections();
if (native === undefined)
  console.log("the native addon of YARA-X is absent: the rule collections are not compared with it");

describe.skipIf(collections.length === 0)("rule collections", () => {
  it.each(collections)("$name: every file gets the reference's verdict", ({ files }) => {
    expect(files.length).toBeGreaterThan(200);
    const differing = files.filter(({ source }) => {
      const compiler = new Compiler().addSource(source);
      const { errors, warnings } = native!.validate(source);
      const ours = [...compiler.errors, ...compiler.warnings].map(verdict).sort();
      const theirs = reportPlaces([...errors, ...warnings]).map((place) => place.replace("@", " "));
      return ours.join("\n") !== theirs.sort().join("\n");
    });
    expect(differing.map(({ path }) => path)).toEqual([]);
  });
});
