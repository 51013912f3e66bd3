/**
 * The compiler's verdicts against recorded and live behaviour of the reference: codes, warning ids and primary places of
 * the golden files, and of every file of the two public rule collections.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { Compiler } from "../../src/compiler/index.ts";
import { type Diagnostic, DiagnosticRenderer } from "../../src/diagnostics/index.ts";

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
  const pattern = /^(?:error|warning)\[(\w+)\]:.*\n +--> \w+:(\d+:\d+)/gm;
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

describe.skipIf(!isPresent)("golden errors", () => {
  it.each(goldens("errors"))("$name", ({ source, report }) => {
    const compiler = new Compiler();
    compiler.addSource(source);
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

interface Oracle {
  validate(source: string): {
    readonly errors: readonly { message: string }[];
    readonly warnings: readonly { message: string }[];
  };
}

function loadOracle(): Oracle | undefined {
  try {
    return createRequire(import.meta.url)("@litko/yara-x-linux-x64-gnu") as Oracle;
  } catch {
    console.log("the native addon of YARA-X is absent: the rule collections are not compared with it");
    return undefined;
  }
}

describe.skipIf(!isPresent || loadOracle() === undefined)("rule collections", () => {
  const oracle = loadOracle()!;
  const folder = mkdtempSync(join(tmpdir(), "tyara-rules-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(["Neo23x0", "reversinglabs"])("%s: every file gets the reference's verdict", (collection) => {
    execFileSync("tar", ["-xJf", join(shared, "rules", `${collection}.tar.xz`), "-C", folder]);
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.yara?$/.test(name),
    );
    expect(names.length).toBeGreaterThan(200);
    const differing = names.filter((name) => {
      const source = readFileSync(join(folder, name), "utf8");
      const compiler = new Compiler();
      compiler.addSource(source);
      const expected = oracle.validate(source);
      const reports = [...expected.errors, ...expected.warnings].map(({ message }) => message);
      const ours = [...compiler.errors, ...compiler.warnings].map(verdict).sort();
      return ours.join("\n") !== recordedVerdicts(reports.join("\n")).sort().join("\n");
    });
    expect(differing).toEqual([]);
  });
});
